"""Lays a programme over a plan: its sessions become reminders beside the person's own, each with its times.

A session is a set of exercises that a phase has together on some day; each is a reminder named after the
programme, its phase, and a letter where the phase has several: `neck-six-weeks.2b`. The dot is in no name of
the person's own. Where the author sets no clock times, the day's sessions stand in the middles of equal parts
of the person's hours that day; without hours, or outside them, of 09:00 to 17:00.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from posture_pal.model import Hours, Kind, Plan, ProgrammeInForce, Reminder
from posture_pal.programme.entries import Phase, Programme, Task
from posture_pal.programme.prescribed import days, phase_on, sessions_on
from posture_pal.programme.reading import slug

_DEFAULT = ((9 * 60, 17 * 60),)
_DAY = 24 * 60
_EVEN = 5
"""Minutes to which a clock time is rounded down: nobody writes 10:17."""


@dataclass(frozen=True, slots=True)
class Session:
    """One set of exercises that is done together, and its clock times by date."""

    name: str
    phase: Phase
    tasks: tuple[Task, ...]
    times: Mapping[date, tuple[time, ...]]

    @property
    def seconds(self) -> float:
        """Seconds that all of it takes."""
        return sum(task.dose.total_seconds for task in self.tasks)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of its exercises."""
        return tuple(task.id for task in self.tasks)


def with_programme(plan: Plan, programme: Programme, since: date | None = None) -> Plan:
    """The plan with the programme in force: its reminders after the person's own.

    since: the local day on which that was asked for.
    """
    card = ProgrammeInForce(
        programme.id, programme.title, programme.author, programme.starts, programme.ends, programme.contact
    )
    reminders = tuple(_reminder(session, programme) for session in sessions(programme, plan.hours))
    own = without_programme(plan)
    return replace(own, reminders=(*own.reminders, *reminders), programme=card, programme_since=since)


def without_programme(plan: Plan, since: date | None = None) -> Plan:
    """The plan without any programme. since: the local day on which the end of one was asked for."""
    own = tuple(reminder for reminder in plan.reminders if reminder.programme is None)
    return replace(plan, reminders=own, programme=None, programme_since=since)


def sessions(programme: Programme, hours: Hours | None) -> tuple[Session, ...]:
    """Every different session of the programme, in the order in which they first come."""
    times: dict[tuple[int, tuple[Task, ...]], dict[date, tuple[time, ...]]] = {}
    phases = {phase.number: phase for phase in programme.phases}
    for day in days(programme):
        phase = phase_on(programme, day)
        if phase is None:
            continue
        each = sessions_on(programme, day)
        for at, tasks in zip(clock_times(phase, len(each), hours, day), each, strict=True):
            on_day = times.setdefault((phase.number, tasks), {})
            on_day[day] = (*on_day.get(day, ()), at)
    names = _names(programme, [number for number, _ in times])
    return tuple(
        Session(name, phases[number], tasks, on_day)
        for name, ((number, tasks), on_day) in zip(names, times.items(), strict=True)
    )


def session_named(programme: Programme, name: str) -> Session | None:
    """The session whose reminder has that name; None where there is none."""
    return next((session for session in sessions(programme, None) if session.name == name), None)


def clock_times(phase: Phase, number: int, hours: Hours | None, day: date) -> tuple[time, ...]:
    """The local clock times of a day's sessions: the author's, or spread over the hours."""
    if phase.at:
        return phase.at[:number]
    spans = open_minutes(hours, day)
    whole = sum(end - start for start, end in spans)
    if whole < number:
        spans, whole = list(_DEFAULT), _DEFAULT[0][1] - _DEFAULT[0][0]
    middles = [_minute(spans, (2 * n + 1) * whole // (2 * number)) for n in range(number)]
    rounded = [minute - minute % _EVEN for minute in middles]
    if len(set(rounded)) < number or any(_outside(minute, spans) for minute in rounded):
        rounded = middles
    return tuple(time(minute // 60, minute % 60) for minute in rounded)


def _reminder(session: Session, programme: Programme) -> Reminder:
    return Reminder(
        name=session.name,
        kind=Kind.STRETCH,
        lasts=float(max(1, round(session.seconds))),
        routine=session.name,
        message=f"{_listed(session.tasks)}. From {programme.author}",
        programme=programme.id,
        items=session.items,
        agenda=session.times,
    )


def _listed(tasks: tuple[Task, ...]) -> str:
    first, *others = [task.short_name for task in tasks]
    names = [first, *(name[:1].lower() + name[1:] for name in others)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _names(programme: Programme, numbers: list[int]) -> list[str]:
    """A name for each session, given the numbers of their phases in order: `.1`, `.1b`, `.1c`."""
    title, seen, names = slug(programme.title), dict[int, int](), list[str]()
    for number in numbers:
        place = seen[number] = seen.get(number, -1) + 1
        letter = "" if place == 0 else chr(ord("a") + place) if place < 26 else f"-{place + 1}"
        names.append(f"{title}.{number}{letter}")
    return names


def open_minutes(hours: Hours | None, day: date) -> list[tuple[int, int]]:
    """The minutes of a local day within the hours, what reaches over from the evening before included."""
    if hours is None:
        return list(_DEFAULT)
    spans = []
    for on, first in ((day - timedelta(days=1), -_DAY), (day, 0)):
        if on.isoweekday() not in hours.days:
            continue
        for start, end in hours.ranges:
            begin, until = start.hour * 60 + start.minute + first, end.hour * 60 + end.minute + first
            until += _DAY if until <= begin else 0
            spans.append((max(begin, 0), min(until, _DAY)))
    return sorted((begin, until) for begin, until in spans if begin < until)


def _minute(spans: list[tuple[int, int]], gone: int) -> int:
    """The minute of the day at which so many minutes of the spans are over."""
    for start, end in spans[:-1]:
        if gone < end - start:
            return start + gone
        gone -= end - start
    return spans[-1][0] + gone


def _outside(minute: int, spans: list[tuple[int, int]]) -> bool:
    return not any(start <= minute < end for start, end in spans)
