"""`posture-pal simulate` as a user runs it: facts on standard output, or every problem and nothing else."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from played import text_of

from posture_pal.cli import main

DAY = text_of(
    [
        {"t": 0, "always": {"respond": "done", "after": 20}},
        {"t": 2000, "hold": "call"},
        {"t": 2600, "sleep": 600, "signal": False},
        {"t": 3000, "clock": 60},
        {"t": 3400, "release": "call"},
        {"t": 3500, "restart": 30},
        {"t": 3600, "request": "start", "reminder": "stretch"},
    ],
    lasts="3 h",
)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    file = tmp_path / "day.jsonl"
    file.write_text(DAY)
    return file


def test_every_line_is_a_fact_with_its_time_and_the_last_one_sums_up(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", str(day)]) == 0
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert told.err == ""
    assert [list(line)[:3] for line in lines] == [["t", "at", "fact"]] * len(lines)
    assert lines[0]["fact"] == "started"
    assert lines[-1]["fact"] == "summary"
    assert lines[-1]["t"] == 3 * 3600
    assert lines[-1]["desk_time"] == 3 * 3600 - 600 - 30
    assert lines[-1]["prompts"] == sum(line["fact"] == "prompted" and line["showing"] == 1 for line in lines)


def test_the_lines_have_the_form_of_the_manual(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["simulate", str(day)])
    prompt = next(line for line in capsys.readouterr().out.splitlines() if '"prompted"' in line)
    assert prompt.startswith(
        '{"t": 1830, "at": "2026-03-02T09:30:30+01:00", "fact": "prompted", "reminder": "posture", '
        '"occurrence": "'
    )


def test_a_day_that_is_whole_in_seconds_has_no_fractions(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["simulate", str(day)])
    assert "." not in capsys.readouterr().out


def test_the_day_may_come_from_standard_input(
    day: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["simulate", str(day)])
    from_file = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(DAY.encode())))
    assert main(["simulate", "-"]) == 0
    assert capsys.readouterr().out == from_file


def test_a_config_is_tried_instead_of_the_built_in_one(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = day.with_name("config.toml")
    config.write_text('[[reminder]]\nname = "stretch"\nkind = "stretch"\nevery = "10 min"\nlasts = "2 min"\n')
    assert main(["simulate", "--config", str(config), str(day)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["t"] for line in lines if line["fact"] == "prompted"][:2] == [630, 1280]


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland"])
def test_the_same_day_gives_the_same_bytes_wherever_it_is_played(
    day: Path, seed: str, zone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["simulate", str(day)])
    here = capsys.readouterr().out
    there = subprocess.run(
        [sys.executable, "-m", "posture_pal", "simulate", str(day)],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (there.stdout, there.stderr) == (here, "")


def test_it_reads_no_config_of_the_user_s_and_writes_nothing(
    day: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main(["simulate", str(day)])
    usual = capsys.readouterr().out
    home = tmp_path / "home"
    for name in (".config", ".local/share", ".local/state"):
        (home / name / "posture-pal").mkdir(parents=True)
    (home / ".config/posture-pal/config.toml").write_text("this is no config")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    before = sorted(tmp_path.rglob("*"))
    assert main(["simulate", str(day)]) == 0
    assert capsys.readouterr().out == usual
    assert sorted(tmp_path.rglob("*")) == before


# --- what cannot be played -----------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said on standard error, when nothing but that is said."""
    assert main(["simulate", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_every_bad_line_is_told_with_its_number_and_nothing_is_printed(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day.write_text(DAY + '{"t": 4000, "presense": "idle"}\n{"t": 5000, "sleep": "an hour"}\noops\n')
    said = refused(capsys, str(day))
    places = [line.split(": ")[0] for line in said.splitlines() if line.startswith(str(day))]
    assert places == [f"{day}:9", f"{day}:9", f"{day}:10", f"{day}:11"]


def test_a_reminder_that_the_config_does_not_have_is_a_bad_line(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day.write_text(text_of([{"t": 1, "request": "pause"}, {"t": 2, "request": "start", "reminder": "brake"}]))
    said = refused(capsys, str(day))
    assert f"{day}:3: reminder: " in said
    assert 'Did you mean "break"?' in said


def test_a_timeline_that_is_not_there_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "none.jsonl" in refused(capsys, str(tmp_path / "none.jsonl"))
    assert str(tmp_path) in refused(capsys, str(tmp_path))
    refused(capsys, "a\0b")


def test_a_bad_config_is_told_and_no_day_is_played(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = day.with_name("config.toml")
    config.write_text("[prompts]\nsettle = 30\n")
    assert f"{config}:2" in refused(capsys, "--config", str(config), str(day))


# --- what the written machine does ---------------------------------------------------------------------


def play_lines(capsys: pytest.CaptureFixture[str], day: Path, steps: list[dict[str, object]]) -> list[str]:
    day.write_text(text_of(steps, lasts="1 h"))
    assert main(["simulate", str(day)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [f"{line['t']} {line['fact']}" for line in lines[1:-1]]


def test_what_is_written_for_a_time_asleep_happens_on_waking_and_an_answer_does_not(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = [
        {"t": 1840, "sleep": 200},
        {"t": 1900, "respond": "done"},
        {"t": 1950, "hold": "fullscreen"},
        {"t": 2000, "presence": "locked"},
        {"t": 2300, "presence": "unlocked"},
    ]
    assert play_lines(capsys, day, steps) == [
        "1830 prompted",
        "1840 asleep",
        "1840 away",
        "2040 awake",
        "2040 back",
        "2040 away",
        "2300 back",
        "2430 missed",
    ]


def test_an_answer_at_the_second_of_waking_counts(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = [{"t": 1840, "sleep": 200}, {"t": 2040, "respond": "done"}]
    assert "2040 done" in play_lines(capsys, day, steps)


def test_a_day_may_end_asleep_or_while_the_program_does_not_run(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play_lines(capsys, day, [{"t": 100, "sleep": 86_400, "signal": False}]) == []
    assert play_lines(capsys, day, [{"t": 100, "sleep": 86_400}]) == ["100 asleep", "100 away"]
    assert play_lines(capsys, day, [{"t": 100, "restart": 86_400}]) == ["100 stopped"]


def test_each_showing_has_an_answer_of_its_own(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every prompt is answered after 400 s; this one is snoozed before, and shown again at 2140."""
    steps = [
        {"t": 0, "always": {"respond": "done", "after": 400}},
        {"t": 1840, "respond": "snooze"},
    ]
    assert play_lines(capsys, day, steps)[:4] == [
        "1830 prompted",
        "1840 snoozed",
        "2140 prompted",
        "2540 done",
    ]


def test_a_restart_within_a_restart_is_none_and_a_sleep_within_a_sleep_follows_it(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not running until 200, asleep until 260 and, written meanwhile, ten seconds more."""
    steps = [
        {"t": 100, "restart": 100},
        {"t": 150, "restart": 1000},
        {"t": 160, "sleep": 100},
        {"t": 170, "sleep": 10},
    ]
    assert play_lines(capsys, day, steps)[:3] == ["100 stopped", "270 started", "270 back"]
