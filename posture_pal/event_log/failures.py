"""What went wrong with the record's file, in a sentence for the person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from posture_pal.errors import LogUnusable


class Damaged(LogUnusable):
    """What is in the file is not a record, or no longer."""


_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "another program keeps it locked. Close that program",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked. Close that program",
    sqlite3.SQLITE_FULL: "there is no space left on its disk. Make some room there",
    sqlite3.SQLITE_READONLY: "it may not be written. Make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Make the file and its folder readable and writable",
    sqlite3.SQLITE_PERM: "it may not be used. Make the file and its folder readable and writable",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what fails inside into LogUnusable, or Damaged, with the cause and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if primary in _DAMAGE:
            raise Damaged(f"The record {path} is damaged ({error}).") from error
        why = _SENTENCES.get(primary, f"its disk or the file gave an error ({error}). Look at that disk")
        raise LogUnusable(f"The record {path} cannot be used: {why}.") from error
    except OSError as error:
        why = f"{error.strerror or error}. Make the file and its folder readable and writable"
        raise LogUnusable(f"The record {path} cannot be used: {why}.") from error
