"""Sleep: away, whatever the clocks say and whether or not a signal told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from played import BREAK, POSTURE, brief, of, plan_of, play, reminder

from posture_pal import engine
from posture_pal.events import Asleep, Awake, Event, PresenceUnknown, Record, Seen, Started, Tick
from posture_pal.model import Kind, Moment, Plan
from posture_pal.state import Occurrence, State

SIGNALS = pytest.mark.parametrize("signal", [True, False], ids=["signalled", "unsignalled"])


def moment(elapsed: float) -> Moment:
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=elapsed), elapsed)


def told(plan: Plan, *events: tuple[float, Event]) -> tuple[State, list[tuple[float, str]]]:
    """The state after these events, with ticks when they were asked for until the first, and the facts."""
    state, facts = engine.first_state(plan, moment(0)), []
    for at, event in ((0.0, Started()), *events):
        state, effects = engine.advance(plan, state, event, moment(at))
        facts += [(at, effect.fact.name) for effect in effects if isinstance(effect, Record)]
    return state, facts


# --- the first fact of a run ---


def test_a_run_begins_with_its_start_whatever_else_the_time_before_has_brought_about() -> None:
    """The record would stand with another boot's clock, in front of the fact that says so, otherwise."""
    slots = reminder("stretch", "stretch", at=("08:55",), lasts=180)
    state, _ = told(plan_of(slots), (600, Asleep()))
    waiting = replace(
        state, day=date(2026, 3, 1), occurrences=(Occurrence("o-1", "stretch", Kind.STRETCH, 180, 0),)
    )
    _, effects = engine.advance(plan_of(slots), waiting, Started(stopped_at=600.0), moment(1200))
    names = [effect.fact.name for effect in effects if isinstance(effect, Record)]
    assert names[:2] == ["started", "withheld"]


# --- a prompt whose time runs out in sleep ------------------------------------------------------------


@SIGNALS
def test_a_prompt_that_expired_in_sleep_is_unobserved_when_sleep_came_within_a_minute(signal: bool) -> None:
    """Shown at 1830, asleep from 1840 to 5440: nobody came back before it expired at 2430."""
    shown = play(plan_of(POSTURE), {"t": 1840, "sleep": 3600, "signal": signal}, lasts="2 h")
    assert brief(of(shown, "unobserved")) == [(5440, "unobserved", "posture")]


@SIGNALS
def test_a_prompt_that_expired_in_sleep_is_missed_when_sleep_came_after_a_minute(signal: bool) -> None:
    shown = play(plan_of(POSTURE), {"t": 1891, "sleep": 3600, "signal": signal}, lasts="2 h")
    assert brief(of(shown, "missed")) == [(5491, "missed", "posture")]


@SIGNALS
def test_a_prompt_that_outlasts_a_short_sleep_stays_open(signal: bool) -> None:
    shown = play(
        plan_of(POSTURE),
        {"t": 1840, "sleep": 120, "signal": signal},
        {"t": 2000, "respond": "done"},
        lasts="1 h",
    )
    assert brief(of(shown, "done")) == [(2000, "done", "posture")]


@SIGNALS
def test_a_long_break_that_began_with_sleep_and_was_long_enough_is_credited(signal: bool) -> None:
    long = reminder("break", "break", every=3300, lasts=1200)
    shown = play(plan_of(long), {"t": 3400, "sleep": 1200, "signal": signal}, lasts="2 h")
    assert brief(of(shown, "auto_credited")) == [(4600, "auto_credited", "break")]


@SIGNALS
def test_a_long_break_that_sleep_cut_short_is_unobserved(signal: bool) -> None:
    """Left 10 s after the prompt at 3330, back at 4450, 90 s short of 20 minutes, long after it expired."""
    long = reminder("break", "break", every=3300, lasts=1200)
    shown = play(plan_of(long), {"t": 3340, "sleep": 1110, "signal": signal}, lasts="2 h")
    assert brief(of(shown, "unobserved")) == [(4450, "unobserved", "break")]


@SIGNALS
def test_sleep_in_a_break_completes_it_once(signal: bool) -> None:
    """It is the break that was asked for, and not one more that was taken unasked."""
    shown = play(plan_of(BREAK), {"t": 3340, "sleep": 3600, "signal": signal}, lasts="2 h")
    assert brief(shown, "auto_credited", "natural") == [(6940, "auto_credited", "break")]


def test_an_absence_that_outlasts_the_prompt_it_was_for_is_credited_once() -> None:
    shown = play(
        plan_of(BREAK),
        {"t": 3340, "presence": "locked"},
        {"t": 5000, "restart": 10},
        {"t": 5140, "presence": "unlocked"},
        {"t": 6000, "presence": "locked"},
        {"t": 6400, "presence": "unlocked"},
        lasts="2 h",
    )
    assert brief(shown, "auto_credited", "natural") == [
        (3930, "auto_credited", "break"),
        (6400, "natural", "break"),
    ]


def test_an_absence_after_a_break_that_was_missed_is_still_a_break_taken() -> None:
    """Left 130 seconds after the prompt: not because of it, but away for half an hour all the same."""
    shown = play(
        plan_of(BREAK),
        {"t": 3460, "presence": "locked"},
        {"t": 5260, "presence": "unlocked"},
        lasts="2 h",
    )
    assert brief(shown, "missed", "natural") == [(3930, "missed", "break"), (5260, "natural", "break")]


# --- sleep that no signal and no clock told of -----------------------------------------------------------


def test_a_wake_up_that_comes_an_hour_late_adds_no_desk_time_when_presence_is_unknown() -> None:
    state, _ = told(plan_of(POSTURE), (0, PresenceUnknown()), (30, Tick()), (3630, Tick()), (3660, Tick()))
    assert state.desk_total == 60


def test_a_wake_up_that_comes_an_hour_late_adds_no_desk_time_during_continuous_input() -> None:
    state, facts = told(
        plan_of(BREAK), (0, Seen(0.0, continuous=True)), (30, Tick()), (3630, Tick()), (3660, Tick())
    )
    assert state.desk_total == 60
    assert [name for _, name in facts] == ["started", "asleep", "away", "awake", "back", "natural"]


@pytest.mark.parametrize("stall", [8, 15, 60])
def test_a_stall_of_the_program_is_no_sleep(stall: int) -> None:
    """The wake-up asked for at 60 comes up to a minute late; the person worked on."""
    at = 60 + stall
    state, facts = told(plan_of(BREAK), (0, Seen(0.0, continuous=True)), (30, Tick()), (at, Tick()))
    assert state.desk_total == at
    assert facts == [(0.0, "started")]


def test_an_awake_without_an_asleep_is_known_by_the_gap() -> None:
    state, facts = told(plan_of(POSTURE), (0, PresenceUnknown()), (30, Tick()), (3630, Awake()))
    assert state.desk_total == 30
    assert [name for _, name in facts] == ["started", "asleep", "away", "awake", "back"]


def test_an_awake_out_of_the_blue_means_nothing() -> None:
    _, facts = told(plan_of(POSTURE), (0, PresenceUnknown()), (30, Tick()), (50, Awake()))
    assert facts == [(0.0, "started")]


def test_the_sleep_that_the_clocks_tell_of_begins_after_the_silence_that_was_long_enough() -> None:
    """Silent from 0 and asleep from 240 on: away since 0, by silence."""
    state, facts = told(plan_of(POSTURE), (0, Seen(0.0)), (30, Tick()), (3840, Awake(3600.0)))
    assert state.desk_total == 0
    assert [name for _, name in facts] == ["started", "away", "asleep", "awake"]


# --- a machine that says it will sleep, and does not ------------------------------------------------------


def test_a_machine_that_stays_up_after_all_is_noticed_after_a_minute() -> None:
    state, facts = told(
        plan_of(POSTURE),
        (0, PresenceUnknown()),
        (10, Asleep()),
        (40, Tick()),
        (70, Tick()),
        (100, Tick()),
    )
    assert facts[-2:] == [(100, "awake"), (100, "back")]
    assert not state.presence.asleep
    assert state.at_desk


def test_a_second_asleep_in_a_row_is_the_same_sleep() -> None:
    _, facts = told(plan_of(POSTURE), (0, PresenceUnknown()), (10, Asleep()), (11, Asleep()), (20, Awake()))
    assert [name for _, name in facts] == ["started", "asleep", "away", "awake", "back"]
