"""No fact is lost on full and protected disks, beside other programs, or to a kill."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract.event_log.facts import NOW, fact, numbers
from posture_pal.errors import LogUnusable
from posture_pal.event_log import EventLog, open_log

HERE = Path(__file__).parent


def test_a_lock_by_another_program_is_told_and_the_same_facts_go_in_afterwards(
    path: Path, log: EventLog
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogUnusable, match="another program keeps it locked"):
        log.append([fact(1)], "")
    assert numbers(log) == []
    other.execute("ROLLBACK")
    other.close()
    log.append([fact(1), fact(2)], "")
    assert numbers(log) == [1, 2]


def test_a_full_file_keeps_nothing_by_halves_and_goes_on_once_there_is_room(log: EventLog) -> None:
    log.append([fact(0)], "0")
    assert log._connection is not None
    pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
    log._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LogUnusable, match="no space left"):
        log.append([fact(n, text="x" * 3000) for n in range(1, 20)], "1")
    assert (numbers(log), log.state()) == ([0], "0")
    log._connection.execute("PRAGMA max_page_count = 100000")
    log.append([fact(n, text="x" * 3000) for n in range(1, 20)], "1")
    assert (numbers(log), log.state(), log.verify()) == (list(range(20)), "1", ())


class FailsAfterCommit:
    """A connection whose commits reach the file and are reported as failed: a disk that lost its replies."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        done = self._connection.execute(sql, *values)
        if sql == "COMMIT":
            failure = sqlite3.OperationalError("disk I/O error")
            failure.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise failure
        return done


def test_facts_handed_in_again_after_a_doubtful_failure_are_kept_once(log: EventLog) -> None:
    log.append([fact(1), fact(2)], "a")
    log._connection = FailsAfterCommit(log._connection)  # type: ignore[assignment, arg-type]
    with pytest.raises(LogUnusable, match="disk I/O error"):
        log.append([fact(3), fact(4)], "b")
    log.append([fact(3), fact(4), fact(5)], "c")
    assert (numbers(log), log.state()) == ([1, 2, 3, 4, 5], "c")
    log.append([fact(5)], "d")  # an equal fact that nothing is doubtful about is a fact of its own
    assert numbers(log) == [1, 2, 3, 4, 5, 5]


def test_a_folder_where_the_file_should_be_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(LogUnusable, match="cannot be used"):
        open_log(path, NOW)


def ran(*command: str | Path) -> dict[str, Any]:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=HERE.parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def on_a_disk(mount: str, what: str, folder: Path) -> dict[str, Any]:
    """What disks.py says of a disk that only it sees."""
    own_mounts = ["unshare", "--map-root-user", "--mount"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*own_mounts, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip(
            "a small disk needs mounts of its own; run as root, or allow unprivileged user namespaces"
        )
    script = f'{mount} && exec "$@"'
    python = (sys.executable, HERE / "disks.py", what, folder)
    return ran(*own_mounts, "sh", "-c", script, "sh", *python)


def test_a_disk_that_fills_up_loses_nothing_kept_and_takes_the_refused_facts_later(tmp_path: Path) -> None:
    told = on_a_disk(f"mount -t tmpfs -o size=500k tmpfs '{tmp_path}'", "fill", tmp_path)
    assert told["kept"] > 10
    assert told["while_full"] == told["kept"]
    assert len(told["refusals"]) == 3
    assert all("no space left" in refusal for refusal in told["refusals"])
    assert (told["is_whole"], told["wrong"], told["files"]) == (True, [], ["facts.sqlite3"])


def test_a_record_begun_on_a_full_disk_can_be_begun_later(tmp_path: Path) -> None:
    told = on_a_disk(f"mount -t tmpfs -o size=500k tmpfs '{tmp_path}'", "begin_full", tmp_path)
    assert len(told["refusals"]) == 2
    assert all("no space left" in refusal for refusal in told["refusals"])
    assert (told["note"], told["kept"]) == (None, 1)


def write_protected(folder: Path) -> dict[str, Any]:
    mount = f"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}'"
    return on_a_disk(mount, "write_protected", folder)


def test_a_write_protected_disk_is_told_and_can_still_be_read(path: Path, log: EventLog) -> None:
    log.append([fact(1)], "")
    log.close()
    told = write_protected(path.parent)
    assert len(told["refusals"]) == 2
    assert all("writable" in refusal for refusal in told["refusals"])
    assert told["read"] == 1


def test_a_write_protected_record_of_a_killed_program_is_not_read_short(path: Path, log: EventLog) -> None:
    log.append([fact(1)], "")
    left = {file: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}
    log.close()
    for file, data in left.items():
        file.write_bytes(data)
    assert "cannot be opened" in write_protected(path.parent)["read"]


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="the killed programs are forked; run it on Linux or macOS"
)
def test_a_program_killed_at_any_moment_has_kept_every_fact_it_acknowledged(tmp_path: Path) -> None:
    told = ran(sys.executable, HERE / "kills.py", tmp_path, "200", "20260302")
    assert told["wrong"] == []
    assert told["rounds"] == 200
    assert told["acknowledged"] > 1000
