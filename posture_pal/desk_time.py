"""From what is seen of a person to desk time: at the desk, away since, back at."""

from __future__ import annotations

from dataclasses import replace

from posture_pal.events import Awake, Event, Started
from posture_pal.model import Hold, Kind
from posture_pal.state import Occurrence, Phase
from posture_pal.turn import Turn

CLOSE_TO_PROMPT = 120.0
"""Seconds from a prompt within which a person who leaves is taken to leave because of it (design 4.4)."""

LONG_GAP = 60.0
"""Seconds by which a wake-up may be late before the time between is treated as sleep (design 4.1)."""

_ROUNDING = 1e-6


def count(turn: Turn) -> None:
    """Counts desk time up to now."""
    state = turn.state
    if state.at_desk:
        turn.change(desk_total=state.desk_total + max(0.0, turn.now.elapsed - state.counted_to))
    turn.change(counted_to=turn.now.elapsed)


def notice_silence(turn: Turn, up_to: float) -> None:
    """Finds the person away when there was no input from the last one up to the given elapsed time."""
    presence = turn.state.presence
    if (
        turn.state.at_desk
        and is_timed(turn)
        and up_to - presence.last_input >= turn.plan.away_after - _ROUNDING
    ):
        leave(turn, presence.last_input, "silence")


def is_timed(turn: Turn) -> bool:
    """Whether silence is running that will count as away when it grows long enough."""
    presence = turn.state.presence
    return presence.known and not presence.continuous and Hold.CALL not in turn.state.holds


def silence(turn: Turn) -> float | None:
    """Seconds without input, or None while there is input or nobody can tell."""
    presence = turn.state.presence
    if presence.continuous or not presence.known:
        return None
    return turn.now.elapsed - presence.last_input


def see(turn: Turn, seconds: float, *, continuous: bool) -> None:
    """Takes note of the last input; a new one after an absence is a return."""
    seen_at = turn.now.elapsed - max(0.0, seconds)
    if continuous:  # it begins now; an answer to a question says nothing of the time before its last input
        notice_silence(turn, seen_at)
    presence = turn.state.presence
    turn.change_presence(last_input=max(presence.last_input, seen_at), continuous=continuous, known=True)
    if continuous or seconds < turn.plan.away_after - _ROUNDING:
        _return_seen(turn, seen_at)
    notice_silence(turn, turn.now.elapsed)


def _return_seen(turn: Turn, seen_at: float) -> None:
    """Input was seen: a return, unless it came through the lock screen or before the machine slept."""
    presence = turn.state.presence
    if presence.locked or presence.away_since is None:
        return
    if presence.asleep:
        if seen_at <= presence.away_since + 1.0:
            return
        wake(turn, None)
    come_back(turn, max(seen_at, presence.away_since, presence.at_desk_since))


def lose_sight(turn: Turn) -> None:
    """Nothing can tell any more: desk time runs unless the screen is locked or the machine asleep."""
    turn.change_presence(known=False, continuous=False)
    _come_back_if_free(turn)


def lock(turn: Turn) -> None:
    """The screen is locked: away from this moment."""
    leave(turn, turn.now.elapsed, "locked")
    turn.change_presence(locked=True)


def unlock(turn: Turn) -> None:
    """Somebody unlocked the screen, and so is there."""
    if not turn.state.presence.locked:
        return
    turn.change_presence(locked=False, last_input=turn.now.elapsed)
    _come_back_if_free(turn)


def fall_asleep(turn: Turn) -> None:
    """The machine goes to sleep: away, whatever the clocks say."""
    if turn.state.presence.asleep:
        return
    turn.record("asleep")
    leave(turn, turn.now.elapsed, "asleep")
    turn.change_presence(asleep=True)


def unnoticed_sleep(turn: Turn, event: Event) -> float | None:
    """Seconds of a sleep that no signal told of: as the clocks tell, or as a wake-up far too late does."""
    if turn.state.presence.asleep or isinstance(event, Started):
        return None
    if isinstance(event, Awake) and event.slept is not None:
        return event.slept
    late = turn.now.elapsed - turn.state.wake_at
    return turn.now.elapsed - turn.state.counted_to if late > LONG_GAP else None


def was_asleep(turn: Turn, seconds: float) -> None:
    """Puts right, once it is over, a sleep that no signal told of: away from its begin."""
    notice_silence(turn, turn.now.elapsed - seconds)
    turn.record("asleep", seconds_ago=whole(seconds))
    leave(turn, turn.now.elapsed - seconds, "asleep")
    turn.change_presence(asleep=True)


def is_stuck(turn: Turn, event: Event, previous: float) -> bool:
    """Whether the machine said long ago that it would sleep and is up: two events come close together."""
    asleep_since = turn.state.presence.away_since or turn.now.elapsed
    return (
        turn.state.presence.asleep
        and not isinstance(event, Awake)
        and turn.now.elapsed - previous <= LONG_GAP
        and turn.now.elapsed - asleep_since > LONG_GAP
    )


def wake(turn: Turn, slept: float | None) -> None:
    """The machine is awake, and the person back unless they had been silent for long before."""
    if not turn.state.presence.asleep:
        return
    turn.record("awake", slept=None if slept is None else whole(slept))
    turn.change_presence(asleep=False)
    quiet = silence(turn)
    if Hold.CALL in turn.state.holds or quiet is None or quiet < turn.plan.away_after:
        _come_back_if_free(turn)


def sign_of_life(turn: Turn) -> None:
    """A call counts as being at the desk, from its begin to its end."""
    turn.change_presence(last_input=turn.now.elapsed)
    _come_back_if_free(turn)


def leave(turn: Turn, since: float, reason: str) -> None:
    """The person is away since an elapsed time: desk time counted after it is taken back."""
    state = turn.state
    if not state.at_desk:
        return
    since = max(since, state.presence.at_desk_since)
    total = state.desk_total - max(0.0, state.counted_to - since)
    clocks = {name: replace(clock, since=min(clock.since, total)) for name, clock in state.clocks.items()}
    turn.change(desk_total=total, clocks=clocks)
    turn.change_presence(away_since=since, away_reason=reason)
    ago = whole(turn.now.elapsed - since)
    if reason != "not_running":
        turn.record("away", reason=reason, seconds_ago=ago or None)
    for occurrence in turn.state.occurrences:
        seen_leaving = occurrence.phase is Phase.OPEN and reason != "not_running"
        if seen_leaving and occurrence.left_at is None and _close(occurrence, since):
            turn.put(replace(occurrence, left_at=since))


def _close(occurrence: Occurrence, since: float) -> bool:
    return abs(since - (occurrence.shown_at or 0.0)) <= CLOSE_TO_PROMPT


def _come_back_if_free(turn: Turn) -> None:
    presence = turn.state.presence
    if not presence.locked and not presence.asleep:
        come_back(turn, turn.now.elapsed)


def come_back(turn: Turn, at: float) -> None:
    """The person is back since an elapsed time: clocks restart, and a break taken unasked is recorded."""
    presence = turn.state.presence
    if presence.away_since is None:
        return
    absence = max(0.0, at - presence.away_since)
    turn.change(desk_total=turn.state.desk_total + turn.now.elapsed - at)
    turn.change_presence(
        away_since=None, away_reason="", at_desk_since=at, back_at=at, last_input=max(at, presence.last_input)
    )
    turn.record("back", away=whole(absence))
    for occurrence in turn.state.occurrences:
        if occurrence.phase is Phase.OPEN and occurrence.left_at is not None:
            stayed = absence >= occurrence.lasts - _ROUNDING
            credited = occurrence.credited or (stayed and occurrence.kind is Kind.BREAK)
            turn.put(replace(occurrence, left_at=None, credited=credited))
    _restart_after_absence(turn, absence, presence.away_reason)


def _restart_after_absence(turn: Turn, absence: float, reason: str) -> None:
    for reminder in turn.plan.reminders:
        if not reminder.enabled or absence < turn.plan.natural_after(reminder) - _ROUNDING:
            continue
        occurrence = turn.state.occurrence_of(reminder.name)
        if occurrence is not None:
            if occurrence.kind is Kind.BREAK and occurrence.phase is not Phase.OPEN:
                turn.end(occurrence, "natural", seconds=whole(absence), evidence=reason)
        elif reminder.every is not None and turn.state.clock(reminder.name).absorbed_by is None:
            if reminder.kind is Kind.BREAK and not turn.state.clock(reminder.name).credited:
                fresh = turn.new_occurrence(reminder, turn.now.elapsed)
                turn.record("natural", fresh, seconds=whole(absence), evidence=reason)
            turn.restart_clock(reminder.name)


def whole(seconds: float) -> float:
    """Seconds as a reader wants them: whole where they are whole, to the millisecond otherwise."""
    rounded = round(seconds, 3)
    return int(rounded) if rounded == int(rounded) else rounded
