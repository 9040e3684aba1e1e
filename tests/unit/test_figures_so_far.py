"""Today's figures, counted fact by fact, are at every moment those of all the day's facts together."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posture_pal import config_files, paths, stats, timeline
from posture_pal.model import Fact, Moment
from posture_pal.simulation import Simulation
from posture_pal.stats.so_far import SoFar

DAYS = sorted((Path(__file__).parents[1] / "days").glob("*.toml"))
WORKDAYS = frozenset({1, 2, 3, 4, 5})


def facts_of(day: Path) -> list[Fact]:
    plan = config_files.load_over(paths.builtin_config(), day)
    written = Simulation(plan, timeline.parse(day.with_suffix(".jsonl").read_bytes(), day.stem))
    list(written.run())
    return written.facts


def counted(so_far: SoFar, now: Moment) -> stats.Figures:
    return stats.of_days({now.day: so_far.day(now)}, WORKDAYS, [now.day])


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.stem)
def test_counted_one_by_one_they_are_those_of_all_facts_together(day: Path) -> None:
    facts = facts_of(day)
    so_far, known = SoFar(), list[Fact]()
    for fact in facts:
        so_far.take([fact], fact.at.day)
        known.append(fact)
        later = Moment(fact.at.wall + timedelta(seconds=7), fact.at.elapsed + 7)
        if later.day == fact.at.day:
            assert counted(so_far, later) == stats.figures(known, WORKDAYS, [later.day], later), fact


def prompt(number: int, outcome: str) -> list[Fact]:
    at = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=10 * number), 10.0 * number)
    shown = Fact(at, "prompted", "look", f"look-{number}", {"kind": "posture", "showing": 1})
    return [shown, Fact(at, outcome, "look", f"look-{number}", {"kind": "posture"})]


def test_a_prompt_that_nobody_could_see_still_counts_as_what_it_is_answered_with() -> None:
    so_far, facts = SoFar(), prompt(1, "undelivered")
    so_far.take(facts, facts[0].at.day)
    assert counted(so_far, facts[-1].at).outcomes == {"undelivered": 1}
    done = Fact(facts[0].at, "done", "look", "look-1", {"kind": "posture"})
    so_far.take([done], done.at.day)
    assert counted(so_far, done.at).outcomes == {"done": 1}


def test_what_began_yesterday_counts_for_yesterday_and_today_begins_at_nothing() -> None:
    so_far, facts = SoFar(), prompt(1, "done")
    so_far.take(facts, facts[0].at.day)
    open_one = prompt(2, "done")
    so_far.take(open_one[:1], facts[0].at.day)
    midnight = Moment(facts[0].at.wall + timedelta(hours=15), 15 * 3600.0)
    so_far.take([], midnight.day)
    assert counted(so_far, midnight).outcomes == {}
    late = Fact(midnight, "done", "look", open_one[0].occurrence, {"kind": "posture"})
    so_far.take([late], midnight.day)
    assert counted(so_far, midnight).outcomes == {}


def test_ten_thousand_prompts_take_no_more_memory_than_a_hundred() -> None:
    def held(so_far: SoFar) -> int:
        return sum(sys.getsizeof(part) for part in (so_far._telling, so_far._counts, so_far._sitting._breaks))

    so_far, few = SoFar(), 0
    for number in range(10_000):
        facts = prompt(number % 8000, "done")
        so_far.take(facts, facts[0].at.day)
        few = few or (held(so_far) if number == 100 else 0)
    assert held(so_far) <= few
