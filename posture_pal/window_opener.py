"""Opens the guided window for a prompt, and turns how it ended into an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from threading import Thread
from typing import Protocol

from posture_pal.clock import Clock
from posture_pal.commands import LONGEST, NotUnderstood
from posture_pal.desktop.window import child, request
from posture_pal.desktop.window.request import Ended, Request, Shown
from posture_pal.errors import Unavailable
from posture_pal.events import Answered, Guided, GuideLost
from posture_pal.exercise_choice import ExerciseChoice
from posture_pal.model import Answer, Fact, Plan
from posture_pal.onlooker import DesktopOnlooker
from posture_pal.service import Service
from posture_pal.state import Occurrence

SHOW_ME = "Show me how"

_LOGOUT = "logout"


class Window(Protocol):
    """An open window, as desktop.window.child makes it."""

    def messages(self) -> Iterable[Shown | Ended]: ...
    def wait(self) -> str: ...
    def close(self) -> None: ...


class _Open:
    """One window that is open, and the prompt it stands for."""

    def __init__(self, occurrence: str, window: Window) -> None:
        self.occurrence = occurrence
        self.window = window
        self.let_go = False


class WindowOpener:
    """At most one window at a time. Everything but `_listen` belongs to the service's thread.

    make: opens a window. why_not: why none can be opened here, or None when it can. words: of a prompt, its
    message and the reason that goes with it.
    """

    def __init__(
        self,
        service: Service,
        make: Callable[[Request], Window],
        why_not: Callable[[], str | None],
        words: Callable[[Plan, Occurrence], tuple[str, str]] = lambda _plan, _prompt: ("", ""),
    ) -> None:
        self._service = service
        self._make = make
        self.why_not = why_not
        self._words = words
        self._open: _Open | None = None

    @classmethod
    def on_this_desktop(
        cls,
        service: Service,
        onlooker: DesktopOnlooker,
        clock: Clock,
        facts: Callable[[date], Iterable[Fact]],
    ) -> WindowOpener:
        """With real windows: prompts say what they offer and that it can be shown, and are followed."""
        offers = ExerciseChoice(clock, facts, service.tell)
        opener = cls(service, child.Child, child.why_not, offers.message)
        serves = opener.serves
        onlooker.offer = lambda plan, prompt: offers.words(plan, prompt, has_window=serves(plan, prompt))
        onlooker.opens = lambda plan, prompt: SHOW_ME if serves(plan, prompt) else ""
        onlooker.watchers.append(opener.looked)
        return opener

    def by_name(self) -> dict[str, Callable[[Sequence[str]], str]]:
        """What menu and command line ask for: the window of the open prompt, or the same in a terminal."""
        return {
            "guide": lambda words: self.open(clicked="clicked" in words),
            "follow": lambda _: self._follow(),
            "followed": self._followed,
        }

    def clicked(self, occurrence: str) -> None:
        """Somebody clicked a prompt to see more of it; called on any thread."""
        self._service.post(lambda: self.open(occurrence, clicked=True))

    def serves(self, plan: Plan, occurrence: Occurrence) -> bool:
        """Whether there is something to show for it, somewhere to show it, and the person wants that."""
        reminder = plan.reminder(occurrence.reminder)
        has_session = reminder is not None and reminder.has_session
        return has_session and plan.guided_window and self.why_not() is None

    def open(self, occurrence_id: str | None = None, *, clicked: bool = False) -> str:
        """Opens the window for that prompt or the open one, and says in a sentence what came of it.

        Raises Unavailable with the reason where no window can be shown here.
        """
        service = self._service
        named = (o for o in service.state.occurrences if o.id == occurrence_id and o.is_open)
        prompt = next(named, None) if occurrence_id is not None else service.state.open_prompt()
        if prompt is None:
            return "No prompt is open."
        reason = self.why_not()
        if reason is not None:
            raise Unavailable(f"The window cannot be shown. {reason}")
        if self._open is not None and self._open.occurrence == prompt.id:
            return "It is on screen already."
        self.close()
        try:
            words = self._words(service.plan, prompt)
            window = self._make(_request(service.plan, prompt, words, clicked=clicked))
        except OSError as error:
            service.troubles["window"] = f"The window could not be started: {error}."
            return service.troubles["window"]
        self._open = _Open(prompt.id, window)
        Thread(target=self._listen, args=[self._open], name="window", daemon=True).start()
        return f"On screen: {prompt.reminder}."

    def looked(self, facts: Sequence[Fact]) -> None:
        """A prompt that was asked for is guided through; one that was answered elsewhere needs no window."""
        for fact in facts:
            if fact.name == "prompted" and fact.details.get("requested"):
                prompt = next((o for o in self._service.state.occurrences if o.id == fact.occurrence), None)
                if prompt is not None and self.serves(self._service.plan, prompt):
                    self.open(prompt.id)
        if self._open is not None:
            there = (o for o in self._service.state.occurrences if o.id == self._open.occurrence)
            if not any(o.is_open for o in there):
                self.close()

    def close(self) -> None:
        """Lets the open window go, without an answer."""
        if self._open is not None:
            self._open.let_go = True
            self._open.window.close()
            self._open = None

    def _follow(self) -> str:
        """The open prompt's id and what a window would be asked to show, for who shows it in its place.

        Raises NotUnderstood where no prompt is open.
        """
        prompt = self._service.state.open_prompt()
        if prompt is None:
            raise NotUnderstood("No prompt is open.")
        self.close()
        plan = self._service.plan
        asked = _request(plan, prompt, self._words(plan, prompt), clicked=False)
        return f"{prompt.id} {request.line(asked)}"

    def _followed(self, words: Sequence[str]) -> str:
        """What a window would say of that prompt, from who stands in for one; blank where it came too late.

        Raises NotUnderstood for anything else.
        """
        try:
            occurrence, text = words
            message = request.read(text)
        except ValueError:
            message = None
        if isinstance(message, Shown) and 0 < message.seconds <= LONGEST:
            facts = self._service.handle(Guided(occurrence, message.seconds))
        elif isinstance(message, Ended) and message.answer in {*Answer, _LOGOUT}:
            facts = self._service.handle(_answer(occurrence, message))
        else:
            raise NotUnderstood("That is nothing that a guided window says.")
        return ", ".join(fact.name for fact in facts)

    def _listen(self, opened: _Open) -> None:
        """Waits for what the window says, and for its end, on a thread of its own."""
        answered = was_shown = False
        for message in opened.window.messages():
            if isinstance(message, Shown):
                was_shown = True
                self._service.tell(Guided(opened.occurrence, message.seconds))
            else:
                answered = True
                self._service.tell(_answer(opened.occurrence, message))
        how = opened.window.wait()
        self._service.post(lambda: self._ended(opened, how, was_shown=was_shown))
        if not answered and not opened.let_go:
            self._service.tell(GuideLost(opened.occurrence, how))

    def _ended(self, opened: _Open, how: str, *, was_shown: bool) -> None:
        if self._open is opened:
            self._open = None
        if how == "crashed" and not was_shown:
            self._service.troubles["window"] = "The window could not be shown; posture-pal doctor says more."
        else:
            self._service.troubles.pop("window", None)


def _request(plan: Plan, prompt: Occurrence, words: tuple[str, str], *, clicked: bool) -> Request:
    reminder = plan.reminder(prompt.reminder)
    return Request(
        kind=str(prompt.kind),
        lasts=prompt.lasts,
        routine=prompt.reminder if prompt.programme else reminder.routine if reminder is not None else None,
        message=words[0] or None,
        offered=prompt.items,
        avoid=plan.avoid,
        emergency=plan.emergency,
        clicked=clicked,
        why=words[1],
        programme=prompt.programme,
    )


def _answer(occurrence: str, ended: Ended) -> Answered | GuideLost:
    if ended.answer == _LOGOUT:
        return GuideLost(occurrence, _LOGOUT)
    return Answered(
        Answer(ended.answer),
        occurrence,
        reason=ended.reason,
        fraction=ended.fraction,
        evidence=ended.evidence,
        items=ended.items,
    )
