"""Every occurrence with its last word, as the log tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from posture_pal.model import Fact
from posture_pal.stats.shares import ANSWERABLE

ENDED = frozenset(
    [*ANSWERABLE, "natural", "auto_credited", "unobserved", "withheld", "undelivered", "backfilled"]
)
_HURT = frozenset({"hurt", "it hurt", "hurts", "it hurts"})
_NOTHING: Mapping[str, Any] = {}


class Ended:
    """One occurrence, as far as its facts were read; they are read into it in the order they were written.

    day: the day it began. kind: what it asked for. outcome: None while it is open. prompted: how often it
    was shown. asked: when it was shown first. ended: when its outcome came.
    """

    __slots__ = (
        *("_first", "_last", "asked", "day", "ended", "kind", "outcome"),
        *("prompted", "reason", "reminder", "snoozes"),
    )

    def __init__(self, first: Fact) -> None:
        self._first = first
        self.reminder = first.reminder or ""
        self.day = first.at.wall.date()
        self.kind = ""
        self.prompted = 0
        self.snoozes = 0
        self.asked: datetime | None = None
        self._open()

    def _open(self) -> None:
        self.outcome: str | None = None
        self.reason: str | None = None
        self.ended: datetime | None = None
        self._last: Mapping[str, Any] = _NOTHING

    def take(self, fact: Fact) -> None:
        """Reads the next of its facts."""
        at, name, _, _, details = fact
        if name == "prompted":
            self.prompted += 1
            self.kind = str(details.get("kind", ""))
            self.asked = self.asked or at.wall
        elif name == "snoozed":
            self.snoozes += 1
        elif name in ENDED:
            self.kind = "break" if name == "natural" else self.kind or str(details.get("kind", ""))
            self.outcome, self.reason, self.ended, self._last = name, details.get("reason"), at.wall, details
            return
        else:
            return
        if self.outcome is not None:
            self._open()

    @property
    def id(self) -> str:
        return self._first.occurrence or ""

    @property
    def began(self) -> datetime:
        return self._first.at.wall

    @property
    def programme(self) -> str | None:
        """The id of the programme of which this is a session."""
        return self._first.details.get("programme")

    @property
    def evidence(self) -> str | None:
        return self._last.get("evidence")

    @property
    def fraction(self) -> float | None:
        return self._last.get("fraction")

    @property
    def entered(self) -> str | None:
        return self._last.get("entered")

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the exercises that the session held."""
        return tuple(map(str, self._last.get("items", ())))

    @property
    def hurt(self) -> bool:
        """Whether the person said that it hurt."""
        return bool(self.reason) and str(self.reason).strip().lower().rstrip(".!") in _HURT

    @property
    def unseen(self) -> bool:
        """Whether this is a break only because the program did not run: nobody saw one."""
        return self.outcome == "natural" and self.evidence == "not_running"


def occurrences(facts: Iterable[Fact]) -> list[Ended]:
    """Every occurrence with its last word; an `undelivered` one that was answered later has the answer's."""
    found: dict[str, Ended] = {}
    for fact in facts:
        if fact.occurrence is None:
            continue
        known = found.get(fact.occurrence)
        if known is None:
            known = found[fact.occurrence] = Ended(fact)
        known.take(fact)
    return list(found.values())
