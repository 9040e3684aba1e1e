"""How many sessions a programme prescribes on a day, and which exercises each of them holds.

The rules, which docs/programmes.md tells the author:

- Nothing is prescribed before the first day, after the last, on a weekday off or on a date off.
- *Times per day* holds on every other day.
- *Times per week* is spread evenly over the week's working days: those that are no weekday off. A week is the
  programme's: its first begins on the programme's first day. What would fall on a date off, or after the last
  day, falls away with it and is not moved to another day.
- A day has as many sessions as its most frequent exercise asks for. An exercise that is asked for less often
  is in some of them, evenly spread, the day's first among them.
"""

from __future__ import annotations

from datetime import date, timedelta

from posture_pal.programme.entries import DAYS_A_WEEK, Frequency, Phase, Programme, Task


def phase_on(programme: Programme, day: date) -> Phase | None:
    """The phase of a day on which something may be prescribed; None before, after, on a day off, in a gap."""
    if not programme.starts <= day <= programme.ends:
        return None
    if day.isoweekday() in programme.days_off or day in programme.dates_off:
        return None
    week = (day - programme.starts).days // DAYS_A_WEEK + 1
    return next((phase for phase in programme.phases if phase.covers(week)), None)


def sessions_on(programme: Programme, day: date) -> tuple[tuple[Task, ...], ...]:
    """The day's sessions in order, each with its exercises in the order of the file."""
    phase = phase_on(programme, day)
    if phase is None:
        return ()
    counts = [_times(programme, phase.often(task), day) for task in phase.tasks]
    most = max(counts, default=0)
    return tuple(
        tuple(task for task, n in zip(phase.tasks, counts, strict=True) if (place * n) % most < n)
        for place in range(most)
    )


def sessions_prescribed(programme: Programme, day: date) -> int:
    """How many sessions are prescribed on a local day; 0 on days off and outside the programme's dates."""
    return len(sessions_on(programme, day))


def exercises_prescribed(programme: Programme, day: date) -> dict[str, int]:
    """How often each exercise is prescribed on a local day, by its id; without those that are not."""
    counts: dict[str, int] = {}
    for tasks in sessions_on(programme, day):
        for task in tasks:
            counts[task.id] = counts.get(task.id, 0) + 1
    return counts


def days(programme: Programme) -> tuple[date, ...]:
    """Every date from the programme's first to its last, days off included."""
    span = (programme.ends - programme.starts).days + 1
    return tuple(programme.starts + timedelta(days=n) for n in range(span))


def _times(programme: Programme, frequency: Frequency, day: date) -> int:
    if not frequency.per_week:
        return frequency.times
    week = _working_days(programme, day)
    middle = [(2 * n + 1) * len(week) // (2 * frequency.times) for n in range(frequency.times)]
    return middle.count(week.index(day))


def _working_days(programme: Programme, day: date) -> list[date]:
    """The days of the programme's week around `day` that are no weekday off."""
    first = day - timedelta(days=(day - programme.starts).days % DAYS_A_WEEK)
    week = (first + timedelta(days=n) for n in range(DAYS_A_WEEK))
    return [one for one in week if one.isoweekday() not in programme.days_off]
