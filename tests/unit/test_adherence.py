"""Programme adherence comes to what was worked out by hand, and is no other question's answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from worked_examples import EXAMPLES, Example

from posture_pal import catalogue, stats
from posture_pal.model import Fact, Moment
from posture_pal.programme import Programme, parse
from posture_pal.stats import Day, Share
from posture_pal.stats.adherence import Followed, followed
from posture_pal.stats.days import dumps, loads
from posture_pal.stats.turns import Span, spans

pytestmark = pytest.mark.unit

FIRST = date(2026, 3, 2)
OUTCOMES = {
    "d": "done",
    "p": "partial",
    "s": "skipped",
    "m": "missed",
    "x": "dismissed",
    "u": "unobserved",
    "w": "withheld",
    "b": "backfilled",
}


def programme(a_day: int, off: tuple[str, ...] = (), days: int = 42) -> Programme:
    text = f"""
posture_pal_programme = 1
title = "A programme"
author = "R. Example"
starts = {FIRST}
ends = {FIRST + timedelta(days=days - 1)}
{f"days_off = {list(off)}" if off else ""}
[[phase]]
times_per_day = {a_day}
  [[phase.exercise]]
  id = "chin_tuck"
"""
    return parse(text.encode(), "a programme", catalogue.load())


def moment(day: int, minutes: float) -> Moment:
    elapsed = day * 86400 + minutes * 60
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=elapsed), elapsed)


def facts_of(example: Example, plan: Programme) -> list[Fact]:
    """The row of days as a log would have it."""
    used = {"programme": plan.id}
    told = [Fact(moment(example.used, 0), "programme_used", details=used)] if example.used < 0 else []
    for number, word in enumerate(example.days.split()):
        runs = "#" not in word
        if runs:
            told.append(Fact(moment(number, 0), "started"))
        if number == example.used:
            told.append(Fact(moment(number, 180), "programme_used", details=used))
        for place, letter in enumerate(word.replace("#", "").replace(".", "").replace("O", "")):
            told += _session(number, place, OUTCOMES[letter], plan)
        if number == example.removed:
            told.append(Fact(moment(number, 400), "programme_removed", details=used))
        if runs:
            told.append(Fact(moment(number, 480), "stopped"))
    return told + [
        Fact(moment(number, 180), "day_off", details={"off": True})
        for number, word in enumerate(example.days.split())
        if word.startswith("O")
    ]


def _session(day: int, place: int, outcome: str, plan: Programme) -> list[Fact]:
    details = {"kind": "stretch", "programme": plan.id, "items": ["chin_tuck"]}
    name = f"a-programme.1-{day}-{place}"
    first = Fact(moment(day, 200 + place), "prompted", "a-programme.1", name, {**details, "showing": 1})
    last = Fact(moment(day, 201 + place), outcome, "a-programme.1", name, details)
    return [last] if outcome in {"backfilled", "withheld"} else [first, last]


def worked_out(example: Example) -> tuple[Followed, dict[date, Day]]:
    plan = programme(example.a_day, example.off)
    facts = facts_of(example, plan)
    days = stats.by_day(facts, facts[-1].at)
    period = [FIRST + timedelta(days=n) for n in range(len(example.days.split()))]
    told = followed(plan, spans(days), days, period, period[-1] + timedelta(days=1))
    assert told is not None
    return told, days


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_what_was_worked_by_hand(example: Example) -> None:
    told, _ = worked_out(example)
    whole = told.sessions
    assert (whole.share.n, whole.share.of, whole.entered_later, whole.extra) == example.answer
    assert whole.share.percent == example.percent
    assert (told.with_data.n, told.with_data.of) == example.data
    assert told.exercise("chin_tuck") == whole  # the only one, in every session


def test_there_are_twenty_and_each_shows_its_arithmetic() -> None:
    assert len(EXAMPLES) == 20
    assert len({example.name for example in EXAMPLES}) == 20
    for example in EXAMPLES:
        n, of = example.answer[:2]
        assert f"{n}/{of}" in example.by_hand
        assert example.percent is None or f"{example.percent} %" in example.by_hand


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_daily_totals_tell_the_same_as_the_facts_did(example: Example) -> None:
    told, days = worked_out(example)
    kept = {day: loads(day, dumps(one)) for day, one in days.items()}
    plan, period = told.programme, [one.day for one in told.days]
    assert followed(plan, spans(kept), kept, period, period[-1] + timedelta(days=30)) == told


def test_it_is_never_mixed_with_completion() -> None:
    example = next(one for one in EXAMPLES if one.name.startswith("days on which the program did not run"))
    told, days = worked_out(example)
    figures = stats.of_days(days, frozenset(range(1, 8)), list(days))
    assert (told.sessions.share, figures.completion) == (Share(4, 8), Share(4, 4))


def test_of_today_what_fell_due_so_far_counts() -> None:
    plan = programme(3)
    facts = [Fact(moment(-1, 0), "programme_used", details={"programme": plan.id})]
    facts += [Fact(moment(0, 0), "started"), *_session(0, 0, "done", plan)]
    days = stats.by_day(facts, facts[-1].at)
    period = [FIRST + timedelta(days=n) for n in range(7)]
    told = followed(plan, spans(days), days, period, FIRST)
    assert told is not None
    assert told.sessions.share == Share(1, 1)
    assert len(told.days) == 1


def test_a_dose_that_changes_with_the_phase_is_told_as_both() -> None:
    text = programme(1).text.replace("[[phase]]", '[[phase]]\nweeks = "1-2"')
    text += '[[phase]]\nweeks = "3-"\ntimes_per_day = 1\n[[phase.exercise]]\nid = "chin_tuck"\nreps = 10\n'
    plan = parse(text.encode(), "two phases", catalogue.load())
    days = stats.by_day([Fact(moment(-1, 0), "programme_used", details={"programme": plan.id})], moment(0, 0))
    doses = []
    for last in (13, 27):
        period = [FIRST + timedelta(days=n) for n in range(last + 1)]
        told = followed(plan, spans(days), days, period, period[-1])
        assert told is not None
        doses.append(told.dose("chin_tuck"))
    assert doses == ["hold 5 s, 8 times", "hold 5 s, 8 times; then hold 5 s, 10 times"]


def test_a_programme_that_replaces_another_ends_it() -> None:
    turns = {"programme_used": ("old", -1), "programme_removed": ("old", 3)}
    facts = [Fact(moment(day, 0), name, details={"programme": which}) for name, (which, day) in turns.items()]
    facts.append(Fact(moment(3, 1), "programme_used", details={"programme": "new"}))
    days = stats.by_day(facts, facts[-1].at)
    third = FIRST + timedelta(days=3)
    assert spans(days) == [Span("old", FIRST - timedelta(days=1), third), Span("new", third)]


def test_a_use_that_is_told_later_counts_from_the_day_it_was_asked_for() -> None:
    on = {"programme": "a", "on": "2026-02-27"}
    days = stats.by_day([Fact(moment(0, 0), "programme_used", details=on)], moment(1, 0))
    assert spans(days) == [Span("a", date(2026, 2, 27))]


def test_deleted_days_stay_prescribed_and_are_told_as_deleted() -> None:
    plan = programme(2)
    facts = [Fact(moment(-1, 0), "programme_used", details={"programme": plan.id})]
    facts += [Fact(moment(3, 0), "started"), *_session(3, 0, "done", plan)]
    facts.append(Fact(moment(4, 0), "deleted", details={"before": "2026-03-05"}))
    days = stats.by_day(facts, facts[-1].at)
    period = [FIRST + timedelta(days=n) for n in range(4)]
    told = followed(plan, spans(days), days, period, FIRST + timedelta(days=9))
    assert told is not None
    assert [one.state for one in told.days] == ["deleted"] * 3 + ["some"]
    assert told.sessions.share == Share(1, 8)
