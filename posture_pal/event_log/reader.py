"""The record as a command reads it, beside the program that writes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from posture_pal.errors import LogUnusable
from posture_pal.event_log import queries
from posture_pal.event_log.failures import told
from posture_pal.event_log.file import check, refuse_newer
from posture_pal.event_log.schema import VERSION
from posture_pal.model import Fact


class LogReader:
    """A ReadableLog that cannot write. Raises LogUnusable when it is made, and as told there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with told(path):
            self._connection = _open(path)

    def facts(
        self, since: date | None = None, until: date | None = None, names: Collection[str] | None = None
    ) -> Iterator[Fact]:
        with told(self._path):
            yield from queries.facts(self._connection, since, until, names)

    def totals(self, since: date | None = None, until: date | None = None) -> dict[date, str]:
        with told(self._path):
            return queries.totals(self._connection, since, until)

    def count(self) -> int:
        with told(self._path):
            return queries.count(self._connection)

    def state(self) -> str | None:
        with told(self._path):
            return queries.state(self._connection)

    def verify(self) -> tuple[str, ...]:
        with told(self._path):
            return queries.verify(self._connection)

    def close(self) -> None:
        self._connection.close()


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _opened(address, path)
    except sqlite3.OperationalError:
        if _has_pending(path):
            raise
        # On a disk that cannot be written nobody writes: the file stands as it is, and needs no lock.
        return _opened(f"{address}&immutable=1", path)


def _opened(address: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(address, timeout=1.0, isolation_level=None, uri=True)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        refuse_newer(path, version)
        if version < VERSION:
            raise LogUnusable(
                f"The record {path} is of an older form. Start Posture Pal once: that brings it up to date."
            )
        check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _has_pending(path: Path) -> bool:
    side = path.with_name(path.name + "-wal")
    return side.exists() and side.stat().st_size > 0
