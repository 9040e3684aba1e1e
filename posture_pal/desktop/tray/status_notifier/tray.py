"""The tray on Linux: appears in every panel that shows StatusNotifierItems, whenever there is one."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.base import Chosen
from posture_pal.errors import Unavailable
from posture_pal.menu import Face

if TYPE_CHECKING:  # pystray is loaded with the first icon
    from posture_pal.desktop.tray.status_notifier.icon import StatusNotifierIcon

_WATCHER = "org.kde.StatusNotifierWatcher"


class StatusNotifierTray:
    """Waits for a panel where there is none yet, and comes back with a panel that went."""

    name = "StatusNotifierItem"

    def __init__(self, bus: Bus | None) -> None:
        """bus: the session bus, None where there is none."""
        self._bus = bus
        self._icon: StatusNotifierIcon | None = None
        self._face: Face | None = None
        self._chosen: Chosen = lambda _command: None

    def can_wait(self) -> bool:
        """Whether it appears by itself once a panel is there."""
        return self._bus is not None and self._bus.is_open

    def why_not(self) -> str | None:
        if self._bus is None or not self._bus.is_open:
            return "There is no session bus to tell a panel of the icon."
        try:
            if self._bus.has_owner(_WATCHER):
                return None
        except Unavailable as error:
            return str(error)
        return (
            "No panel in this session shows tray icons (nobody owns org.kde.StatusNotifierWatcher). "
            "The icon appears once one does; GNOME needs the extension AppIndicator for it."
        )

    def start(self, face: Face, chosen: Chosen) -> None:
        """Appears now, or as soon as a panel is there. Raises Unavailable when the bus is gone."""
        if self._bus is None:
            raise Unavailable("There is no session bus to tell a panel of the icon.")
        from posture_pal.desktop.tray.menus import menu_of
        from posture_pal.desktop.tray.status_notifier.icon import StatusNotifierIcon

        self._chosen, self._face = chosen, face
        self._icon = StatusNotifierIcon(
            self._bus,
            "posture-pal",
            "Posture Pal",
            icon=face.icon,
            title=face.tooltip,
            menu=menu_of(face.items, chosen),
        )
        self._icon.run_detached(_no_setup)
        self._icon.visible = True

    def show(self, face: Face) -> None:
        """Tells the panel what changed; on a bus that is gone nothing is shown, see `is_visible`."""
        icon, before = self._icon, self._face
        if icon is None or before is None or face == before:
            return
        from posture_pal.desktop.tray.menus import menu_of

        self._face = face
        with contextlib.suppress(Unavailable):
            if face.icon != before.icon:
                icon.icon = face.icon
            icon.title = face.tooltip
            if face.items != before.items:
                icon.menu = menu_of(face.items, self._chosen)

    def is_visible(self) -> bool:
        return self._icon is not None and self._icon.is_shown

    def close(self) -> None:
        if self._icon is not None:
            self._icon.stop()
            self._icon = None


def _no_setup(_icon: object) -> None:
    """What pystray runs once the icon is ready: nothing, it is shown right after."""
