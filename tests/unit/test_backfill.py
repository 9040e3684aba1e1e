"""What is entered later is told as entered later, everywhere, and is never taken for done at the time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import months
import pytest

from posture_pal import cli, daily, event_log, paths, programme_files, stats
from posture_pal.clock import SystemClock
from posture_pal.model import Fact, Moment
from posture_pal.stats import completion

pytestmark = pytest.mark.unit

NOW = SystemClock().now()
TODAY = NOW.day
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 7)
"""Of last week: nobody can go back to a date that a test has written down."""

PROGRAMME = f"""
posture_pal_programme = 1
title = "Three a day"
author = "R. Example"
starts = {MONDAY}
ends = {MONDAY + timedelta(days=41)}
[[phase]]
times_per_day = 3
  [[phase.exercise]]
  id = "chin_tuck"
  [[phase.exercise]]
  id = "scap_retraction"
  times_per_day = 2
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A programme in force since Monday of last week, on which one session was done and the program ran."""
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    file = tmp_path / "three.toml"
    file.write_text(PROGRAMME)
    chosen = programme_files.read(file)
    programme_files.use(chosen, MONDAY)
    used = {"programme": chosen.id, "title": chosen.title, "author": chosen.author}
    facts = [_fact(-1, "started"), _fact(-1, "programme_used", **used)]
    done = {"kind": "stretch", "programme": chosen.id, "items": ["chin_tuck", "scap_retraction"]}
    facts += [_fact(0, "prompted", "three-a-day.1", **done), _fact(0, "done", "three-a-day.1", **done)]
    facts += [_fact(0, "stopped")]
    log, _ = event_log.open_log(paths.log_file(), facts[0].at)
    log.append(facts, "")
    log.close()
    return tmp_path


def _fact(day: int, name: str, reminder: str | None = None, **details: Any) -> Fact:
    wall = NOW.wall.replace(hour=10, minute=0) + timedelta(days=(MONDAY - TODAY).days + day)
    return Fact(Moment(wall, 1000.0), name, reminder, reminder and f"{reminder}-{day}", details)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The programme as the data of the last four weeks has it."""
    capsys.readouterr()
    assert cli.main(["report", "--json", "--preview"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["programmes"][0]
    return found


@pytest.mark.usefixtures("home")
def test_a_session_entered_later_stands_beside_what_was_done_and_is_in_no_share(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = told(capsys)
    assert cli.main(["backfill", str(MONDAY), "--times", "2"]) == 0
    after = told(capsys)
    assert after["sessions"]["adherence"] == before["sessions"]["adherence"]
    assert (before["sessions"]["entered_later"], after["sessions"]["entered_later"]) == (0, 2)
    # Two of Monday's three sessions hold the second exercise: one was done, the other is entered.
    assert [one["entered_later"] for one in after["exercises"]] == [2, 1]
    monday = after["days"][0]
    assert (monday["done"], monday["prescribed"], monday["entered_later"]) == (1, 3, 2)


@pytest.mark.usefixtures("home")
def test_a_day_without_the_program_is_told_as_entered_later_and_stays_in_the_denominator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    cli.main(["backfill", str(tuesday), "--times", "3"])
    day = told(capsys)["days"][1]
    assert (day["state"], day["done"], day["prescribed"]) == ("later", 0, 3)
    found = daily.read(paths.log_file(), tuesday, tuesday, None).days[tuesday]
    assert not found.ran
    assert found.desk_time == 0
    assert completion(found.outcomes) == stats.Share(0, 0)


@pytest.mark.usefixtures("home")
def test_no_more_is_entered_than_was_prescribed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backfill", str(MONDAY), "--times", "3"]) == 2
    assert "prescribes 3 sessions" in capsys.readouterr().err
    assert cli.main(["backfill", str(MONDAY), "--times", "2"]) == 0
    assert cli.main(["backfill", str(MONDAY), "--times", "1"]) == 2
    assert "0 can be entered" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_some_exercises_of_a_session_can_be_entered_alone(capsys: pytest.CaptureFixture[str]) -> None:
    tuesday = str(MONDAY + timedelta(days=1))
    assert cli.main(["backfill", tuesday, "--times", "1", "--only", "chin_tuck"]) == 0
    assert [one["entered_later"] for one in told(capsys)["exercises"]] == [1, 0]
    assert cli.main(["backfill", tuesday, "--times", "1", "--only", "headstand"]) == 2
    assert "'headstand'" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_without_a_number_the_day_is_shown_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    before = len(event_log.read(paths.log_file()))
    assert cli.main(["backfill", str(MONDAY)]) == 0
    assert "prescribed     3 sessions" in capsys.readouterr().out
    assert len(event_log.read(paths.log_file())) == before


@pytest.mark.usefixtures("home")
def test_a_reminder_of_ones_own_is_entered_by_its_name_and_kept_out_of_completion() -> None:
    assert cli.main(["backfill", str(MONDAY), "posture", "--times", "2"]) == 0
    found = daily.read(paths.log_file(), MONDAY, MONDAY, None).days[MONDAY]
    assert found.tallies["posture"].counts == {"backfilled": 2}
    assert completion(found.tallies["posture"].counts) == stats.Share(0, 0)
    assert all(fact.details["entered"] for fact in event_log.read(paths.log_file(), names=["backfilled"]))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ["backfill", str(TODAY + timedelta(days=1)), "--times", "1"],
        lambda: ["backfill", str(TODAY - timedelta(days=29)), "posture"],
        lambda: ["backfill", str(MONDAY), "juggling"],
        lambda: ["backfill", str(MONDAY), "posture", "--times", "25"],
        lambda: ["day-off", str(TODAY - timedelta(days=40))],
    ],
)
@pytest.mark.usefixtures("home")
def test_what_makes_no_sense_is_refused_and_nothing_is_written(wrong: Callable[[], list[str]]) -> None:
    before = len(event_log.read(paths.log_file()))
    assert cli.main(wrong()) == 2
    assert len(event_log.read(paths.log_file())) == before


@pytest.mark.usefixtures("home")
def test_a_day_off_leaves_the_denominators_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    before = told(capsys)["sessions"]["adherence"]["of"]
    tuesday = MONDAY + timedelta(days=1)
    cli.main(["day-off", str(tuesday)])
    after = told(capsys)
    assert after["sessions"]["adherence"]["of"] == before - 3
    assert after["marked_off"] == [str(tuesday)]
    assert after["days"][1]["state"] == "off"
    assert not daily.read(paths.log_file(), tuesday, tuesday, None).days[tuesday].ran
    cli.main(["day-off", str(tuesday), "--undo"])
    assert told(capsys)["sessions"]["adherence"]["of"] == before


@pytest.mark.usefixtures("home")
def test_the_record_is_sound_and_desk_time_is_what_it_was() -> None:
    whole = daily.read(paths.log_file(), months.FIRST, TODAY, None).days
    cli.main(["backfill", str(MONDAY), "--times", "1"])
    cli.main(["day-off", str(TODAY + timedelta(days=3))])
    log, _ = event_log.open_log(paths.log_file(), NOW)
    assert log.verify() == ()
    log.close()
    after = daily.read(paths.log_file(), months.FIRST, TODAY, None).days
    assert {day: one.desk_time for day, one in after.items()} == {d: o.desk_time for d, o in whole.items()}


@pytest.mark.usefixtures("home")
def test_what_was_prescribed_after_a_deletion_is_still_prescribed(capsys: pytest.CaptureFixture[str]) -> None:
    before = told(capsys)
    tuesday = MONDAY + timedelta(days=1)
    assert cli.main(["data", "delete", "--before", str(tuesday), "--yes"]) == 0
    after = told(capsys)
    assert after["days"][0]["state"] == "deleted"
    assert after["sessions"]["adherence"]["of"] == before["sessions"]["adherence"]["of"]
    assert after["sessions"]["adherence"]["n"] == 0
    assert cli.main(["data", "delete", "--before", str(tuesday), "--yes"]) == 0
    assert told(capsys) == after
