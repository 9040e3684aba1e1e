"""Old facts become daily totals, and no figure that was ever told changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import played
import pytest
from hypothesis import given, strategies as st

from posture_pal import daily, stats, timeline
from posture_pal.event_log import MemoryLog, open_log
from posture_pal.model import Fact, Moment
from posture_pal.simulation import Simulation
from posture_pal.stats.days import dumps, loads
from posture_pal.stats.keeping import cut, together

pytestmark = pytest.mark.unit

FIRST = date(2026, 3, 2)
WEEK = [FIRST + timedelta(days=n) for n in range(7)]
WORKDAYS = frozenset({1, 2, 3, 4, 5})
HOUR = 3600


@cache
def week_of_facts(*, stays_over_midnight: tuple[int, ...] = ()) -> list[Fact]:
    """A week at a desk from nine to five; after some days the person stays until one in the morning."""
    steps: list[played.Line] = [{"t": 0, "always": {"respond": "done", "after": 20}}]
    for day in range(7):
        t = day * 24 * HOUR
        leaves = (16 if day in stays_over_midnight else 8) * HOUR
        steps += [
            {"t": t, "presence": "unlocked"},
            {"t": t + 3 * HOUR, "presence": "locked"},
            {"t": t + 3 * HOUR + 1800, "presence": "unlocked"},
            {"t": t + leaves, "presence": "locked"},
        ]
    text = played.text_of(steps, lasts="160 h")
    simulation = Simulation(played.plan_of(*played.DEFAULTS), timeline.parse(text.encode(), "a week"))
    list(simulation.run())
    return simulation.facts


def log_of(facts: list[Fact]) -> MemoryLog:
    log = MemoryLog()
    log.append(facts, "")
    return log


def days_of(log: Any, now: Moment) -> dict[date, stats.Day]:
    """Every day of the log, as `daily.read` puts them together."""
    kept = {day: loads(day, text) for day, text in log.totals().items()}
    counted = frozenset(one for day in kept.values() for one in day.carried)
    told = stats.by_day(list(log.facts()), now, counted)
    assert not told.keys() & kept.keys()
    return {**told, **{day: replace(one, carried=()) for day, one in kept.items()}}


def test_a_day_comes_back_from_its_text_as_it_was() -> None:
    facts = week_of_facts()
    for day, told in stats.by_day(facts, facts[-1].at).items():
        assert loads(day, dumps(told)) == told


def test_facts_older_than_is_kept_become_totals_and_no_figure_changes() -> None:
    facts = week_of_facts()
    log, now = log_of(facts), facts[-1].at
    before = stats.of_days(days_of(log, now), WORKDAYS, WEEK)
    gone = daily.keep_totals(log, FIRST + timedelta(days=3))
    assert gone == sum(1 for fact in facts if fact.at.day < FIRST + timedelta(days=3))
    assert list(log.totals()) == WEEK[:3]
    assert stats.of_days(days_of(log, now), WORKDAYS, WEEK) == before
    assert before.completion.of > 50


def test_a_night_at_the_desk_is_never_cut_through() -> None:
    facts = week_of_facts(stays_over_midnight=(2,))
    made = cut(facts, FIRST + timedelta(days=3))
    assert made is not None
    assert made.before == FIRST + timedelta(days=2)


def test_a_prompt_that_ends_weeks_later_is_counted_once_where_it_began() -> None:
    shown = Fact(_at(10), "prompted", "posture", "posture-1", {"kind": "posture"})
    facts = [Fact(_at(0), "started"), shown, Fact(_at(20), "stopped")]
    facts += [Fact(_at(30 * 86400), "started"), Fact(_at(30 * 86400 + 5), "missed", "posture", "posture-1")]
    log, now = log_of(facts), facts[-1].at
    before = days_of(log, now)
    assert daily.keep_totals(log, FIRST + timedelta(days=3)) == 3
    assert loads(FIRST, log.totals()[FIRST]).carried == ("posture-1",)
    assert days_of(log, now) == before
    assert before[FIRST].outcomes["missed"] == 1


def test_nothing_is_read_twice_when_retention_runs_again() -> None:
    facts = week_of_facts()
    log = log_of(facts)
    daily.keep_totals(log, FIRST + timedelta(days=3))
    kept = log.totals()
    assert daily.keep_totals(log, FIRST + timedelta(days=3)) == 0
    assert log.totals() == kept


def test_what_is_entered_later_for_a_day_of_totals_is_added_to_it() -> None:
    facts = week_of_facts()
    log = log_of(facts)
    daily.keep_totals(log, FIRST + timedelta(days=3))
    kept = loads(FIRST, log.totals()[FIRST])
    late = Fact(_at(50), "backfilled", "posture", "posture-late", {"kind": "posture"})
    log.append([late], None)
    daily.keep_totals(log, FIRST + timedelta(days=3))
    again = loads(FIRST, log.totals()[FIRST])
    assert again.tallies["posture"].counts == {**kept.tallies["posture"].counts, "backfilled": 1}
    assert again.desk_time == kept.desk_time


@given(days=st.integers(0, 8), over=st.sampled_from(((), (2,), (0, 1), (3, 4, 5), (0, 2, 6))))
def test_wherever_the_cut_and_the_nights_fall_figures_stay(days: int, over: tuple[int, ...]) -> None:
    facts = week_of_facts(stays_over_midnight=over)
    log, now = log_of(facts), facts[-1].at
    before = days_of(log, now)
    daily.keep_totals(log, FIRST + timedelta(days=6 - days))
    assert days_of(log, now) == before


def test_a_days_figures_are_the_same_whatever_period_is_asked_for(tmp_path: Path) -> None:
    facts = week_of_facts(stays_over_midnight=(0, 1))
    log, _ = open_log(tmp_path / "facts.sqlite3", facts[0].at)
    log.append(facts, "")
    whole = daily.read(log.path, FIRST, WEEK[-1], None).days
    for day in WEEK:
        assert daily.read(log.path, day, day, None).days == {k: v for k, v in whole.items() if k == day}
    daily.keep_totals(log, FIRST + timedelta(days=3))
    again = daily.read(log.path, FIRST, WEEK[-1], None).days
    assert {day: replace(one, carried=()) for day, one in again.items()} == whole
    log.close()


def _at(seconds: float) -> Moment:
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def test_a_programme_that_began_before_the_cut_and_is_told_of_after_it_stands_in_no_ones_way() -> None:
    facts = list(week_of_facts())
    later = next(n for n, fact in enumerate(facts) if fact.at.day == FIRST + timedelta(days=4))
    used = {"programme": "neck-0abcdef0", "on": str(FIRST)}
    facts.insert(later, Fact(facts[later].at, "programme_used", details=used))
    log, now = log_of(facts), facts[-1].at
    before = days_of_both(log, now)
    assert daily.keep_totals(log, FIRST + timedelta(days=3)) > 0
    assert days_of_both(log, now) == before
    assert before[FIRST].turns == (("programme_used", "neck-0abcdef0"),)
    assert daily.keep_totals(log, FIRST + timedelta(days=6)) > 0
    assert days_of_both(log, now) == before


def days_of_both(log: Any, now: Moment) -> dict[date, stats.Day]:
    """As `days_of`, where a day has totals and facts that tell of it."""
    kept = {day: loads(day, text) for day, text in log.totals().items()}
    counted = frozenset(one for day in kept.values() for one in day.carried)
    days = together(kept, stats.by_day(list(log.facts()), now, counted))
    return {day: replace(one, carried=()) for day, one in sorted(days.items())}
