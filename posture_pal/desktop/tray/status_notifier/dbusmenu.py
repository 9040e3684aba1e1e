"""The tray menu on D-Bus (com.canonical.dbusmenu): read by the panel, which draws it and tells of clicks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, unknown_method
from posture_pal.desktop.tray.status_notifier.layout import ROOT, Node, Numbers, Properties, chosen

INTERFACE = "com.canonical.dbusmenu"
_INVALID = "org.freedesktop.DBus.Error.InvalidArgs"
_EMPTY = Node(ROOT, {"children-display": ("s", "submenu")}, (), None)

Body = tuple[Any, ...]
Replied = tuple[str, Body]

DESCRIPTION = """\
<property name="Version" type="u" access="read"/>
<property name="TextDirection" type="s" access="read"/>
<property name="Status" type="s" access="read"/>
<property name="IconThemePath" type="as" access="read"/>
<method name="GetLayout">
  <arg type="i" name="parentId" direction="in"/>
  <arg type="i" name="recursionDepth" direction="in"/>
  <arg type="as" name="propertyNames" direction="in"/>
  <arg type="u" name="revision" direction="out"/>
  <arg type="(ia{sv}av)" name="layout" direction="out"/>
</method>
<method name="GetGroupProperties">
  <arg type="ai" name="ids" direction="in"/>
  <arg type="as" name="propertyNames" direction="in"/>
  <arg type="a(ia{sv})" name="properties" direction="out"/>
</method>
<method name="GetProperty">
  <arg type="i" name="id" direction="in"/>
  <arg type="s" name="name" direction="in"/>
  <arg type="v" name="value" direction="out"/>
</method>
<method name="Event">
  <arg type="i" name="id" direction="in"/>
  <arg type="s" name="eventId" direction="in"/>
  <arg type="v" name="data" direction="in"/>
  <arg type="u" name="timestamp" direction="in"/>
</method>
<method name="EventGroup">
  <arg type="a(isvu)" name="events" direction="in"/>
  <arg type="ai" name="idErrors" direction="out"/>
</method>
<method name="AboutToShow">
  <arg type="i" name="id" direction="in"/>
  <arg type="b" name="needUpdate" direction="out"/>
</method>
<method name="AboutToShowGroup">
  <arg type="ai" name="ids" direction="in"/>
  <arg type="ai" name="updatesNeeded" direction="out"/>
  <arg type="ai" name="idErrors" direction="out"/>
</method>
<signal name="ItemsPropertiesUpdated">
  <arg type="a(ia{sv})" name="updatedProps"/>
  <arg type="a(ias)" name="removedProps"/>
</signal>
<signal name="LayoutUpdated">
  <arg type="u" name="revision"/>
  <arg type="i" name="parent"/>
</signal>
<signal name="ItemActivationRequested">
  <arg type="i" name="id"/>
  <arg type="u" name="timestamp"/>
</signal>
"""


class DbusMenu:
    """One menu on the bus. `update` tells the panel no more than what changed, so an open menu stays open."""

    def __init__(self, bus: Bus, path: str, clicked: Callable[[Any], None]) -> None:
        """clicked: called with pystray's entry, on the thread that reads the bus."""
        self._bus = bus
        self._path = path
        self._clicked = clicked
        self._lock = threading.Lock()
        self._numbers = Numbers()
        self._revision = 1
        self._root = _EMPTY
        self._by_number = {ROOT: _EMPTY}
        self._undo: Callable[[], None] = lambda: None
        self._methods: dict[str, Callable[..., Replied]] = {
            "GetLayout": self._get_layout,
            "GetGroupProperties": self._get_group_properties,
            "GetProperty": self._get_property,
            "Event": self._event,
            "EventGroup": self._event_group,
            "AboutToShow": self._about_to_show,
            "AboutToShowGroup": self._about_to_show_group,
        }

    def export(self) -> None:
        """Answers from here on."""
        self._undo = self._bus.export(
            self._path, INTERFACE, self._answer, properties=_properties, description=DESCRIPTION
        )

    def close(self) -> None:
        """Answers no more."""
        self._undo()

    def update(self, menu: Any) -> None:
        """Shows another pystray menu. Raises Unavailable when the bus is gone."""
        with self._lock:
            before, self._root = self._by_number, self._numbers.number(menu)
            same_shape = before[ROOT].shape == self._root.shape
            self._by_number = {node.number: node for node in self._root.everything()}
            self._revision += not same_shape
            revision = self._revision
        changed, removed = _differences(before, self._by_number)
        if changed or removed:
            self._emit("ItemsPropertiesUpdated", "a(ia{sv})a(ias)", (changed, removed))
        if not same_shape:
            self._emit("LayoutUpdated", "ui", (revision, ROOT))

    def _emit(self, member: str, signature: str, body: Body) -> None:
        self._bus.emit(self._path, INTERFACE, member, signature, body)

    def _answer(self, member: str, body: Body) -> Replied:
        method = self._methods.get(member)
        if method is None:
            raise unknown_method(member)
        return method(*body)

    def _node(self, number: int) -> Node:
        node = self._by_number.get(number)
        if node is None:
            raise BusError(_INVALID, f"there is no entry {number!r}, or no longer")
        return node

    # --- the methods, as the specification words them ----------------------------------------------------

    def _get_layout(self, parent: int, depth: int, names: list[str]) -> Replied:
        with self._lock:
            return "u(ia{sv}av)", (self._revision, self._node(parent).told(depth, names))

    def _get_group_properties(self, numbers: list[int], names: list[str]) -> Replied:
        nodes = self._by_number
        wanted = [nodes[number] for number in numbers or nodes if number in nodes]
        return "a(ia{sv})", ([(node.number, chosen(node.properties, names)) for node in wanted],)

    def _get_property(self, number: int, name: str) -> Replied:
        properties = self._node(number).properties
        if name not in properties:
            raise BusError(_INVALID, f"entry {number} has no {name!r}")
        return "v", (properties[name],)

    def _event(self, number: int, kind: str, _data: Any, _at: int) -> Replied:
        self._happened(number, kind)
        return "", ()

    def _event_group(self, events: list[tuple[int, str, Any, int]]) -> Replied:
        unknown = [number for number, *_ in events if number not in self._by_number]
        if events and len(unknown) == len(events):
            raise BusError(_INVALID, "none of these entries is there, or no longer")
        for number, kind, _data, _at in events:
            self._happened(number, kind)
        return "ai", (unknown,)

    def _about_to_show(self, _number: int) -> Replied:
        return "b", (False,)  # what is shown is always told as it changes

    def _about_to_show_group(self, numbers: list[int]) -> Replied:
        return "aiai", ([], [number for number in numbers if number not in self._by_number])

    def _happened(self, number: int, kind: str) -> None:
        node = self._by_number.get(number)
        if kind != "clicked" or node is None or node.entry is None:
            return
        self._clicked(node.entry)
        mark = chosen(node.properties, ["toggle-state"])
        if mark and self._by_number.get(number) == node:  # a panel turns the mark by itself; turn it back
            self._emit("ItemsPropertiesUpdated", "a(ia{sv})a(ias)", ([(number, mark)], []))


def _properties() -> Properties:
    return {
        "Version": ("u", 3),
        "TextDirection": ("s", "ltr"),
        "Status": ("s", "normal"),
        "IconThemePath": ("as", []),
    }


def _differences(
    before: dict[int, Node], now: dict[int, Node]
) -> tuple[list[tuple[int, Properties]], list[tuple[int, list[str]]]]:
    changed, removed = [], []
    for number, node in now.items():
        old = before[number].properties if number in before else node.properties
        new_values = {name: value for name, value in node.properties.items() if old.get(name) != value}
        gone = [name for name in old if name not in node.properties]
        if new_values:
            changed.append((number, new_values))
        if gone:
            removed.append((number, gone))
    return changed, removed
