"""What is remembered across a restart, and what is not believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from played import BREAK, POSTURE, brief, of, plan_of, play, reminder

from posture_pal import engine, saved_state
from posture_pal.events import Record, Started, Tick
from posture_pal.model import Hold, Kind, Moment
from posture_pal.saved_state import Implausible
from posture_pal.state import Occurrence, Paused, Phase, Presence, ReminderClock, Standing, State

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def moment(elapsed: float, wall: datetime | None = None) -> Moment:
    return Moment(wall or NINE + timedelta(seconds=elapsed), elapsed)


STATE = State(
    presence=Presence(last_input=3000.0, at_desk_since=100.0, away_since=3000.0, away_reason="silence"),
    day=date(2026, 3, 2),
    counted_to=3600.0,
    wake_at=3630.0,
    desk_total=2900.0,
    serial=7,
    prompts_today=3,
    clocks={
        "posture": ReminderClock(1200.5, None, datetime.fromisoformat("2026-03-02T08:59:59.999999")),
        "stretch": ReminderClock(0.0, "20260302-095500-7", None, credited=True),
    },
    occurrences=(
        Occurrence(
            "20260302-095500-7",
            "break",
            Kind.BREAK,
            1200.0,
            2950.0,
            Phase.OPEN,
            until=4200.0,
            shown_at=2980.0,
            showings=2,
            requested=True,
            undelivered=True,
            left_at=3000.0,
            credited=True,
            withdrawn="unobserved",
        ),
        Occurrence("20260302-093000-6", "posture", Kind.POSTURE, 30.0, 1800.0, held=True),
        Occurrence("x", "other", Kind.STRETCH, 30.0, 10.0, Phase.SNOOZED, until=4000.0, shown_at=11.0),
    ),
    paused=Paused(NINE, NINE + timedelta(hours=2)),
)
SAVED = moment(3600)


def text(**changes: Any) -> str:
    """The state as it was saved, with some of its values changed by hand."""
    saved = json.loads(saved_state.dumps(STATE, SAVED, "boot"))
    for path, value in changes.items():
        place = saved
        *folders, last = path.split("__")
        for folder in folders:
            place = place[int(folder) if folder.isdigit() else folder]
        place[last] = value
    return json.dumps(saved)


# --- what comes back ---------------------------------------------------------------------------------


def test_everything_that_matters_comes_back_as_it_was() -> None:
    state, stopped_at = saved_state.loads(text(), moment(4000), "boot")
    assert stopped_at == 3600
    assert state == replace(STATE, wake_at=3600.0)


def test_what_the_desktop_tells_is_not_remembered() -> None:
    told = replace(
        STATE,
        presence=replace(STATE.presence, locked=True, continuous=True, asleep=True),
        holds={Hold.CALL: Standing(NINE)},
        overridden=frozenset({Hold.CALL}),
    )
    saved = saved_state.dumps(told, SAVED, "boot")
    assert saved_state.loads(saved, moment(4000), "boot")[0] == replace(STATE, wake_at=3600.0)


def test_after_a_new_boot_every_elapsed_time_is_moved_by_what_the_wall_clock_tells() -> None:
    """Saved at 10:00 on the old clock's 3600; now it is 11:00, and the new clock shows 50."""
    now = moment(50, NINE + timedelta(hours=2))
    state, stopped_at = saved_state.loads(text(), now, "another boot")
    assert stopped_at == 50 - 3600
    by = stopped_at - 3600
    prompt = STATE.occurrences[0]
    assert state.occurrences[0] == replace(
        prompt, due=prompt.due + by, until=4200 + by, shown_at=2980 + by, left_at=3000 + by
    )
    assert state.presence.away_since == 3000 + by
    assert (state.counted_to, state.desk_total) == (stopped_at, 2900)


def test_a_clock_that_restarted_is_told_by_the_elapsed_time_that_went_back() -> None:
    """The same name of the boot, but the elapsed clock shows less than it did: the wall clock is believed."""
    _, stopped_at = saved_state.loads(text(), moment(10, NINE + timedelta(hours=1, seconds=20)), "boot")
    assert stopped_at == -10


def test_within_one_boot_a_wall_clock_that_was_set_says_nothing() -> None:
    for wall in (NINE - timedelta(days=3), NINE + timedelta(days=3)):
        _, stopped_at = saved_state.loads(text(), moment(4000, wall), "boot")
        assert stopped_at == 3600


# --- what is not believed -----------------------------------------------------------------------------


NOT_BELIEVED = {
    "another version": {"version": 2},
    "no zone": {"wall": "2026-03-02T10:00:00"},
    "no time": {"wall": "yesterday"},
    "negative desk time": {"desk_total": -99999},
    "desk time without end": {"desk_total": 1e300},
    "desk time that is no number": {"desk_total": "2900"},
    "desk time that is true": {"desk_total": True},
    "negative prompts": {"prompts_today": -1},
    "a clock ahead of desk time": {"clocks__posture__since": 99999.0},
    "a clock before all desk time": {"clocks__posture__since": -1.0},
    "a clock that is no number": {"clocks__posture__since": float("nan")},
    "input from the future": {"presence__last_input": 3700.0},
    "an absence from the future": {"presence__away_since": 9e9},
    "a prompt from the future": {"occurrences__0__shown_at": 3700.0},
    "a due time from the future": {"occurrences__1__due": 1e9},
    "a leaving from the future": {"occurrences__0__left_at": 1e9},
    "a prompt without an end": {"occurrences__0__until": None},
    "a prompt never shown": {"occurrences__0__shown_at": None},
    "a snooze without an end": {"occurrences__2__until": None},
    "a snooze of a year": {"occurrences__2__until": 3e7},
    "a break of two days": {"occurrences__0__lasts": 172800.0},
    "a negative number of showings": {"occurrences__0__showings": -1},
    "an unknown kind": {"occurrences__0__kind": "nap"},
    "an unknown phase": {"occurrences__0__phase": "gone"},
    "an unknown end": {"occurrences__0__withdrawn": "done"},
    "two of one name": {"occurrences__1__id": "x"},
    "occurrences that are no list": {"occurrences": {}},
    "clocks that are no table": {"clocks": []},
    "a pause without a zone": {"paused": ["2026-03-02T09:00:00", None]},
    "a pause of years": {"paused": ["2026-03-02T09:00:00+00:00", "2036-03-02T09:00:00+00:00"]},
    "a pause that is no time": {"paused": ["now", None]},
    "a pause without its end": {"paused": ["2026-03-02T09:00:00+00:00"]},
}


@pytest.mark.parametrize("changes", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
def test_a_state_is_not_believed_with(changes: dict[str, Any]) -> None:
    with pytest.raises(Implausible):
        saved_state.loads(text(**changes), moment(4000), "boot")


@pytest.mark.parametrize(
    "garbage", ["", "{", "null", "[]", "1", '"x"', "{}", '{"version": 1}', "[" * 100_000, "\x00", "1" * 5000]
)
def test_garbage_is_not_believed(garbage: str) -> None:
    with pytest.raises(Implausible):
        saved_state.loads(garbage, moment(4000), "boot")


def test_a_state_cut_off_anywhere_is_not_believed() -> None:
    whole = text()
    for length in range(len(whole)):
        with pytest.raises(Implausible):
            saved_state.loads(whole[:length], moment(4000), "boot")


def test_a_state_from_the_future_is_not_believed_after_a_new_boot() -> None:
    with pytest.raises(Implausible, match="future"):
        saved_state.loads(text(), moment(50, NINE), "another boot")


def test_a_day_from_the_future_is_taken_for_today() -> None:
    state, _ = saved_state.loads(text(day="2026-03-09"), moment(4000), "boot")
    assert state.day == date(2026, 3, 2)


# --- what a restart makes of it ------------------------------------------------------------------------


def test_a_reminder_that_was_added_while_the_program_did_not_run_begins_to_count() -> None:
    before = plan_of(POSTURE)
    saved = saved_state.dumps(engine.first_state(before, moment(0)), moment(0), "boot")
    state, stopped_at = saved_state.loads(saved, moment(10), "boot")
    plan, facts = plan_of(POSTURE, BREAK), []
    state, _ = engine.advance(plan, state, Started(stopped_at), moment(10))
    state, _ = engine.advance(plan, state, engine.events.PresenceUnknown(), moment(10))
    while state.wake_at < 3400:
        now = moment(state.wake_at)
        state, effects = engine.advance(plan, state, Tick(), now)
        facts += [(now.elapsed, e.fact.name, e.fact.reminder) for e in effects if isinstance(e, Record)]
    assert (3340, "prompted", "break") in facts


def test_what_waited_for_a_reminder_that_is_gone_by_the_next_start_is_withheld() -> None:
    state, stopped_at = saved_state.loads(text(), moment(4000), "boot")
    state, effects = engine.advance(plan_of(BREAK), state, Started(stopped_at), moment(4000))
    facts = [(e.fact.name, e.fact.reminder) for e in effects if isinstance(e, Record)]
    assert ("withheld", "posture") in facts
    assert {o.reminder for o in state.occurrences} == {"other", "break"}


def test_a_break_during_which_the_program_was_restarted_is_still_credited() -> None:
    """Shown at 3330 and left for at 3340; five minutes later it is a break, whatever the program did."""
    shown = play(
        plan_of(BREAK),
        {"t": 3340, "presence": "locked"},
        {"t": 3400, "restart": 20},
        {"t": 3700, "presence": "unlocked"},
        lasts="2 h",
    )
    assert brief(of(shown, "auto_credited")) == [(3930, "auto_credited", "break")]


def test_a_long_break_that_outlasts_its_prompt_is_not_shown_again_by_a_restart() -> None:
    long = reminder("break", "break", every=3300, lasts=1800)
    shown = play(
        plan_of(long),
        {"t": 3340, "presence": "locked"},
        {"t": 4000, "restart": 20},
        {"t": 4100, "respond": "done"},
        {"t": 5200, "presence": "unlocked"},
        lasts="2 h",
    )
    assert brief(shown, "done", "auto_credited", "missed", "unobserved") == [(5140, "auto_credited", "break")]


def test_a_pause_is_said_to_hold_once_whatever_number_of_restarts() -> None:
    shown = play(
        plan_of(POSTURE),
        {"t": 1700, "request": "pause", "minutes": 60},
        {"t": 2000, "restart": 10},
        {"t": 2100, "restart": 10},
        lasts="2 h",
    )
    assert brief(shown, "held", "resumed", "prompted") == [
        (1800, "held", "posture"),
        (5300, "resumed"),
        (5330, "prompted", "posture"),
    ]


def test_the_time_in_which_the_program_did_not_run_is_no_desk_time_whoever_was_there() -> None:
    """Silent since 1000; somebody was at the keys at 2030, 30 seconds before the program ran again."""
    shown = play(
        plan_of(POSTURE),
        {"t": 1000, "presence": "idle"},
        {"t": 2000, "restart": 60},
        {"t": 2030, "presence": "idle"},
        lasts="2070 s",
    )
    assert brief(of(shown, "back")) == [(2060, "back")]
    assert shown[-1]["desk_time"] == 1000 + 10
