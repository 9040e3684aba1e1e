"""Why it is quiet, and until when: the holds that stand, as one answer for engine, tray and status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posture_pal import schedule
from posture_pal.model import Hold, Moment, Plan
from posture_pal.state import State

FIRST_MINUTE = 60.0
"""Seconds after a return in which nothing is prompted (design 4.3)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One hold that stands: its words, since when and until when, where these are known."""

    hold: Hold
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


def standing(plan: Plan, state: State, now: Moment) -> tuple[Reason, ...]:
    """Every hold that stands, the most restrictive first, whether somebody overrode it or not."""
    reasons = []
    if state.presence.locked:
        reasons.append(Reason(Hold.LOCKED))
    if state.paused is not None:
        reasons.append(Reason(Hold.PAUSED, since=state.paused.since, until=state.paused.until))
    if not schedule.is_open(plan.hours, now.wall):
        reasons.append(Reason(Hold.OUTSIDE_HOURS, until=schedule.next_change(plan.hours, now.wall)))
    if 0 < plan.prompts.max_per_day <= state.prompts_today:
        reasons.append(Reason(Hold.MAX_PER_DAY, until=schedule.midnight_after(now.wall)))
    for hold in Hold:
        told = state.holds.get(hold)
        if told is not None and hold in plan.respected_holds:
            reasons.append(Reason(hold, told.reason, told.since, told.until))
    return tuple(reasons)


def holds(plan: Plan, state: State, now: Moment) -> tuple[Hold, ...]:
    """The holds that keep prompts away just now: those that stand, unless somebody overrode just these."""
    names = tuple(reason.hold for reason in standing(plan, state, now))
    if state.overridden is not None and state.overridden == overridable(names):
        return tuple(name for name in names if name not in state.overridden)
    return names


def overridable(names: tuple[Hold, ...]) -> frozenset[Hold]:
    """What an override can lift: anything but a locked screen."""
    return frozenset(names) - {Hold.LOCKED}


def first_minute_ends(state: State) -> float | None:
    """The elapsed time until which a person who came back is left alone."""
    back_at = state.presence.back_at
    return None if back_at is None else back_at + FIRST_MINUTE
