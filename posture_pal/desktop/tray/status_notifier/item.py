"""The tray item on D-Bus (org.kde.StatusNotifierItem): its picture, its words, and what a click does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, unknown_method
from posture_pal.desktop.tray.status_notifier.pictures import Pixmaps, pixmaps
from posture_pal.menu import Icon

INTERFACE = "org.kde.StatusNotifierItem"

DESCRIPTION = """\
<property name="Category" type="s" access="read"/>
<property name="Id" type="s" access="read"/>
<property name="Title" type="s" access="read"/>
<property name="Status" type="s" access="read"/>
<property name="WindowId" type="i" access="read"/>
<property name="IconThemePath" type="s" access="read"/>
<property name="IconName" type="s" access="read"/>
<property name="IconPixmap" type="a(iiay)" access="read"/>
<property name="IconAccessibleDesc" type="s" access="read"/>
<property name="OverlayIconName" type="s" access="read"/>
<property name="OverlayIconPixmap" type="a(iiay)" access="read"/>
<property name="AttentionIconName" type="s" access="read"/>
<property name="AttentionIconPixmap" type="a(iiay)" access="read"/>
<property name="AttentionMovieName" type="s" access="read"/>
<property name="ToolTip" type="(sa(iiay)ss)" access="read"/>
<property name="ItemIsMenu" type="b" access="read"/>
<property name="Menu" type="o" access="read"/>
<method name="Activate">
  <arg type="i" name="x" direction="in"/><arg type="i" name="y" direction="in"/>
</method>
<method name="SecondaryActivate">
  <arg type="i" name="x" direction="in"/><arg type="i" name="y" direction="in"/>
</method>
<method name="ContextMenu">
  <arg type="i" name="x" direction="in"/><arg type="i" name="y" direction="in"/>
</method>
<method name="Scroll">
  <arg type="i" name="delta" direction="in"/><arg type="s" name="orientation" direction="in"/>
</method>
<method name="ProvideXdgActivationToken">
  <arg type="s" name="token" direction="in"/>
</method>
<signal name="NewTitle"/>
<signal name="NewIcon"/>
<signal name="NewAttentionIcon"/>
<signal name="NewOverlayIcon"/>
<signal name="NewToolTip"/>
<signal name="NewStatus"><arg type="s" name="status"/></signal>
"""

_HARMLESS = {"SecondaryActivate", "ContextMenu", "Scroll", "ProvideXdgActivationToken"}
"""Methods that panels may call and that mean nothing here: the panel shows the menu by itself."""


class Item:
    """One item on the bus. What is set is told to the panel; a picture is drawn when a panel asks for it."""

    def __init__(self, bus: Bus, path: str, menu_path: str, name: str, title: str) -> None:
        """name: the program's id, never shown. title: its name in words."""
        self._bus = bus
        self._path = path
        self._menu_path = menu_path
        self._name = name
        self._title = title
        self._icon: Icon | None = None
        self._tooltip = ""
        self._status = "Passive"
        self._drawn: tuple[Icon | None, Pixmaps] = (None, [])
        self._activate: Callable[[], None] = lambda: None
        self._has_default: Callable[[], bool] = lambda: False
        self._undo: Callable[[], None] = lambda: None

    def export(self, activate: Callable[[], None], has_default: Callable[[], bool]) -> None:
        """Answers from here on.

        activate: called at a plain click. has_default: whether that means anything just now; while it does
        not, panels are told that a plain click is for the menu.
        """
        self._activate, self._has_default = activate, has_default
        self._undo = self._bus.export(
            self._path, INTERFACE, self._answer, properties=self._properties, description=DESCRIPTION
        )

    def close(self) -> None:
        """Answers no more."""
        self._undo()

    def set_icon(self, icon: Icon) -> None:
        """Another picture. Like all that is set, raises Unavailable when the bus is gone."""
        self._icon = icon
        self._emit("NewIcon")

    def set_tooltip(self, words: str) -> None:
        """Other words for the tooltip; the first line is its heading."""
        self._tooltip = words
        self._emit("NewToolTip")

    def set_status(self, status: str) -> None:
        """Active, or Passive for an item that need not be seen."""
        self._status = status
        self._emit("NewStatus", "s", (status,))

    def _emit(self, member: str, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        self._bus.emit(self._path, INTERFACE, member, signature, body)

    def _answer(self, member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        if member == "Activate" and self._has_default():
            self._activate()
            return "", ()
        if member in _HARMLESS:
            return "", ()
        raise unknown_method(member)  # to a panel that is told so, a click means its menu

    def _properties(self) -> dict[str, tuple[str, Any]]:
        heading, _, rest = self._tooltip.partition("\n")
        return {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", self._name),
            "Title": ("s", self._title),
            "Status": ("s", self._status),
            "WindowId": ("i", 0),
            "IconThemePath": ("s", ""),
            "IconName": ("s", ""),
            "IconPixmap": ("a(iiay)", self._pixmaps()),
            "IconAccessibleDesc": ("s", self._tooltip),
            "OverlayIconName": ("s", ""),
            "OverlayIconPixmap": ("a(iiay)", []),
            "AttentionIconName": ("s", ""),
            "AttentionIconPixmap": ("a(iiay)", []),
            "AttentionMovieName": ("s", ""),
            "ToolTip": ("(sa(iiay)ss)", ("", [], heading, _as_markup(rest))),
            "ItemIsMenu": ("b", not self._has_default()),
            "Menu": ("o", self._menu_path),
        }

    def _pixmaps(self) -> Pixmaps:
        icon, pictures = self._drawn
        if self._icon is not None and icon != self._icon:
            pictures = pixmaps(self._icon)
            self._drawn = (self._icon, pictures)
        return pictures


def _as_markup(words: str) -> str:
    """The specification lets a tooltip's text carry markup, so what looks like it is written otherwise."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
