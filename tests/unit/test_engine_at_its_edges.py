"""Events about what is not there, clocks that nobody has, and what is said of each wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from played import reminder
from unit.fakes import START, Stage

from posture_pal import engine, explaining, prompt_body, prompting, schedule
from posture_pal.events import (
    Event,
    Guided,
    GuideLost,
    HoldBegan,
    Offered,
    Override,
    PlanChanged,
    Started,
    StartNow,
    Tick,
    Undelivered,
)
from posture_pal.model import Fact, Hold, Kind, Moment, Plan, Prompts, Reminder
from posture_pal.state import Occurrence, Phase, Presence, ReminderClock, State
from posture_pal.turn import Turn

POSTURE = Reminder("posture", Kind.POSTURE, every=1800.0, lasts=30.0)
NOW = Moment(START + timedelta(hours=1), 3600.0)
PLAN = Plan((POSTURE,), prompts=Prompts(settle=0.0))


def state(**more: object) -> State:
    presence = Presence(last_input=3600.0, at_desk_since=0.0)
    basis = State(presence=presence, day=START.date(), counted_to=3600.0, wake_at=3600.0, desk_total=3600.0)
    return replace(basis, **more)  # type: ignore[arg-type]


def waiting(name: str = "posture", **more: object) -> Occurrence:
    basis = Occurrence(f"{name}-1", name, Kind.POSTURE, 30.0, 3500.0)
    return replace(basis, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "event",
    [
        Offered("another", ("a",)),
        Guided("another", 60.0),
        GuideLost("another", "killed"),
        Undelivered("another", ""),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_is_said_of_another_prompt_changes_none(event: Event) -> None:
    stage = Stage()
    stage.service.start("1")
    stage.service.handle(StartNow("posture"))
    before = stage.service.state.occurrences
    assert not stage.service.handle(event)
    assert stage.service.state.occurrences == before


def test_a_reminder_that_is_not_there_starts_nothing_and_an_override_without_a_hold_lifts_nothing() -> None:
    stage = Stage()
    stage.service.start("1")
    assert not stage.service.handle(StartNow("another"))
    assert not stage.service.handle(Override())


def test_a_clock_that_waits_for_what_is_gone_begins_anew() -> None:
    lost = state(day=START.date() - timedelta(days=1), clocks={"posture": ReminderClock(0.0, "gone")})
    after, _ = engine.advance(PLAN, lost, Tick(), NOW)
    assert after.clocks["posture"].absorbed_by is None


def test_clocks_of_reminders_that_are_gone_and_of_those_without_times_are_left_as_they_are() -> None:
    old = state(clocks={"gone": ReminderClock(0.0), "posture": ReminderClock(0.0)})
    after, _ = engine.advance(PLAN, old, Started(), NOW)
    assert after.clocks["posture"].slot is None or after.clocks["posture"].slot.date() <= NOW.day


def test_a_day_that_comes_back_ends_nothing_and_one_that_ends_leaves_open_prompts_alone() -> None:
    ahead = state(day=START.date() + timedelta(days=1), prompts_today=3)
    after, effects = engine.advance(PLAN, ahead, Tick(), NOW)
    assert (after.day, after.prompts_today, effects) == (START.date(), 3, ())
    shown = waiting(phase=Phase.OPEN, until=4000.0, shown_at=3500.0)
    behind = state(day=START.date() - timedelta(days=1), occurrences=(shown,))
    after, effects = engine.advance(PLAN, behind, Tick(), NOW)
    assert after.occurrences == (shown,)


def test_a_reminder_put_to_rest_has_no_clock_in_the_new_plan() -> None:
    plan = replace(PLAN, reminders=(POSTURE, replace(POSTURE, name="rests", enabled=False)))
    after, _ = engine.advance(plan, state(), PlanChanged("mine.toml"), NOW)
    assert list(after.clocks) == ["posture"]


def test_a_break_has_something_to_guide_through_and_a_look_at_oneself_has_not() -> None:
    assert Reminder("b", Kind.BREAK).has_session
    assert Reminder("p", Kind.POSTURE, routine="desk_neck").has_session
    assert not POSTURE.has_session


def test_a_clock_time_that_nobody_has_looked_at_is_due_at_no_time() -> None:
    stretch = reminder("stretch", "stretch", at=("10:30",))
    (due,) = schedule.due_times(Plan((stretch,)), state(), NOW)
    assert due.elapsed == schedule.FOREVER


def test_an_agenda_without_another_time_keeps_its_mark() -> None:
    over = Reminder("p.one", Kind.STRETCH, agenda={START.date(): (time(8),)}, programme="p")
    slot = datetime(2026, 3, 2, 8)  # noqa: DTZ001 - slots are local clock times
    turn = Turn(Plan((over,)), state(clocks={"p.one": ReminderClock(0.0, slot=slot)}), NOW)
    prompting._mark_slot(turn, over)
    assert turn.state.clocks["p.one"].slot == slot


def test_what_is_merged_without_a_clock_gets_one() -> None:
    heavy = waiting("break", kind=Kind.BREAK)
    turn = Turn(PLAN, state(occurrences=(waiting(), heavy)), NOW)
    prompting.show(turn, heavy)
    assert turn.state.clocks["posture"].absorbed_by == "break-1"


# --- why ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (state(presence=Presence(0.0, 0.0, away_since=100.0)), "you are not at the desk"),
        (state(presence=Presence(3600.0, 0.0, back_at=3590.0)), "left alone for a minute"),
        (state(holds={Hold.CALL: None}), "call"),
        (state(), "it is shown next"),
    ],
)
def test_each_wait_has_its_reason(found: State, why: str) -> None:
    if Hold.CALL in found.holds:
        stage = Stage()
        stage.service.start("1")
        stage.service.handle(HoldBegan(Hold.CALL))
        found = replace(found, holds=stage.service.state.holds)
    (told,) = explaining.waits(PLAN, replace(found, occurrences=(waiting(),)), NOW)
    assert why in told


def test_a_wait_for_another_prompt_or_for_a_lull_is_told() -> None:
    shown = waiting("break", phase=Phase.OPEN, until=4000.0, shown_at=3500.0)
    (told,) = explaining.waits(PLAN, state(occurrences=(shown, waiting())), NOW)
    assert "another prompt is open" in told
    (told,) = explaining.waits(PLAN, state(occurrences=(waiting(free_since=3600.0),)), NOW)
    assert "a moment without input" in told


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (
            Fact(NOW, "prompted", "break", "1", {"requested": True}),
            "Break was shown because you asked for it.",
        ),
        (Fact(NOW, "awake", details={"slept": 60}), "The computer woke up after 1 min."),
        (Fact(NOW, "awake"), "The computer woke up."),
    ],
)
def test_facts_have_their_sentence(fact: Fact, words: str) -> None:
    assert explaining.sentence(fact) == words


def test_no_more_steps_are_told_than_a_notification_carries() -> None:
    told = prompt_body.steps("Chin tuck", ["Sit tall."] * 200)
    assert len(told) <= prompt_body._LONGEST + 1
    assert told.startswith("Chin tuck: Sit tall.")
