"""Hears from the login service when the machine sleeps and wakes, and whether the session is locked."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, Signal, follow, nothing
from posture_pal.desktop.source import Tell
from posture_pal.desktop.watched_property import PROPERTIES, Place, WatchedProperty, value_of
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable
from posture_pal.events import Asleep, Awake

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
USER = "org.freedesktop.login1.User"


class Sleep:
    """Tells Asleep and Awake as logind announces them."""

    name = "sleep"
    ask_every: float | None = None

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._stop = nothing
        self._tell: Tell | None = None
        self._asleep = False
        self._why: str | None = None

    def why_not(self) -> str | None:
        return self._why

    def start(self, tell: Tell) -> None:
        self._tell = tell
        announced = Signal(self._heard, MANAGER, "PrepareForSleep", PATH)
        self._stop = follow(self._bus, SERVICE, announced, owned=self._owned, lost=self._bus_lost)

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        self._stop()

    def _heard(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        match body:
            case (bool() as asleep,):
                self._now(asleep)

    def _owned(self, owner: str) -> None:
        self._why = None if owner else "The login service is not running: the clocks alone tell sleep."
        if not owner:
            self._now(False)

    def _bus_lost(self) -> None:
        self._why = "The system bus was lost: the clocks alone tell sleep."
        self._now(False)

    def _now(self, asleep: bool) -> None:
        tell, before = self._tell, self._asleep
        self._asleep = asleep
        if tell is not None and asleep != before:
            tell(Asleep() if asleep else Awake())


class LockedHint:
    """Sees the lock of this session, which the desktop's locker reports to logind.

    The session's Lock and Unlock signals are requests to the locker, not news of it, and are not listened to.
    """

    name = "logind"
    ask_every: float | None = None

    def __init__(self, bus: Bus, environ: Mapping[str, str]) -> None:
        self._bus = bus
        self._environ = environ
        self._stop = nothing
        self._hint: WatchedProperty | None = None
        self._changed: Changed | None = None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._stop = follow(self._bus, SERVICE, owned=self._owned, lost=self._bus_lost)

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        self._stop()
        self._forget_session()

    def _owned(self, owner: str) -> None:
        self._forget_session()
        if owner:
            find_session(self._bus, self._environ, self._found)
        else:
            self._say(View(None, "the login service is not running"))

    def _found(self, path: str | None) -> None:
        self._forget_session()
        if path is None:
            self._say(View(None, "the login service knows of no session of this user"))
        elif self._changed is not None:
            place = Place(SERVICE, path, SESSION, "LockedHint")
            self._hint = WatchedProperty(self._bus, place, self._told)

    def _told(self, value: Any, why: str) -> None:
        if isinstance(value, bool):
            self._say(View(value, "the session is locked" if value else ""))
        else:
            self._say(View(None, why or "the login service tells nonsense about the lock"))

    def _bus_lost(self) -> None:
        self._say(View(None, "the system bus was lost"))

    def _forget_session(self) -> None:
        if self._hint is not None:
            self._hint.close()
            self._hint = None

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)


def find_session(bus: Bus, environ: Mapping[str, str], found: Callable[[str | None], None]) -> None:
    """Tells the object path of the session this program belongs to, or None, on the bus's reading thread.

    In order: the session named in the environment, the one this process runs in, and, for a program started
    by the user's service manager outside any session, the one with the user's display.
    """
    ways: list[tuple[str, str, tuple[Any, ...]]] = [
        ("GetSessionByPID", "u", (os.getpid(),)),
        ("GetUser", "u", (os.getuid(),)),
    ]
    if environ.get("XDG_SESSION_ID"):
        ways.insert(0, ("GetSession", "s", (environ["XDG_SESSION_ID"],)))

    def try_next() -> None:
        if not ways:
            found(None)
            return
        with contextlib.suppress(Unavailable):
            bus.call_soon(SERVICE, PATH, MANAGER, *ways.pop(0), reply)

    def reply(came: tuple[Any, ...] | BusError) -> None:
        path = None if isinstance(came, BusError) else _object_path(came)
        if path is not None and path.startswith(f"{PATH}/user/"):
            with contextlib.suppress(Unavailable):
                bus.call_soon(SERVICE, path, PROPERTIES, "Get", "ss", (USER, "Display"), display)
        else:
            session(path)

    def display(came: tuple[Any, ...] | BusError) -> None:
        session(None if isinstance(came, BusError) else _object_path(came))

    def session(path: str | None) -> None:
        if path is not None and path.startswith(f"{PATH}/session/"):
            found(path)
        else:
            try_next()

    try_next()


def _object_path(body: tuple[Any, ...]) -> str | None:
    """The path in a reply: as it is, or as the second half of the Display property (name, path)."""
    match body:
        case (str(path),):
            pass
        case ((_, _) as variant,):
            match value_of(variant):
                case (str(), str(path)):
                    pass
                case _:
                    return None
        case _:
            return None
    return path
