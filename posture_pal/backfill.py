"""What a person enters later, from memory: facts that say so, and are never taken for done at the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from posture_pal import schedule
from posture_pal.commands import NotUnderstood
from posture_pal.model import Fact, Moment, Plan
from posture_pal.programme import Programme, Task, sessions_on
from posture_pal.programme.in_force import sessions
from posture_pal.stats import Day

FURTHEST = 28
"""Days that anybody may go back to: who remembers a day longer ago, and which hour of it?"""

MOST = 24
"""Times that one reminder may be entered for one day."""

FARTHEST_OFF = 366
"""Days ahead for which a day off may be marked."""

_NOON = time(12)


def of_reminder(plan: Plan, name: str, day: date, times: int, now: Moment) -> list[Fact]:
    """A reminder of the person's own that was done so often on a day. Raises NotUnderstood."""
    _check_day(day, now)
    own = [reminder for reminder in plan.reminders if reminder.programme is None]
    reminder = next((one for one in own if one.name == name), None)
    if reminder is None:
        names = ", ".join(one.name for one in own) or "none is configured"
        raise NotUnderstood(f"There is no reminder {name!r}. The reminders are: {names}.")
    if not 1 <= times <= MOST:
        raise NotUnderstood(f"{times} times; between 1 and {MOST} can be entered for a day.")
    details: dict[str, object] = {
        "kind": str(reminder.kind),
        "entered": now.wall.isoformat(timespec="seconds"),
    }
    return [_fact(day, now, number, name, details) for number in range(times)]


def of_programme(
    programme: Programme, found: Day, times: int, only: Sequence[str], now: Moment
) -> list[Fact]:
    """Sessions of a programme that were done on a day: as many as it prescribes and nobody entered so far.

    found: what is recorded of that day. only: the exercises that were done, none for all of each session's.
    Raises NotUnderstood.
    """
    day = found.day
    _check_day(day, now)
    prescribed = sessions_on(programme, day)
    counts = found.sessions[programme.id].counts if programme.id in found.sessions else {}
    known = counts.get("done", 0) + counts.get("backfilled", 0)
    left = prescribed[known:]
    if not 1 <= times <= len(left):
        raise NotUnderstood(
            f"{programme.title} prescribes {len(prescribed)} sessions on {day}, of which {known} are done or"
            f" entered already; {len(left)} can be entered."
        )
    names = _names(programme, day)
    facts = []
    for number, tasks in enumerate(left[:times]):
        details: dict[str, object] = {
            "kind": "stretch",
            "programme": programme.id,
            "items": _items(tasks, only, day),
            "entered": now.wall.isoformat(timespec="seconds"),
        }
        facts.append(_fact(day, now, number, names[tasks], details))
    return facts


def of_day_off(day: date, now: Moment, *, off: bool) -> Fact:
    """A day that the person marks as a day off, or no longer. Raises NotUnderstood."""
    if not -FURTHEST <= (day - now.day).days <= FARTHEST_OFF:
        raise NotUnderstood(
            f"{day} is too far off: a day off is marked at most {FURTHEST} days later and"
            f" {FARTHEST_OFF} days ahead."
        )
    details = {"off": off, "entered": now.wall.isoformat(timespec="seconds")}
    return Fact(_noon(day, now), "day_off", details=details)


def _check_day(day: date, now: Moment) -> None:
    if day > now.day:
        raise NotUnderstood(f"{day} has not been yet.")
    if (now.day - day).days > FURTHEST:
        earliest = now.day - timedelta(days=FURTHEST)
        raise NotUnderstood(
            f"{day} is too long ago to be remembered; the first day that can be is {earliest}."
        )


def _items(tasks: tuple[Task, ...], only: Sequence[str], day: date) -> list[str]:
    items = [task.id for task in tasks]
    if unknown := [item for item in only if item not in items]:
        raise NotUnderstood(
            f"No exercise {unknown[0]!r} is in that session of {day}; it has: {', '.join(items)}."
        )
    return [item for item in items if not only or item in only]


def _names(programme: Programme, day: date) -> dict[tuple[Task, ...], str]:
    return {session.tasks: session.name for session in sessions(programme, None) if day in session.times}


def _fact(day: date, now: Moment, number: int, reminder: str, details: dict[str, object]) -> Fact:
    occurrence = f"{day:%Y%m%d}-later-{now.wall:%Y%m%d%H%M%S%f}-{number}"
    return Fact(_noon(day, now), "backfilled", reminder, occurrence, details)


def _noon(day: date, now: Moment) -> Moment:
    """The fact stands on the day it is about; when it was entered is in its details."""
    return Moment(schedule.instant(day, _NOON, now.wall.tzinfo), now.elapsed)
