"""Made-up months at a desk, each in a pattern of its own, played through the real engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

import played

from posture_pal import catalogue, diary, timeline
from posture_pal.diary import Entry
from posture_pal.model import Fact, Moment, Plan
from posture_pal.programme import Programme, parse
from posture_pal.programme.in_force import with_programme
from posture_pal.simulation import Simulation

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=27)
PATTERNS = ("steady", "meetings", "sparse", "returning", "clinic")

_HOUR, _DAY = 3600, 86400
_ANSWERS = {
    "steady": ("done", "done", "done", "partial", "done", "done", "skip"),
    "meetings": ("done", "skip", "done", None, "skip", "done", None),
    "sparse": (None, "skip", "done"),
    "returning": ("done", "partial", "done", "done", None),
    "clinic": ("done", "done", "partial", "done", "skip", None),
}
PROGRAMME = """
posture_pal_programme = 1
title = "Neck and shoulders, six weeks"
author = "R. Example, physiotherapist, Example Clinic"
starts = 2026-03-03
ends = 2026-04-12
days_off = ["sat", "sun"]
dates_off = [2026-03-20]
target = 80

[[phase]]
weeks = "1-2"
at = ["10:00", "14:00"]
  [[phase.exercise]]
  id = "chin_tuck"
  [[phase.exercise]]
  id = "scap_retraction"

[[phase]]
weeks = "3-"
at = ["10:00", "13:30", "16:00"]
  [[phase.exercise]]
  id = "chin_tuck"
  reps = 10
  [[phase.exercise]]
  id = "scap_retraction"
  times_per_day = 2
  [[phase.exercise]]
  id = "towel_slide"
  times_per_day = 1

[[exercise]]
id = "towel_slide"
name = "Towel slide on the wall"
steps = ["Stand at a wall with a towel under both hands.", "Slide it up slowly, and down again."]
reps = 10
"""


def plan(pattern: str = "steady") -> Plan:
    """The built-in reminders; in the clinic's month its programme beside them."""
    own = played.plan_of(*played.DEFAULTS)
    return with_programme(own, programme(), FIRST) if pattern == "clinic" else own


@cache
def programme() -> Programme:
    """What the clinic wrote."""
    return parse(PROGRAMME.encode(), "the clinic's", catalogue.load())


@cache
def facts(pattern: str, days: int = 28) -> tuple[Fact, ...]:
    """The facts of a month. steady: office days. meetings: calls hold prompts back. sparse: half of the days,
    few answers. returning: a week off, then shorter days, and exercises that hurt. clinic: a programme beside
    one's own reminders, four days without a computer, some of it entered later, and a day off.
    """
    told: list[Fact] = []
    for number in range(days):
        if _works(pattern, number):
            told += _day(pattern, number)
    return tuple(told + (_by_command(told[-1].at) if pattern == "clinic" else []))


def _by_command(now: Moment) -> list[Fact]:
    """Two sessions entered later for a day without the computer, one for a day with it, and a day off."""
    items = {"chin_tuck": 1, "scap_retraction": 1}
    facts = []
    for number, day in enumerate((date(2026, 3, 11), date(2026, 3, 11), date(2026, 3, 17))):
        noon = now.wall.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0)
        details = {
            "kind": "stretch",
            "programme": programme().id,
            "items": list(items),
            "entered": "2026-03-27T17:00:00+01:00",
        }
        at, name = Moment(noon, now.elapsed), "neck-and-shoulders-six-w.1"
        facts.append(Fact(at, "backfilled", name, f"{name}-later-{number}", details))
    off = Moment(now.wall.replace(day=25, hour=12, minute=0), now.elapsed)
    return [*facts, Fact(off, "day_off", details={"off": True})]


def _works(pattern: str, number: int) -> bool:
    weekday, week = number % 7, number // 7
    if weekday > 4 or (pattern == "steady" and number == 16):
        return False
    if pattern == "clinic" and number in {7, 8, 9, 10, 23}:
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
    simulation = Simulation(plan(pattern), timeline.parse(text.encode(), "a day"))
    list(simulation.run())
    simulation.service.finish()
    return [_placed(fact, number) for fact in _with_reasons(simulation.facts, pattern, number)]


def _with_reasons(told: Sequence[Fact], pattern: str, number: int) -> list[Fact]:
    """The written day has no reasons for a skip: they are said here."""
    why = ("busy", "in a meeting", "hurt" if pattern in {"returning", "clinic"} else "not now")
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
