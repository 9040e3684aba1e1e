"""Makes the tray item known to the panel, and again whenever a panel comes or comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, Undo
from posture_pal.desktop.watched_property import value_of

WATCHER = "org.kde.StatusNotifierWatcher"
_PATH = "/StatusNotifierWatcher"
_PROPERTIES = "org.freedesktop.DBus.Properties"


class Registration:
    """One item's entry in the list that panels read. Nothing here waits for an answer."""

    def __init__(self, bus: Bus, item_path: str) -> None:
        self._bus = bus
        self._item_path = item_path
        self._watcher = ""
        self._listed = False
        self._hosted = False
        self._undo: list[Undo] = []

    @property
    def is_shown(self) -> bool:
        """Whether the item is listed and a panel shows what is listed."""
        return self._bus.is_open and self._listed and self._hosted

    def open(self) -> None:
        """Registers now, or as soon as somebody keeps the list. Raises Unavailable when the bus is gone."""
        for signal in ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"):
            self._undo.append(
                self._bus.listen(
                    self._hosts_changed, interface=WATCHER, member=signal, path=_PATH, sender=WATCHER
                )
            )
        self._undo.append(self._bus.watch_name(WATCHER, self._watcher_changed))

    def close(self) -> None:
        """Follows the list no more."""
        for undo in self._undo:
            undo()
        self._undo = []
        self._listed = False

    def _watcher_changed(self, owner: str) -> None:
        self._watcher = owner
        self._listed = self._hosted = False
        if owner:
            self._register(self._item_path, or_else=self._bus.unique_name)
            self._ask_for_hosts()

    def _register(self, service: str, or_else: str = "") -> None:
        watcher = self._watcher

        def registered(came: tuple[Any, ...] | BusError) -> None:
            if watcher != self._watcher:
                return
            if not isinstance(came, BusError):
                self._listed = True
            elif or_else:  # a list that knows items by the names of their programs alone
                self._register(or_else)

        self._call(WATCHER, "RegisterStatusNotifierItem", "s", (service,), registered)

    def _hosts_changed(self, _body: tuple[Any, ...], _path: str, _sender: str) -> None:
        self._ask_for_hosts()

    def _ask_for_hosts(self) -> None:
        watcher = self._watcher

        def told(came: tuple[Any, ...] | BusError) -> None:
            if watcher == self._watcher and not isinstance(came, BusError):
                self._hosted = came != () and value_of(came[0]) is True

        self._call(_PROPERTIES, "Get", "ss", (WATCHER, "IsStatusNotifierHostRegistered"), told)

    def _call(
        self,
        interface: str,
        member: str,
        signature: str,
        body: tuple[Any, ...],
        reply: Callable[[tuple[Any, ...] | BusError], None],
    ) -> None:
        self._bus.call_soon(self._watcher, _PATH, interface, member, signature, body, reply)
