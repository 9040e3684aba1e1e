"""Hears from the desktop's screen saver that it covers the screen."""

from __future__ import annotations

import contextlib
from typing import Any, NamedTuple

from posture_pal.desktop.bus import Bus, BusError, Signal, follow, nothing
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable


class Saver(NamedTuple):
    """A screen saver's name on the bus, which is its interface too, and the path at which it answers."""

    service: str
    path: str


SAVERS = (
    Saver("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),  # Plasma, and others
    Saver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    Saver("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    Saver("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    Saver("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)


class ScreenSaver:
    """Sees one screen saver: on while it covers the screen, unknown while it does not run or does not say."""

    ask_every: float | None = None

    def __init__(self, bus: Bus, saver: Saver) -> None:
        self.name = saver.service
        self._bus = bus
        self._saver = saver
        self._owner = ""
        self._stop = nothing
        self._changed: Changed | None = None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        service = self._saver.service
        # Plasma signals from two paths at once, so any path of this sender will do.
        changes = Signal(self._heard, service, "ActiveChanged")
        self._stop = follow(self._bus, service, changes, owned=self._owned, lost=self._bus_lost)

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        self._stop()

    def _owned(self, owner: str) -> None:
        self._owner = owner
        if not owner:
            self._say(View(None, "not running"))
            return

        def reply(came: tuple[Any, ...] | BusError) -> None:
            if owner != self._owner:
                return
            if isinstance(came, BusError):
                self._say(View(None, f"does not tell whether it is active ({came.name})"))
            else:
                self._heard(came, self._saver.path, owner)

        # Asked of its owner, not of its name: asking must never start a screen saver.
        with contextlib.suppress(Unavailable):
            self._bus.call_soon(owner, self._saver.path, self._saver.service, "GetActive", "", (), reply)

    def _heard(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        match body:
            case (bool() as active,):
                self._say(View(active, "the screen saver is on" if active else ""))

    def _bus_lost(self) -> None:
        self._say(View(None, "the session bus was lost"))

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)
