"""Whatever the moment at which the program is killed or the power goes: what was kept is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contract.event_log.disk_story import CALLS, Step, after_a_cut, read
from contract.event_log.facts import NOW
from contract.event_log.writes import COMMITS
from posture_pal.event_log import open_log

HERE = Path(__file__).parent
WRITES = "pwrite64,ftruncate,fdatasync,unlink"

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="it needs strace: sudo apt-get install strace"
)


def traced(folder: Path, *options: str) -> int:
    """Runs writes.py under strace in a folder; its exit code, negative for a signal."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["strace", *options, sys.executable, str(HERE / "writes.py")]
    files = [str(folder / "data" / "facts.sqlite3"), str(folder / "told")]
    return subprocess.run(
        [*command, *files], cwd=HERE.parents[2], capture_output=True, check=False, timeout=60
    ).returncode


def what_is_wrong(record: Path, acknowledged: int) -> list[str]:
    """What is not as it was promised, in the record of a program that was told so many commits are kept."""
    log, note = open_log(record, NOW)
    numbers = [fact.details["n"] for fact in log.facts()]
    found = [f"opened with a note: {note}"] if note else []
    found += log.verify()
    last = (numbers[-1] + 1) // 2 if numbers else 0
    begins = {0, COMMITS}  # those of the first day, which is half of the commits, are there or have gone
    if numbers and (numbers != list(range(numbers[0], 2 * last)) or numbers[0] not in begins):
        found.append(f"facts are missing or doubled: {numbers}")
    if numbers and numbers[0] and last <= COMMITS // 2:
        found.append(f"facts went before their time: {numbers}")
    if not acknowledged <= last <= acknowledged + 1:
        found.append(f"{acknowledged} commits were acknowledged, {last} are there")
    if (log.state() or "-1") != str(last - 1):
        found.append(f"the state is of commit {log.state()}, the last one is {last - 1}")
    log.close()
    return found


def test_a_kill_at_each_single_write_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    trace = tmp_path / "calls"
    assert traced(tmp_path / "whole", "-o", str(trace), "-e", f"trace={WRITES}") == 0
    calls = Counter(line.split("(", maxsplit=1)[0] for line in trace.read_text().splitlines() if "(" in line)
    writes = [(call, n) for call in WRITES.split(",") for n in range(1, calls[call] + 1)]
    assert len(writes) > 60

    def killed_at(write: tuple[str, int]) -> list[str]:
        call, number = write
        folder = tmp_path / f"{call} {number}"
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        code = traced(folder, "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        told = folder / "told"
        acknowledged = told.read_bytes()[0] if told.exists() and told.stat().st_size else 0
        wrong = what_is_wrong(folder / "data" / "facts.sqlite3", acknowledged)
        return [f"{call} {number}: {what}" for what in wrong + ([] if code else ["it was not killed"])]

    with ThreadPoolExecutor(2) as two:
        wrong = [what for found in two.map(killed_at, writes) for what in found]
    assert not wrong, "\n".join(wrong[:20])


def acknowledged_by(steps: list[Step]) -> int:
    told = [step.data[0] for step in steps if step.file == "told" and step.what == "write"]
    return told[-1] if told else 0


def test_a_power_cut_at_each_write_leaves_what_was_acknowledged_whatever_the_drive_had_taken(
    tmp_path: Path,
) -> None:
    """A drive keeps what was synced; of what was written since, it has some, in an order of its own."""
    trace, folder = tmp_path / "trace", tmp_path / "data"
    options = ("-o", str(trace), "-xx", "-s", "100000", "-e", f"trace={CALLS}")
    assert traced(tmp_path, *options) == 0
    steps = read(trace, folder, tmp_path)
    assert sum(step.what == "sync" for step in steps) > COMMITS
    assert acknowledged_by(steps) == COMMITS
    wrong: list[str] = []
    seen: set[tuple[int, frozenset[tuple[str, bytes]]]] = set()
    for cut in range(len(steps) + 1):
        acknowledged = acknowledged_by(steps[:cut])
        on_disk = [step for step in steps[:cut] if step.file != "told"]
        for kept in (0, 1, 2, 1000, -1, -2):
            files = after_a_cut(on_disk, len(on_disk), kept)
            state = acknowledged, frozenset(files.items())
            if state in seen:
                continue
            seen.add(state)
            wrong += [
                f"cut at {cut}, {kept} kept: {what}" for what in left_with(tmp_path, files, acknowledged)
            ]
    assert not wrong, "\n".join(wrong[:20])
    assert len(seen) > 150


def left_with(folder: Path, files: dict[str, bytes], acknowledged: int) -> list[str]:
    disk = folder / "disk"
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir()
    for name, data in files.items():
        if not name.endswith("-shm"):  # it is memory, and made anew
            (disk / name).write_bytes(data)
    return what_is_wrong(disk / "facts.sqlite3", acknowledged)
