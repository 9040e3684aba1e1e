"""The diary keeps what was said, corrections too, in a file that is the person's alone."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from unit.fakes import Stage

from posture_pal import cli, diary, diary_file, menu
from posture_pal.diary import Entry

pytestmark = pytest.mark.unit

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


def entry(minutes: int = 0, day: date = DAY, **words: str) -> Entry:
    return diary.said(day, AT + timedelta(minutes=minutes), words)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diary.jsonl"


def test_pain_is_a_whole_number_from_0_to_10() -> None:
    assert entry(pain="0").pain == 0
    assert entry(pain="10").pain == 10
    for wrong in ("11", "-1", "3.5", "", "mild", "٣", "1" * 5000):
        with pytest.raises(ValueError, match="whole number from 0 to 10"):
            entry(pain=wrong)


@pytest.mark.parametrize(
    ("words", "headache", "severity"),
    [("no", False, None), ("yes", True, None), ("0", False, 0), ("7", True, 7)],
)
def test_a_headache_is_no_or_yes_or_how_strong(words: str, headache: bool, severity: int | None) -> None:
    said = entry(headache=words)
    assert (said.headache, said.severity) == (headache, severity)


def test_what_was_said_later_stands_and_the_rest_stays() -> None:
    told = diary.by_day([entry(0, pain="3", note="long day"), entry(5, headache="4"), entry(9, pain="2")])
    assert (told[DAY].pain, told[DAY].severity, told[DAY].note) == (2, 4, "long day")


def test_a_headache_corrected_to_none_takes_its_strength_along() -> None:
    told = diary.by_day([entry(headache="6"), entry(5, headache="no")])
    assert (told[DAY].headache, told[DAY].severity) == (False, None)


def test_a_day_taken_back_is_gone_and_can_be_written_anew() -> None:
    taken_back = Entry(DAY, AT, cleared=True)
    assert diary.by_day([entry(pain="3", headache="2"), taken_back]) == {}
    assert diary.by_day([entry(pain="3"), taken_back, entry(headache="no")])[DAY].pain is None


def test_a_correction_is_kept_beside_what_it_corrects(file: Path) -> None:
    diary_file.add(file, entry(pain="3"))
    diary_file.add(file, entry(5, pain="4"))
    assert [one.pain for one in diary_file.read(file)] == [3, 4]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_the_file_is_for_its_owner_alone_from_the_first_byte(file: Path) -> None:
    before = os.umask(0)
    try:
        diary_file.add(file, entry(pain="3"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    diary_file.add(file, entry(pain="4"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_torn_by_a_power_cut_takes_no_other_with_it(file: Path) -> None:
    diary_file.add(file, entry(pain="3"))
    with file.open("ab") as torn:
        torn.write(b'{"day": "2026-03-0')
    diary_file.add(file, entry(5, pain="4"))
    assert [one.pain for one in diary_file.read(file)] == [3, 4]
    assert diary.parse(file.read_text())[1] == [2]


def test_a_note_is_one_line_of_bounded_length() -> None:
    assert entry(note="a\n\x1b[31mb\tc ").note == "a [31mb c"
    with pytest.raises(ValueError, match="at most 500"):
        entry(note="x" * 501)


@given(st.text())
def test_no_text_in_the_file_is_more_than_a_line_passed_over(text: str) -> None:
    entries, bad = diary.parse(text)
    assert len(entries) + len(bad) <= text.count("\n") + 1


@given(
    pain=st.none() | st.integers(0, 10),
    headache=st.none() | st.booleans(),
    note=st.none() | st.text(max_size=40),
)
def test_an_entry_comes_back_from_its_line(pain: int | None, headache: bool | None, note: str | None) -> None:
    one = Entry(DAY, AT, pain, headache, None, note)
    assert diary.parse(diary.line(one) + "\n") == ([one], [])


def test_a_file_with_numbers_beyond_the_scale_is_not_believed() -> None:
    for wrong in ('"pain": 11', '"pain": true', '"pain": "3"', '"headache": 1', '"note": 3'):
        text = f'{{"day": "2026-03-02", "written": "2026-03-02T16:30:00+00:00", {wrong}}}'
        assert diary.parse(text) == ([], [1])


def test_the_menu_offers_the_diary_in_two_clicks_only_to_who_switched_it_on() -> None:
    stage = Stage()
    stage.service.start()
    plan, state, now = stage.service.plan, stage.service.state, stage.clock.now()
    labels = [item.label for item in menu.face(plan, state, now, "Today", {}).items]
    assert not any(label.startswith("Log") for label in labels)
    shown = menu.face(replace(plan, diary_enabled=True), state, now, "Today", {}).items
    entries = [item for item in shown if item.label.startswith("Log")]
    assert [item.label for item in entries] == ["Log how I feel…"]
    assert not any(child.children for child in entries[0].children)
    commands = [child.command for child in entries[0].children]
    assert len(commands) == 23
    assert ("feel", "pain", "0") in commands
    assert ("feel", "headache", "10") in commands
    assert ("feel", "headache", "no") in commands


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    (tmp_path / "config.toml").write_text("[diary]\nenabled = true\n")
    return tmp_path


@pytest.mark.usefixtures("home")
def test_the_command_writes_lists_corrects_and_takes_back(capsys: pytest.CaptureFixture[str]) -> None:
    day = ("--day", "2026-03-02")
    assert cli.main(["diary", "add", *day, "--pain", "3", "--headache", "2"]) == 0
    assert cli.main(["diary", "add", *day, "--pain", "4"]) == 0
    capsys.readouterr()
    assert cli.main(["diary"]) == 0
    assert capsys.readouterr().out == "2026-03-02  pain 4 of 10 · headache 2 of 10\n"
    cli.main(["diary", "--history"])
    assert len(capsys.readouterr().out.splitlines()) == 2
    cli.main(["diary", "clear", *day])
    capsys.readouterr()
    cli.main(["diary"])
    assert capsys.readouterr().out == "The diary is empty.\n"


@pytest.mark.parametrize(
    "wrong", [["--pain", "11"], [], ["--day", "2999-01-01", "--pain", "1"], ["--headache", "bad"]]
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(home: Path, wrong: list[str]) -> None:
    assert cli.main(["diary", "add", *wrong]) == 2
    assert not (home / "data" / "diary.jsonl").exists()


def test_a_diary_that_is_off_takes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "config.toml").write_text("")
    assert cli.main(["diary", "add", "--pain", "1"]) == 1
    assert "enabled = true" in capsys.readouterr().err
    assert not (home / "data" / "diary.jsonl").exists()
