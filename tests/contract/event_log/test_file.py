"""What the file keeps, for whom, and how others read it meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from contract.event_log.facts import AMSTERDAM, NOW, POSIX, START, fact, numbers
from posture_pal.errors import LogUnusable
from posture_pal.event_log import EventLog, open_log, read, read_log
from posture_pal.model import Fact, Moment

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
WALLS = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001 - Hypothesis wants its bounds so
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, AMSTERDAM, ZoneInfo("Asia/Kathmandu"))),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def known(one: Fact) -> tuple[Any, ...]:
    # Two aware times of different zones never compare equal in an hour that a clock change repeats or skips.
    wall, utc = one.at.wall.isoformat(), one.at.wall.astimezone(UTC)
    return wall, utc, one.at.elapsed, one.name, one.reminder, one.occurrence, one.details


@given(
    st.lists(
        st.builds(
            Fact,
            st.builds(Moment, WALLS, st.floats(-1e9, 1e9)),
            WORDS,
            st.none() | WORDS,
            st.none() | WORDS,
            st.dictionaries(st.text(), JSON, max_size=3),
        ),
        max_size=4,
    )
)
def test_any_fact_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, facts: list[Fact]) -> None:
    folder = tmp_path_factory.mktemp("any")
    log, _ = open_log(folder / "facts.sqlite3", NOW)
    log.append(facts, "")
    assert [known(one) for one in log.facts()] == [known(one) for one in facts]
    log.close()
    shutil.rmtree(folder)


def test_a_fact_that_cannot_be_written_as_it_is_keeps_no_other_out(log: EventLog) -> None:
    odd = Fact(NOW, "held", "a\udcffb", details={"when": START, "much": float("nan")})
    log.append([fact(1), odd, fact(2)], "")
    told = list(log.facts())
    assert [one.name for one in told] == ["held"] * 3
    assert told[1].reminder == "a?b"
    assert told[1].details == {"unwritable": "Out of range float values are not JSON compliant"}


def test_a_wall_time_without_a_zone_is_refused_with_all_that_came_with_it(log: EventLog) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        log.append([fact(1), Fact(Moment(datetime(2026, 3, 2), 1.0), "done")], "")  # noqa: DTZ001
    assert log.count() == 0


def test_a_closed_record_is_one_file_and_opens_again_with_all_of_it(path: Path, log: EventLog) -> None:
    log.append([fact(1)], "state")
    log.close()
    assert [file.name for file in path.parent.iterdir()] == ["facts.sqlite3"]
    again, note = open_log(path, NOW)
    assert (numbers(again), again.state(), note) == ([1], "state", None)
    again.close()


def test_a_commit_waits_for_the_disk_itself(log: EventLog) -> None:
    assert log.count() == 0
    assert log._connection is not None
    modes = [
        log._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    ]
    assert modes == ["wal", 2]


@POSIX
def test_the_files_are_private_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        log, _ = open_log(path, NOW)
        log.append([fact(1)], "")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        log.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("facts.sqlite3", "facts.sqlite3-wal", "facts.sqlite3-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@POSIX
def test_a_file_that_others_could_read_is_made_private(path: Path, log: EventLog) -> None:
    log.close()
    path.chmod(0o644)
    open_log(path, NOW)[0].close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE facts SET name = 'done'",
        "DELETE FROM facts",
        "REPLACE INTO facts SELECT 1, instant, local, day, elapsed, 'done', '', '', '{}' FROM facts",
        "INSERT INTO facts SELECT * FROM facts WHERE true ON CONFLICT (id) DO UPDATE SET name = 'done'",
    ],
)
def test_a_fact_is_neither_changed_nor_removed(path: Path, log: EventLog, change: str) -> None:
    log.append([fact(1)], "")
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="a fact is"):
        other.execute(change)
    other.close()
    assert numbers(log) == [1]


def test_forgotten_facts_are_gone_from_the_disk_too(path: Path, log: EventLog) -> None:
    log.append([fact(1, pain="SEVEN-OF-TEN"), fact(2, wall=START + timedelta(days=9))], "")
    log.forget_before(START.date() + timedelta(days=9))
    for file in path.parent.iterdir():
        assert b"SEVEN-OF-TEN" not in file.read_bytes(), file


def test_retention_lets_no_other_fact_go_and_shuts_its_way_again(path: Path, log: EventLog) -> None:
    log.append([fact(1), fact(2, wall=START + timedelta(days=9))], "")
    other = sqlite3.connect(path)
    other.execute("INSERT INTO retention VALUES ('2026-03-05')")
    with pytest.raises(sqlite3.IntegrityError, match="by retention alone"):
        other.execute("DELETE FROM facts")
    other.close()
    log.forget_before(START.date() + timedelta(days=9))
    log.append([fact(3)], "")  # of a day that was forgotten: the clock was set back
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="by retention alone"):
        other.execute("DELETE FROM facts WHERE occurrence = 'posture-3'")
    other.close()


def test_what_is_wrong_with_a_record_is_told_fact_by_fact(path: Path, log: EventLog) -> None:
    log.append([fact(5), fact(4), fact(1, "started"), fact(9), fact(3, "backfilled"), fact(10)], "")
    wrong = log.verify()
    assert len(wrong) == 1
    assert wrong[0].startswith("Fact 2: its clock stands 1 s before")
    other = sqlite3.connect(path)
    columns = "instant, local, day, elapsed, name, reminder, occurrence, details"
    for broken in ("0, local, day", "instant, local, '1999-01-01'", "instant, 'noon', day"):
        rest = "elapsed + 9, name, '', '', '{}' FROM facts WHERE id = 4"
        other.execute(f"INSERT INTO facts ({columns}) SELECT {broken}, {rest}")
    other.commit()
    other.close()
    assert [text.split(":")[0] for text in log.verify()] == ["Fact 2", "Fact 7", "Fact 8", "Fact 9"]
    with pytest.raises(LogUnusable, match="Fact 9"):
        list(log.facts())


def test_a_record_never_begun_reads_as_empty(path: Path) -> None:
    assert read(path) == []
    assert not path.parent.exists()
    path.parent.mkdir()
    path.touch()  # the first start of the program got no further than this
    assert read(path) == []


def test_a_reader_sees_what_is_written_beside_it_and_cannot_write(path: Path, log: EventLog) -> None:
    log.append([fact(1)], "one")
    reader: Any = read_log(path)
    log.append([fact(2)], "two")
    assert (numbers(reader), reader.state(), reader.count(), reader.verify()) == ([1, 2], "two", 2, ())
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM state")
    reader.close()


def test_readers_and_the_writer_never_keep_each_other_waiting(path: Path, log: EventLog) -> None:
    log.append([fact(n) for n in range(2000)], "")
    seen: list[list[int]] = []

    def read_all() -> None:
        seen.extend([one.details["n"] for one in read(path)] for _ in range(20))

    readers = [threading.Thread(target=read_all) for _ in range(2)]
    for reader in readers:
        reader.start()
    number = 2000
    while any(reader.is_alive() for reader in readers):
        log.append([fact(number)], "")
        number += 1
    assert len(seen) == 40
    assert all(told == list(range(len(told))) for told in seen)


def test_a_reader_of_a_damaged_record_says_so_and_leaves_it_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a record" * 50)
    with pytest.raises(LogUnusable, match="damaged"):
        read(path)
    assert path.read_bytes() == b"not a record" * 50
