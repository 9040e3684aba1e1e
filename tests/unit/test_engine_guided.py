"""A prompt that a window guides through: how long it stays open, what is written down, and what ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from posture_pal import engine, saved_state
from posture_pal.events import (
    Answered,
    Effect,
    Event,
    Guided,
    GuideLost,
    Offered,
    Record,
    Seen,
    Show,
    StartNow,
    Withdraw,
)
from posture_pal.model import Answer, Fact, Kind, Moment, Plan, Reminder
from posture_pal.state import State

pytestmark = pytest.mark.unit

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = Plan((Reminder("break", Kind.BREAK, every=3300.0, lasts=300.0),))


def at(seconds: float) -> Moment:
    return Moment(BEGIN + timedelta(seconds=seconds), seconds)


class Day:
    """A person at the desk whose prompt is open from second 0."""

    def __init__(self) -> None:
        self.state: State = engine.first_state(PLAN, at(0))
        self.effects: list[Effect] = []
        self.tell(StartNow("break"), 0)
        self.id = self.state.occurrences[0].id

    def tell(self, event: Event, when: float) -> list[Effect]:
        self.state, effects = engine.advance(PLAN, self.state, event, at(when))
        self.effects += effects
        return list(effects)

    def follow(self, since: float, until: float) -> None:
        """Silence, told of every few seconds as the program asks for it."""
        for second in range(int(since), int(until) + 1, 20):
            self.tell(Seen(second - since), second)

    def facts(self, *names: str) -> list[Fact]:
        return [e.fact for e in self.effects if isinstance(e, Record) and (not names or e.fact.name in names)]


def test_a_guided_prompt_leaves_the_screen_and_stays_answerable_for_as_long_as_it_takes() -> None:
    day = Day()
    day.follow(0, 500)
    assert Withdraw(day.id) in day.tell(Guided(day.id, 900.0), 590)
    day.follow(590, 1400)
    day.tell(Answered(Answer.DONE, day.id, evidence="timer"), 1490)
    (done,) = day.facts("done", "missed", "auto_credited", "unobserved")
    assert (done.name, done.details["evidence"]) == ("done", "timer")


def test_what_was_offered_stands_in_the_outcome_and_what_was_done_in_its_place() -> None:
    day = Day()
    day.tell(Offered(day.id, ("chin_tuck", "neck_rotation")), 1)
    day.tell(Answered(Answer.DONE, day.id), 30)
    assert day.facts("done")[0].details["items"] == ["chin_tuck", "neck_rotation"]
    day = Day()
    day.tell(Offered(day.id, ("chin_tuck", "neck_rotation")), 1)
    day.tell(Answered(Answer.PARTIAL, day.id, fraction=0.4, items=("chin_tuck",)), 30)
    assert day.facts("partial")[0].details["items"] == ["chin_tuck"]


def test_following_a_window_without_touching_a_key_is_one_break_and_not_two() -> None:
    day = Day()
    day.tell(Guided(day.id, 300.0), 1)
    day.follow(1, 300)
    day.tell(Answered(Answer.DONE, day.id, evidence="timer"), 302)
    day.tell(Seen(0.0), 310)
    assert [fact.name for fact in day.facts("done", "natural", "auto_credited")] == ["done"]


@pytest.mark.parametrize(("how", "shown_again"), [("killed", True), ("crashed", True), ("logout", False)])
def test_a_window_that_is_lost_gives_its_prompt_back(how: str, shown_again: bool) -> None:
    day = Day()
    day.tell(Guided(day.id, 300.0), 1)
    assert (Show(day.id) in day.tell(GuideLost(day.id, how), 30)) is shown_again
    assert day.facts("guide_lost")[0].details["how"] == how
    day.tell(Answered(Answer.DONE, day.id), 60)
    assert day.facts("done")


def test_a_guide_of_what_has_ended_changes_nothing() -> None:
    day = Day()
    day.tell(Answered(Answer.SKIP, day.id), 5)
    assert not day.tell(Guided(day.id, 300.0), 6)
    assert not day.tell(GuideLost(day.id, "killed"), 7)


def test_what_is_offered_survives_a_restart() -> None:
    day = Day()
    day.tell(Offered(day.id, ("chin_tuck",)), 1)
    loaded, _ = saved_state.loads(saved_state.dumps(day.state, at(2), "boot"), at(3), "boot")
    assert loaded.occurrences[0].items == ("chin_tuck",)
