"""The record's file itself: private from its first byte, looked at before touched, kept when damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from posture_pal import private_files
from posture_pal.errors import LogUnusable
from posture_pal.event_log.failures import Damaged
from posture_pal.event_log.rows import COLUMNS
from posture_pal.event_log.schema import VERSION, migrate

_HEADER = 100
_MAGIC = b"SQLite format 3\0"
_VERSION_AT = slice(60, 64)

_PRAGMAS = (
    "journal_mode = WAL",
    # FULL: every fact is on the disk itself when append returns. NORMAL would keep all of them through a
    # killed program too, but a power cut could take the last ones. A commit costs a few milliseconds more,
    # a hundred times a day.
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: through the drive's own cache as well
    "secure_delete = ON",  # what retention forgets is gone from the file too
    "cache_size = -256",  # KiB; the program lives all day and writes little
    "wal_autocheckpoint = 100",  # pages of 4 KiB until the side file is worked into the main one
    "journal_size_limit = 1048576",
)


def with_side_files(path: Path) -> Iterator[Path]:
    """The files that make up the record: the side files first, the main one last."""
    for suffix in ("-wal", "-shm", ""):
        yield path.with_name(path.name + suffix)


def make_private(path: Path) -> None:
    """Makes the file, for nobody else, before SQLite would; its side files take after it. Raises OSError."""
    private_files.make_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if os.name == "posix":
        for file in with_side_files(path):
            with suppress(FileNotFoundError):
                if file.stat().st_mode & 0o077:
                    file.chmod(0o600)


def look_at(path: Path) -> None:
    """Reads the first bytes, and nothing else happens to the file.

    Raises Damaged, LogUnusable for a newer program's file, and OSError. Not to be called while this process
    has the file open in SQLite: closing it here would drop SQLite's locks.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError:
        return
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise Damaged(f"The record {path} is damaged (it is no SQLite file).")
    refuse_newer(path, int.from_bytes(header[_VERSION_AT], "big"))


def refuse_newer(path: Path, version: int) -> None:
    """Raises LogUnusable for the file of a newer program."""
    if version > VERSION:
        raise LogUnusable(
            f"The record {path} was written by a newer Posture Pal (its form is {version}, this program knows"
            f" up to {VERSION}). Nothing was changed. Install the newer program again."
        )


def connect(path: Path) -> sqlite3.Connection:
    """The file, opened to write, checked page by page and brought up to date.

    Raises sqlite3.Error, Damaged and LogUnusable.
    """
    # Opened by whoever starts the program and used by its service, never by two at once.
    connection = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        refuse_newer(path, version)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        check(connection, path)
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Whether this is a record and its pages hang together. Raises Damaged and sqlite3.Error."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Damaged(f"The record {path} is damaged ({found}).")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    try:
        connection.execute(f"SELECT id, {COLUMNS} FROM facts LIMIT 0")  # noqa: S608
        connection.execute("SELECT text FROM state LIMIT 0")
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_ERROR:
            raise
        raise Damaged(f"The record {path} is no record of Posture Pal's ({error}).") from error


def set_aside(path: Path, when: datetime) -> Path:
    """Moves a damaged record out of the way, its side files with it; where it is now. Raises OSError."""
    name, number = f"{path.stem}.corrupt-{when:%Y%m%d-%H%M%S}", 1
    kept = path.with_name(f"{name}{path.suffix}")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{name}-{number}{path.suffix}")
    for file, target in zip(with_side_files(path), with_side_files(kept), strict=True):
        with suppress(FileNotFoundError):
            file.rename(target)
    return kept
