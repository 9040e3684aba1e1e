"""How this program is started once more: by itself for a window or a report, and by the system at login."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from posture_pal.errors import Unavailable

PACKAGE = "posture_pal"
PROGRAM = "posture-pal"
_WITHOUT_CONSOLE = "posture-pal-tray.exe"
"""What stands beside the built program on Windows, where a program either has a console or has none."""


def command(*words: str) -> tuple[str, ...]:
    """What starts this program with these words, as a process of its own."""
    return module(PACKAGE, *words)


def module(name: str, *words: str) -> tuple[str, ...]:
    """What starts one of our own modules; a built program reads -m as Python does."""
    return (sys.executable, "-m", name, *words)


def again() -> tuple[str, ...]:
    """What starts this program as it was started, with the same words."""
    words = sys.argv if getattr(sys, "frozen", False) else sys.orig_argv
    return (sys.executable, *words[1:])


def at_login() -> tuple[str, ...]:
    """What starts this very installation at login, when no shell has been read and no folder is current.

    Raises Unavailable where Python finds this program only because of the folder it was started in.
    """
    interpreter = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return (str(_other(interpreter, _WITHOUT_CONSOLE)),)
    script = Path(sys.argv[0]).absolute()
    if script.name == PROGRAM and sys.platform != "win32" and _can_be_run(script):
        return (str(script),)
    if not _found_anywhere():
        raise Unavailable(
            "Python finds Posture Pal only from this folder, and would not at login."
            f" Install it first: {sys.executable} -m pip install {Path(__file__).parents[1]}"
        )
    return (str(_other(interpreter, "pythonw.exe")), "-m", PACKAGE)


def _other(program: Path, name: str) -> Path:
    """The program of that name beside this one, on Windows where it is there; else this one."""
    other = program.with_name(name)
    return other if sys.platform == "win32" and other.exists() else program


def _can_be_run(script: Path) -> bool:
    return script.is_file() and os.access(script, os.X_OK)


def _found_anywhere(places: Sequence[str] | None = None) -> bool:
    """Whether Python finds the package without the current folder, and without what this shell added."""
    added = {os.path.abspath(folder) for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep)}  # noqa: PTH100 - as Python does
    known = [place for place in (places or sys.path[1:]) if os.path.abspath(place) not in added]  # noqa: PTH100
    return PathFinder.find_spec(PACKAGE, known) is not None
