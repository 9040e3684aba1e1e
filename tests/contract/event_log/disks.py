"""Writes the record onto a disk that fills up, or cannot be written; says on standard output what came of it.

Run as a program inside mounts of its own. Arguments: what to try, the folder where the disk is.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from posture_pal.errors import LogUnusable
from posture_pal.event_log import open_log, read
from posture_pal.model import Fact, Moment

NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0)


def fact(number: int) -> Fact:
    return Fact(Moment(NOW.wall, float(number)), "held", details={"n": number, "text": "x" * 500})


def fill(folder: Path) -> dict[str, object]:
    """Appends until the disk is full, reads, makes room, appends what was refused."""
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(150_000))
    log, _ = open_log(folder / "facts.sqlite3", NOW)
    kept = 0
    refusals: list[str] = []
    while len(refusals) < 3 and kept < 5000:
        try:
            log.append([fact(kept), fact(kept + 1)], str(kept + 2))
            kept += 2
        except LogUnusable as full:
            refusals.append(str(full))
    while_full = log.count()
    ballast.unlink()
    log.append([fact(kept), fact(kept + 1)], str(kept + 2))
    numbers = [fact.details["n"] for fact in log.facts()]
    wrong = log.verify()
    log.close()
    return {
        "kept": kept,
        "while_full": while_full,
        "refusals": refusals,
        "is_whole": numbers == list(range(kept + 2)),
        "wrong": wrong,
        "files": sorted(file.name for file in folder.iterdir()),
    }


def begin_full(folder: Path) -> dict[str, object]:
    """Opens a new record where there is no room at all, then where there is."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    refusals = []
    for _ in range(2):
        try:
            open_log(folder / "facts.sqlite3", NOW)
        except LogUnusable as full:
            refusals.append(str(full))
    ballast.unlink()
    log, note = open_log(folder / "facts.sqlite3", NOW)
    log.append([fact(0)], "1")
    return {"refusals": refusals, "note": note, "kept": log.count()}


def write_protected(folder: Path) -> dict[str, object]:
    """Appends to, and reads, a record on a disk that cannot be written."""
    refusals = []
    for name in ("facts.sqlite3", "another.sqlite3"):
        try:
            log, _ = open_log(folder / name, NOW)
            log.append([fact(0)], "1")
        except LogUnusable as protected:
            refusals.append(str(protected))
    try:
        told: object = len(read(folder / "facts.sqlite3"))
    except LogUnusable as unreadable:
        told = str(unreadable)
    return {"refusals": refusals, "read": told}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))
