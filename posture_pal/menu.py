"""What the tray menu says, as plain data that any desktop can draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """The icon's shapes: told apart by form, never by colour alone."""

    COUNTING = "counting"
    OPEN = "open"
    QUIET = "quiet"
    PAUSED = "paused"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Icon:
    """What the tray icon shows: its shape, and how full the ring of desk time is, in sixteenths."""

    shape: Shape
    sixteenths: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu. Without a command and without children it is a label; a blank label is a separator.

    command: what the service is asked to do when it is chosen, e.g. ("snooze", "300").
    checked: None for no mark, else whether the check mark is set.
    default: chosen by a plain left click on the icon.
    """

    label: str = ""
    command: tuple[str, ...] = ()
    children: tuple[Item, ...] = ()
    checked: bool | None = None
    default: bool = False

    @property
    def is_separator(self) -> bool:
        return not self.label


SEPARATOR = Item()


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a tray shows at one time."""

    icon: Icon
    tooltip: str
    items: tuple[Item, ...] = field(default_factory=tuple)
