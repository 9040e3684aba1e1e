"""Knows from the X server how long keyboard and pointer have been still, and is told when that changes."""

from __future__ import annotations

from collections.abc import Mapping

from posture_pal.desktop.source import Tell
from posture_pal.desktop.x11.display import Display
from posture_pal.desktop.x11.idle import IdleCounter, ScreenSaverClock
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen


class X11Presence:
    """The idle counter of an X session. One whose server has gone stays silent; begin anew with another."""

    name = "x11"
    ask_every: float | None = None

    def __init__(self, environ: Mapping[str, str], away_after: float = 180.0) -> None:
        self._environ = environ
        self._away_after = away_after
        self._display: Display | None = None
        self._idle: IdleCounter | ScreenSaverClock | None = None
        self._why: str | None = None
        self._tell: Tell | None = None

    @property
    def pushes(self) -> bool:
        return isinstance(self._idle, IdleCounter)

    @property
    def away_after(self) -> float:
        return self._away_after

    @away_after.setter
    def away_after(self, seconds: float) -> None:
        changed = seconds != self._away_after
        self._away_after = seconds
        if changed and self._tell is not None:
            self._arm()

    def why_not(self) -> str | None:
        if self._why is None and self._display is None:
            try:
                self._connect()
            except Unavailable as error:
                return str(error)
        return self._why

    def start(self, tell: Tell) -> None:
        why = self.why_not()
        if why is not None:
            raise Unavailable(why)
        self._tell = tell
        self._arm()

    def silence(self) -> float | None:
        if self._display is None or self._idle is None:
            return None
        try:
            return self._idle.silence(self._display)
        except Unavailable:
            return None

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        if self._display is not None:
            self._display.close()
            self._display = None

    def _connect(self) -> None:
        refuse_under_wayland(self._environ)
        display = Display(self._environ)
        display.on_event, display.on_lost = self._heard, self._lost
        display.start()
        try:
            if display.extension("XWAYLAND") is not None:
                raise Unavailable("This X server runs inside a Wayland session and sees part of the input.")
            self._idle = IdleCounter.of(display) or ScreenSaverClock.of(display)
        except Unavailable:
            display.close()
            raise
        if self._idle is None:
            display.close()
            raise Unavailable("This X server has neither an idle counter nor a screen saver to ask.")
        self._display = display

    def _arm(self) -> None:
        display, idle = self._display, self._idle
        if display is None or idle is None:
            return
        try:
            if isinstance(idle, IdleCounter):
                idle.ring_at(display, self._away_after)
            self._say(idle.silence(display))
        except Unavailable as error:
            self._lost(str(error))

    def _heard(self, event: bytes) -> None:
        rang = self._idle.rings(event) if isinstance(self._idle, IdleCounter) else None
        if rang is None:
            return
        away, silence = rang
        self._say(max(silence or 0.0, self._away_after) if away else 0.0)

    def _say(self, silence: float | None) -> None:
        tell = self._tell
        if tell is None:
            return
        if silence is None:
            tell(PresenceUnknown())
        else:
            tell(Seen(silence, continuous=self.pushes and silence < self._away_after))

    def _lost(self, why: str) -> None:
        self._why = why
        tell = self._tell
        if tell is not None:
            tell(PresenceUnknown())


def refuse_under_wayland(environ: Mapping[str, str]) -> None:
    """Raises Unavailable in a Wayland session, where the X server hears only what its own windows get."""
    if environ.get("XDG_SESSION_TYPE") == "wayland" or environ.get("WAYLAND_DISPLAY"):
        raise Unavailable("This is a Wayland session: its X server sees only part of the input.")
