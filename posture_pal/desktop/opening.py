"""Opens a file with whatever program the person's desktop has for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from posture_pal.errors import Unavailable


def open_with_desktop(path: str) -> None:
    """Opens a local file; returns at once. Raises Unavailable when nothing here can open it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the desktop's own way to open a file
            return
        start_apart(["open" if sys.platform == "darwin" else "xdg-open", path])
    except OSError as error:
        raise Unavailable(f"Nothing here can open {path} ({error}). Open it by hand.") from error


def start_apart(words: Sequence[str]) -> None:
    """Starts a program that goes on by itself, whatever becomes of this one. Raises OSError."""
    import subprocess

    subprocess.Popen(  # noqa: S603 - fixed programs, and files of our own
        words,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
