"""The figures of the day that is still going on, kept up fact by fact: they cost no more in the evening."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from posture_pal.model import Fact, Moment
from posture_pal.stats.days import Counts, Day, Tally, count, told_by
from posture_pal.stats.ended import ENDED, Ended
from posture_pal.stats.stretches import Seat, Sitting

_FINAL = ENDED - {"undelivered"}
"""Last words: what could not be shown may still be answered."""


class SoFar:
    """Counts facts as they come, in the order they were written; what has ended is kept as numbers alone.

    By the same rules as stats.by_day, of one local day. An occurrence counts on the day it began; what began
    before the first fact handed in is taken to begin with that.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._seat = Seat()
        self._begin(None)
        self._telling: dict[str, Ended] = {}

    def take(self, facts: Iterable[Fact], today: date) -> None:
        """Counts facts; those of other days than today tell no more than what goes on from them."""
        if today != self._day:
            self._begin(today)
        for fact in facts:
            for stretch in self._seat.take(fact):
                if stretch.day == today:
                    self._sitting.take(stretch)
            if fact.occurrence is not None:
                self._tell(fact, fact.occurrence)

    def day(self, now: Moment) -> Day:
        """The day up to now, as far as it was told: without kinds, reasons and hours."""
        sitting = self._sitting.copy()
        for stretch in self._seat.running(now):
            if stretch.day == self._day:
                sitting.take(stretch)
        counts = {name: dict(told) for name, told in self._counts.items()}
        for one in self._telling.values():
            self._count(one, counts)
        return Day(
            now.day,
            desk_time=sitting.desk_time,
            longest=sitting.longest,
            coverage=sitting.coverage(),
            tallies={name: Tally(counts=told) for name, told in sorted(counts.items())},
        )

    def _begin(self, day: date | None) -> None:
        self._day = day
        self._sitting = Sitting()
        self._counts: dict[str, Counts] = {}

    def _tell(self, fact: Fact, occurrence: str) -> None:
        one = self._telling.get(occurrence)
        if one is None:
            one = self._telling[occurrence] = Ended(fact)
        one.take(fact)
        if fact.name in _FINAL:
            self._count(one, self._counts)
            del self._telling[occurrence]

    def _count(self, one: Ended, counts: dict[str, Counts]) -> None:
        if one.day == self._day:
            count(counts.setdefault(one.reminder, {}), told_by(one))
