"""What becomes of a damaged file, of a missing one, and of files of other versions."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from contract.event_log.facts import NOW, POSIX, START, fact, numbers
from posture_pal.errors import LogUnusable
from posture_pal.event_log import EventLog, open_log, read
from posture_pal.event_log.schema import STEPS, VERSION, migrate
from posture_pal.model import Fact, Moment


def spoiled(path: Path, how: str) -> None:
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        {
            "text": b"What is this doing here?\n" * 400,
            "three bytes": b"SQL",
            "zeros": bytes(len(whole)),
            "cut in half": whole[:middle],
            "a page of noise": whole[:4096] + b"\xa5" * 4096 + whole[8192:],
            "half of it noise": whole[:middle] + b"\xff" * middle,
        }[how]
    )


@pytest.mark.parametrize(
    "how", ["text", "three bytes", "zeros", "cut in half", "a page of noise", "half of it noise"]
)
def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(path: Path, log: EventLog, how: str) -> None:
    log.append([fact(n) for n in range(300)], "")
    log.close()
    spoiled(path, how)
    damaged = path.read_bytes()
    fresh, note = open_log(path, NOW)
    fresh.append([fact(1)], "")
    kept = path.with_name("facts.corrupt-20260302-090000.sqlite3")
    assert kept.read_bytes() == damaged
    assert note is not None
    assert str(kept) in note
    assert note == fresh.note
    assert (numbers(fresh), fresh.verify()) == ([1], ())
    fresh.close()


def test_two_damaged_files_of_one_second_are_both_kept(path: Path, log: EventLog) -> None:
    log.close()
    for text in (b"first" * 99, b"second" * 99):
        path.write_bytes(text)
        open_log(path, NOW)[0].close()
    kept = sorted(file.name for file in path.parent.iterdir())
    assert kept == [
        "facts.corrupt-20260302-090000-2.sqlite3",
        "facts.corrupt-20260302-090000.sqlite3",
        "facts.sqlite3",
    ]


def test_another_programs_file_is_kept_aside_unchanged(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (url)")
    other.commit()
    other.close()
    log, note = open_log(path, NOW)
    log.close()
    assert note is not None
    kept = sqlite3.connect(path.with_name("facts.corrupt-20260302-090000.sqlite3"))
    assert [row[0] for row in kept.execute("SELECT name FROM sqlite_master")] == ["bookmarks"]
    kept.close()


def test_damage_while_running_begins_a_new_record_and_loses_no_fact_handed_in(
    path: Path, log: EventLog
) -> None:
    log.append([fact(n, text="x" * 400) for n in range(2000)], "")
    log.close()
    log.count()  # opens it again
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))
    assert log._connection is not None
    log._connection.execute("PRAGMA shrink_memory")  # as if it had been read long ago
    log.append([fact(5000)], "state")
    assert log.note is not None
    assert "facts.corrupt-20260302-090000.sqlite3" in log.note
    assert (numbers(log), log.state(), log.verify()) == ([5000], "state", ())


def test_side_files_of_a_record_that_is_gone_do_no_harm(path: Path, log: EventLog) -> None:
    log.append([fact(1)], "")
    side = path.with_name("facts.sqlite3-wal")
    left_over = side.read_bytes()
    log.close()
    path.unlink()
    side.write_bytes(left_over)
    fresh, note = open_log(path, NOW)
    assert (numbers(fresh), note, fresh.verify()) == ([], None, ())
    fresh.close()


@POSIX
@pytest.mark.parametrize("how", ["the file", "the folder"])
def test_a_record_deleted_while_running_is_begun_anew(path: Path, log: EventLog, how: str) -> None:
    log.append([fact(1)], "")
    path.unlink() if how == "the file" else shutil.rmtree(path.parent)
    log.append([fact(2)], "")
    log.close()
    assert log.note is not None
    assert "moved or deleted" in log.note
    assert [one.details["n"] for one in read(path)] == [2]


VERSION_1 = """
CREATE TABLE facts (id INTEGER PRIMARY KEY, instant INTEGER NOT NULL, local TEXT NOT NULL, day TEXT NOT NULL,
    elapsed REAL NOT NULL, name TEXT NOT NULL, reminder TEXT, occurrence TEXT, details TEXT NOT NULL);
CREATE INDEX facts_by_day ON facts (day);
CREATE INDEX facts_by_occurrence ON facts (occurrence) WHERE occurrence IS NOT NULL;
CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL);
CREATE TABLE retention (before TEXT NOT NULL);
INSERT INTO facts VALUES (1, 1772438400000000, '2026-03-02T09:00:00+01:00', '2026-03-02', 12.5, 'done',
    'posture', 'posture-1', '{"n":1,"evidence":"self_report"}');
INSERT INTO state VALUES (1, '{"version":1}');
PRAGMA application_id = 1347448881;
PRAGMA user_version = 1;
"""
"""A file as the first release wrote it. It stays as it is, whatever the schema becomes."""


@pytest.fixture
def first_version(path: Path) -> Path:
    path.parent.mkdir()
    old = sqlite3.connect(path)
    old.executescript(VERSION_1)
    old.close()
    return path


def test_a_file_of_version_1_is_brought_up_to_date_with_all_that_is_in_it(first_version: Path) -> None:
    log, note = open_log(first_version, NOW)
    assert note is None
    assert list(log.facts()) == [
        Fact(Moment(START, 12.5), "done", "posture", "posture-1", {"n": 1, "evidence": "self_report"})
    ]
    log.append([fact(20)], "new")
    assert (numbers(log), log.state(), log.verify()) == ([1, 20], "new", ())
    log.close()
    with sqlite3.connect(first_version) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
    file.close()


def test_steps_that_a_file_has_not_seen_are_taken_and_no_others(first_version: Path) -> None:
    file = sqlite3.connect(first_version, isolation_level=None)
    steps = (("this would fail",), *STEPS[1:], ("ALTER TABLE facts ADD COLUMN mood TEXT",))
    migrate(file, steps)
    assert file.execute("SELECT mood FROM facts").fetchall() == [(None,)]
    assert file.execute("PRAGMA user_version").fetchone() == (len(steps),)
    migrate(file, steps)
    file.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(first_version: Path) -> None:
    file = sqlite3.connect(first_version, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(file, (*STEPS, ("CREATE TABLE half_done (x)", "nonsense")))
    assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'half_done'").fetchall()
    file.close()


@pytest.mark.parametrize("opened", [lambda path: open_log(path, NOW), read])
def test_a_newer_programs_file_is_refused_and_left_untouched(path: Path, log: EventLog, opened: Any) -> None:
    log.append([fact(1)], "")
    log.close()
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version = {VERSION + 1}")
    file.close()
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(LogUnusable, match=r"newer Posture Pal.*Install the newer"):
        opened(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    if opened is not read:  # a reader may leave SQLite's own side files, empty, beside it
        assert [file.name for file in path.parent.iterdir()] == ["facts.sqlite3"]


def test_what_a_killed_newer_program_left_beside_its_file_is_left_there(path: Path, log: EventLog) -> None:
    log.close()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    newer = sqlite3.connect(path)
    newer.execute("CREATE TABLE moods (x)")
    newer.commit()
    left = {file: file.read_bytes() for file in path.parent.iterdir()}
    newer.close()
    for file, data in left.items():
        file.write_bytes(data)
    with pytest.raises(LogUnusable, match="newer Posture Pal"):
        open_log(path, NOW)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == left


def test_a_reader_does_not_bring_an_older_file_up_to_date(first_version: Path) -> None:
    file = sqlite3.connect(first_version)
    file.execute("PRAGMA user_version = 0")
    file.close()
    with pytest.raises(LogUnusable, match="Start Posture Pal once"):
        read(first_version)


PAGE = 4096


@pytest.mark.parametrize("noise", [b"\x00", b"\xff", b"\xa5"], ids=["zeros", "ones", "noise"])
def test_damage_to_any_single_page_is_found_and_nothing_is_ever_made_up(tmp_path: Path, noise: bytes) -> None:
    """Each page in turn: what is opened afterwards is whole, or is kept aside and said to be damaged."""
    whole = tmp_path / "whole.sqlite3"
    log, _ = open_log(whole, NOW)
    for first in range(0, 60, 4):
        log.append([fact(n, text="x" * 400) for n in range(first, first + 4)], str(first))
    log.close()
    data, told = whole.read_bytes(), read(whole)
    pages = len(data) // PAGE
    assert pages > 8
    for page in range(pages):
        path = tmp_path / f"page {page}" / "facts.sqlite3"
        path.parent.mkdir()
        path.write_bytes(data[: page * PAGE] + noise * PAGE + data[(page + 1) * PAGE :])
        again, note = open_log(path, NOW)
        again.append([fact(1000)], "after")
        facts = list(again.facts())
        assert facts == ([fact(1000)] if note else [*told, fact(1000)]), f"page {page}"
        assert again.verify() == (), f"page {page}"
        again.close()
        if note:
            (kept,) = path.parent.glob("facts.corrupt-*.sqlite3")
            assert kept.stat().st_size == len(data), f"page {page}"
            assert kept.name in note
