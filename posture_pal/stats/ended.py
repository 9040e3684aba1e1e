"""Every occurrence with its last word, as the log tells it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from posture_pal.model import Fact
from posture_pal.stats.shares import ANSWERABLE

ENDED = frozenset(
    [*ANSWERABLE, "natural", "auto_credited", "unobserved", "withheld", "undelivered", "backfilled"]
)
_HURT = frozenset({"hurt", "it hurt", "hurts", "it hurts"})


class Ended(NamedTuple):
    """One occurrence. `outcome` is None while it is open; `day` is the day it began, `began` that moment.

    prompted: how often it was shown. asked: when it was shown first. ended: when its outcome came.
    """

    id: str
    reminder: str
    kind: str
    day: date
    outcome: str | None = None
    prompted: int = 0
    snoozes: int = 0
    evidence: str | None = None
    began: datetime | None = None
    asked: datetime | None = None
    ended: datetime | None = None
    reason: str | None = None
    fraction: float | None = None
    programme: str | None = None
    items: tuple[str, ...] = ()
    entered: str | None = None

    @property
    def hurt(self) -> bool:
        """Whether the person said that it hurt."""
        return (self.reason or "").strip().lower().rstrip(".!") in _HURT

    @property
    def unseen(self) -> bool:
        """Whether this is a break only because the program did not run: nobody saw one."""
        return self.outcome == "natural" and self.evidence == "not_running"


class Telling:
    """An occurrence while its facts are still being read: a frozen one for each fact would cost ten times."""

    __slots__ = ("asked", "details", "ended", "first", "kind", "outcome", "prompted", "snoozes")

    def __init__(self, first: Fact) -> None:
        self.first = first
        self.kind = ""
        self.outcome: str | None = None
        self.prompted = 0
        self.snoozes = 0
        self.asked: datetime | None = None
        self.ended: datetime | None = None
        self.details: dict[str, Any] = {}

    def take(self, fact: Fact) -> None:
        name = fact.name
        if name == "prompted":
            self.prompted += 1
            self.kind = str(fact.details.get("kind", ""))
            self.outcome = None
            self.asked = self.asked or fact.at.wall
        elif name == "snoozed":
            self.snoozes += 1
            self.outcome = None
        elif name in ENDED:
            self.kind = "break" if name == "natural" else self.kind or str(fact.details.get("kind", ""))
            self.outcome, self.details, self.ended = name, fact.details, fact.at.wall

    def told(self) -> Ended:
        first, details = self.first, self.details if self.outcome else {}
        return Ended(
            first.occurrence or "",
            first.reminder or "",
            self.kind,
            first.at.wall.date(),
            self.outcome,
            self.prompted,
            self.snoozes,
            details.get("evidence"),
            first.at.wall,
            self.asked,
            self.ended if self.outcome else None,
            details.get("reason"),
            details.get("fraction"),
            first.details.get("programme"),
            tuple(map(str, details["items"])) if "items" in details else (),
            details.get("entered"),
        )


def occurrences(facts: Iterable[Fact]) -> list[Ended]:
    """Every occurrence with its last word; an `undelivered` one that was answered later has the answer's."""
    telling: dict[str, Telling] = {}
    for fact in facts:
        if fact.occurrence is None:
            continue
        known = telling.get(fact.occurrence)
        if known is None:
            known = telling[fact.occurrence] = Telling(fact)
        known.take(fact)
    return [known.told() for known in telling.values()]
