"""What came of a programme's sessions on one day, in numbers: what is left of them without their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from posture_pal.model import Fact
from posture_pal.stats.ended import Ended

Counts = dict[str, int]

BEGUN, OVER = "programme_used", "programme_removed"
KEPT = "programme_kept"
"""What a deletion leaves of a programme that goes on after it: `on` which day, and `until` if it is over."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """One programme on one day. counts: its sessions by outcome, `open` and `hurt` among them.

    exercises: by id the outcomes of the sessions that held it, and `hurt`. reasons: why some were skipped.
    """

    counts: Counts = field(default_factory=dict)
    exercises: dict[str, Counts] = field(default_factory=dict)
    reasons: Counts = field(default_factory=dict)


def by_programme(ended: Iterable[Ended]) -> dict[str, Sessions]:
    """The sessions of one day, by the id of their programme."""
    days: dict[str, Sessions] = {}
    for one in ended:
        if one.programme is None:
            continue
        day = days.setdefault(one.programme, Sessions())
        outcome = one.outcome or "open"
        _count(day.counts, outcome)
        if one.hurt:
            _count(day.counts, "hurt")
        if one.reason:
            _count(day.reasons, one.reason)
        for item in one.items:
            of_item = day.exercises.setdefault(item, {})
            _count(of_item, outcome)
            if one.hurt:
                _count(of_item, "hurt")
    return days


def _count(counts: Counts, name: str, more: int = 1) -> None:
    counts[name] = counts.get(name, 0) + more


def merged(kept: Mapping[str, Sessions], more: Mapping[str, Sessions]) -> dict[str, Sessions]:
    """Two halves of a day in one."""
    days = dict(kept)
    for programme, later in more.items():
        known = days.get(programme, Sessions())
        exercises = {item: dict(counts) for item, counts in known.exercises.items()}
        for item, counts in later.exercises.items():
            exercises[item] = _sum(exercises.get(item, {}), counts)
        days[programme] = Sessions(
            _sum(known.counts, later.counts), exercises, _sum(known.reasons, later.reasons)
        )
    return days


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Counts:
    total = dict(one)
    for name, count in other.items():
        _count(total, name, count)
    return total


def turns(fact: Fact) -> list[tuple[date, tuple[str, str]]]:
    """The days on which a programme came into force or went out of it, and (which of the two, its id)."""
    on, until = fact.details.get("on"), fact.details.get("until")
    day = fact.at.day if on is None else date.fromisoformat(str(on))
    programme = str(fact.details.get("programme", ""))
    if fact.name != KEPT:
        return [(day, (fact.name, programme))]
    over = [] if until is None else [(date.fromisoformat(str(until)), (OVER, programme))]
    return [(day, (BEGUN, programme)), *over]


# --- as text ----------------------------------------------------------------------------------------------


def as_data(sessions: Mapping[str, Sessions]) -> dict[str, Any]:
    """The sessions as plain data."""
    return {name: [one.counts, one.exercises, one.reasons] for name, one in sessions.items()}


def from_data(told: Mapping[str, Any]) -> dict[str, Sessions]:
    """The same sessions again. Raises TypeError or ValueError for what none made."""
    return {name: Sessions(counts, exercises, reasons) for name, (counts, exercises, reasons) in told.items()}
