"""Finds the files of a cohort, and leaves out what cannot be one: links, giants, the same report twice."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from posture_pal.errors import PosturePalError

MOST_BYTES = 4 * 1024 * 1024
"""Of one report: ten years of one are half of it."""

MOST_FILES = 50_000

PARQUET = ("courses.parquet", "exercises.parquet", "weeks.parquet")
"""The tables of a cohort as files: what `--parquet` writes and a later run reads."""


@dataclass
class Listing:
    """The files to be read, in order, and why each of the others is left out, by its path in the folder."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def leave_out(self, path: Path, why: str) -> None:
        """Leaves a file out; the first reason stays."""
        self.left_out.setdefault(name_of(self.folder, path), why)


def name_of(folder: Path, path: Path) -> str:
    """A file's path in the folder, fit for a screen whatever is in it."""
    text = os.fspath(path.relative_to(folder)) if path.is_relative_to(folder) else os.fspath(path)
    plain = text.encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in plain)


def is_parquet(folder: Path) -> bool:
    """Whether the folder holds the tables that `--parquet` wrote."""
    return all((folder / name).is_file() and not (folder / name).is_symlink() for name in PARQUET)


def look(folder: Path) -> Listing:
    """Every JSON file in the folder and beneath it. Raises PosturePalError."""
    found = Listing(folder)
    if not folder.is_dir():
        raise PosturePalError(f"{folder} is no folder; say which folder the patients' JSON exports lie in.")
    seen: dict[bytes, str] = {}
    for path in sorted(_files(folder)):
        why = _why_not(path)
        if why is None:
            why = _seen_before(path, seen, name_of(folder, path))
        if why is None:
            found.files.append(path)
        else:
            found.leave_out(path, why)
        if len(found.files) > MOST_FILES:
            raise PosturePalError(
                f"{folder} holds more than {MOST_FILES:,} reports; divide them into folders."
            )
    return found


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):  # links to folders are not followed
        for name in names:
            if name.lower().endswith(".json"):
                yield Path(place) / name


def _why_not(path: Path) -> str | None:
    try:
        found = path.lstat()
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"
    if stat.S_ISLNK(found.st_mode):
        return "it is a link to another place"
    if not stat.S_ISREG(found.st_mode):
        return "it is no ordinary file"
    if not found.st_size:
        return "it is empty"
    if found.st_size > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1024 // 1024} MiB"
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return "its name is no text"
    return None


def _seen_before(path: Path, seen: dict[bytes, str], name: str) -> str | None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"
    first = seen.setdefault(digest, name)
    return None if first == name else f"it is the same report as {first}"
