"""Where failures go that nobody waits for: a callback must never end the thread that reads the bus."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

Report = Callable[[str, Exception], None]
"""Told what was being done when something failed, and the failure."""


def report_to_stderr(doing: str, error: Exception) -> None:
    """What is done with failures when nobody handed in anything better."""
    if sys.stderr is not None:
        sys.stderr.write(f"posture-pal: {doing}: {type(error).__name__}: {error}\n")


def never_raising(report: Report) -> Report:
    """The same report, whose own failures are let go: there is nobody left to tell."""

    def told(doing: str, error: Exception) -> None:
        with contextlib.suppress(Exception):
            report(doing, error)

    return told
