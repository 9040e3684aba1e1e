"""Opens a file with whatever program the person's desktop has for it."""

from __future__ import annotations

import os
import sys

from posture_pal.errors import Unavailable


def open_with_desktop(path: str) -> None:
    """Opens a local file; returns at once. Raises Unavailable when nothing here can open it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the desktop's own way to open a file
            return
        import subprocess

        opener = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen(  # noqa: S603 - a fixed program, and a file of our own
            [opener, path],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise Unavailable(f"Nothing here can open {path} ({error}). Open it by hand.") from error
