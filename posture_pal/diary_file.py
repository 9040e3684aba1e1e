"""The diary's file: private from its first byte, added to and never rewritten, deleted alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from posture_pal import diary
from posture_pal.diary import Entry
from posture_pal.errors import PosturePalError

_BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows' own: without it every line end would become two letters there."""


def read(path: Path) -> list[Entry]:
    """Every entry in the order written; none where there is no diary. Lines that are none are passed over.

    Raises PosturePalError for a file that cannot be read.
    """
    try:
        return diary.parse(path.read_text(encoding="utf-8", errors="replace"))[0]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PosturePalError(f"The diary {path} cannot be read ({error.strerror or error}).") from error


def add(path: Path, entry: Entry) -> None:
    """Adds an entry; it is on the disk when this returns. Raises PosturePalError."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND | _BINARY, 0o600)
        try:
            if sys.platform != "win32":
                os.fchmod(handle, 0o600)
            size = os.fstat(handle).st_size
            # What a power cut left of a line is ended first, so that it takes no other with it.
            torn = size and _byte_at(handle, size - 1) != b"\n"
            os.write(handle, (("\n" if torn else "") + diary.line(entry) + "\n").encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise PosturePalError(f"The diary {path} cannot be written ({error.strerror or error}).") from error


def delete(path: Path) -> bool:
    """Deletes the diary, all of it; whether there was one. Raises PosturePalError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise PosturePalError(f"The diary {path} cannot be deleted ({error.strerror or error}).") from error
    return True


def _byte_at(handle: int, offset: int) -> bytes:
    os.lseek(handle, offset, os.SEEK_SET)
    return os.read(handle, 1)
