"""Files and folders that nobody else can read, whatever the umask says, and that are never there by half."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def make_folder(folder: Path) -> None:
    """Makes a folder, and what is missing above it; what is there already stays as it is. Raises OSError.

    Python's own way gives the folders above the umask's rights, and where that is 000 anybody may put another
    in their place.
    """
    missing = takewhile(lambda one: not one.exists(), (folder, *folder.parents))
    for one in reversed([*missing]):
        with suppress(FileExistsError):
            one.mkdir(mode=0o700)
    if not folder.is_dir():
        raise NotADirectoryError(20, os.strerror(20), str(folder))


def write(path: Path, content: bytes) -> None:
    """Puts content in place of a file's, wholly or not at all; it is on the disk then. Raises OSError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
