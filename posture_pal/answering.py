"""What the running program answers to a command, from wherever it comes: menu, command line or keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from posture_pal import commands, durations, explaining, outlook
from posture_pal.clock import Clock
from posture_pal.errors import PosturePalError
from posture_pal.events import Answered
from posture_pal.model import Fact
from posture_pal.onlooker import DesktopOnlooker
from posture_pal.service import Service

TIMEOUT = 4.0
"""Seconds that a command waits for the service's thread."""

Answer = dict[str, Any]
"""`ok`, and `say`: a sentence for the person; `status` where that was asked for."""


class Answering:
    """Turns commands into events and what came of them into a sentence.

    more: verbs that are none of the engine's, each with what does it; it gets the words after the verb.
    around: what only the composition root knows of the status.
    failed: told when nothing came of a choice in the menu.
    """

    def __init__(
        self,
        service: Service,
        onlooker: DesktopOnlooker,
        clock: Clock,
        *,
        around: Callable[[], dict[str, Any]],
        more: dict[str, Callable[[Sequence[str]], str]],
        failed: Callable[[Exception], None],
    ) -> None:
        self._service = service
        self._onlooker = onlooker
        self._clock = clock
        self._around = around
        self._more = more
        self._failed = failed

    def ask(self, request: dict[str, Any]) -> Answer:
        """Answers a request of another process; called on any thread but the service's."""
        words = request.get("do")
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            return {"ok": False, "say": 'A request looks like {"do": ["snooze", "10 min"]}.'}
        try:
            answer: Answer = self._service.call(lambda: self.do(words), TIMEOUT)
        except PosturePalError as error:
            return {"ok": False, "say": str(error), "exit_code": error.exit_code}
        return answer

    def chosen(self, command: tuple[str, ...]) -> None:
        """Does what was chosen in the menu; called on any thread, returns at once."""
        self._service.post(lambda: self._do_chosen(command))

    def _do_chosen(self, command: tuple[str, ...]) -> None:
        try:
            self.do(command)
        except (PosturePalError, OSError, ValueError) as error:
            self._failed(error)

    def do(self, words: Sequence[str]) -> Answer:
        """Does one command on the service's thread."""
        verb = words[0]
        if verb == "status":
            return {"ok": True, "say": "", "status": self._status()}
        if verb in self._more:
            return {"ok": True, "say": self._more[verb](words[1:])}
        event = commands.event_of(words, self._service.plan, self._clock.now())
        facts = self._service.handle(event)
        if isinstance(event, Answered) and not facts:
            return {"ok": False, "say": f"No prompt is open. {self._headline()}."}
        return {"ok": True, "say": " ".join(_sentence(fact) for fact in facts) or f"{self._headline()}."}

    def _headline(self) -> str:
        return outlook.headline(self._service.plan, self._service.state, self._clock.now())

    def _status(self) -> dict[str, Any]:
        service, now = self._service, self._clock.now()
        told = self._onlooker.status(service.plan, service.state, now, self._around())
        explained = [
            *(explaining.told(fact) for fact in self._onlooker.latest),
            *(f"now       {words}" for words in explaining.waits(service.plan, service.state, now)),
        ]
        return {**told, "explained": explained}


_SAID = {
    "done": "Done: {reminder}.",
    "partial": "Noted as done in part: {reminder}.",
    "skipped": "Skipped: {reminder}.",
    "dismissed": "Sent away: {reminder}.",
    "snoozed": "{reminder} comes back in {delay}.",
    "prompted": "On screen: {reminder}.",
    "paused": "Paused until {until}.",
    "resumed": "Reminders are back.",
    "overridden": "You are reminded all the same, until what holds changes.",
    "held": "{reminder} waits: {hold}.",
    "undelivered": "It could not be shown: {why}. Answer it here or in the menu.",
}


def _sentence(fact: Fact) -> str:
    """What came of a command, to the person who gave it."""
    details = {
        "reminder": fact.reminder or "",
        "until": "you resume",
        "why": "no reason given",
        **fact.details,
    }
    if fact.name == "snoozed":
        details["delay"] = durations.spell(round(float(fact.details["minutes"]) * 60))
    if fact.name == "paused" and "T" in str(details["until"]):
        details["until"] = str(details["until"])[:16].replace("T", " ")
    return _SAID.get(fact.name, "").format_map(details)
