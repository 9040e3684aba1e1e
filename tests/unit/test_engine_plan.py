"""A config read anew: what goes on, what begins at nothing, what is not brought up late; exact wakings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from played import BREAK, POSTURE, plan_of, reminder

from posture_pal import engine
from posture_pal.events import Answered, Effect, Event, PlanChanged, Record, Seen, Started, StartNow, Tick
from posture_pal.model import Answer, Moment, Plan
from posture_pal.state import HEARTBEAT, State

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM)


class Played:
    """An engine told of events at elapsed times, and woken whenever it asked for it in between."""

    def __init__(self, plan: Plan, start: datetime = START) -> None:
        self.plan = plan
        self.start = start.astimezone(UTC)
        self.facts: list[tuple[float, str, str | None]] = []
        self.state: State = engine.first_state(plan, self.moment(0))
        self._advance(Started(), 0)
        self._advance(Seen(0.0, continuous=True), 0)

    def moment(self, at: float) -> Moment:
        return Moment((self.start + timedelta(seconds=at)).astimezone(AMSTERDAM), at)

    def tell(self, at: float, event: Event) -> None:
        while self.state.wake_at <= at:
            self._advance(Tick(), self.state.wake_at)
        self._advance(event, at)

    def change(self, at: float, plan: Plan) -> None:
        self.tell(at, Tick())
        self.plan = plan
        self._advance(PlanChanged("user"), at)

    def of(self, *names: str) -> list[tuple[float, str, str | None]]:
        return [fact for fact in self.facts if fact[1] in names]

    def _advance(self, event: Event, at: float) -> None:
        effects: Iterable[Effect]
        self.state, effects = engine.advance(self.plan, self.state, event, self.moment(at))
        assert at < self.state.wake_at <= at + HEARTBEAT
        self.facts += [
            (at, effect.fact.name, effect.fact.reminder) for effect in effects if isinstance(effect, Record)
        ]


def test_a_reminder_that_was_kept_goes_on_counting() -> None:
    day = Played(plan_of(POSTURE))
    day.change(900, plan_of(POSTURE, BREAK))
    day.tell(2000, Tick())
    assert day.of("prompted") == [(1830, "prompted", "posture")]


def test_a_new_reminder_begins_at_nothing() -> None:
    day = Played(plan_of(BREAK))
    day.change(900, plan_of(BREAK, POSTURE))
    day.tell(2800, Tick())
    assert day.of("prompted") == [(2730, "prompted", "posture")]


def test_a_reminder_that_was_put_to_rest_begins_at_nothing_when_it_is_wanted_again() -> None:
    off = reminder("posture", "posture", every=1800, enabled=False)
    day = Played(plan_of(POSTURE))
    day.change(900, plan_of(off))
    day.change(8000, plan_of(POSTURE))
    day.tell(10_000, Tick())
    assert day.of("prompted") == [(9830, "prompted", "posture")]


def test_it_begins_at_nothing_also_when_it_was_asked_for_while_at_rest() -> None:
    off = reminder("posture", "posture", every=1800, enabled=False)
    day = Played(plan_of(off))
    day.tell(900, StartNow("posture"))
    day.tell(910, Answered(Answer.DONE))
    day.change(8000, plan_of(POSTURE))
    day.tell(10_000, Tick())
    assert day.of("prompted") == [(900, "prompted", "posture"), (9830, "prompted", "posture")]


def test_what_waits_of_a_reminder_that_is_gone_is_withheld() -> None:
    day = Played(plan_of(POSTURE))
    day.change(1810, plan_of(BREAK))
    assert day.of("withheld", "prompted") == [(1810, "withheld", "posture")]


def test_a_prompt_of_a_reminder_that_is_gone_can_still_be_answered() -> None:
    day = Played(plan_of(POSTURE))
    day.change(1840, plan_of(BREAK))
    day.tell(1850, Answered(Answer.DONE))
    assert day.of("done") == [(1850, "done", "posture")]


def test_a_time_that_is_written_into_the_config_after_it_has_passed_is_not_brought_up_today() -> None:
    """It is 11:00; 10:30 is new, and tomorrow's."""
    day = Played(plan_of(reminder("s", "stretch", at=("15:30",))))
    day.change(7200, plan_of(reminder("s", "stretch", at=("10:30", "15:30"))))
    day.tell(7 * 3600, Tick())
    assert day.of("prompted", "withheld") == [(6.5 * 3600 + 30, "prompted", "s")]


def test_a_reminder_that_becomes_one_of_clock_times_owes_none_of_the_times_before() -> None:
    day = Played(plan_of(reminder("s", "stretch", every=36_000)))
    day.change(7200, plan_of(reminder("s", "stretch", at=("09:30", "10:30"))))
    day.tell(7 * 3600, Tick())
    assert day.of("prompted", "withheld") == []


def test_a_time_that_has_just_come_is_not_lost_to_a_config_saved_at_that_moment() -> None:
    plan = plan_of(reminder("s", "stretch", at=("10:30",)))
    day = Played(plan)
    day.plan = plan
    while day.state.wake_at < 5400:
        day.tell(day.state.wake_at, Tick())
    day._advance(PlanChanged("user"), 5400.5)
    day.tell(5500, Tick())
    assert [fact[1:] for fact in day.of("prompted")] == [("prompted", "s")]


def test_a_program_first_started_in_the_second_two_o_clock_hour_owes_nothing_of_the_first() -> None:
    """02:30 was half an hour before the start at the second 02:00."""
    start = datetime(2026, 10, 25, 2, 0, tzinfo=AMSTERDAM).replace(fold=1)
    day = Played(plan_of(reminder("s", "stretch", at=("02:30", "03:30"))), start)
    day.tell(7200, Tick())
    assert day.of("prompted", "withheld") == [(5430, "prompted", "s")]


@pytest.mark.parametrize("early", [0.0, 1e-6, 0.0005, 0.002])
def test_a_wake_up_a_hair_too_early_does_not_put_off_what_is_due(early: float) -> None:
    """Timers and clocks differ by a little; the 10:30 is not to become 10:30:30."""
    day = Played(plan_of(reminder("s", "stretch", at=("10:30",))))
    day.tell(5400 - early, Tick())
    day.tell(5500, Tick())
    ((at, _, _),) = day.of("prompted")
    assert at == pytest.approx(5430, abs=0.01)
