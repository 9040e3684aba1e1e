"""The list of tray items that panels read, written from the specification alone, with manners to be changed.

StatusNotifierWatcher as in the freedesktop draft, under the name that every desktop uses for it.
"""

from __future__ import annotations

import threading
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.wrappers import new_error, new_method_return, new_signal

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"


class Watcher:
    """Owns the name from its making to `leave`.

    registered: the services as they were asked for, in order. hosted: whether a panel shows them.
    knows_paths: whether an item may give its path in place of a name.
    """

    def __init__(self, address: str, *, hosted: bool = True, knows_paths: bool = True) -> None:
        self.registered: list[str] = []
        self.hosted = hosted
        self.knows_paths = knows_paths
        self._items: list[str] = []
        self._left = threading.Event()
        self._sending = threading.Lock()
        self._line = DBusConnection(prep_socket(address.removeprefix("unix:path=")))
        self._line.send_and_get_reply(message_bus.RequestName(NAME), timeout=5)
        self._thread = threading.Thread(target=self._serve, name="watcher", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Vanishes from the bus, as a panel that crashes."""
        self._left.set()
        self._thread.join(5)
        self._line.close()

    def set_hosted(self, hosted: bool) -> None:
        """A panel comes to show the items, or the last one goes."""
        self.hosted = hosted
        self._signal("StatusNotifierHostRegistered" if hosted else "StatusNotifierHostUnregistered")

    def _serve(self) -> None:
        while not self._left.is_set():
            try:
                message = self._line.receive(timeout=0.02)
            except TimeoutError:
                continue
            except OSError:  # the bus has gone
                return
            if message.header.message_type is MessageType.method_call:
                self._send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        fields = message.header.fields
        member = fields[HeaderFields.member]
        if member == "RegisterStatusNotifierItem":
            return self._register(message, message.body[0], fields[HeaderFields.sender])
        if member == "Get":
            return new_method_return(message, "v", (self._properties()[message.body[1]],))
        if member == "GetAll":
            return new_method_return(message, "a{sv}", (self._properties(),))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _register(self, message: Message, service: str, sender: str) -> Message:
        self.registered.append(service)
        if service.startswith("/"):
            if not self.knows_paths:
                return new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "s", ("no name",))
            service = sender + service
        self._items.append(service)
        self._signal("StatusNotifierItemRegistered", "s", (service,))
        return new_method_return(message)

    def _properties(self) -> dict[str, tuple[str, Any]]:
        return {
            "RegisteredStatusNotifierItems": ("as", self._items),
            "IsStatusNotifierHostRegistered": ("b", self.hosted),
            "ProtocolVersion": ("i", 0),
        }

    def _signal(self, member: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> None:
        self._send(new_signal(DBusAddress(PATH, interface=NAME), member, signature, body))

    def _send(self, message: Message) -> None:
        with self._sending:
            self._line.send(message)
