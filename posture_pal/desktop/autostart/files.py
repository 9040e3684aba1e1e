"""The small files that a system reads at login: bounded when read, private and whole when written."""

from __future__ import annotations

from pathlib import Path

from posture_pal import private_files
from posture_pal.errors import Unavailable

LONGEST = 64 * 1024
"""Bytes of a file that is taken for one of these."""


def read(file: Path) -> bytes | None:
    """Its content, or None where there is no such file. Raises Unavailable where it cannot be read."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable(f"{file} cannot be read ({error.strerror or error}).") from error
    if len(content) > LONGEST:
        raise Unavailable(f"{file} is far too long for what it should be. Look at it, or take it away.")
    return content


def write(file: Path, content: bytes) -> None:
    """Puts it in place whole or not at all, for nobody else to write. Raises Unavailable."""
    try:
        private_files.make_folder(file.parent)
        private_files.write(file, content)
    except OSError as error:
        raise Unavailable(f"{file} cannot be written ({error.strerror or error}).") from error


def remove(file: Path) -> None:
    """Takes it away; nothing happens when it is not there. Raises Unavailable."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(f"{file} cannot be taken away ({error.strerror or error}).") from error
