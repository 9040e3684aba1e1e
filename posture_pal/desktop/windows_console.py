"""Hears from a Windows console that Ctrl-C was pressed, or that it closes, and lets the program end well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_CLOSING_MILLISECONDS = 4000
"""Windows ends the program five seconds after it was told, or as soon as it has heard enough."""

_CTRL_C, _CTRL_BREAK = 0, 1

_kept: list[Any] = []
"""What Windows calls back must not be let go, and Windows holds no reference to it."""


def listen(stop: Callable[[], None]) -> None:
    """Calls `stop`, on a thread of Windows', when the console wants the program to end.

    Python would hear of it only when its main thread does something again, up to half a minute later.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel32 = ctypes.windll.kernel32

        def hear(why: int) -> bool:
            stop()
            if why not in {_CTRL_C, _CTRL_BREAK}:  # a console that closes takes the program with it
                kernel32.Sleep(_CLOSING_MILLISECONDS)
            return True

        heard = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)(hear)
        _kept.append(heard)
        kernel32.SetConsoleCtrlHandler(heard, True)
