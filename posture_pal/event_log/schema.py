"""The shape of the record's file, and the steps that bring an older file to it.

A step, once it was in a release, is never edited: a new one goes at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

APPLICATION = 0x50507031
"""Marks the file as this program's, for whoever looks at it from outside: "PPp1"."""

_FIRST = (
    f"PRAGMA application_id = {APPLICATION}",
    # instant: microseconds since 1970 in UTC. local: the wall time with its offset, as the person saw it.
    # day: that person's date. elapsed: seconds on the clock that only goes forward.
    """CREATE TABLE facts (
        id INTEGER PRIMARY KEY,
        instant INTEGER NOT NULL,
        local TEXT NOT NULL,
        day TEXT NOT NULL,
        elapsed REAL NOT NULL,
        name TEXT NOT NULL,
        reminder TEXT,
        occurrence TEXT,
        details TEXT NOT NULL
    )""",
    "CREATE INDEX facts_by_day ON facts (day)",
    "CREATE INDEX facts_by_occurrence ON facts (occurrence) WHERE occurrence IS NOT NULL",
    # The engine's state belongs to the last fact and is written with it.
    "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL)",
    # Retention is the one way in which a fact goes: while it runs, the day before which facts go stands here.
    "CREATE TABLE retention (before TEXT NOT NULL)",
    """CREATE TRIGGER facts_are_added BEFORE INSERT ON facts
        WHEN EXISTS (SELECT 1 FROM facts WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a fact is never replaced'); END""",
    """CREATE TRIGGER facts_never_change BEFORE UPDATE ON facts
        BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END""",
    """CREATE TRIGGER facts_stay BEFORE DELETE ON facts
        WHEN NOT EXISTS (SELECT 1 FROM retention WHERE OLD.day < before)
        BEGIN SELECT RAISE(ABORT, 'a fact is removed by retention alone'); END""",
)

# What is left of a day once retention has taken its facts: its figures, as stats.days writes them.
_TOTALS = ("CREATE TABLE daily_totals (day TEXT PRIMARY KEY, totals TEXT NOT NULL) WITHOUT ROWID",)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _TOTALS)
"""The statements that lead from each version of the file to the next."""

VERSION = len(STEPS)


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = STEPS) -> None:
    """Brings a file to the last step, each step wholly or not at all. Raises sqlite3.Error."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(steps[version:], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in step:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
