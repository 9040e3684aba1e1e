"""An answer about the last input, asked for at any moment, makes nobody leave who was there all along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from posture_pal import engine
from posture_pal.events import Event, Record, Seen, Tick
from posture_pal.model import Kind, Moment, Plan, Reminder
from posture_pal.state import State

pytestmark = pytest.mark.unit

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = Plan(reminders=(Reminder("posture", Kind.POSTURE, every=3600.0),))


def moment(seconds: float) -> Moment:
    return Moment(NINE + timedelta(seconds=seconds), seconds)


def facts_of(*told: tuple[float, Event]) -> tuple[list[str], State]:
    """What is written down of input at the start, a heartbeat up to 150 s, and what is told then."""
    state = engine.first_state(PLAN, moment(0.0))
    names: list[str] = []
    beats = [(seconds, Tick()) for seconds in (30.0, 60.0, 90.0, 120.0, 150.0)]
    for seconds, event in ((0.0, Seen(0.0)), *beats, *told):
        state, effects = engine.advance(PLAN, state, event, moment(seconds))
        names += [effect.fact.name for effect in effects if isinstance(effect, Record)]
    return names, state


@pytest.mark.parametrize("late", [0.0, 0.01, 5.0])
def test_input_a_moment_ago_is_no_return_from_anywhere(late: float) -> None:
    """The look comes just as the silence would have grown long enough, or a hair later."""
    at = 180.0 + late
    names, state = facts_of((at, Seen(0.0)), (at, Tick()))
    assert names == []
    assert state.desk_total == at


def test_silence_that_has_grown_long_enough_is_an_absence_from_its_begin() -> None:
    names, state = facts_of((180.0, Seen(180.0)), (180.0, Tick()))
    assert names == ["away"]
    assert state.desk_total == 0.0


def test_input_that_begins_anew_ends_an_absence_nobody_had_noticed() -> None:
    names, _ = facts_of((185.0, Seen(0.0, continuous=True)))
    assert names == ["away", "back"]
