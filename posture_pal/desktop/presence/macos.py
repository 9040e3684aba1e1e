"""Asks macOS how long there has been no input, and whether the screen is locked."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from typing import Any

from posture_pal.desktop.presence.plausible import plausible
from posture_pal.desktop.source import Tell
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

assert sys.platform == "darwin"  # tells the type checker, too

_OF_THE_SESSION = 0
_ANY_INPUT = 0xFFFFFFFF
_UTF8 = 0x08000100
_LOCK_SECONDS = 10.0


class MacPresence:
    """CGEventSourceSecondsSinceLastEventType, which has to be asked and costs nothing."""

    name = "macos"
    pushes = False
    ask_every: float | None = None

    def __init__(self, away_after: float = 180.0) -> None:
        """Raises Unavailable when this macOS has no such call."""
        self.away_after = away_after
        self._is_closed = False
        self._since = _framework("ApplicationServices").CGEventSourceSecondsSinceLastEventType
        self._since.restype = ctypes.c_double
        self._since.argtypes = (ctypes.c_int32, ctypes.c_uint32)

    def why_not(self) -> str | None:
        return None if self.silence() is not None else "macOS does not tell when the last input was."

    def start(self, tell: Tell) -> None:
        silence = self.silence()
        tell(PresenceUnknown() if silence is None else Seen(silence))

    def silence(self) -> float | None:
        return None if self._is_closed else plausible(self._since(_OF_THE_SESSION, _ANY_INPUT))

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._is_closed = True


class MacLock:
    """The session's own word on whether its screen is locked; it has to be asked.

    macOS announces locks to programs with a Cocoa loop on their main thread alone, which this one has not.
    """

    name = "macos"

    def __init__(self) -> None:
        """Raises Unavailable when this macOS has no such call."""
        self._graphics = _framework("ApplicationServices")
        self._values = _framework("CoreFoundation")
        self._graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        self._values.CFStringCreateWithCString.restype = ctypes.c_void_p
        self._values.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
        self._values.CFDictionaryGetValue.restype = ctypes.c_void_p
        self._values.CFDictionaryGetValue.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        self._values.CFBooleanGetValue.argtypes = (ctypes.c_void_p,)
        self._values.CFBooleanGetValue.restype = ctypes.c_ubyte
        self._values.CFRelease.argtypes = (ctypes.c_void_p,)
        self._changed: Changed | None = None

    @property
    def ask_every(self) -> float | None:
        return _LOCK_SECONDS if self._changed is not None else None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self.ask()

    def ask(self) -> None:
        """Looks once."""
        if self._changed is not None:
            locked = self._is_locked()
            words = {None: "there is no session on the screen", True: "the screen is locked", False: ""}
            self._changed(View(locked, words[locked]))

    def close(self) -> None:
        self._changed = None

    def _is_locked(self) -> bool | None:
        session = self._graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return None
        key = self._values.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF8)
        try:
            value = self._values.CFDictionaryGetValue(session, key)
            return bool(value and self._values.CFBooleanGetValue(value))
        finally:
            self._values.CFRelease(key)
            self._values.CFRelease(session)


def _framework(name: str) -> Any:
    path = ctypes.util.find_library(name) or f"/System/Library/Frameworks/{name}.framework/{name}"
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise Unavailable(f"macOS has no {name}: {error}") from error
