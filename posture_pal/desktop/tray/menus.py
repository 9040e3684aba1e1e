"""Turns the menu that the program wants into pystray's words, alike for every desktop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from posture_pal.desktop.tray.base import Chosen
from posture_pal.desktop.tray.toolkit import Menu, MenuItem
from posture_pal.menu import Item

Wording = Callable[[str], str]
"""Writes a label so that this desktop shows it as it is meant."""


class Entry(MenuItem):  # type: ignore[misc]  # pystray has no types
    """A menu entry that also knows its command, by which it is told from the others."""

    def __init__(self, text: str, action: Any, command: tuple[str, ...] = (), **looks: Any) -> None:
        super().__init__(text, action, **looks)
        self.command = command


def menu_of(items: tuple[Item, ...], chosen: Chosen, wording: Wording = str) -> Any:
    """A pystray.Menu of these items; choosing one calls `chosen` with its command."""
    return Menu(*(_entry(item, chosen, wording) for item in items))


def _entry(item: Item, chosen: Chosen, wording: Wording) -> Any:
    if item.is_separator:
        return Menu.SEPARATOR
    label = wording(item.label)
    if item.children:
        return Entry(label, menu_of(item.children, chosen, wording))
    checked = None if item.checked is None else _always(item.checked)
    if not item.command:
        return Entry(label, None, enabled=False, checked=checked)
    choice = _Choice(chosen, item.command)
    return Entry(label, choice, item.command, checked=checked, default=item.default)


class _Choice:
    """What choosing an entry does. pystray calls an object as it is; into a function it would look first."""

    def __init__(self, chosen: Chosen, command: tuple[str, ...]) -> None:
        self._chosen = chosen
        self._command = command

    def __call__(self, _icon: Any, _entry: Any) -> None:
        self._chosen(self._command)


def _always(mark: bool) -> Callable[[Any], bool]:
    return lambda _entry: mark
