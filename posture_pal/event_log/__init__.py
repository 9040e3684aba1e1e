"""The record: every fact as it happened, in one private file that is only ever added to."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from datetime import date
from pathlib import Path

from posture_pal.event_log.base import Log, ReadableLog
from posture_pal.event_log.memory import MemoryLog
from posture_pal.event_log.reader import LogReader
from posture_pal.event_log.writer import EventLog
from posture_pal.model import Fact, Moment

__all__ = ["EventLog", "Log", "MemoryLog", "ReadableLog", "open_log", "read", "read_log", "read_totals"]


def open_log(path: Path, now: Moment) -> tuple[EventLog, str | None]:
    """Opens the record to write, making it if need be.

    The second value tells the person, where the file was damaged, what became of it: it is kept beside
    the new one. Raises LogUnusable where nothing can be opened now, and where a newer program wrote it.
    """
    log = EventLog(path)
    log.open(now)
    return log, log.note


def read_log(path: Path) -> ReadableLog:
    """Opens the record to read, also while the program runs; one that was never begun reads as empty.

    Raises LogUnusable.
    """
    return LogReader(path) if path.exists() and path.stat().st_size else MemoryLog()


def read(
    path: Path, since: date | None = None, until: date | None = None, names: Collection[str] | None = None
) -> list[Fact]:
    """The facts of some local days, first and last included, as ReadableLog.facts. Raises LogUnusable."""
    with closing(read_log(path)) as log:
        return list(log.facts(since, until, names))


def read_totals(path: Path, since: date | None = None, until: date | None = None) -> dict[date, str]:
    """What is left of the days whose facts retention has taken, as ReadableLog.totals. Raises LogUnusable."""
    with closing(read_log(path)) as log:
        return log.totals(since, until)
