"""Hears from GNOME's compositor when input falls silent and when it comes back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, Signal, follow, nothing
from posture_pal.desktop.presence.plausible import seconds_of_silence
from posture_pal.desktop.source import Tell
from posture_pal.desktop.watched_property import Place, WatchedProperty
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

SERVICE = "org.gnome.Mutter.IdleMonitor"
PATH = "/org/gnome/Mutter/IdleMonitor/Core"
_INHIBITED = Place(
    "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager", "InhibitedActions"
)
_IDLE_IS_INHIBITED = 8


class MutterPresence:
    """GNOME's idle monitor; it arms its watches anew when the compositor comes back.

    While a program keeps the session from going idle the watches are mute, and it has to be asked.
    """

    name = "mutter"
    ask_every: float | None = None

    def __init__(self, bus: Bus, away_after: float = 180.0) -> None:
        self._bus = bus
        self._away_after = away_after
        self._inhibited = False
        self._owner = ""
        self._why: str | None = None
        self._tell: Tell | None = None
        self._idle_watch: int | None = None
        self._active_watch: int | None = None
        self._inhibition: WatchedProperty | None = None
        self._stop = nothing

    @property
    def pushes(self) -> bool:
        return not self._inhibited

    @property
    def away_after(self) -> float:
        return self._away_after

    @away_after.setter
    def away_after(self, seconds: float) -> None:
        changed = seconds != self._away_after
        self._away_after = seconds
        if changed and self._owner:
            self._arm()

    def why_not(self) -> str | None:
        if self._tell is None and self._why is None:
            try:
                self._bus.call(SERVICE, PATH, SERVICE, "GetIdletime", timeout=1.0)
            except (BusError, Unavailable) as error:
                return f"GNOME's idle monitor does not serve: {error}"
        return self._why

    def start(self, tell: Tell) -> None:
        why = self.why_not()
        if why is not None:
            raise Unavailable(why)
        self._tell = tell
        fired = Signal(self._fired, SERVICE, "WatchFired", PATH)
        self._stop = follow(self._bus, SERVICE, fired, owned=self._owned, lost=self._bus_lost)
        self._inhibition = WatchedProperty(self._bus, _INHIBITED, self._inhibition_told)

    def silence(self) -> float | None:
        try:
            return seconds_of_silence(self._bus.call(SERVICE, PATH, SERVICE, "GetIdletime", timeout=0.5))
        except (BusError, Unavailable):
            return None

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        self._stop()
        if self._inhibition is not None:
            self._inhibition.close()
        with contextlib.suppress(Unavailable):
            self._forget(self._idle_watch)
            self._forget(self._active_watch)

    # --- on the bus's reading thread, but for _arm, which the config's change calls too ---

    def _owned(self, owner: str) -> None:
        self._owner = owner
        self._idle_watch = self._active_watch = None
        if owner:
            self._why = None
            self._arm()
        else:
            self._lost("GNOME's idle monitor is gone.")

    def _arm(self) -> None:
        milliseconds = int(self._away_after * 1000)

        def armed(watch: int) -> None:
            self._idle_watch = watch

        with contextlib.suppress(Unavailable):
            self._forget(self._idle_watch)
            self._watch("AddIdleWatch", "t", (milliseconds,), armed)
            self._look()

    def _watch(
        self, method: str, signature: str, body: tuple[Any, ...], armed: Callable[[int], None]
    ) -> None:
        asked = self._owner

        def reply(came: tuple[Any, ...] | BusError) -> None:
            match came:
                case (int() as watch,) if asked == self._owner:
                    armed(watch)
                case _ if asked == self._owner:
                    self._lost(f"GNOME's idle monitor refuses a watch: {came}")

        self._bus.call_soon(SERVICE, PATH, SERVICE, method, signature, body, reply)

    def _forget(self, watch: int | None) -> None:
        if watch is not None and self._owner:
            self._bus.call_soon(SERVICE, PATH, SERVICE, "RemoveWatch", "u", (watch,))

    def _look(self) -> None:
        asked = self._owner

        def reply(came: tuple[Any, ...] | BusError) -> None:
            if asked != self._owner:
                return
            silence = None if isinstance(came, BusError) else seconds_of_silence(came)
            if silence is None:
                self._lost(f"GNOME's idle monitor answers with nonsense: {came}")
            else:
                self._say(silence)

        self._bus.call_soon(SERVICE, PATH, SERVICE, "GetIdletime", "", (), reply)

    def _fired(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        match body:
            case (int() as watch,) if watch == self._idle_watch:
                self._say(self._away_after)
            case (int() as watch,) if watch == self._active_watch:
                self._active_watch = None
                self._say(0.0)

    def _say(self, silence: float) -> None:
        away = silence >= self._away_after
        if not away and self._active_watch is not None:
            watch, self._active_watch = self._active_watch, None
            with contextlib.suppress(Unavailable):
                self._forget(watch)  # the next absence gets one of its own
        if away and self._active_watch is None:

            def armed(watch: int) -> None:
                self._active_watch = watch
                with contextlib.suppress(Unavailable):
                    self._look()  # whoever came back before the watch stood would not be noticed

            with contextlib.suppress(Unavailable):
                self._watch("AddUserActiveWatch", "", (), armed)
        if self._tell is not None:
            self._tell(Seen(silence, continuous=self.pushes and not away))

    def _inhibition_told(self, value: Any, _why: str) -> None:
        inhibited = isinstance(value, int) and bool(value & _IDLE_IS_INHIBITED)
        if inhibited != self._inhibited:
            self._inhibited = inhibited
            if self._owner:
                with contextlib.suppress(Unavailable):
                    self._look()

    def _bus_lost(self) -> None:
        self._owner = ""
        self._lost("The session bus was lost.")

    def _lost(self, why: str) -> None:
        self._why = why
        if self._tell is not None:
            self._tell(PresenceUnknown())
