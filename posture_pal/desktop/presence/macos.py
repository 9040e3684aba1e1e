"""Asks macOS how long there has been no input."""

from __future__ import annotations

import ctypes

from posture_pal.desktop.frameworks import FindLibrary, declare, framework
from posture_pal.desktop.presence.plausible import plausible
from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import Seen

_OF_THE_SESSION = 0  # kCGEventSourceStateCombinedSessionState
_ANY_INPUT = 0xFFFFFFFF  # kCGAnyInputEventType


class MacPresence:
    """CGEventSourceSecondsSinceLastEventType, which has to be asked and costs nothing."""

    name = "macos"
    pushes = False
    ask_every: float | None = None

    def __init__(self, away_after: float = 180.0, find: FindLibrary = framework) -> None:
        """Raises Unavailable when this macOS has no such call."""
        self.away_after = away_after
        self._is_closed = False
        self._since = declare(
            find("ApplicationServices"),
            "CGEventSourceSecondsSinceLastEventType",
            ctypes.c_double,
            ctypes.c_int32,
            ctypes.c_uint32,
        )

    def why_not(self) -> str | None:
        return None if self._ask() is not None else "macOS does not tell when the last input was."

    def start(self, tell: Tell) -> None:
        silence = self._ask()
        if silence is None:
            raise Unavailable(str(self.why_not()))
        tell(Seen(silence))

    def silence(self) -> float | None:
        return None if self._is_closed else self._ask()

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._is_closed = True

    def _ask(self) -> float | None:
        return plausible(self._since(_OF_THE_SESSION, _ANY_INPUT))
