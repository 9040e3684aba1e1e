"""A menu as D-Bus tells it: numbered entries that keep their numbers for as long as they mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

Properties = dict[str, tuple[str, Any]]
Key = tuple[str, ...]

ROOT = 0


class Node(NamedTuple):
    """One entry: its number, what differs from an ordinary entry, what is below it, pystray's own entry."""

    number: int
    properties: Properties
    children: tuple[Node, ...]
    entry: Any

    def everything(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.everything()

    @property
    def shape(self) -> tuple[Any, ...]:
        """What a host must read anew when it changes: which entries there are, and in which order."""
        return self.number, tuple(child.shape for child in self.children)

    def told(self, depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
        """As GetLayout answers: `depth` levels of children, -1 for all; the properties named, or all."""
        below = self.children if depth else ()
        properties = chosen(self.properties, names)
        return self.number, properties, [("(ia{sv}av)", child.told(depth - 1, names)) for child in below]


def chosen(properties: Properties, names: list[str]) -> Properties:
    """Those of the properties that were asked for; all of them when none is named."""
    return {name: value for name, value in properties.items() if not names or name in names}


class Numbers:
    """Gives every entry its number, by what it does.

    A number is never given twice, so a click on a menu that is still open in an older state can only choose
    what was written there, or nothing.
    """

    def __init__(self) -> None:
        self._next = count(ROOT + 1)
        self._given: dict[Key, int] = {}

    def number(self, menu: Any) -> Node:
        """The menu with its numbers; entries that are gone lose theirs."""
        before, self._given = self._given, {}
        seen: Counter[Key] = Counter()

        def node(entry: Any) -> Node:
            key = _key(entry)
            seen[key] += 1
            key = (*key, str(seen[key]))
            number = self._given[key] = before.get(key) or next(self._next)
            children = tuple(node(child) for child in entry.submenu or ())
            return Node(number, _properties(entry), children, entry)

        return Node(ROOT, {"children-display": ("s", "submenu")}, tuple(node(entry) for entry in menu), None)


def _is_separator(entry: Any) -> bool:
    return not hasattr(entry, "command")  # pystray's own mark, the one entry that the program did not make


def _key(entry: Any) -> Key:
    if _is_separator(entry):
        return ("separator",)
    if entry.submenu:
        return ("submenu", *_first_command(entry)[:1])
    return ("command", *entry.command) if entry.command else ("label",)


def _first_command(entry: Any) -> tuple[str, ...]:
    if not entry.submenu:
        command: tuple[str, ...] = entry.command if not _is_separator(entry) else ()
        return command
    return next((found for child in entry.submenu if (found := _first_command(child))), ())


def _properties(entry: Any) -> Properties:
    if _is_separator(entry):
        return {"type": ("s", "separator")}
    properties: Properties = {"label": ("s", entry.text.replace("_", "__"))}  # one alone marks an access key
    if not entry.enabled:
        properties["enabled"] = ("b", False)
    if entry.submenu:
        properties["children-display"] = ("s", "submenu")
    if entry.checked is not None:
        properties["toggle-type"] = ("s", "radio" if entry.radio else "checkmark")
        properties["toggle-state"] = ("i", int(entry.checked))
    return properties
