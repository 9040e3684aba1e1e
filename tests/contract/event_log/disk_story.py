"""What a program did to its files, as strace saw it, and what a power cut at any moment leaves of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,pwrite64,ftruncate,fdatasync,fsync,unlink,unlinkat,close"
_LINE = re.compile(r"^(?:\d+ )?(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+)")
_OPENED = re.compile(r'^AT_FDCWD, "(?P<path>[^"]*)"')
_WRITTEN = re.compile(r'^(?P<fd>\d+), "(?P<data>(?:\\x[0-9a-f]{2})*)", \d+, (?P<at>\d+)$')


@dataclass(frozen=True)
class Step:
    """One thing that happened to a file. data: what was written. at: where, or the new size."""

    what: str
    file: str
    data: bytes = b""
    at: int = 0


def read(trace: Path, *folders: Path) -> list[Step]:
    """The steps that concern files in these folders, in order."""
    opened: dict[str, str] = {}
    steps: list[Step] = []
    for line in trace.read_text().splitlines():
        found = _LINE.match(line)
        if found and not found["result"].startswith("-"):
            steps += _steps(found["call"], found["rest"], found["result"], opened, folders)
    return steps


def _steps(
    call: str, rest: str, result: str, opened: dict[str, str], folders: tuple[Path, ...]
) -> Iterator[Step]:
    number = rest.split(",", maxsplit=1)[0]
    if call == "openat" and (path := _OPENED.match(rest)):
        name = bytes.fromhex(path["path"].replace("\\x", "")).decode()
        opened.pop(result, None)
        if Path(name).parent in folders:
            opened[result] = Path(name).name
    elif call == "close":
        opened.pop(number, None)
    elif call in ("unlink", "unlinkat"):
        name = re.findall(r'"([^"]*)"', rest)[0]
        path_of = Path(bytes.fromhex(name.replace("\\x", "")).decode())
        if path_of.parent in folders:
            yield Step("unlink", path_of.name)
    elif number in opened:
        if call == "pwrite64" and (written := _WRITTEN.match(rest)):
            data = bytes.fromhex(written["data"].replace("\\x", ""))
            yield Step("write", opened[number], data, int(written["at"]))
        elif call == "ftruncate":
            yield Step("truncate", opened[number], at=int(rest.split(", ")[1]))
        elif call in ("fdatasync", "fsync"):
            yield Step("sync", opened[number])


def after_a_cut(steps: Sequence[Step], cut: int, kept: int) -> dict[str, bytes]:
    """The files after a power cut before step `cut`.

    What was synced is there. Of what was written to each file since, the drive had taken the first `kept`
    writes and no others, or with a negative number all but that one, counted from the last: drives reorder.
    """
    files: dict[str, bytearray] = {}
    unsure: dict[str, list[Step]] = {}
    for step in steps[:cut]:
        if step.what == "sync":
            for pending in unsure.pop(step.file, []):
                _apply(files, pending)
        elif step.what == "unlink":
            unsure.pop(step.file, None)
            files.pop(step.file, None)
        else:
            unsure.setdefault(step.file, []).append(step)
    for waiting in unsure.values():
        taken = (
            waiting[:kept] if kept >= 0 else [s for n, s in enumerate(waiting) if n != len(waiting) + kept]
        )
        for step in taken:
            _apply(files, step)
    return {name: bytes(data) for name, data in files.items()}


def _apply(files: dict[str, bytearray], step: Step) -> None:
    data = files.setdefault(step.file, bytearray())
    if step.what == "truncate":
        del data[step.at :]
        data.extend(bytes(step.at - len(data)))
    else:
        data.extend(bytes(max(0, step.at + len(step.data) - len(data))))
        data[step.at : step.at + len(step.data)] = step.data
