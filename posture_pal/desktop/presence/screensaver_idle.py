"""Asks Plasma's screen saver how long there has been no input, where nothing better can tell."""

from __future__ import annotations

from posture_pal.desktop.bus import Bus, BusError, follow, nothing
from posture_pal.desktop.presence.plausible import seconds_of_silence
from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

SERVICE = "org.freedesktop.ScreenSaver"
PATH = "/org/freedesktop/ScreenSaver"


class ScreenSaverPresence:
    """GetSessionIdleTime of Plasma's screen saver, in milliseconds; it has to be asked."""

    name = "screensaver"
    pushes = False
    ask_every: float | None = None

    def __init__(self, bus: Bus, away_after: float = 180.0) -> None:
        self.away_after = away_after
        self._bus = bus
        self._why: str | None = None
        self._tell: Tell | None = None
        self._stop = nothing

    def why_not(self) -> str | None:
        if self._why is not None:
            return self._why
        try:
            if not self._bus.has_owner(SERVICE):
                return "No screen saver is running that can be asked."
            if self._ask() is None:
                return "The screen saver answers with nonsense about the silence."
        except (BusError, Unavailable) as error:
            return f"The screen saver does not tell the silence: {error}"
        return None

    def start(self, tell: Tell) -> None:
        self._tell = tell
        self._stop = follow(self._bus, SERVICE, owned=self._owned, lost=self._bus_lost)
        silence = self.silence()
        if silence is None:
            raise Unavailable("The screen saver does not tell the silence.")
        tell(Seen(silence))

    def silence(self) -> float | None:
        try:
            return self._ask()
        except (BusError, Unavailable):
            return None

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        self._stop()

    def _ask(self) -> float | None:
        return seconds_of_silence(self._bus.call(SERVICE, PATH, SERVICE, "GetSessionIdleTime", timeout=0.5))

    def _owned(self, owner: str) -> None:
        if not owner:
            self._lost("The screen saver is gone.")

    def _bus_lost(self) -> None:
        self._lost("The session bus was lost.")

    def _lost(self, why: str) -> None:
        self._why = why
        if self._tell is not None:
            self._tell(PresenceUnknown())
