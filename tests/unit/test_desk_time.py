"""From what is seen of a person to desk time, event by event, on an engine without anything to remind of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from played import BREAK, plan_of, reminder

from posture_pal import engine
from posture_pal.events import (
    Asleep,
    Awake,
    Event,
    HoldBegan,
    HoldEnded,
    Locked,
    PresenceUnknown,
    Record,
    Seen,
    Started,
    Stopped,
    Tick,
    Unlocked,
)
from posture_pal.model import Hold, Moment, Plan
from posture_pal.state import State

NOBODY = plan_of(reminder("far", "posture", every=10**6))
CALL = HoldBegan(Hold.CALL)


def moment(elapsed: float) -> Moment:
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=elapsed), elapsed)


def told(*events: tuple[float, Event], plan: Plan = NOBODY) -> tuple[State, list[tuple[float, str]]]:
    """The state after these events, woken in between whenever the engine asked for it, and the facts."""
    state, facts = engine.first_state(plan, moment(0)), []

    def advance(at: float, event: Event) -> None:
        nonlocal state
        state, effects = engine.advance(plan, state, event, moment(at))
        facts.extend((at, effect.fact.name) for effect in effects if isinstance(effect, Record))

    down = False
    for at, event in ((0.0, Started()), *events):
        while state.wake_at < at and not down:
            advance(state.wake_at, Tick())
        advance(at, event)
        down = isinstance(event, Asleep | Stopped)
    return state, facts[1:]


def desk(*events: tuple[float, Event]) -> float:
    return told(*events)[0].desk_total


# --- silence -------------------------------------------------------------------------------------------


def test_a_silence_a_second_short_of_three_minutes_counts() -> None:
    state, facts = told((100, Seen(0.0)), (279, Tick()))
    assert (state.desk_total, facts) == (279, [])


def test_a_silence_of_three_minutes_is_taken_back_whole() -> None:
    state, facts = told((100, Seen(0.0)), (280, Tick()))
    assert (state.desk_total, facts) == (100, [(280, "away")])
    assert state.presence.away_since == 100


def test_the_engine_wakes_by_itself_when_the_silence_is_long_enough() -> None:
    state, facts = told((100, Seen(0.0)), (1000, Tick()))
    assert (state.desk_total, facts) == (100, [(280, "away")])


def test_input_seen_late_is_counted_from_when_it_was() -> None:
    """Away since 100; at 1000 the last input was 20 seconds ago."""
    state, facts = told((100, Seen(0.0)), (1000, Seen(20.0)))
    assert (state.desk_total, facts) == (100 + 20, [(280, "away"), (1000, "back")])


def test_a_silence_that_grows_from_look_to_look_is_one_silence() -> None:
    looks = [(float(at), Seen(float(at) - 100.0)) for at in range(130, 401, 30)]
    state, facts = told((100, Seen(0.0)), *looks)
    assert (state.desk_total, facts) == (100, [(280, "away")])


def test_a_silence_told_smaller_than_it_can_be_is_newer_input() -> None:
    assert desk((100, Seen(0.0)), (250, Seen(0.0)), (400, Tick())) == 400


def test_a_silence_told_larger_than_it_can_be_takes_nothing_back_that_was_seen() -> None:
    """Input was seen at 100; a source that now says 150 at 200 has forgotten it."""
    state, _ = told((100, Seen(0.0)), (200, Seen(150.0)), (279, Tick()))
    assert (state.presence.last_input, state.desk_total) == (100, 279)


def test_nothing_is_taken_back_from_before_the_return() -> None:
    state, _ = told((0, Seen(0.0)), (100, Locked()), (200, Unlocked()), (210, Seen(0.0)), (500, Tick()))
    assert state.desk_total == 100 + 10


@pytest.mark.parametrize("silence", [-5.0, 0.0])
def test_a_silence_of_nothing_or_less_is_input_now(silence: float) -> None:
    state, _ = told((100, Seen(silence)))
    assert state.presence.last_input == 100


# --- nobody can tell -----------------------------------------------------------------------------------


def test_where_nothing_can_tell_desk_time_runs() -> None:
    state, facts = told((0, PresenceUnknown()), (5000, Tick()))
    assert (state.desk_total, facts) == (5000, [])


def test_a_source_that_is_lost_brings_back_who_was_silent() -> None:
    state, facts = told((0, Seen(0.0)), (300, PresenceUnknown()), (400, Tick()))
    assert (state.desk_total, facts) == (100, [(180, "away"), (300, "back")])


def test_a_source_that_is_lost_unlocks_no_screen() -> None:
    state, _ = told((100, Locked()), (200, PresenceUnknown()), (300, Tick()))
    assert (state.desk_total, state.at_desk) == (100, False)


def test_a_source_that_comes_back_does_not_count_the_silence_before_it_was_lost() -> None:
    state, _ = told((100, Seen(0.0)), (150, PresenceUnknown()), (1000, Seen(10.0)), (1010, Tick()))
    assert state.desk_total == 1010


# --- calls ---------------------------------------------------------------------------------------------


def test_a_call_counts_without_input_and_the_silence_begins_at_its_end() -> None:
    state, facts = told((100, Seen(0.0)), (150, CALL), (2000, HoldEnded(Hold.CALL)), (2300, Tick()))
    assert (state.desk_total, facts) == (2000, [(2180, "away")])


def test_a_call_brings_back_who_was_silent() -> None:
    state, facts = told((100, Seen(0.0)), (1000, CALL), (1100, Tick()))
    assert (state.desk_total, facts) == (100 + 100, [(280, "away"), (1000, "back")])


def test_a_call_counts_although_prompts_are_wanted_in_it() -> None:
    plan = plan_of(reminder("far", "posture", every=10**6), respected_holds=frozenset())
    state, _ = told((100, Seen(0.0)), (150, CALL), (2000, Tick()), plan=plan)
    assert state.desk_total == 2000


def test_a_call_on_a_locked_screen_is_away() -> None:
    state, _ = told((100, Locked()), (150, CALL), (2000, Tick()))
    assert state.desk_total == 100


def test_a_call_that_was_told_twice_begins_once() -> None:
    state, _ = told((100, Seen(0.0)), (150, CALL), (400, CALL), (410, HoldEnded(Hold.CALL)), (1000, Tick()))
    assert state.desk_total == 410


# --- lock and sleep ------------------------------------------------------------------------------------


def test_locked_is_away_from_that_moment() -> None:
    state, facts = told((0, Seen(0.0)), (100, Locked()), (400, Unlocked()), (450, Tick()))
    assert (state.desk_total, facts) == (150, [(100, "away"), (400, "back")])


def test_an_unlock_without_a_lock_says_nothing() -> None:
    state, facts = told((0, Seen(0.0)), (300, Unlocked()))
    assert (state.at_desk, facts) == (False, [(180, "away")])


def test_who_was_silent_before_the_lock_has_been_away_since_the_silence() -> None:
    state, facts = told((0, Seen(0.0)), (200, Locked()), (400, Unlocked()))
    assert state.desk_total == 0
    assert facts == [(180, "away"), (400, "back")]


def test_input_on_a_locked_screen_is_no_return() -> None:
    state, _ = told((100, Locked()), (200, Seen(0.0)), (300, Tick()))
    assert (state.desk_total, state.at_desk) == (100, False)


def test_locked_while_asleep_stays_away_on_waking() -> None:
    state, facts = told((100, Asleep()), (110, Locked()), (5000, Awake()))
    assert state.at_desk is False
    assert [name for _, name in facts] == ["asleep", "away", "awake"]


def test_input_from_before_the_sleep_is_no_return_from_it() -> None:
    """The machine is going to sleep; a look comes late with the touch that sent it there."""
    state, _ = told((100, Asleep()), (101, Seen(1.0)))
    assert state.presence.asleep


def test_input_after_the_sleep_is_a_return_although_no_signal_told_of_waking() -> None:
    state, facts = told((100, Asleep()), (5000, Seen(5.0)))
    assert state.at_desk
    assert 100 <= state.desk_total <= 105
    assert facts[-1] == (5000, "back")


# --- the program itself --------------------------------------------------------------------------------


def test_the_time_between_two_runs_is_no_desk_time() -> None:
    state, facts = told((100, Stopped()), (400, Started(stopped_at=100.0)), (400, Seen(0.0)), (420, Tick()))
    assert state.desk_total == 120
    assert [name for _, name in facts] == ["stopped", "started", "back"]


def test_who_is_not_seen_after_a_start_is_away_since_the_last_run() -> None:
    state, _ = told((100, Stopped()), (400, Started(stopped_at=100.0)), (400, Seen(350.0)), (900, Tick()))
    assert (state.desk_total, state.presence.away_since) == (100, 100)


def test_what_the_desktop_said_before_a_start_is_not_believed_after_it() -> None:
    state, _ = told((50, CALL), (60, Locked()), (100, Stopped()), (400, Started(stopped_at=100.0)))
    assert (state.holds, state.presence.locked, state.presence.continuous) == ({}, False, False)


# --- a break taken unasked -----------------------------------------------------------------------------


@pytest.mark.parametrize(("away", "taken"), [(299.0, False), (300.0, True), (5000.0, True)])
def test_a_break_is_an_absence_of_five_minutes(away: float, taken: bool) -> None:
    there = (0, Seen(0.0, continuous=True))
    state, facts = told(there, (1000, Locked()), (1000 + away, Unlocked()), plan=plan_of(BREAK))
    assert ((1000 + away, "natural") in facts) is taken
    assert state.progress(BREAK) == (0 if taken else 1000)


def test_an_absence_shorter_than_away_after_restarts_what_asks_for_no_more() -> None:
    eager = reminder("eager", "posture", every=1800, natural_after=60)
    there = (0, Seen(0.0, continuous=True))
    state, _ = told(there, (1000, Locked()), (1060, Unlocked()), plan=plan_of(eager))
    assert state.progress(eager) == 0
