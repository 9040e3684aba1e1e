"""Made-up months at a desk, each in a pattern of its own, played through the real engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

import played

from posture_pal import diary, timeline
from posture_pal.diary import Entry
from posture_pal.model import Fact, Plan
from posture_pal.simulation import Simulation

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=27)
PATTERNS = ("steady", "meetings", "sparse", "returning")

_HOUR, _DAY = 3600, 86400
_ANSWERS = {
    "steady": ("done", "done", "done", "partial", "done", "done", "skip"),
    "meetings": ("done", "skip", "done", None, "skip", "done", None),
    "sparse": (None, "skip", "done"),
    "returning": ("done", "partial", "done", "done", None),
}


def plan() -> Plan:
    """The built-in reminders."""
    return played.plan_of(*played.DEFAULTS)


@cache
def facts(pattern: str, days: int = 28) -> tuple[Fact, ...]:
    """The facts of a month. steady: office days. meetings: calls hold prompts back. sparse: half of the days,
    few answers. returning: a week off, then shorter days, and exercises that hurt.
    """
    told: list[Fact] = []
    for number in range(days):
        if _works(pattern, number):
            told += _day(pattern, number)
    return tuple(told)


def _works(pattern: str, number: int) -> bool:
    weekday, week = number % 7, number // 7
    if weekday > 4 or (pattern == "steady" and number == 16):
        return False
    return not (pattern == "sparse" and number % 3 == 1) and not (pattern == "returning" and week == 1)


def _day(pattern: str, number: int) -> list[Fact]:
    answers = _ANSWERS[pattern]
    lasts = (5 if pattern == "returning" and number > 13 else 8) * _HOUR + number % 5 * 600
    steps: list[played.Line] = [{"t": 0, "presence": "active"}]
    steps += [{"t": at, "presence": "locked"} for at in (3 * _HOUR + number % 4 * 300,)]
    steps += [{"t": 3.5 * _HOUR + number % 3 * 420, "presence": "unlocked"}]
    if pattern == "meetings":
        steps += [{"t": 4.5 * _HOUR, "hold": "call"}, {"t": 6 * _HOUR, "release": "call"}]
    if pattern in {"steady", "returning"}:
        steps += [
            {"t": 1.6 * _HOUR, "presence": "locked"},
            {"t": 1.6 * _HOUR + 540, "presence": "unlocked"},
        ]
    for hour in range(int(lasts // _HOUR)):
        answer = answers[(number * 5 + hour) % len(answers)]
        steps.append({"t": hour * _HOUR + 60, "always": answer and {"respond": answer, "after": 25}})
    steps.sort(key=lambda step: float(step["t"]))
    start = datetime(2026, 3, 2, 9) + timedelta(days=number)  # noqa: DTZ001 - a local time; its zone is beside it
    text = played.text_of(steps, start=start.isoformat(), lasts=f"{int(lasts)} s")
    simulation = Simulation(plan(), timeline.parse(text.encode(), "a day"))
    list(simulation.run())
    simulation.service.finish()
    return [_placed(fact, number) for fact in _with_reasons(simulation.facts, pattern, number)]


def _with_reasons(told: Sequence[Fact], pattern: str, number: int) -> list[Fact]:
    """The written day has no reasons for a skip: they are said here."""
    why = ("busy", "in a meeting", "hurt" if pattern == "returning" else "not now")
    return [
        Fact(f.at, f.name, f.reminder, f.occurrence, {**f.details, "reason": why[(number + n) % 3]})
        if f.name == "skipped" or (f.name == "partial" and pattern == "returning" and number % 4 == 0)
        else f
        for n, f in enumerate(told)
    ]


def _placed(fact: Fact, number: int) -> Fact:
    """A day's facts in their place in the month: its clock goes on, its occurrences are its own."""
    at = type(fact.at)(fact.at.wall, fact.at.elapsed + number * _DAY)
    occurrence = fact.occurrence and f"{fact.occurrence}-{number}"
    return Fact(at, fact.name, fact.reminder, occurrence, fact.details)


def entries() -> dict[date, Entry]:
    """A month's diary, with days on which nothing was written down."""
    told = []
    for number in range(28):
        if number % 7 in {5, 6} and number % 2:
            continue
        day = FIRST + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, 16, 30, tzinfo=UTC)
        words = {"pain": str((number * 7 + 3) % 6), "headache": "no" if number % 5 else str(number % 4 + 2)}
        if number == 9:
            words = {"headache": "yes"}
        told.append(diary.said(day, at, words))
    return diary.by_day(told)
