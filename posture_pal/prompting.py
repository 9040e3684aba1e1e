"""An occurrence's way from due to the screen: who merges, what waits, what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from posture_pal import desk_time, quiet, schedule
from posture_pal.events import Show
from posture_pal.model import Hold, Reminder
from posture_pal.schedule import Due
from posture_pal.state import Occurrence, Phase, ReminderClock
from posture_pal.turn import Turn

LULL = 3.0
"""Seconds without input that count as a moment between two things (design 4.4, R-IQB08)."""

_ROUNDING = 1e-6


# --- falling due ---------------------------------------------------------------------------------------


def open_due(turn: Turn) -> None:
    """Opens an occurrence for each reminder that falls due, the lighter ones close by merged into it."""
    _supersede_slots(turn)
    dues = schedule.due_times(turn.plan, turn.state, turn.now)
    by_now = turn.now.elapsed + _ROUNDING
    if all(due.elapsed > by_now for due in dues):  # at most moments, whoever would lead later
        return
    for leader, joiners in schedule.merged(dues, turn.plan, turn.now):
        if leader.elapsed <= by_now:
            occurrence = turn.new_occurrence(leader.reminder, leader.elapsed)
            _mark_slot(turn, leader.reminder)
            turn.put(occurrence)
            absorb(turn, occurrence, joiners)


def absorb(turn: Turn, occurrence: Occurrence, joiners: list[Due]) -> None:
    """Lets one occurrence stand for lighter reminders too; their clocks restart when it ends."""
    for due in joiners:
        _mark_slot(turn, due.reminder)
        name = due.reminder.name
        clock = replace(turn.state.clock(name), absorbed_by=occurrence.id)
        turn.change(clocks={**turn.state.clocks, name: clock})


def _supersede_slots(turn: Turn) -> None:
    """An `at` occurrence waits until the next `at` of its reminder: then it is withheld."""
    for reminder in turn.plan.reminders:
        clock = turn.state.clock(reminder.name)
        if not reminder.enabled or not reminder.by_clock or clock.slot is None:
            continue
        passed = schedule.passed_slots(reminder, clock.slot, turn.now.wall)
        if not passed:
            continue
        waiting = turn.state.occurrence_of(reminder.name)
        if waiting is None and clock.absorbed_by is None:
            for slot in passed[:-1]:
                unseen = turn.new_occurrence(reminder, turn.now.elapsed)
                turn.record("withheld", unseen, slot=f"{slot:%H:%M}", items=list(unseen.items) or None)
        elif waiting is not None and waiting.phase is Phase.WAITING and waiting.showings == 0:
            turn.end(waiting, "withheld")
        else:
            # What was shown and is not answered yet, or has taken this one in, stands for this time too.
            _set_slot(turn, reminder.name, passed[-1])


def _mark_slot(turn: Turn, reminder: Reminder) -> None:
    """Marks the slot that just fell due as dealt with, or the coming one: it merged, or is a hair ahead."""
    done = turn.state.clock(reminder.name).slot
    if not reminder.by_clock or done is None:
        return
    passed = schedule.passed_slots(reminder, done, turn.now.wall)
    if passed:
        _set_slot(turn, reminder.name, passed[-1])
        return
    coming = schedule.next_slot(reminder, done, turn.now.wall)
    if coming is not None:
        _set_slot(turn, reminder.name, coming.replace(tzinfo=None))


def take_ahead(turn: Turn, reminder: Reminder) -> None:
    """A prescribed session that somebody asks for stands for the day's next one of its kind."""
    done = turn.state.clock(reminder.name).slot
    coming = [slot for slot in schedule.slots(reminder, turn.now.day) if done is not None and slot > done]
    if coming:
        _set_slot(turn, reminder.name, coming[0])


def _set_slot(turn: Turn, name: str, slot: datetime) -> None:
    clock = replace(turn.state.clock(name), slot=slot)
    turn.change(clocks={**turn.state.clocks, name: clock})


# --- waiting and showing -------------------------------------------------------------------------------


def hold_or_show(turn: Turn) -> None:
    """What waits is held with its reason, or shown as one prompt once nothing speaks against it."""
    waiting = [o for o in turn.state.occurrences if o.phase is Phase.WAITING]
    if not waiting:
        return
    holds, clear = quiet.holds(turn.plan, turn.state, turn.now), _is_clear(turn)
    looked_at = [_held_or_free(turn, o, _counting(holds, o), clear=clear) for o in waiting]
    others = [o for o in turn.state.occurrences if o.phase is not Phase.WAITING]
    turn.change(occurrences=(*others, *looked_at))
    able = [o for o in looked_at if o.free_since is not None]
    if any(is_settled(turn, occurrence) for occurrence in able):
        requested = [o for o in able if o.requested]
        show(turn, max(requested or able, key=lambda o: _rank(turn, o)))


def _held_or_free(turn: Turn, occurrence: Occurrence, holds: tuple[Hold, ...], *, clear: bool) -> Occurrence:
    """The occurrence as it waits from now on; that it is held is a fact, once."""
    if holds and not occurrence.held and not _may_break_in(turn, occurrence):
        others = [str(hold) for hold in holds[1:]] or None
        turn.record("held", occurrence, hold=str(holds[0]), also=others)
    if occurrence.requested:
        free = not turn.state.presence.locked and not turn.state.presence.asleep
    else:
        free = clear and not holds
    since = turn.now.elapsed if occurrence.free_since is None else occurrence.free_since
    return replace(occurrence, held=bool(holds), free_since=since if free else None)


def _rank(turn: Turn, occurrence: Occurrence) -> tuple[tuple[int, float], int]:
    """Heaviest first; of two alike the one that stands first in the config."""
    reminders = enumerate(turn.plan.reminders)
    place = next(
        (n for n, reminder in reminders if reminder.name == occurrence.reminder), len(turn.plan.reminders)
    )
    return occurrence.weight, -place


def _counting(holds: tuple[Hold, ...], occurrence: Occurrence) -> tuple[Hold, ...]:
    """Those that count for an occurrence: one that was shown already is no new prompt of the day.

    A prescribed session is none either: the programme says how many there are.
    """
    counts = occurrence.showings == 0 and occurrence.programme is None
    return holds if counts else tuple(hold for hold in holds if hold is not Hold.MAX_PER_DAY)


def _may_break_in(turn: Turn, occurrence: Occurrence) -> bool:
    """What somebody asked for is shown in spite of holds, but never on a locked screen."""
    return occurrence.requested and not turn.state.presence.locked


def _is_clear(turn: Turn) -> bool:
    """Whether somebody is there, has been back for a while, and looks at no other prompt."""
    alone = quiet.first_minute_ends(turn.state)
    past = alone is None or turn.now.elapsed >= alone - _ROUNDING
    return turn.state.at_desk and past and turn.state.open_prompt() is None


def is_settled(turn: Turn, occurrence: Occurrence) -> bool:
    """Whether it is a good moment: a lull in the input, or the settle time is over."""
    if occurrence.requested or occurrence.free_since is None:
        return occurrence.requested
    silent = desk_time.silence(turn)
    lull = silent is not None and silent >= LULL - _ROUNDING
    return lull or turn.now.elapsed - occurrence.free_since >= turn.plan.prompts.settle - _ROUNDING


def show(turn: Turn, occurrence: Occurrence) -> None:
    """Prompts an occurrence; what waits, is no heavier and was never shown is merged into it.

    A prescribed session is never merged away: it waits for its turn.
    """
    for other in turn.state.occurrences:
        new = other.phase is Phase.WAITING and other.showings == 0 and not other.requested
        new = new and other.programme is None
        if new and other.id != occurrence.id and other.weight <= occurrence.weight:
            _merge_waiting(turn, other, occurrence)
    if occurrence.showings == 0 and not occurrence.requested and occurrence.programme is None:
        turn.change(prompts_today=turn.state.prompts_today + 1)
    merged = sorted(name for name, clock in turn.state.clocks.items() if clock.absorbed_by == occurrence.id)
    shown = replace(
        occurrence,
        phase=Phase.OPEN,
        shown_at=turn.now.elapsed,
        until=turn.now.elapsed + turn.plan.prompts.expires_after,
        showings=occurrence.showings + 1,
        undelivered=False,
        left_at=None,
        credited=False,
    )
    turn.put(shown)
    turn.record(
        "prompted",
        shown,
        kind=str(shown.kind),
        showing=shown.showings,
        merged=merged or None,
        requested=shown.requested or None,
    )
    turn.effects.append(Show(shown.id))


def _merge_waiting(turn: Turn, lighter: Occurrence, into: Occurrence) -> None:
    turn.change(occurrences=tuple(o for o in turn.state.occurrences if o.id != lighter.id))
    for name, clock in turn.state.clocks.items():
        if name == lighter.reminder or clock.absorbed_by == lighter.id:
            turn.change(clocks={**turn.state.clocks, name: replace(clock, absorbed_by=into.id)})
    if lighter.reminder not in turn.state.clocks:
        clock = ReminderClock(since=turn.state.desk_total, absorbed_by=into.id)
        turn.change(clocks={**turn.state.clocks, lighter.reminder: clock})


def undelivered(turn: Turn, occurrence_id: str, why: str) -> None:
    """The prompt could not be shown: a fact of its own; the occurrence stays answerable until it expires."""
    for occurrence in turn.state.occurrences:
        if occurrence.id == occurrence_id and occurrence.phase is Phase.OPEN and not occurrence.undelivered:
            turn.record("undelivered", occurrence, why=why or None)
            turn.put(replace(occurrence, undelivered=True))
