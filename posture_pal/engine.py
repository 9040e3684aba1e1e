"""The one place where a decision is made: told an event and the time, it says what is so now and what to do.

The rules, in the order in which one event is worked out:

1.  *Time first.* Desk time is counted up to now. A wake-up that comes far later than it was asked for is a
    sleep that no signal told of. Silence that has grown to `away_after` is taken back off the desk time:
    the person has been away since the last input. A prompt whose time ran out while the machine slept
    has expired before anybody comes back.
2.  *The day.* At local midnight what was held back all day is `withheld`, and the day's prompts start at 0.
3.  *The event itself*, by the table `_RULES` below.
4.  *What ends by itself*: a pause that is over, a prompt nobody answered, a snooze.
5.  *What falls due* opens an occurrence; of reminders due close together the heaviest opens, for all.
6.  *What waits* is held, and says by what; or it is shown, when nothing holds, the person is there, has
    been back for a minute, no other prompt is open, and a lull or the settle time has come. Nothing is shown
    at the start itself: whether the screen is locked is told only after it.

An occurrence goes waiting -> open -> (snoozed -> waiting -> open ...) -> one outcome, and keeps its id.
Nothing here reads a clock, a file or a screen: the same calls give the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

from posture_pal import desk_time, ending, events, guided_prompt, prompting, quiet, schedule, taking_up
from posture_pal.events import Effect, Event
from posture_pal.model import Hold, Moment, Plan
from posture_pal.schedule import FOREVER
from posture_pal.state import HEARTBEAT, Paused, Phase, Presence, ReminderClock, Standing, State
from posture_pal.turn import Turn

_SOON = 1e-3


def first_state(plan: Plan, now: Moment) -> State:
    """The state of a program that never ran before: a person at the desk, every clock at nothing."""
    state = State(
        presence=Presence(last_input=now.elapsed, at_desk_since=now.elapsed),
        day=now.day,
        counted_to=now.elapsed,
        wake_at=now.elapsed + HEARTBEAT,
    )
    return replace(state, clocks=_clocks(plan, state, now))


def advance(plan: Plan, state: State, event: Event, now: Moment) -> tuple[State, tuple[Effect, ...]]:
    """What is so after an event, and what to do about it, in order. The new state says when to wake it."""
    turn = Turn(plan, state, now)
    if isinstance(event, events.Started):
        _begin(turn, event)
    slept = _pass_time(turn, event)
    if now.day != turn.state.day:
        ending.end_day(turn, now.day)
        turn.change(clocks=_clocks(plan, turn.state, now))
    if slept is not None or desk_time.is_stuck(turn, event, state.counted_to):
        desk_time.wake(turn, slept)
    rule = _RULES.get(type(event))
    if rule is not None:
        rule(turn, event)
    _end_pause(turn)
    _end_override(turn)
    ending.end_withdrawn(turn)
    ending.end_waits(turn)
    if not isinstance(event, events.Stopped):
        prompting.open_due(turn)
    if not isinstance(event, events.Started | events.Stopped):
        prompting.hold_or_show(turn)
    turn.change(wake_at=next_wake(turn))
    return turn.state, tuple(turn.effects)


def _pass_time(turn: Turn, event: Event) -> float | None:
    """Counts up to now, and puts right what nobody could see as it happened.

    Returns the seconds of a sleep that is over and that no signal told of, or None.
    """
    slept = desk_time.unnoticed_sleep(turn, event)
    desk_time.count(turn)
    if slept is not None:
        desk_time.was_asleep(turn, slept)
    elif not isinstance(event, events.Seen | events.Started):
        desk_time.notice_silence(turn, turn.now.elapsed)
    if turn.state.presence.asleep:
        ending.end_overdue(turn)
    return slept


# --- one rule for each event ---------------------------------------------------------------------------


def _begin(turn: Turn, event: events.Started) -> None:
    """The first fact of a run, before all that came about since the last one: a boot begins a clock anew."""
    after = None if event.stopped_at is None else desk_time.whole(turn.now.elapsed - event.stopped_at)
    turn.record("started", version=event.version or None, after=after, note=event.note or None)


def _started(turn: Turn, event: events.Started) -> None:
    """The time in which the program did not run was time away; what the desktop told is told anew."""
    if event.stopped_at is not None:
        desk_time.leave(turn, event.stopped_at, "not_running")
    turn.change(holds={}, overridden=None, counted_to=turn.now.elapsed)
    turn.change_presence(locked=False, asleep=False, continuous=False, at_desk_since=turn.now.elapsed)
    taking_up.take_up(turn)
    _fit_to_plan(turn)


def _hold_began(turn: Turn, event: events.HoldBegan) -> None:
    if event.hold is Hold.CALL and event.hold not in turn.state.holds:
        desk_time.sign_of_life(turn)
    since = turn.state.holds[event.hold].since if event.hold in turn.state.holds else turn.now.wall
    turn.change(holds={**turn.state.holds, event.hold: Standing(since, event.reason, event.until)})


def _hold_ended(turn: Turn, event: events.HoldEnded) -> None:
    if event.hold is Hold.CALL and event.hold in turn.state.holds:
        desk_time.sign_of_life(turn)
    turn.change(holds={hold: how for hold, how in turn.state.holds.items() if hold is not event.hold})


def _pause(turn: Turn, event: events.Pause) -> None:
    until = event.until.isoformat(timespec="seconds") if event.until else None
    turn.record("paused", until=until)
    turn.change(paused=Paused(turn.now.wall, event.until))


def _resume(turn: Turn, _event: events.Resume) -> None:
    if turn.state.paused is not None:
        turn.record("resumed", reason="asked")
        turn.change(paused=None)


def _override(turn: Turn, _event: events.Override) -> None:
    """A pause is lifted for good; the other holds stop counting until what holds next changes."""
    _resume(turn, events.Resume())
    standing = tuple(reason.hold for reason in quiet.standing(turn.plan, turn.state, turn.now))
    lifted = quiet.overridable(standing)
    if lifted and turn.state.overridden != lifted:
        turn.record("overridden", holds=[str(hold) for hold in standing if hold in lifted])
        turn.change(overridden=lifted)


def _start_now(turn: Turn, event: events.StartNow) -> None:
    reminder = turn.plan.reminder(event.reminder)
    if reminder is None:
        return
    occurrence = turn.state.occurrence_of(reminder.name)
    if occurrence is None:
        occurrence = turn.new_occurrence(reminder, turn.now.elapsed)
        turn.put(occurrence)
        if reminder.programme is not None:
            prompting.take_ahead(turn, reminder)
        dues = schedule.due_times(turn.plan, turn.state, turn.now)
        near = [
            due
            for due in dues
            if due.reminder.weight <= reminder.weight
            and due.reminder.programme is None
            and abs(due.elapsed - turn.now.elapsed) <= turn.plan.prompts.merge_within
        ]
        prompting.absorb(turn, occurrence, near)
    if not occurrence.is_open:
        turn.put(replace(occurrence, phase=Phase.WAITING, requested=True, until=None, withdrawn=""))
    elif not turn.state.presence.locked:
        turn.effects.append(events.Show(occurrence.id))


def _plan_changed(turn: Turn, event: events.PlanChanged) -> None:
    """The new plan is in force; a clock time added to it after it had passed is not brought up today."""
    if not taking_up.take_up(turn):
        turn.record("config_changed", source=event.source or None)
    _fit_to_plan(turn)
    wall = turn.now.wall
    before = (wall.astimezone(UTC) - timedelta(seconds=HEARTBEAT)).astimezone(wall.tzinfo)
    clocks = dict(turn.state.clocks)
    for reminder in turn.plan.reminders:
        clock = clocks.get(reminder.name)
        if clock is not None and clock.slot is not None:
            latest = max(clock.slot, schedule.dealt_with(reminder, before))
            clocks[reminder.name] = replace(clock, slot=latest)
    turn.change(clocks=clocks)


def _fit_to_plan(turn: Turn) -> None:
    """New reminders start at nothing, kept ones keep their clocks, what waited for a gone one is withheld."""
    for occurrence in turn.state.occurrences:
        reminder = turn.plan.reminder(occurrence.reminder)
        gone = reminder is None or not reminder.enabled
        if gone and occurrence.phase is Phase.WAITING and occurrence.showings == 0:
            turn.end(occurrence, "withheld")
    turn.change(clocks=_clocks(turn.plan, turn.state, turn.now))


_RULES: dict[type, Callable[[Turn, Any], None]] = {
    events.Started: _started,
    events.Stopped: lambda turn, _: turn.record("stopped"),
    events.Seen: lambda turn, event: desk_time.see(turn, event.silence, continuous=event.continuous),
    events.PresenceUnknown: lambda turn, _: desk_time.lose_sight(turn),
    events.Locked: lambda turn, _: desk_time.lock(turn),
    events.Unlocked: lambda turn, _: desk_time.unlock(turn),
    events.Asleep: lambda turn, _: desk_time.fall_asleep(turn),
    events.Awake: lambda turn, event: desk_time.wake(turn, event.slept),
    events.HoldBegan: _hold_began,
    events.HoldEnded: _hold_ended,
    events.Answered: guided_prompt.answered,
    events.Offered: guided_prompt.offered,
    events.Guided: guided_prompt.guided,
    events.GuideLost: guided_prompt.lost,
    events.Pause: _pause,
    events.Resume: _resume,
    events.Override: _override,
    events.StartNow: _start_now,
    events.Undelivered: lambda turn, event: prompting.undelivered(turn, event.occurrence, event.why),
    events.PlanChanged: _plan_changed,
}


# --- time passing --------------------------------------------------------------------------------------


def _end_pause(turn: Turn) -> None:
    paused = turn.state.paused
    if paused is None or paused.until is None:
        return
    if schedule.seconds_until(paused.until, turn.now.wall) <= 0:
        turn.record("resumed", reason="time")
        turn.change(paused=None)


def _end_override(turn: Turn) -> None:
    """An override stands for the very holds it was given for: any change among them ends it."""
    if turn.state.overridden is not None:
        names = tuple(reason.hold for reason in quiet.standing(turn.plan, turn.state, turn.now))
        if quiet.overridable(names) != turn.state.overridden:
            turn.change(overridden=None)


def _clocks(plan: Plan, state: State, now: Moment) -> dict[str, ReminderClock]:
    """A clock for each reminder in use: the one it has, or a new one that knows no earlier slot of today."""
    open_ids = {occurrence.id for occurrence in state.occurrences}
    clocks = {}
    for reminder in plan.reminders:
        if not reminder.enabled:
            continue
        clock = state.clock(reminder.name)
        if clock.slot is None or clock.slot.date() > now.day + timedelta(days=1):
            clock = replace(clock, slot=schedule.dealt_with(reminder, now.wall))
        if clock.absorbed_by is not None and clock.absorbed_by not in open_ids:
            clock = replace(clock, absorbed_by=None, since=state.desk_total)
        clocks[reminder.name] = clock
    return clocks


def next_wake(turn: Turn) -> float:
    """The elapsed time at which something can change by itself, or the heartbeat if nothing comes sooner."""
    now = turn.now.elapsed
    moments = [now + HEARTBEAT, *_elapsed_moments(turn), *_wall_moments(turn)]
    # What is a hair ahead comes after that hair: two clocks never agree to the microsecond.
    return min(max(moment, now + _SOON) for moment in moments if moment > now)


def _elapsed_moments(turn: Turn) -> list[float]:
    state, now = turn.state, turn.now.elapsed
    moments = [due.elapsed for due in schedule.due_times(turn.plan, state, turn.now) if due.elapsed < FOREVER]
    if state.at_desk and desk_time.is_timed(turn):
        moments.append(state.presence.last_input + turn.plan.away_after)
    alone = quiet.first_minute_ends(state)
    if alone is not None:
        moments.append(alone)
    for occurrence in state.occurrences:
        if occurrence.until is not None:
            moments.append(occurrence.until)
        if occurrence.phase is Phase.WAITING and occurrence.free_since is not None:
            moments.append(occurrence.free_since + turn.plan.prompts.settle)
            moments.append(now + prompting.LULL - (desk_time.silence(turn) or 0.0))
    return moments


def _wall_moments(turn: Turn) -> list[float]:
    wall = turn.now.wall
    edges = [schedule.midnight_after(wall), schedule.next_change(turn.plan.hours, wall)]
    if turn.state.paused is not None:
        edges.append(turn.state.paused.until)
    return [turn.now.elapsed + schedule.seconds_until(edge, wall) for edge in edges if edge is not None]
