"""What the trays of Windows and macOS have in common: pystray's own icon, used from one thread alone."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from typing import Any

from posture_pal.desktop.tray.base import Chosen
from posture_pal.errors import Unavailable
from posture_pal.menu import Face


class NativeTray:
    """One tray of a desktop with trays of its own; a subclass knows which thread may touch it.

    Faces come from the service's thread and are handed to the icon's; of several that wait only the last is
    drawn.
    """

    name = "native"
    platform = ""
    """The value of sys.platform where it serves."""

    longest_tooltip = sys.maxsize
    """Characters."""

    def __init__(self) -> None:
        self._icon: Any = None
        self._chosen: Chosen = lambda _command: None
        self._wanted: Face | None = None
        self._drawn: Face | None = None
        self._closed = threading.Event()

    def why_not(self) -> str | None:
        if sys.platform != self.platform:
            return f"It is the tray of {self.platform}; this is {sys.platform}."
        try:
            importlib.import_module("posture_pal.desktop.tray.toolkit")
        except Exception as error:  # noqa: BLE001  pystray fails in many ways where it cannot serve
            return f"pystray cannot be used here ({type(error).__name__}: {error})."
        return None

    def start(self, face: Face, chosen: Chosen) -> None:
        """Appears in the tray. Raises Unavailable when it cannot."""
        reason = self.why_not()
        if reason:
            raise Unavailable(reason)
        self._wanted, self._chosen = face, chosen
        self._begin()

    def show(self, face: Face) -> None:
        if face != self._wanted:
            self._wanted = face
            self._later(self._draw)

    def is_visible(self) -> bool:
        return bool(self._icon is not None and self._icon.visible and not self._closed.is_set())

    def close(self) -> None:
        self._closed.set()

    # --- what a subclass says ---------------------------------------------------------------------------

    def _begin(self) -> None:
        """Makes the icon on the thread that may, and has that thread call `_appear`."""
        raise NotImplementedError

    def _later(self, job: Callable[[], None]) -> None:
        """Runs a job on the thread that may touch the icon."""
        raise NotImplementedError

    def _wording(self, label: str) -> str:
        """A label as this desktop's menus want it written."""
        return label

    def _tooltip(self, face: Face) -> str:
        """The tooltip as this desktop can show it."""
        words = face.tooltip
        return words if len(words) <= self.longest_tooltip else words[: self.longest_tooltip - 1] + "…"

    # --- on the icon's own thread -----------------------------------------------------------------------

    def _new_icon(self, kind: Callable[..., Any]) -> Any:
        """An icon that looks as wanted last; `kind` is a pystray Icon whose `icon` is a menu.Icon."""
        from posture_pal.desktop.tray.menus import menu_of

        face = self._wanted
        assert face is not None
        self._drawn = face
        return kind(
            "posture-pal",
            icon=face.icon,
            title=self._tooltip(face),
            menu=menu_of(face.items, self._choose, self._wording),
        )

    def _appear(self) -> None:
        if not self._closed.is_set():
            self._draw()
            self._icon.visible = True

    def _draw(self) -> None:
        from posture_pal.desktop.tray.menus import menu_of

        icon, before, face = self._icon, self._drawn, self._wanted
        if icon is None or face is None or before is None or face == before:
            return
        self._drawn = face
        if face.icon != before.icon:
            icon.icon = face.icon
        icon.title = self._tooltip(face)
        if face.items != before.items:
            icon.menu = menu_of(face.items, self._choose, self._wording)

    def _choose(self, command: tuple[str, ...]) -> None:
        self._chosen(command)
