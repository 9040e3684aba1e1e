"""Honest figures from the event log alone: what was asked, what was answered, what nobody can know.

Every share is n of N first; a percentage appears from N = 10 on, and never a composite score.
The definitions are design 4.6; `DEFINITIONS` travels with whatever shows a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from posture_pal.model import Fact, Moment
from posture_pal.stats.days import Counts, Day, add, by_day
from posture_pal.stats.ended import Ended, occurrences
from posture_pal.stats.shares import ANSWERABLE, DEFINITIONS, FEWEST, VERSION, Share, completion, response
from posture_pal.stats.stretches import HOUR, desk_time

__all__ = [
    "ANSWERABLE",
    "DEFINITIONS",
    "FEWEST",
    "HOUR",
    "VERSION",
    "Day",
    "Ended",
    "Figures",
    "Share",
    "by_day",
    "completion",
    "deletions",
    "desk_time",
    "figures",
    "occurrences",
    "of_days",
    "response",
]

_NO_OUTCOMES = frozenset({"prompts", "snoozes", "open", "hurt", "unseen"})


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period or a day comes to; desk time in seconds.

    deleted_before: the day before which the person deleted everything, where that is within the period.
    """

    outcomes: dict[str, int]
    by_reminder: dict[str, dict[str, int]]
    prompts: int
    snoozes: int
    desk_time: float
    natural: int
    coverage: Share
    observed: Share
    deleted_before: date | None = None

    @property
    def completion(self) -> Share:
        return completion(self.outcomes)

    @property
    def response(self) -> Share:
        return response(self.outcomes)


def figures(facts: Sequence[Fact], workdays: frozenset[int], days: Sequence[date], now: Moment) -> Figures:
    """The figures of these days. `now` ends what is still running; `workdays` are ISO weekdays."""
    return of_days(by_day(facts, now), workdays, days)


def of_days(told: Mapping[date, Day], workdays: frozenset[int], days: Sequence[date]) -> Figures:
    """The figures of these days, from their totals."""
    wanted = [told[day] for day in days if day in told]
    by_reminder: dict[str, Counts] = {}
    total: Counts = {}
    for day in wanted:
        for name, tally in day.tallies.items():
            add(by_reminder.setdefault(name, {}), tally.counts)
            add(total, tally.counts)
    return Figures(
        outcomes={name: count for name, count in total.items() if name not in _NO_OUTCOMES},
        by_reminder=dict(sorted(by_reminder.items())),
        prompts=total.get("prompts", 0),
        snoozes=total.get("snoozes", 0),
        desk_time=sum(day.desk_time for day in wanted),
        natural=total.get("natural", 0) - total.get("unseen", 0),
        coverage=Share(sum(day.coverage[0] for day in wanted), sum(day.coverage[1] for day in wanted)),
        observed=observed(told, workdays, days),
        deleted_before=max((day for day in deletions(told) if days and day > days[0]), default=None),
    )


def deletions(told: Mapping[date, Day]) -> list[date]:
    """The days before which everything was deleted, as these days tell."""
    return [one.deleted_before for one in told.values() if one.deleted_before is not None]


def observed(told: Mapping[date, Day], workdays: frozenset[int], days: Sequence[date]) -> Share:
    """Workdays with at least an hour at the desk, of all that the person did not mark as days off."""
    due = [day for day in days if day.isoweekday() in workdays and not (day in told and told[day].marked_off)]
    return Share(sum(1 for day in due if day in told and told[day].desk_time >= HOUR), len(due))
