"""When things fall due: clock times across changes of the clock, working hours, and who merges with whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from posture_pal.model import Hours, Moment, Plan, Reminder
from posture_pal.state import State

FOREVER = float("inf")
_ROUNDING = 1e-3
"""Seconds by which a sum of two times may be off."""
_DAY = timedelta(days=1)


@lru_cache(maxsize=128)
def instant(day: date, at: time, zone: tzinfo | None) -> datetime:
    """The moment a local clock shows `at` on `day`: the first of two, or the next that exists for none."""
    local = datetime.combine(day, at, zone)
    early, late = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if late >= early:
        return early.astimezone(zone)
    # The clock jumps over `at`: before the jump the one offset held, after it the other.
    before, after = late, early
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0).astimezone(zone)


def midnight_after(now: datetime) -> datetime:
    """When the local day of `now` ends."""
    return instant(now.date() + _DAY, time(0), now.tzinfo)


def slots(reminder: Reminder, day: date) -> Iterator[datetime]:
    """The local dates and times (without a zone) at which a reminder falls due on a day, in order."""
    return (datetime.combine(day, at) for at in sorted(reminder.times_on(day)))


def dealt_with(reminder: Reminder, now: datetime) -> datetime:
    """The latest slot that is none of a reminder's that begins now: whatever the clock has shown already."""
    before = now.replace(tzinfo=None) - timedelta(microseconds=1)
    gone = (slot for slot in slots(reminder, now.date()) if seconds_until(_when(slot, now), now) < 0)
    return max([before, *gone])  # in the hour that comes twice, slots ahead on the dial have gone by


def _when(slot: datetime, now: datetime) -> datetime:
    return instant(slot.date(), slot.time(), now.tzinfo)


def passed_slots(reminder: Reminder, done: datetime, now: datetime) -> list[datetime]:
    """Today's slots after `done` that have come by now."""
    return [
        slot
        for slot in slots(reminder, now.date())
        if slot > done and seconds_until(_when(slot, now), now) <= 0
    ]


def next_slot(reminder: Reminder, done: datetime, now: datetime) -> datetime | None:
    """The moment of the next slot after `done`, today or tomorrow."""
    for day in (now.date(), now.date() + _DAY):
        for slot in slots(reminder, day):
            when = instant(day, slot.time(), now.tzinfo)
            if slot > done and seconds_until(when, now) > 0:
                return when
    return None


def is_open(hours: Hours | None, now: datetime) -> bool:
    """Whether reminders may appear at this local time."""
    if hours is None:
        return True
    at = now.astimezone(UTC)
    return any(begin <= at < end for begin, end in _open_spans(hours, now.date(), now.tzinfo))


def next_change(hours: Hours | None, now: datetime) -> datetime | None:
    """When hours next open or close, within the coming week; None when they never do."""
    if hours is None:
        return None
    open_now, at = is_open(hours, now), now.astimezone(UTC)
    for days in (1, 8):  # most changes are today's, and this is asked with every wake-up
        edges = sorted(edge for span in _open_spans(hours, now.date(), now.tzinfo, days) for edge in span)
        coming = (edge.astimezone(now.tzinfo) for edge in edges if edge > at)
        change = next((edge for edge in coming if is_open(hours, edge) is not open_now), None)
        if change is not None:
            return change
    return None


@lru_cache(maxsize=8)
def _open_spans(
    hours: Hours, today: date, zone: tzinfo | None, ahead: int = 1
) -> tuple[tuple[datetime, datetime], ...]:
    """The open spans, in UTC, from yesterday's, which may reach past midnight, to some days ahead.

    Several times with every wake-up the same is asked, all day long.
    """
    spans = []
    for offset in range(-1, ahead):
        day = today + offset * _DAY
        if day.isoweekday() not in hours.days:
            continue
        for start, end in hours.ranges:
            last = day if start < end else day + _DAY
            spans.append(
                (instant(day, start, zone).astimezone(UTC), instant(last, end, zone).astimezone(UTC))
            )
    return tuple(spans)


def seconds_until(then: datetime, now: datetime) -> float:
    """Real seconds between two local times, across changes of the clock.

    The comparison to use: of two times in one zone, Python compares the digits, and takes the second 02:15 of
    the night that has two for earlier than the first 02:30.
    """
    return (then.astimezone(UTC) - now.astimezone(UTC)).total_seconds()


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder and the elapsed time at which it falls due if nothing changes."""

    reminder: Reminder
    elapsed: float


def due_times(plan: Plan, state: State, now: Moment) -> list[Due]:
    """When each enabled reminder that has nothing unfinished falls due, as things stand."""
    unfinished = {occurrence.reminder for occurrence in state.occurrences}
    return [
        Due(reminder, _due_time(reminder, state, now))
        for reminder in plan.reminders
        if reminder.enabled
        and reminder.name not in unfinished
        and state.clock(reminder.name).absorbed_by is None
    ]


def _due_time(reminder: Reminder, state: State, now: Moment) -> float:
    if reminder.every is not None:
        remaining = reminder.every - state.progress(reminder)
        # While the person is away none of these clocks runs, and what is due together stays together.
        return state.counted_to + remaining if state.at_desk else FOREVER
    done = state.clock(reminder.name).slot
    if done is None:
        return FOREVER
    passed = passed_slots(reminder, done, now.wall)
    if passed:
        return now.elapsed + min(0.0, seconds_until(_when(passed[-1], now.wall), now.wall))
    coming = next_slot(reminder, done, now.wall)
    return FOREVER if coming is None else now.elapsed + seconds_until(coming, now.wall)


def merged(dues: Iterable[Due], plan: Plan, now: Moment) -> list[tuple[Due, list[Due]]]:
    """Who leads a prompt and who joins it: the heaviest first, with all lighter ones due close to it.

    A leader that would fall due outside working hours takes nobody along: they would never be seen.
    """
    within = plan.prompts.merge_within
    by_weight = sorted(dues, key=lambda due: due.reminder.weight, reverse=True)
    rank = {due.reminder.name: place for place, due in enumerate(by_weight)}
    # Whoever may still join, in the order of time, where those close to a leader stand side by side. A
    # prescribed session is never merged away.
    free = sorted((due for due in by_weight if due.reminder.programme is None), key=_elapsed)
    groups: list[tuple[Due, list[Due]]] = []
    taken: set[str] = set()
    for leader in by_weight:
        if leader.reminder.name in taken or leader.elapsed == FOREVER:
            continue
        begin = bisect_left(free, leader.elapsed - within - _ROUNDING, key=_elapsed)
        end = bisect_right(free, leader.elapsed + within + _ROUNDING, key=_elapsed)
        near = [due for due in free[begin:end] if due is not leader]
        joiners = [
            due
            for due in near
            if abs(due.elapsed - leader.elapsed) <= within and _same_hours(plan, due, leader, now)
        ]
        joined = {due.reminder.name for due in joiners}
        free[begin:end] = [due for due in near if due.reminder.name not in joined]
        taken |= joined
        groups.append((leader, sorted(joiners, key=lambda due: rank[due.reminder.name])))
    return groups


def _elapsed(due: Due) -> float:
    return due.elapsed


def _same_hours(plan: Plan, due: Due, leader: Due, now: Moment) -> bool:
    if plan.hours is None or leader.elapsed <= max(due.elapsed, now.elapsed):
        return True
    then = now.wall.astimezone(UTC) + timedelta(seconds=leader.elapsed - now.elapsed)
    return is_open(plan.hours, then.astimezone(now.wall.tzinfo))
