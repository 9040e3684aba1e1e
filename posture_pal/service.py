"""The loop: one thread, one inbox; take an event, let the engine decide, write it down, then do it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from posture_pal import engine, saved_state
from posture_pal.clock import Clock
from posture_pal.desktop.notify.base import Notice, Notifier
from posture_pal.errors import PosturePalError, Unavailable
from posture_pal.events import Awake, Effect, Event, Record, Seen, Show, Started, Stopped, Tick, Undelivered
from posture_pal.inbox import Inbox
from posture_pal.model import Fact, Moment, Plan
from posture_pal.state import Occurrence, State
from posture_pal.waits import Waits


class Log(Protocol):
    """Where facts are kept, with the state that they left."""

    def append(self, facts: Sequence[Fact], state: str) -> None:
        """Keeps facts and state together, or neither. Raises LogUnusable."""

    def state(self) -> str | None:
        """The state that was kept last."""


_MOST_UNWRITTEN = 10_000
_SAVED_EVERY = 120.0
"""Seconds at the desk after which the state is saved though nothing happened: a crash costs no more of it.

Less than the shortest absence that counts as a break by default, as the next start finds that time missing.
"""
_SLEPT_AT_LEAST = 2.0
"""Seconds of suspended time below which a machine is taken to have dozed, not slept."""


class Onlooker(Protocol):
    """Somebody who shows the state to the person, or asks the desktop about them; told after every event."""

    def silence(self, plan: Plan, state: State, now: Moment) -> float | None:
        """Seconds since the last input, asked when a wait has ended; None when nobody can tell by asking."""

    def notice(self, plan: Plan, occurrence: Occurrence) -> Notice:
        """The words of a prompt, as the notifier wants them."""

    def looked(self, plan: Plan, state: State, now: Moment, facts: Sequence[Fact]) -> float | None:
        """The event is worked out. Seconds after which to look again, if sooner than the engine needs."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something to be done on the service's thread; what it returns is the answer."""

    run: Callable[[], Any]
    answer: Callable[[Any], None]


class Nudge(Enum):
    """Something in the inbox that says no more than: look at the waits."""

    LOOK = auto()


NUDGE = Nudge.LOOK


class Service:
    """Runs a plan. Everything but `tell` and `call` belongs to the service's own thread.

    troubles: what does not work just now, each with its sentence, by the name of the part.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        clock: Clock,
        log: Log,
        notifier: Notifier,
        waits: Waits,
        onlooker: Onlooker,
        inbox: Inbox | None = None,
    ) -> None:
        self.plan = plan
        self.state: State
        self.troubles: dict[str, str] = {}
        self._clock = clock
        self._log = log
        self._notifier = notifier
        self._waits = waits
        self._onlooker = onlooker
        self._inbox: Inbox = SimpleQueue() if inbox is None else inbox
        self._unwritten: list[Fact] = []
        self._left_open: set[tuple[str, int]] = set()
        self._suspended = clock.suspended()
        self._saved_at = clock.now().elapsed

    # --- from any thread -------------------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Puts an event into the inbox."""
        self._inbox.put(event)

    def call(self, run: Callable[[], Any], timeout: float) -> Any:
        """Runs something on the service's thread and returns what it returns, or raises what it raises."""
        answers: SimpleQueue[Any] = SimpleQueue()
        self._inbox.put(Call(run, answers.put))
        try:
            answer = answers.get(timeout=timeout)
        except Empty:
            raise Unavailable("Posture Pal is busy and did not answer in time; try again.") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def post(self, run: Callable[[], Any]) -> None:
        """Runs something on the service's thread; nobody waits for it, and a failure becomes a trouble."""

        def answered(answer: Any) -> None:
            if isinstance(answer, Exception):
                self.troubles["last task"] = _sentence(answer)
            else:
                self.troubles.pop("last task", None)
            self.refresh()

        self._inbox.put(Call(run, answered))

    def nudge(self) -> None:
        """Makes the loop look at its waits anew."""
        self._inbox.put(NUDGE)

    def stop(self) -> None:
        """Lets the loop end once it has worked off what is in the inbox."""
        self._inbox.put(None)

    # --- the service's own thread ------------------------------------------------------------------------

    def run(self) -> None:
        """Works off the inbox and the waits until it is stopped."""
        while True:
            seconds = self._waits.work_off()
            try:
                item = self._inbox.get(timeout=seconds)
            except Empty:
                continue
            if item is None:
                return
            if isinstance(item, Call):
                self._answer(item)
            elif item is not NUDGE:
                self.handle(item)

    def start(self, version: str = "") -> None:
        """Takes up where the last run ended, if what it left behind is plausible."""
        now = self._clock.now()
        stopped_at, note = None, ""
        saved = self._saved()
        self.state = engine.first_state(self.plan, now)
        if saved is not None:
            try:
                self.state, stopped_at = saved_state.loads(saved, now, self._clock.boot_id())
            except saved_state.Implausible as reason:
                note = f"the saved state was not used: {reason}"
        self._left_open = {(o.id, o.showings) for o in self.state.occurrences if o.is_open}
        self._after(now, self._advance(Started(stopped_at, version, note), now))

    def finish(self) -> None:
        """Writes down that the program ends, and tries once more to write what could not be written."""
        now = self._clock.now()
        self._advance(Stopped(), now)
        if self._unwritten:
            self._write((), now)

    def refresh(self) -> None:
        """Shows what is so now, where something other than an event changed it."""
        self._after(self._clock.now(), ())

    def show_left_open(self) -> None:
        """Puts on screen what an earlier run left open: its end took it away, or left nobody to hear."""
        for occurrence in self.state.occurrences:
            left_open = occurrence.is_open and (occurrence.id, occurrence.showings) in self._left_open
            if left_open and not self.state.presence.locked:
                self._perform(Show(occurrence.id), self._clock.now())

    def handle(self, event: Event) -> Sequence[Fact]:
        """Works out one event to its end and returns the facts that came of it."""
        now = self._clock.now()
        facts: list[Fact] = []
        slept = self._newly_slept()
        if slept is not None:
            facts += self._advance(Awake(slept), now)
        if isinstance(event, Tick) or self._seems_to_leave(now):
            silence = self._onlooker.silence(self.plan, self.state, now)
            if silence is not None:
                facts += self._advance(Seen(silence), now)
        facts += self._advance(event, now)
        if self.state.at_desk and now.elapsed - self._saved_at >= _SAVED_EVERY:
            self._write((), now)
        self._after(now, facts)
        return facts

    def _seems_to_leave(self, now: Moment) -> bool:
        """Whether the silence since the last input that is known of has grown into an absence."""
        seen = self.state.presence
        grown = now.elapsed - seen.last_input >= self.plan.away_after
        return grown and self.state.at_desk and seen.known and not seen.continuous

    def _after(self, now: Moment, facts: Sequence[Fact]) -> None:
        seconds = self.state.wake_at - now.elapsed
        try:
            sooner = self._onlooker.looked(self.plan, self.state, now, facts)
        except Exception as error:  # noqa: BLE001 - what shows the state must never stop what counts it
            self.troubles["tray"] = _sentence(error)
            sooner = None
        else:
            self.troubles.pop("tray", None)
        self._waits.wake_after(seconds if sooner is None else min(seconds, sooner))

    def _advance(self, event: Event, now: Moment) -> list[Fact]:
        self.state, effects = engine.advance(self.plan, self.state, event, now)
        facts = [effect.fact for effect in effects if isinstance(effect, Record)]
        if facts:
            self._write(facts, now)
        for effect in effects:
            facts += self._perform(effect, now)
        return facts

    def _perform(self, effect: Effect, now: Moment) -> list[Fact]:
        """Does what was decided; a prompt that cannot be shown is an event of its own."""
        try:
            if isinstance(effect, Show):
                occurrence = next((o for o in self.state.occurrences if o.id == effect.occurrence), None)
                if occurrence is not None:
                    self._notifier.show(self._onlooker.notice(self.plan, occurrence))
                    self.troubles.pop("notifications", None)
            elif not isinstance(effect, Record):
                self._notifier.withdraw(effect.occurrence)
        except Exception as error:  # noqa: BLE001 - a notifier of any kind of brokenness must not stop the schedule
            self.troubles["notifications"] = _sentence(error)
            if isinstance(effect, Show):
                return self._advance(Undelivered(effect.occurrence, _sentence(error)), now)
        return []

    def _write(self, facts: Sequence[Fact], now: Moment) -> None:
        """One commit for what one event brought about; what cannot be written is kept and tried again."""
        waiting = [*self._unwritten, *facts]
        self._saved_at = now.elapsed
        try:
            self._log.append(waiting, saved_state.dumps(self.state, now, self._clock.boot_id()))
        except Exception as error:  # noqa: BLE001 - reminders go on with a full disk; the person is told
            self._unwritten = waiting[-_MOST_UNWRITTEN:]
            self.troubles["log"] = _sentence(error)
        else:
            self._unwritten = []
            self.troubles.pop("log", None)

    def _saved(self) -> str | None:
        try:
            return self._log.state()
        except PosturePalError as error:
            self.troubles["log"] = str(error)
            return None

    def _newly_slept(self) -> float | None:
        """Seconds the machine has slept since this was last asked, when that is worth the name."""
        total = self._clock.suspended()
        before, self._suspended = self._suspended, total
        if total is None or before is None or total - before < _SLEPT_AT_LEAST:
            return None
        return total - before

    def _answer(self, call: Call) -> None:
        try:
            call.answer(call.run())
        except Exception as error:  # noqa: BLE001 - it is raised again where the call was made
            call.answer(error)


def _sentence(error: Exception) -> str:
    return str(error) or type(error).__name__


def as_json(value: Any) -> str:
    """One line of JSON, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
