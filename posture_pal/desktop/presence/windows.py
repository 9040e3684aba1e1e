"""Asks Windows when the last input of this session was."""

from __future__ import annotations

import ctypes
import sys

from posture_pal.desktop.presence.ticks import silence_between
from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

assert sys.platform == "win32"  # tells the type checker, too


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("ticks", ctypes.c_uint32))


class WindowsPresence:
    """GetLastInputInfo, which has to be asked and costs nothing."""

    name = "windows"
    pushes = False
    ask_every: float | None = None

    def __init__(self, away_after: float = 180.0) -> None:
        self.away_after = away_after
        self._is_closed = False

    def why_not(self) -> str | None:
        return None if self._ask() is not None else "Windows does not tell when the last input was."

    def start(self, tell: Tell) -> None:
        why = self.why_not()
        if why is not None:
            raise Unavailable(why)
        silence = self._ask()
        tell(PresenceUnknown() if silence is None else Seen(silence))

    def silence(self) -> float | None:
        return None if self._is_closed else self._ask()

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._is_closed = True

    def _ask(self) -> float | None:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        now = ctypes.windll.kernel32.GetTickCount() & 0xFFFFFFFF
        return silence_between(last.ticks, now)
