"""What is asked of the record's file, whoever has it open."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import date

from posture_pal.errors import LogUnusable
from posture_pal.event_log.rows import COLUMNS, TOLD, fact_told, wrong_with
from posture_pal.model import Fact

_PAGE = 500
_BY_COMMAND = ("backfilled", "day_off", "deleted", "programme_kept")
"""Facts that a command writes, whether or not the program has been up since the machine was."""

_BACK_AT_WILL = ("started", *_BY_COMMAND)
"""Facts whose elapsed time may lie before the one above: a new boot's clock, and what was entered later."""


def facts(
    connection: sqlite3.Connection,
    since: date | None = None,
    until: date | None = None,
    names: Collection[str] | None = None,
) -> Iterator[Fact]:
    """The facts asked for, in the order written, a page at a time: no page keeps the writer waiting.

    Raises sqlite3.Error, and LogUnusable for a row that no fact made.
    """
    days = [(since or date.min).isoformat(), (until or date.max).isoformat()]
    first, last = connection.execute(
        "SELECT min(id), max(id) FROM facts WHERE day BETWEEN ? AND ?", days
    ).fetchone()
    if first is None:
        return
    wanted = sorted(names) if names is not None else []
    named = f" AND name IN ({','.join('?' * len(wanted))})" if names is not None else ""
    # The + keeps SQLite from sorting by way of the day's index: ids ascend, and are where the search stops.
    page = (
        f"SELECT id, {TOLD} FROM facts WHERE id BETWEEN ? AND ? AND +day BETWEEN ? AND ?{named}"  # noqa: S608
        f" ORDER BY id LIMIT {_PAGE}"
    )
    while rows := connection.execute(page, [first, last, *days, *wanted]).fetchall():
        for row in rows:
            try:
                fact = fact_told(row[1:])
            except (ValueError, TypeError) as error:
                raise LogUnusable(f"Fact {row[0]} of the record cannot be read ({error}).") from error
            yield fact
        first = rows[-1][0] + 1


def totals(
    connection: sqlite3.Connection, since: date | None = None, until: date | None = None
) -> dict[date, str]:
    """What is left of the days without facts. Raises sqlite3.Error."""
    days = [(since or date.min).isoformat(), (until or date.max).isoformat()]
    rows = connection.execute(
        "SELECT day, totals FROM daily_totals WHERE day BETWEEN ? AND ? ORDER BY day", days
    )
    return {date.fromisoformat(day): text for day, text in rows}


def count(connection: sqlite3.Connection) -> int:
    """How many facts there are. Raises sqlite3.Error."""
    return int(connection.execute("SELECT count(*) FROM facts").fetchone()[0])


def state(connection: sqlite3.Connection) -> str | None:
    """The state kept last. Raises sqlite3.Error."""
    row = connection.execute("SELECT text FROM state").fetchone()
    return None if row is None else str(row[0])


def verify(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with the pages, the indices and the facts. Raises sqlite3.Error."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    wrong = [f"The file is damaged: {text}." for text in found if text != "ok"]
    before = float("-inf")
    for number, *row in connection.execute(f"SELECT id, {COLUMNS} FROM facts ORDER BY id"):  # noqa: S608
        if why := wrong_with(tuple(row)):
            wrong.append(f"Fact {number}: {why}.")
            continue
        elapsed, name = row[3], row[4]
        if elapsed < before and name not in _BACK_AT_WILL:
            wrong.append(f"Fact {number}: its clock stands {before - elapsed:g} s before the fact above it.")
        if name not in _BY_COMMAND:
            before = elapsed
    return tuple(wrong)
