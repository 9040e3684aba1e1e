"""One property of another program on D-Bus, followed through its changes, its restarts and its end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, NamedTuple

from posture_pal.desktop.bus import Bus, BusError, Signal, follow
from posture_pal.errors import Unavailable

PROPERTIES = "org.freedesktop.DBus.Properties"


class Place(NamedTuple):
    """Where a property is: whose, at which path, of which interface, and its name."""

    owner: str
    path: str
    interface: str
    name: str


Told = Callable[[Any, str], None]
"""Called on the bus's reading thread with the value, or with None and why there is none."""


class WatchedProperty:
    """Tells a property's value soon and upon every change; never starts the program that has it."""

    def __init__(self, bus: Bus, place: Place, told: Told) -> None:
        """Raises Unavailable when the bus is gone."""
        self._bus = bus
        self._place = place
        self._told = told
        self._owner = ""
        self._closed = False
        changes = Signal(self._changed, PROPERTIES, "PropertiesChanged", place.path)
        self._stop = follow(bus, place.owner, changes, owned=self._owned, lost=self._bus_lost)

    def close(self) -> None:
        """Tells nothing any more."""
        self._closed = True
        self._stop()

    def _owned(self, owner: str) -> None:
        self._owner = owner
        if owner:
            self._ask()
        else:
            self._say(None, f"{self._place.owner} is not running.")

    def _ask(self) -> None:
        asked = self._owner

        def reply(came: tuple[Any, ...] | BusError) -> None:
            if asked != self._owner:
                return
            if isinstance(came, BusError):
                self._say(None, f"{self._place.owner} does not tell {self._place.name} ({came.name}).")
            else:
                self._say(value_of(came[0] if came else None), "")

        which = (self._place.interface, self._place.name)
        with contextlib.suppress(Unavailable):
            self._bus.call_soon(self._owner, self._place.path, PROPERTIES, "Get", "ss", which, reply)

    def _changed(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        match body:
            case (self._place.interface, dict() as changed, *rest):
                if self._place.name in changed:
                    self._say(value_of(changed[self._place.name]), "")
                elif rest and isinstance(rest[0], list) and self._place.name in rest[0]:
                    self._ask()

    def _bus_lost(self) -> None:
        self._owner = ""
        self._say(None, "The D-Bus connection was lost.")

    def _say(self, value: Any, why: str) -> None:
        if not self._closed:
            self._told(value, why if value is None else "")


def value_of(variant: Any) -> Any:
    """The value inside a D-Bus variant; None for what is no variant."""
    match variant:
        case (str(), value):
            return value
    return None
