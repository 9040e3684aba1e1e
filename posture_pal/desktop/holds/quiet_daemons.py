"""How each notification daemon tells that it has been asked not to disturb."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.holds.quiet_settings import Setting, SettingQuiet
from posture_pal.desktop.holds.quiet_signals import SwayncQuiet, XfceQuiet
from posture_pal.desktop.watched_property import Place, WatchedProperty
from posture_pal.desktop.witness import Changed, View, Witness

_NOTIFICATIONS = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"

PLASMA = Place(_NOTIFICATIONS, _PATH, _NOTIFICATIONS, "Inhibited")
DUNST = Place(_NOTIFICATIONS, _PATH, "org.dunstproject.cmd0", "paused")
GNOME = Setting("org.gnome.desktop.notifications", "show-banners", quiet_when=False)
CINNAMON = Setting("org.cinnamon.desktop.notifications", "display-notifications", quiet_when=False)
MATE = Setting("org.mate.NotificationDaemon", "do-not-disturb", quiet_when=True)

Way = Callable[[Bus, Mapping[str, str]], Witness]


class PropertyQuiet:
    """A daemon with a property on the bus that is true while it must not disturb."""

    name = "notifications"
    ask_every: float | None = None

    def __init__(self, bus: Bus, place: Place, words: str, unknown: str = "") -> None:
        """unknown: said in place of the bus's own words when the daemon has no such property."""
        self._bus = bus
        self._place = place
        self._words = words
        self._unknown = unknown
        self._watched: WatchedProperty | None = None

    def start(self, changed: Changed) -> None:
        def told(value: Any, why: str) -> None:
            if isinstance(value, bool):
                changed(View(value, self._words if value else ""))
            else:
                changed(View(None, self._unknown or why or f"{self._place.name} is told as nonsense"))

        self._watched = WatchedProperty(self._bus, self._place, told)

    def ask(self) -> None:
        pass

    def close(self) -> None:
        if self._watched is not None:
            with contextlib.suppress(RuntimeError):
                self._watched.close()


_WAYS: dict[str, Way] = {
    "plasma": lambda bus, _: PropertyQuiet(bus, PLASMA, "Plasma is set to do not disturb"),
    "dunst": lambda bus, _: PropertyQuiet(bus, DUNST, "Dunst is paused"),
    "xfce notify daemon": lambda bus, _: XfceQuiet(bus),
    "swaync": lambda bus, _: SwayncQuiet(bus),
    "gnome-shell": lambda bus, environ: SettingQuiet(bus, environ, GNOME),
    "cinnamon": lambda bus, environ: SettingQuiet(bus, environ, CINNAMON),
    "notification daemon": lambda bus, environ: SettingQuiet(bus, environ, MATE),
}


def way_of(daemon: str, bus: Bus, environ: Mapping[str, str]) -> Witness:
    """How the daemon of this name tells it; others are asked as Plasma's, whose way some have taken over."""
    way = _WAYS.get(daemon.lower())
    if way is not None:
        return way(bus, environ)
    unknown = f"the notification daemon {daemon or 'without a name'} does not tell"
    return PropertyQuiet(bus, PLASMA, f"{daemon} is set to do not disturb", unknown)
