"""A day of use from end to end, in short: one done, one snoozed, one skipped, one missed, and the sums."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop

CONFIG = (
    SHORT.replace('expires_after = "5 min"', 'expires_after = "4 s"').replace("2 s", "3 s")
    + reminder("look", "3 s")
    + reminder("walk", "8 h", kind="break", lasts="5 min")
)

EXPECTED = [
    ("started", None),
    ("prompted", "look"),
    ("done", "look"),
    ("prompted", "look"),
    ("snoozed", "look"),
    ("prompted", "look"),
    ("done", "look"),
    ("prompted", "look"),
    ("skipped", "look"),
    ("prompted", "look"),
    ("missed", "look"),
    ("prompted", "walk"),
    ("partial", "walk"),
    ("paused", None),
]


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def after_the_day(desktop: VirtualDesktop) -> Iterator[Program]:
    """The program after all of it, paused so that the sums stand still."""
    with running(desktop, CONFIG) as pal:
        pal.notice("Time to change position")
        desktop.press("Done")
        pal.fact("done")

        pal.notice("Time to change position", 2)
        pal.choose("Snooze", "3 s")
        pal.notice("Time to change position", 3)
        desktop.press("Done")
        pal.fact("done", 2)

        pal.notice("Time to change position", 4)
        assert pal.cli("skip", "--reason", "on the phone").stdout == "Skipped: look.\n"

        missed = pal.notice("Time to change position", 5)
        pal.fact("missed")
        pal.gone(missed)

        pal.choose("Take", "walk")
        pal.notice("Time for a break")
        assert pal.cli("partial", "0.5").stdout == "Noted as done in part: walk.\n"
        pal.cli("pause")
        yield pal


def test_every_fact_is_in_the_log_in_order_and_nothing_else(after_the_day: Program) -> None:
    facts = [(fact.name, fact.reminder) for fact in after_the_day.facts()]
    assert facts == EXPECTED


def test_every_occurrence_ended_once_under_one_name(after_the_day: Program) -> None:
    outcomes = [
        (fact.name, fact.occurrence) for fact in after_the_day.facts("done", "skipped", "missed", "partial")
    ]
    assert len({occurrence for _, occurrence in outcomes}) == len(outcomes) == 5
    shown = [fact.occurrence for fact in after_the_day.facts("prompted")]
    assert set(shown) == {occurrence for _, occurrence in outcomes}
    assert shown[1] == shown[2], "the snoozed one came back as another"
    assert [fact.details["showing"] for fact in after_the_day.facts("prompted")] == [1, 1, 2, 1, 1, 1]
    assert after_the_day.facts("skipped")[0].details["reason"] == "on the phone"


def test_each_came_when_it_was_due(after_the_day: Program) -> None:
    """Three seconds at the desk after the end of the one before, and never sooner."""
    at = {index: fact.at.elapsed for index, fact in enumerate(after_the_day.facts())}
    for prompted, since in ((1, 0), (3, 2), (5, 4), (7, 6), (9, 8)):
        assert 3.0 <= at[prompted] - at[since] < 3.6, f"{prompted}: {at[prompted] - at[since]}"
    assert 4.0 <= at[10] - at[9] < 4.6, "the missed one was not taken down in time"


def test_tray_status_and_stats_agree_to_the_digit(after_the_day: Program) -> None:
    pal = after_the_day
    stats, status = pal.stats(), pal.status()
    assert stats["completion"] == {"n": 2, "of": 5, "percent": None}
    assert stats["response"] == {"n": 4, "of": 5, "percent": None}
    outcomes = {name: count for name, count in stats["outcomes"].items() if count}
    assert outcomes == {"done": 2, "skipped": 1, "missed": 1, "partial": 1}
    assert (stats["prompts"], stats["snoozes"]) == (5, 1)
    assert stats["by_reminder"]["walk"]["partial"] == 1

    today = status["today"]
    assert (today["done"], today["of"], today["answered"]) == (2, 5, 4)
    assert today["outcomes"] == stats["outcomes"]
    assert today["desk_time"] == pytest.approx(stats["desk_time"], abs=2)
    tray = pal.menu().find("Today").label
    assert tray == status["today_line"]
    assert tray.startswith("Today: 2 of 5 done · ")
    assert f"\n{tray}\n" in pal.cli("status").stdout


def test_the_table_says_the_same_as_the_json(after_the_day: Program) -> None:
    table = after_the_day.cli("stats", "--days", "1").stdout
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines() if line.strip()}
    assert rows["look"][:5] == ["4", "2", "0", "1", "1"]
    assert rows["walk"][:5] == ["1", "0", "1", "0", "0"]
    assert rows["all"] == ["5", "2", "1", "1", "1", "2/5"]


def test_nothing_is_left_on_screen_and_nothing_is_in_trouble(
    after_the_day: Program, desktop: VirtualDesktop
) -> None:
    assert desktop.notices.open() == []
    assert after_the_day.status()["troubles"] == {}
    assert all(notice.error is None for notice in after_the_day.notices())


def test_the_day_is_still_told_after_the_program_has_ended(after_the_day: Program) -> None:
    before = after_the_day.stats()
    assert after_the_day.cli("quit").returncode == 0
    assert after_the_day.ended() == 0
    after = after_the_day.stats()
    assert after["outcomes"] == before["outcomes"]
    assert [fact.name for fact in after_the_day.facts()] == [*(name for name, _ in EXPECTED), "stopped"]
