"""The record as the running program keeps it: one commit for what one event brought about."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from posture_pal.event_log import file, queries
from posture_pal.event_log.failures import Damaged, told
from posture_pal.event_log.rows import COLUMNS, Row, row_of
from posture_pal.model import Fact, Moment

_INSERT = f"INSERT INTO facts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_TAIL = f"SELECT {COLUMNS} FROM facts ORDER BY id DESC LIMIT ?"  # noqa: S608
_SAVE = "INSERT INTO state (id, text) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text"

_KEEP = "INSERT OR REPLACE INTO daily_totals (day, totals) VALUES (?, ?)"

_PASSING = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY})

_Identity = tuple[int, int]


class EventLog:
    """A Log in one file. It opens that file when it is first needed, and again after anything went wrong.

    A damaged file is moved aside and a new one begun, at once and in the same call; `note` then says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note: str | None = None
        self._connection: sqlite3.Connection | None = None
        self._identity: _Identity | None = None
        self._in_doubt = False

    def open(self, now: Moment) -> None:
        """Opens the file, or a new one in place of a damaged one. Raises LogUnusable."""
        self._open_again(now.wall)

    def append(self, facts: Sequence[Fact], state: str | None) -> None:
        rows = [row_of(fact) for fact in facts]
        try:
            self._write(rows, state)
        except Damaged as damage:
            if not facts:
                raise  # nothing tells when this is; the next fact will
            self._begin_anew(str(damage), facts[-1].at.wall)
            self._write(rows, state)

    def facts(
        self, since: date | None = None, until: date | None = None, names: Collection[str] | None = None
    ) -> Iterator[Fact]:
        with told(self.path):
            yield from queries.facts(self._opened(), since, until, names)

    def totals(self, since: date | None = None, until: date | None = None) -> dict[date, str]:
        with told(self.path):
            return queries.totals(self._opened(), since, until)

    def count(self) -> int:
        with told(self.path):
            return queries.count(self._opened())

    def state(self) -> str | None:
        with told(self.path):
            return queries.state(self._opened())

    def verify(self) -> tuple[str, ...]:
        with told(self.path):
            return queries.verify(self._opened())

    def forget_before(self, day: date, totals: Mapping[date, str] | None = None) -> int:
        with told(self.path):
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute("INSERT INTO retention (before) VALUES (?)", (day.isoformat(),))
                if totals is None:
                    connection.execute("DELETE FROM daily_totals WHERE day < ?", (day.isoformat(),))
                else:
                    kept = [(of.isoformat(), text) for of, text in totals.items()]
                    connection.executemany(_KEEP, kept)
                gone = connection.execute("DELETE FROM facts WHERE day < ?", (day.isoformat(),)).rowcount
                connection.execute("DELETE FROM retention")
                connection.execute("COMMIT")
            except BaseException as error:
                self._back_out(connection, error)
                raise
            # The pages as they were still stand in the side file until it is worked into the main one.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return gone

    def close(self) -> None:
        """Leaves one file behind: SQLite works the side files in, unless somebody else still reads them."""
        self._let_go()

    # --- writing -----------------------------------------------------------------------------------------

    def _write(self, rows: list[Row], state: str | None) -> None:
        with told(self.path):
            connection = self._opened()
            try:
                connection.execute("BEGIN IMMEDIATE")
                new = rows[self._kept_already(connection, rows) :] if self._in_doubt else rows
                connection.executemany(_INSERT, new)
                if state is not None:
                    connection.execute(_SAVE, (state,))
                connection.execute("COMMIT")
            except BaseException as error:
                self._in_doubt = True
                self._back_out(connection, error)
                raise
            self._in_doubt = False

    def _kept_already(self, connection: sqlite3.Connection, rows: list[Row]) -> int:
        """How many of these facts the file ends with.

        A commit that failed in its last step, on the way to the disk, may yet be found there afterwards.
        """
        tail = connection.execute(_TAIL, (len(rows),)).fetchall()[::-1]
        return next((size for size in range(len(tail), 0, -1) if tail[-size:] == rows[:size]), 0)

    def _back_out(self, connection: sqlite3.Connection, error: BaseException) -> None:
        """Undoes what was begun; after anything worse than a full disk or a lock the file is let go."""
        with suppress(sqlite3.Error):
            connection.rollback()
        if connection.in_transaction or getattr(error, "sqlite_errorcode", None) not in _PASSING:
            self._let_go()

    # --- the file ----------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        """The connection to the file that stands at the path just now."""
        if self._connection is not None and self._identity != _identity(self.path):
            self._let_go()
            self.note = (
                f"The record {self.path} was moved or deleted while Posture Pal was running."
                " What happens from now on is in a new one."
            )
        if self._connection is None:
            file.look_at(self.path)
            file.make_private(self.path)
            self._connection = file.connect(self.path)
            self._identity = _identity(self.path)
        return self._connection

    def _open_again(self, when: datetime) -> None:
        try:
            with told(self.path):
                self._opened()
        except Damaged as damage:
            self._begin_anew(str(damage), when)

    def _begin_anew(self, damage: str, when: datetime) -> None:
        self._let_go()
        with told(self.path):
            kept = file.set_aside(self.path, when)
            self._opened()
        self.note = f"{damage} It is kept as {kept}. A new record was begun; earlier facts are not in it."

    def _let_go(self) -> None:
        connection, self._connection, self._identity = self._connection, None, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
