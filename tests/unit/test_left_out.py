"""What a person leaves out of an export is in no form of it, nor to be worked out from what is there."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import months
import pytest
from report_reading import contents

from posture_pal import cli, event_log, stats
from posture_pal.model import Fact
from posture_pal.report import Contents, bundle, data, spreadsheet
from posture_pal.report.page import page

pytestmark = pytest.mark.unit

WORK = {"desk_time", "longest_unbroken", "full_hours", "full_hours_with_break"}
BREAKS = {"breaks_asked", "breaks_unasked"}
ANSWERS = {"prompts", "done", "partial", "skipped", "missed", "dismissed", "unobserved", "snoozes", "hurt"}


def without(*sections: str) -> Contents:
    facts = months.facts("clinic")
    return contents(facts, plan=months.plan("clinic"), entries=months.entries(), without=frozenset(sections))


def columns(table: str) -> set[str]:
    return set(csv.DictReader(io.StringIO(table, newline="")).fieldnames or ())


def occurrences(told: Contents) -> list[dict[str, str]]:
    table = spreadsheet.occurrences(told, stats.occurrences(months.facts("clinic")))
    return list(csv.DictReader(io.StringIO(table, newline="")))


def days(told: Contents) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data.data(told)["days"]
    return found


def test_without_the_work_no_form_says_how_long_anybody_was_at_the_desk() -> None:
    assert columns(spreadsheet.days(without())) >= WORK | BREAKS | ANSWERS | {"natural", "unseen"}
    told = without("work")
    assert not columns(spreadsheet.days(told)) & (WORK | BREAKS | {"natural", "unseen"})
    assert columns(spreadsheet.days(told)) >= ANSWERS
    assert all(not day.keys() & (WORK | BREAKS) and day["reminders"] is not None for day in days(told))
    for words in ("natural", "desk_time", "unbroken", "unasked"):
        whole = {k: v for k, v in data.data(told).items() if k != "definitions"}
        assert words not in json.dumps(whole)
    assert "natural" in {row["outcome"] for row in occurrences(without())}
    assert "natural" not in {row["outcome"] for row in occurrences(told)}


def test_without_the_reminders_no_day_says_what_was_answered_to_which() -> None:
    told = without("reminders")
    assert not columns(spreadsheet.days(told)) & (ANSWERS | {"natural"})
    assert columns(spreadsheet.days(told)) >= WORK | {"completion_n", "completion_of"}
    assert all("reminders" not in day and "done" in day for day in days(told))


def test_without_the_programme_nothing_shows_that_there_is_one() -> None:
    told = without("programme")
    assert "programme" in {row.name for row in without().rows}
    assert "programme" not in {row.name for row in told.rows}
    assert not [row for row in occurrences(told) if row["programme"] or "chin_tuck" in row["items"]]
    for text in (
        json.dumps({k: v for k, v in data.data(told).items() if k != "definitions"}),
        json.dumps(bundle.bundle(told)),
        page(told).partition("<footer")[0],
    ):
        assert not [word for word in ("neck-and", "Neck and", "R. Example", "chin_tuck") if word in text]


def test_without_the_programme_its_sessions_cannot_be_taken_from_the_sum() -> None:
    own = [fact for fact in months.facts("clinic") if "." not in (fact.reminder or "")]
    alone = contents(own, plan=months.plan("clinic"), without=frozenset({"programme"}))
    told = without("programme")
    assert without().total.completion.of > told.total.completion.of
    assert (told.total, told.figures) == (alone.total, alone.figures)
    assert [cell.share for cell in told.cells] == [cell.share for cell in alone.cells]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    facts: tuple[Fact, ...] = months.facts("steady")
    with closing(event_log.open_log(tmp_path / "home" / "data" / "facts.sqlite3", facts[0].at)[0]) as log:
        log.append(facts, "kept")
    return tmp_path


def test_without_the_days_there_is_no_table_of_days(home: Path) -> None:
    month = ("--from", "2026-03-02", "--to", "2026-03-29", "--csv", "--out", "r.csv")
    assert cli.main(["report", *month, "--without", "days"]) == 0
    assert {file.name for file in home.glob("r*")} == {"r-occurrences.csv"}
