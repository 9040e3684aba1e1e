"""What the program says of its own accord: the welcome, what is wrong with it, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from posture_pal import outlook
from posture_pal.clock import Clock
from posture_pal.config_reload import in_words
from posture_pal.desktop.notify.base import Notice, Notifier
from posture_pal.desktop.tray.base import Tray
from posture_pal.errors import BadInput, Problem, Unavailable
from posture_pal.event_log import Log
from posture_pal.model import Answer, Fact
from posture_pal.service import Service

WELCOME = "welcome"
"""The name under which the first start's notification answers."""

_ALOUD = {
    "log": "Your record cannot be written",
}
"""The troubles that are told on screen when they begin, not in the tray alone; each with its title."""

_WITHOUT_TRAY = "Reminders come all the same, and everything is on the command line: posture-pal --help"


class Messages:
    """Puts messages on screen. Every method is called on the service's thread."""

    def __init__(self, service: Service, notifier: Notifier, tray: Tray, clock: Clock) -> None:
        self._service = service
        self._notifier = notifier
        self._tray = tray
        self._clock = clock
        self._told: dict[str, str] = {}

    def say(self, title: str, body: str, *, named: str | None = None, offers: str = "") -> None:
        """A message on screen; one that cannot be shown is a trouble, not a failure.

        named, offers: the name under which a button with these words is told, see WELCOME.
        """
        buttons = ((Answer.DONE, offers),) if offers else ()
        try:
            self._notifier.show(Notice(title, body, named, buttons))
        except Unavailable as why:
            self._service.troubles["notifications"] = str(why)

    def welcome(self) -> None:
        """What comes next, where everything else is, and a first reminder at the press of a button."""
        headline = outlook.headline(self._service.plan, self._service.state, self._clock.now())
        rest = "The icon in the tray has everything else, Help and safety among it."
        if self._tray.why_not() is not None:
            rest = "One at once: posture-pal start NAME. The rest: posture-pal --help, posture-pal safety."
        body = f"{headline}. Stop anything that hurts. {rest}"
        self.say("Posture Pal is running", body, named=WELCOME, offers="Show me one now")

    def config_problem(self, bad: BadInput, meanwhile: str) -> None:
        """The first problem with its line, on screen and as a trouble. meanwhile: what holds until then."""
        title, body = in_words(bad, meanwhile)
        self._service.troubles["config"] = body
        self.say(title, body)

    def in_vain(self, problems: Sequence[Problem]) -> None:
        """What was just saved and cannot hold, for a site has locked it: the first with its line."""
        first, *others = problems
        more = f" {len(others)} more: see posture-pal config check." if others else ""
        self.say("Set for this computer", f"line {first.line}: {first.sentence}{more}")

    def choice_failed(self, error: Exception) -> None:
        """Somebody chose something in the menu, and nothing came of it."""
        if isinstance(error, BadInput):
            self.say(*in_words(error, "your choice is not written into it"))
        else:
            self.say("That did not work", str(error) or type(error).__name__)

    def no_tray(self, why: str) -> None:
        """There is no icon to be seen, and why."""
        self.say("No tray icon", f"{why} {_WITHOUT_TRAY}")

    def miss_tray(self) -> None:
        """As no_tray, if nobody shows the icon by now."""
        if not self._tray.is_visible():
            self.no_tray(self._tray.why_not() or "No panel shows it.")

    def about_record(self, log: Log) -> Callable[[Sequence[Fact]], None]:
        """Who looks on hears of a record that was damaged while the program runs, and begun anew."""
        told = log.note

        def look(_facts: Sequence[Fact]) -> None:
            nonlocal told
            if log.note is not None and log.note != told:
                told = log.note
                self.say("A new record was begun", told)

        return look

    def troubles(self, _facts: Sequence[Fact] = ()) -> None:
        """Tells what has begun not to work, each once until it is well again."""
        for part, title in _ALOUD.items():
            sentence = self._service.troubles.get(part)
            if sentence is None:
                self._told.pop(part, None)
            elif part not in self._told:
                self._told[part] = sentence
                self.say(title, f"{sentence} Reminders go on; it is tried again with every fact.")
