"""The notification daemons that tell do-not-disturb through a service of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, Undo
from posture_pal.desktop.watched_property import value_of
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable


class _ServiceQuiet:
    """Asks a service once when it appears, and listens to its signals from then on."""

    name = "notifications"
    ask_every: float | None = None
    service: str
    path: str
    interface: str
    question: tuple[str, str, tuple[Any, ...]]
    words: str

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._owner = ""
        self._changed: Changed | None = None
        self._undo: list[Undo] = []

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._undo = [self._listen(member, heard) for member, heard in self.signals().items()]
        self._undo.append(self._bus.watch_name(self.service, self._owned))

    def signals(self) -> dict[str, Callable[[tuple[Any, ...]], None]]:
        raise NotImplementedError

    def answered(self, came: tuple[Any, ...] | BusError) -> None:
        raise NotImplementedError

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        for undo in self._undo:
            undo()

    def say(self, quiet: Any) -> None:
        """Tells the view; what is neither true nor false is nonsense, and unknown."""
        if self._changed is None:
            return
        if isinstance(quiet, bool):
            self._changed(View(quiet, self.words if quiet else ""))
        else:
            self._changed(View(None, f"{self.service} does not tell"))

    def _listen(self, member: str, heard: Callable[[tuple[Any, ...]], None]) -> Undo:
        return self._bus.listen(
            lambda body, _path, _sender: heard(body),
            interface=self.interface,
            member=member,
            path=self.path,
            sender=self.service,
        )

    def _owned(self, owner: str) -> None:
        self._owner = owner
        if not owner:
            self.say(None)
            return

        def reply(came: tuple[Any, ...] | BusError) -> None:
            if owner == self._owner:
                self.answered(came)

        with contextlib.suppress(Unavailable):
            self._bus.call_soon(owner, self.path, self.interface, *self.question, reply)


class XfceQuiet(_ServiceQuiet):
    """xfce4-notifyd keeps its do-not-disturb in Xfce's settings."""

    service = "org.xfce.Xfconf"
    path = "/org/xfce/Xfconf"
    interface = "org.xfce.Xfconf"
    question = ("GetProperty", "ss", ("xfce4-notifyd", "/do-not-disturb"))
    words = "Xfce is set to do not disturb"
    _never_set = "org.xfce.Xfconf.Error.PropertyNotFound"

    def signals(self) -> dict[str, Callable[[tuple[Any, ...]], None]]:
        return {"PropertyChanged": self._set, "PropertyRemoved": self._removed}

    def answered(self, came: tuple[Any, ...] | BusError) -> None:
        if isinstance(came, BusError):
            self.say(False if came.name == self._never_set else None)
        else:
            self.say(value_of(came[0]) if came else None)

    def _set(self, body: tuple[Any, ...]) -> None:
        match body:
            case ("xfce4-notifyd", "/do-not-disturb", variant):
                self.say(value_of(variant))

    def _removed(self, body: tuple[Any, ...]) -> None:
        if body == ("xfce4-notifyd", "/do-not-disturb"):
            self.say(False)


class SwayncQuiet(_ServiceQuiet):
    """SwayNotificationCenter, with a control centre of its own."""

    service = "org.erikreider.swaync.cc"
    path = "/org/erikreider/swaync/cc"
    interface = "org.erikreider.swaync.cc"
    question = ("GetDnd", "", ())
    words = "the notification centre is set to do not disturb"

    def signals(self) -> dict[str, Callable[[tuple[Any, ...]], None]]:
        return {"Subscribe": self._heard, "SubscribeV2": self._heard}

    def answered(self, came: tuple[Any, ...] | BusError) -> None:
        self.say(None if isinstance(came, BusError) or not came else came[0])

    def _heard(self, body: tuple[Any, ...]) -> None:
        match body:
            case (_, bool() as quiet, *_):
                self.say(quiet)
