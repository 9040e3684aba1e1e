"""When each programme was in force: from when to when, as the record tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from posture_pal.stats.days import Day
from posture_pal.stats.sessions import BEGUN


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which a programme was in force, `last` included; last None: it still is."""

    programme: str
    first: date
    last: date | None = None

    def as_details(self) -> dict[str, str]:
        """The span as a fact tells it."""
        until = {} if self.last is None else {"until": self.last.isoformat()}
        return {"programme": self.programme, "on": self.first.isoformat(), **until}


def spans(days: Mapping[date, Day]) -> list[Span]:
    """When each programme was in force, from the days on which one came or went; hand in all there are."""
    found: list[Span] = []
    for day in sorted(days):
        for name, programme in days[day].turns:
            is_open = bool(found) and found[-1].last is None
            if name == BEGUN and is_open and found[-1].programme == programme:
                continue
            if name == BEGUN:
                if is_open:
                    found[-1] = Span(found[-1].programme, found[-1].first, day)
                found.append(Span(programme, day))
            elif is_open and found[-1].programme == programme:
                found[-1] = Span(programme, found[-1].first, day)
    return found


def in_force(used: Iterable[Span], day: date) -> Iterator[str]:
    """The ids of the programmes that were in force on a day."""
    for span in used:
        if span.first <= day <= (span.last or date.max):
            yield span.programme
