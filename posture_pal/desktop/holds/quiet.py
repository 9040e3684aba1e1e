"""Sees whether the notification daemon, whichever it is, has been told not to disturb."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, follow, nothing
from posture_pal.desktop.holds.quiet_daemons import way_of
from posture_pal.desktop.witness import Changed, View, Witness
from posture_pal.errors import Unavailable

NOTIFICATIONS = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


class QuietDaemon:
    """Follows the daemon that serves notifications just now, in the way that this one tells it.

    A daemon that another replaces takes its answer with it; one that is not running is never started.
    """

    name = "notifications"
    ask_every: float | None = None

    def __init__(self, bus: Bus, environ: Mapping[str, str]) -> None:
        self._bus = bus
        self._environ = environ
        self._owner = ""
        self._way: Witness | None = None
        self._stop = nothing
        self._changed: Changed | None = None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._stop = follow(self._bus, NOTIFICATIONS, owned=self._owned, lost=self._bus_lost)

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        self._stop()
        self._leave()

    def _owned(self, owner: str) -> None:
        self._owner = owner
        self._leave()
        if not owner:
            self._say(View(None, "no notification daemon is running"))
            return

        def reply(came: tuple[Any, ...] | BusError) -> None:
            if owner == self._owner and self._changed is not None:
                self._follow(_name_in(came))

        with contextlib.suppress(Unavailable):
            self._bus.call_soon(owner, PATH, NOTIFICATIONS, "GetServerInformation", "", (), reply)

    def _follow(self, daemon: str) -> None:
        self._way = way = way_of(daemon, self._bus, self._environ)
        with contextlib.suppress(Unavailable):
            way.start(self._only_from(way))

    def _only_from(self, way: Witness) -> Callable[[View], None]:
        def changed(view: View) -> None:
            if self._way is way:
                self._say(view)

        return changed

    def _leave(self) -> None:
        way, self._way = self._way, None
        if way is not None:
            way.close()

    def _bus_lost(self) -> None:
        self._owner = ""
        self._leave()
        self._say(View(None, "the session bus was lost"))

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)


def _name_in(came: tuple[Any, ...] | BusError) -> str:
    match came:
        case (str(name), *_):
            return name
    return ""
