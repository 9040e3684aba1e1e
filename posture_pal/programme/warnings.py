"""What is worth a word about a programme although nothing in it is wrong: to its author or its user."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from posture_pal.durations import spell
from posture_pal.model import Hours, Plan
from posture_pal.programme.entries import Programme
from posture_pal.programme.in_force import open_minutes, sessions
from posture_pal.programme.prescribed import days, sessions_prescribed

MOST_AT_EASE = 4
"""Exercises beyond which people keep to a programme less (R-BAC18)."""
LONG_SESSION = 20 * 60.0


def for_author(programme: Programme) -> list[str]:
    """What the author may want to change, whoever uses it."""
    return [*_many(programme), *_gaps(programme), *_long(programme), *_days_that_never_come(programme)]


def for_person(programme: Programme, plan: Plan, today: date) -> list[str]:
    """What somebody with these settings should know before it comes into force."""
    return [*_dates(programme, plan, today), *_replaced(programme, plan), *_outside(programme, plan.hours),
            *_avoided(programme, plan.avoid)]  # fmt: skip


def _many(programme: Programme) -> Iterable[str]:
    for phase in programme.phases:
        if len(phase.tasks) > MOST_AT_EASE:
            yield (
                f"Phase {phase.number} has {len(phase.tasks)} exercises. People keep to a programme better"
                f" with {MOST_AT_EASE} or fewer (R-BAC18)."
            )


def _gaps(programme: Programme) -> Iterable[str]:
    weeks = range(1, programme.weeks + 1)
    without = [week for week in weeks if not any(phase.covers(week) for phase in programme.phases)]
    if without:
        named = ", ".join(map(str, without))
        yield (
            f"No phase covers week {named}: nothing is prescribed then."
            if len(without) == 1
            else (f"No phase covers the weeks {named}: nothing is prescribed then.")
        )
    if not any(sessions_prescribed(programme, day) for day in days(programme)):
        yield "There is not a single session in it: its days off leave none."


def _long(programme: Programme) -> Iterable[str]:
    longest: dict[int, float] = {}
    for session in sessions(programme, None):
        longest[session.phase.number] = max(longest.get(session.phase.number, 0.0), session.seconds)
    for number, seconds in longest.items():
        if seconds > LONG_SESSION:
            takes = spell(seconds // 60 * 60)
            yield f"A session of phase {number} takes {takes}, which few people have at work."


def _days_that_never_come(programme: Programme) -> Iterable[str]:
    outside = sorted(day for day in programme.dates_off if not programme.starts <= day <= programme.ends)
    if outside:
        yield f"dates_off names {outside[0]}, which is outside the programme's dates."


def _dates(programme: Programme, plan: Plan, today: date) -> Iterable[str]:
    in_force = plan.programme is not None and plan.programme.id == programme.id
    if programme.ends < today:
        yield "It has ended: nothing of it comes any more."
    elif programme.starts > today:
        yield "It has not begun: until its first day nothing of it comes."
    elif programme.starts < today and not in_force:
        yield "It began before today; what was prescribed until now is not brought up."


def _replaced(programme: Programme, plan: Plan) -> Iterable[str]:
    there = plan.programme
    if there is not None and there.id != programme.id:
        yield f'It replaces "{there.title}" from {there.author}, which then ends; its record is kept.'


def _outside(programme: Programme, hours: Hours | None) -> Iterable[str]:
    """Sessions that the person's own hours would hold, and that nobody would ever see."""
    if hours is None:
        return
    held = {
        (day.isoweekday(), at)
        for session in sessions(programme, hours)
        for day, times in session.times.items()
        for at in times
        if not _is_open(hours, day, at.hour * 60 + at.minute)
    }
    if held:
        yield (
            "Some sessions are outside your working hours ([hours] in your settings): they wait for the hours"
            " and are withheld when the day ends before."
        )


def _is_open(hours: Hours, day: date, minute: int) -> bool:
    return any(start <= minute < end for start, end in open_minutes(hours, day))


def _avoided(programme: Programme, avoid: Iterable[str]) -> Iterable[str]:
    unwanted = frozenset(avoid)
    for task in programme.tasks.values():
        if unwanted & task.tags:
            yield (
                f"Your settings leave out what asks for {', '.join(sorted(unwanted & task.tags))};"
                f" {task.short_name} does, and comes all the same. Ask the author about it."
            )
