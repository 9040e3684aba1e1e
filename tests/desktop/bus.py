"""A client of a message bus for tests: calls, names, signals, and the tray items that a panel would show."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from jeepney import DBusAddress, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from desktop.waiting import wait_for

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
NOTIFICATIONS = "org.freedesktop.Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"
PATIENCE = 5.0
"""Seconds that a call may take before it counts as unanswered."""


class BusError(Exception):
    """A call was answered with an error; `name` is the error's, such as org.freedesktop.DBus.Error.Failed."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        super().__init__(f"{name}: {text}")


class TrayItem(NamedTuple):
    """Where a tray item is on the bus."""

    service: str
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu as the program sent it.

    label: without the mnemonic's underscore, blank for a separator.
    """

    id: int
    label: str
    properties: dict[str, Any]
    children: tuple[Entry, ...] = ()

    @property
    def enabled(self) -> bool:
        return bool(self.properties.get("enabled", True))

    @property
    def visible(self) -> bool:
        return bool(self.properties.get("visible", True))

    @property
    def is_separator(self) -> bool:
        return bool(self.properties.get("type") == "separator")

    @property
    def checked(self) -> bool | None:
        """None where there is no check mark."""
        return self.properties.get("toggle-state", 0) == 1 if self.properties.get("toggle-type") else None

    def labels(self) -> list[Any]:
        """The visible entries: a label, or [label, its children's labels]; "" is a separator."""
        return [
            [child.label, child.labels()] if child.children else child.label
            for child in self.children
            if child.visible
        ]

    def everything(self) -> Iterator[Entry]:
        """This entry and all below it."""
        yield self
        for child in self.children:
            yield from child.everything()

    def find(self, *labels: str) -> Entry:
        """The entry at this path of labels, each matched by how it begins.

        Raises LookupError, naming what is there.
        """
        entry = self
        for label in labels:
            found = [child for child in entry.children if child.visible and child.label.startswith(label)]
            if not found:
                raise LookupError(f"no entry {label!r} in {[child.label for child in entry.children]}")
            entry = found[0]
        return entry


class Bus:
    """One connection to a bus; belongs to the thread that made it."""

    def __init__(self, address: str) -> None:
        """address: as in DBUS_SESSION_BUS_ADDRESS, unix:path=… alone."""
        self.address = address
        self._connection = DBusConnection(prep_socket(address.removeprefix("unix:path="), timeout=PATIENCE))

    def close(self) -> None:
        self._connection.close()

    @property
    def unique_name(self) -> str:
        return str(self._connection.unique_name)

    # --- anything on the bus ---

    def call(
        self,
        service: str,
        path: str,
        interface: str,
        method: str,
        signature: str | None = None,
        *body: Any,
        timeout: float = PATIENCE,
    ) -> tuple[Any, ...]:
        """Calls a method and returns what it answers. Raises BusError, or TimeoutError without an answer."""
        address = DBusAddress(path, service, interface)
        return self._ask(new_method_call(address, method, signature, body), timeout)

    def get(self, service: str, path: str, interface: str, name: str) -> Any:
        """One property's value."""
        (variant,) = self.call(service, path, PROPERTIES, "Get", "ss", interface, name)
        return variant[1]

    def properties(self, service: str, path: str, interface: str) -> dict[str, Any]:
        """All properties of one interface, without their signatures."""
        (table,) = self.call(service, path, PROPERTIES, "GetAll", "s", interface)
        return {name: value for name, (_, value) in table.items()}

    def names(self) -> list[str]:
        """Every name owned on the bus."""
        return list(self._ask(message_bus.ListNames(), PATIENCE)[0])

    def has_name(self, name: str) -> bool:
        """Whether somebody owns this name."""
        return bool(self._ask(message_bus.NameHasOwner(name), PATIENCE)[0])

    def process_of(self, name: str) -> int:
        """The id of the process that owns a name."""
        return int(self._ask(message_bus.GetConnectionUnixProcessID(name), PATIENCE)[0])

    @contextmanager
    def hearing(self, interface: str, member: str, path: str | None = None) -> Iterator[Heard]:
        """Collects one kind of signal from here to the end of the block."""
        rule = MatchRule(type="signal", interface=interface, member=member, path=path)
        self._ask(message_bus.AddMatch(rule), PATIENCE)
        with self._connection.filter(rule, queue=deque()) as messages:
            yield Heard(self._connection, messages)
        self._ask(message_bus.RemoveMatch(rule), PATIENCE)

    # --- the tray ---

    def host_is_registered(self) -> bool:
        """Whether a panel says that it shows tray items."""
        return bool(self._ask_watcher("IsStatusNotifierHostRegistered"))

    def registered_items(self) -> list[TrayItem]:
        """The items that the panel knows; none when there is no panel."""
        return [_item(text) for text in self._ask_watcher("RegisteredStatusNotifierItems") or ()]

    def wait_for_item(self, deadline: float = 10.0) -> TrayItem:
        """The first item, as soon as the panel lists one."""
        return wait_for(self.registered_items, deadline, "a tray item")[0]

    def look(self, item: TrayItem) -> dict[str, Any]:
        """All that an item tells the panel: Title, Status, IconPixmap, ToolTip, Menu, …"""
        return self.properties(item.service, item.path, ITEM)

    def activate(self, item: TrayItem) -> None:
        """What the panel calls on a left click."""
        self.call(item.service, item.path, ITEM, "Activate", "ii", 0, 0)

    def menu(self, item: TrayItem) -> Entry:
        """The whole menu, as a panel reads it when it is opened; the root's children are the top entries."""
        path = self._menu_path(item)
        self.call(item.service, path, MENU, "AboutToShow", "i", 0)
        _, layout = self.call(item.service, path, MENU, "GetLayout", "iias", 0, -1, [])
        return _entry(layout)

    def click(self, item: TrayItem, entry: Entry | int) -> None:
        """Chooses an entry, as a panel says it after a click: the entry, or its id."""
        number = entry if isinstance(entry, int) else entry.id
        path = self._menu_path(item)
        self.call(item.service, path, MENU, "Event", "isvu", number, "clicked", ("s", ""), 0)

    def choose(self, item: TrayItem, *labels: str) -> None:
        """Reads the menu and chooses the entry at this path of labels, each matched by how it begins."""
        self.click(item, self.menu(item).find(*labels))

    def _ask_watcher(self, name: str) -> Any:
        try:
            return self.get(WATCHER, "/StatusNotifierWatcher", WATCHER, name)
        except BusError:  # nobody watches, or no longer
            return None

    def _menu_path(self, item: TrayItem) -> str:
        return str(self.get(item.service, item.path, ITEM, "Menu"))

    def _ask(self, message: Message, timeout: float) -> tuple[Any, ...]:
        reply = self._connection.send_and_get_reply(message, timeout=timeout)
        if reply.header.message_type is MessageType.error:
            fields = {key.name: value for key, value in reply.header.fields.items()}
            raise BusError(str(fields.get("error_name")), " ".join(map(str, reply.body)))
        return tuple(reply.body)


class Heard:
    """The signals of one kind heard so far."""

    def __init__(self, connection: DBusConnection, messages: deque[Message]) -> None:
        self._connection = connection
        self._messages = messages

    def next(self, timeout: float = PATIENCE) -> tuple[Any, ...]:
        """The next signal's arguments, waiting for it. Raises TimeoutError."""
        message: Message = self._connection.recv_until_filtered(self._messages, timeout=timeout)
        return tuple(message.body)

    def nothing_within(self, seconds: float) -> bool:
        """Whether no further signal comes in that time."""
        try:
            self.next(seconds)
        except TimeoutError:
            return True
        return False


def _item(text: str) -> TrayItem:
    service, slash, path = text.partition("/")
    return TrayItem(service, slash + path if slash else "/StatusNotifierItem")


def _entry(layout: tuple[int, dict[str, tuple[str, Any]], list[tuple[str, Any]]]) -> Entry:
    number, properties, children = layout
    plain = {name: value for name, (_, value) in properties.items()}
    label = str(plain.get("label", "")).replace("__", "\0").replace("_", "").replace("\0", "_")
    return Entry(number, label, plain, tuple(_entry(child) for _, child in children))
