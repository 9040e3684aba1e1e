"""Figures from facts alone: every rule of the design's section on honest numbers, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from posture_pal import figures_table, stats, status
from posture_pal.model import Fact, Moment
from posture_pal.stats import Share
from posture_pal.stats.stretches import last_moment

pytestmark = pytest.mark.unit

DAY = date(2026, 3, 2)
MON_TO_FRI = frozenset({1, 2, 3, 4, 5})


def moment(seconds: float) -> Moment:
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def fact(seconds: float, name: str, occurrence: str | None = None, **details: object) -> Fact:
    return Fact(moment(seconds), name, occurrence and occurrence.split("-")[0], occurrence, dict(details))


def prompt(seconds: float, occurrence: str, outcome: str | None, kind: str = "posture") -> list[Fact]:
    shown = fact(seconds, "prompted", occurrence, kind=kind, showing=1)
    return [shown] if outcome is None else [shown, fact(seconds + 20, outcome, occurrence, kind=kind)]


def of(facts: list[Fact], until: float = 8 * 3600) -> stats.Figures:
    return stats.figures(facts, MON_TO_FRI, [DAY], moment(until))


def test_the_worked_example_of_the_reference_comes_to_7_of_11_and_9_of_11_and_6_of_7_hours() -> None:
    outcomes = ["done"] * 7 + ["partial", "skipped", "missed", "missed", "unobserved"]
    facts = [fact(0, "started")]
    for number, outcome in enumerate(outcomes):
        facts += prompt(100 + 30 * number, f"posture-{number}", outcome)
    facts += [fact(500, "held", "posture-12", hold="call"), fact(600, "withheld", "posture-12")]
    facts += [fact(700, "held", "posture-13", hold="call"), fact(800, "withheld", "posture-13")]
    # Three breaks taken unasked, and three on request, each in an hour of desk time of its own but one.
    away_for, at = 600.0, 0.0
    for hour in (0, 1, 2, 3, 4, 5):
        leaves = (hour + 0.5) * 3600 + at
        facts += [fact(leaves, "away", reason="locked"), fact(leaves + away_for, "back", away=away_for)]
        name, kind = ("natural", "break") if hour < 3 else ("auto_credited", "break")
        occurrence = f"break-{hour}"
        if name == "auto_credited":
            facts.append(fact(leaves + away_for, "prompted", occurrence, kind=kind, showing=1))
        facts.append(fact(leaves + away_for, name, occurrence, evidence="locked"))
        at += away_for
    told = of(facts, until=7 * 3600 + at)
    assert (told.completion, told.response) == (Share(7, 11), Share(9, 11))
    assert told.natural == 3
    assert told.coverage == Share(6, 7)
    assert told.desk_time == 7 * 3600


def test_partial_is_shown_beside_completion_and_never_folded_in() -> None:
    told = of([*prompt(10, "a-1", "partial"), *prompt(60, "a-2", "done")])
    assert told.completion == Share(1, 2)
    assert told.response == Share(2, 2)


def test_dismissed_counts_as_missed_and_is_kept_apart() -> None:
    told = of([*prompt(10, "a-1", "dismissed"), *prompt(60, "a-2", "missed")])
    assert told.completion == Share(0, 2)
    assert told.outcomes == {"dismissed": 1, "missed": 1}


@pytest.mark.parametrize("outcome", ["unobserved", "withheld", "natural", "auto_credited", "undelivered"])
def test_what_nobody_can_know_or_was_never_asked_is_in_no_denominator(outcome: str) -> None:
    told = of(prompt(10, "a-1", outcome, "break"))
    assert told.completion == Share(0, 0)


def test_a_prompt_that_is_only_shown_is_not_done() -> None:
    told = of(prompt(10, "a-1", None))
    assert (told.completion, told.prompts) == (Share(0, 0), 1)


def test_one_occurrence_is_one_however_often_it_is_snoozed() -> None:
    facts = [
        fact(10, "prompted", "a-1", kind="posture", showing=1),
        fact(20, "snoozed", "a-1", minutes=5),
        fact(320, "prompted", "a-1", kind="posture", showing=2),
        fact(330, "done", "a-1", kind="posture"),
    ]
    told = of(facts)
    assert (told.completion, told.prompts, told.snoozes) == (Share(1, 1), 1, 1)


def test_an_undelivered_prompt_that_is_answered_has_the_answer_for_its_outcome() -> None:
    shown = [fact(10, "prompted", "a-1", kind="posture", showing=1), fact(10, "undelivered", "a-1")]
    assert of(shown).outcomes == {"undelivered": 1}
    assert of([*shown, fact(30, "done", "a-1", kind="posture")]).outcomes == {"done": 1}


def test_a_percentage_appears_from_ten_on() -> None:
    assert (Share(9, 9).percent, Share(9, 10).percent) == (None, 90)
    assert (str(Share(5, 7)), str(Share(30, 40))) == ("5/7", "30/40 (75 %)")


def test_desk_time_is_taken_back_to_the_last_input() -> None:
    facts = [
        fact(0, "started"),
        fact(1000, "away", reason="silence", seconds_ago=180),
        fact(2000, "back", away=1180),
    ]
    assert of(facts, until=2500).desk_time == 820 + 500


def test_time_in_which_the_program_did_not_run_is_no_desk_time() -> None:
    facts = [
        fact(0, "started"),
        fact(600, "stopped"),
        fact(4200, "started", after=3600),
        fact(4260, "back", away=3660),
    ]
    assert of(facts, until=5000).desk_time == 600 + 740


def test_a_run_that_was_killed_ends_with_its_last_word() -> None:
    facts = [fact(0, "started"), *prompt(900, "a-1", None), fact(9000, "started", after=8100)]
    assert of(facts, until=9100).desk_time == 900


def test_a_break_that_is_only_the_program_not_running_is_no_break() -> None:
    facts = [fact(0, "started"), fact(3700, "stopped"), fact(7200, "started", after=3500)]
    facts += [fact(7200, "back", away=3500), fact(7200, "natural", "break-1", evidence="not_running")]
    told = of(facts, until=7300)
    assert (told.natural, told.coverage) == (0, Share(0, 1))


def test_desk_time_across_midnight_belongs_to_two_days() -> None:
    late = 14.5 * 3600
    days = stats.desk_time([fact(late, "started")], moment(late + 3600))
    assert days == {DAY: 1800.0, DAY + timedelta(days=1): 1800.0}


def test_a_day_is_observed_from_an_hour_on_and_weekends_are_not_due() -> None:
    facts = [fact(0, "started"), fact(3600, "stopped")]
    week = [DAY + timedelta(days=offset) for offset in range(7)]
    assert stats.figures(facts, MON_TO_FRI, week, moment(9999)).observed == Share(1, 5)
    short = [fact(0, "started"), fact(3599, "stopped")]
    assert stats.figures(short, MON_TO_FRI, week, moment(9999)).observed == Share(0, 5)


def test_the_table_adds_up_and_carries_its_definitions() -> None:
    facts = [fact(0, "started"), *prompt(10, "posture-1", "done"), *prompt(60, "break-2", "missed", "break")]
    text = "\n".join(figures_table.lines(of(facts), [DAY]))
    assert "Monday 02 March 2026" in text
    rows = [
        line.split() for line in text.splitlines() if line.strip().startswith(("posture", "break", "all"))
    ]
    assert rows == [
        ["break", "1", "0", "0", "0", "1", "0/1"],
        ["posture", "1", "1", "0", "0", "0", "1/1"],
        ["all", "2", "1", "0", "0", "1", "1/2"],
    ]
    assert all(definition in text for definition in stats.DEFINITIONS)


def test_no_share_is_rounded_up_to_all_or_down_to_nothing() -> None:
    assert [Share(n, 400).percent for n in (0, 1, 2, 398, 399, 400)] == [0, 1, 1, 99, 99, 100]
    assert [str(Share(n, of)) for n, of in ((9, 9), (10, 10), (0, 10))] == [
        "9/9",
        "10/10 (100 %)",
        "0/10 (0 %)",
    ]


def test_breaks_asked_for_and_taken_unasked_are_counted_apart() -> None:
    facts = [fact(0, "started"), *prompt(10, "break-1", "done", "break")]
    facts += prompt(100, "break-2", "auto_credited", "break")
    facts += prompt(200, "break-3", "skipped", "break")
    facts += [fact(300, "natural", "break-4", evidence="locked")]
    facts += [fact(400, "natural", "break-5", evidence="not_running")]
    assert stats.by_day(facts, moment(500))[DAY].breaks == (2, 1)
    text = "\n".join(figures_table.lines(of(facts), [DAY]))
    assert "Breaks unasked   1\n" in text
    assert "Not counted      1 taken without an answer\n" in text
    line = status.today_line(of(facts))
    assert line.startswith("Today: 1 of 2 done · 1 break taken without an answer · 1 break taken unasked · ")


def test_an_unbroken_stretch_ends_with_a_break_or_five_minutes_away_and_not_before() -> None:
    facts = [
        fact(0, "started"),
        *(fact(1000, "away", reason="locked"), fact(1299, "back", away=299)),
        *(fact(2299, "away", reason="locked"), fact(2599, "back", away=300)),
        fact(4099, "done", "break-1", kind="break"),
    ]
    assert stats.by_day(facts, moment(5099))[DAY].longest == 2000
    assert stats.by_day(facts[:-1], moment(5099))[DAY].longest == 2500


def test_a_time_in_which_nobody_saw_anything_ends_an_unbroken_stretch() -> None:
    facts = [fact(0, "started"), fact(1000, "stopped"), fact(1010, "started"), fact(1900, "stopped")]
    assert stats.by_day(facts, moment(1900))[DAY].longest == 1000


def test_desk_time_falls_into_the_hours_of_the_day() -> None:
    facts = [fact(1800, "started"), fact(2 * 3600 + 60, "stopped")]
    assert stats.by_day(facts, moment(9000))[DAY].at_desk == {9: 1800.0, 10: 3600.0, 11: 60.0}


@pytest.mark.parametrize("name", ["backfilled", "day_off", "deleted", "programme_kept"])
def test_what_a_command_writes_tells_nothing_of_the_desk(name: str) -> None:
    details = {"before": "2026-03-01", "programme": "neck-0abcdef0"}
    killed = [fact(0, "started"), fact(900, "away", reason="locked"), fact(1000, "back", away=100)]
    later = [fact(30_000, name, None, **details), fact(40_000, "started", after=39_000)]
    assert stats.by_day([*killed, *later], moment(40_001))[DAY].desk_time == 900
    assert last_moment([*killed, later[0]]) == moment(1000)


def test_the_manual_says_which_definitions_are_of_this_version() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    section = manual.partition("## Definitions, and their version")[2].partition("\n## ")[0]
    since = [
        line.split("|")[3].split(";")[0].strip() for line in section.splitlines() if line.startswith("|")
    ]
    assert max(since[2:], key=int) == stats.VERSION
    for definition in ("completion", "response", "break coverage", "programme adherence", "days observed"):
        assert f"\n| {definition} | " in section
        assert any(text.lower().startswith(definition) for text in stats.DEFINITIONS)
