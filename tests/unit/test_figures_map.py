"""Figures by day and by hour, and the map of when somebody was at the desk, in a terminal's letters."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import months
import pytest

from posture_pal import cli, event_log, figures_map, stats
from posture_pal.stats import Day

pytestmark = pytest.mark.unit

MONDAY = date(2026, 3, 2)


def day(offset: int = 0, **told: object) -> Day:
    return Day(MONDAY + timedelta(days=offset), True, **told)  # type: ignore[arg-type]


def test_the_map_shades_each_hour_by_its_quarters() -> None:
    at_desk = {9: 900.0, 10: 1800.0, 11: 2700.0, 12: 3600.0, 13: 59.0, 14: 901.0}
    lines = figures_map.heat_map({MONDAY: day(at_desk=at_desk, desk_time=9959.0)}, [MONDAY])
    assert lines[0].split() == ["At", "the", "desk", "09", "10", "11", "12", "13", "14"]
    assert lines[1] == "  Mon 02 Mar  2 h 45 min  ░░ ▒▒ ▓▓ ██    ▒▒"
    assert lines[0].index("09") == lines[1].index("░░")


def test_in_a_narrow_terminal_an_hour_of_the_map_has_one_column() -> None:
    at_desk = {7: 900.0, 8: 3600.0, 10: 1800.0, 22: 3600.0}
    lines = figures_map.heat_map({MONDAY: day(at_desk=at_desk, desk_time=9900.0)}, [MONDAY], 60)
    assert lines[0] == "  At the desk             07 10 13 16 19 22"
    assert lines[1] == "  Mon 02 Mar  2 h 45 min  ░█ ▒           █"
    assert lines[0].index("10") == lines[1].index("▒")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("width", [54, 60, 80])
@pytest.mark.parametrize("by", ["reminder", "day", "hour"])
def test_nothing_is_wider_than_the_terminal_and_what_matters_most_stays(
    by: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert cli.main(["stats", "--days", "3660", "--by", by]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert any({"shown", "done", "completion"} <= set(line.split()) for line in lines)
    assert any("Days observed" in line for line in lines)


def test_a_day_on_which_the_program_did_not_run_says_so_and_is_no_zero() -> None:
    told = {MONDAY: day(at_desk={9: 3600.0}, desk_time=3600.0)}
    days = [MONDAY, MONDAY + timedelta(days=1)]
    assert figures_map.heat_map(told, days)[2] == "  Tue 03 Mar  not running"
    assert figures_map.by_day(told, days)[3].endswith("not running")


def test_what_was_deleted_is_told_with_every_view_of_those_days_and_is_no_day_without_the_program(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["data", "delete", "--before", "2026-03-16", "--yes"]) == 0
    for by in ("reminder", "day", "hour"):
        capsys.readouterr()
        assert cli.main(["stats", "--days", "3660", "--by", by]) == 0
        assert "what was before 16 March 2026: days without data" in capsys.readouterr().out
        assert cli.main(["stats", "--days", "3660", "--by", by, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["deleted_before"] == "2026-03-16"
    facts = event_log.read(home / "data" / "facts.sqlite3")
    told = stats.by_day(facts, facts[-1].at)
    days = [date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 29)]
    rows = figures_map.by_day(told, days)[2:5]
    assert rows[0].endswith("deleted")
    assert rows[1].endswith("min")
    assert rows[2].endswith("not running")
    assert figures_map.heat_map(told, days)[1] == "  Sun 15 Mar  deleted"
    later = stats.of_days(told, frozenset({1}), [date(2026, 3, 16)])
    assert later.deleted_before is None


def test_a_day_off_says_so() -> None:
    told = {MONDAY: Day(MONDAY, marked_off=True)}
    assert figures_map.by_day(told, [MONDAY])[2].endswith("day off")


def test_days_add_up_to_the_period() -> None:
    facts = months.facts("returning")
    told = stats.by_day(facts, facts[-1].at)
    days = [months.FIRST + timedelta(days=n) for n in range(28)]
    rows = [line.split() for line in figures_map.by_day(told, days)[2:30]]
    whole = stats.of_days(told, frozenset({1, 2, 3, 4, 5}), days)
    ran = [row for row in rows if row[-1] != "running"]
    assert len(ran) == 15
    assert sum(int(row[3]) for row in ran) == whole.prompts
    assert sum(int(row[4]) for row in ran) == whole.outcomes["done"]


def test_hours_add_up_to_the_period() -> None:
    facts = months.facts("returning")
    told = stats.by_day(facts, facts[-1].at)
    hours = figures_map.hours_of(told.values())
    assert sum(counts.get("prompts", 0) for counts in hours.values()) == sum(
        one.outcomes["prompts"] for one in told.values()
    )
    assert min(hours) >= 9


def test_nothing_recorded_is_said_in_words() -> None:
    assert figures_map.by_hour({}, [MONDAY]) == [
        "  No prompt was shown in these days.",
        "",
        "  Nobody was at the desk in these days.",
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    facts = months.facts("returning")
    log, _ = event_log.open_log(tmp_path / "data" / "facts.sqlite3", facts[0].at)
    log.append(facts, "")
    log.close()
    return tmp_path


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("by", ["reminder", "day", "hour"])
def test_the_command_shows_each_of_them_and_has_them_for_scripts(
    by: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["stats", "--days", "3660", "--by", by]) == 0
    assert capsys.readouterr().out
    assert cli.main(["stats", "--days", "3660", "--by", by, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["definitions_version"] == stats.VERSION
    assert (f"by_{by}" in told) or by == "reminder"
    assert told["completion"]["of"] > 100
