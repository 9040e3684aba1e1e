"""A pystray icon whose desktop is StatusNotifierItem, which pystray itself cannot speak."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.status_notifier.dbusmenu import DbusMenu
from posture_pal.desktop.tray.status_notifier.item import Item
from posture_pal.desktop.tray.status_notifier.registration import Registration
from posture_pal.desktop.tray.toolkit import Icon
from posture_pal.errors import Unavailable

ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/StatusNotifierItem/Menu"


class StatusNotifierIcon(Icon):  # type: ignore[misc]  # pystray has no types
    """As every pystray icon, but for its picture: `icon` is a posture_pal.menu.Icon, drawn when asked for.

    What the panel asks for is answered on the thread that reads the bus, and so are the clicks.
    """

    HAS_NOTIFICATION = False

    def __init__(self, bus: Bus, name: str, program: str, **looks: Any) -> None:
        """name: the program's id, never shown. program: its name in words. looks: as of any pystray icon."""
        self._bus = bus
        self._item = Item(bus, ITEM_PATH, MENU_PATH, name, program)
        self._dbusmenu = DbusMenu(bus, MENU_PATH, lambda entry: entry(self))
        self._registration = Registration(bus, ITEM_PATH)
        self._stopped = threading.Event()
        super().__init__(name, **looks)

    @property
    def is_shown(self) -> bool:
        """Whether a panel shows the icon just now."""
        return self._visible and self._registration.is_shown

    def _has_default(self) -> bool:
        return any(entry.default for entry in self._menu or ())

    # --- what pystray asks of a desktop ------------------------------------------------------------------

    def _show(self) -> None:
        self._update_title()
        self._item.export(self, self._has_default)
        self._dbusmenu.export()
        self._item.set_status("Active")
        self._registration.open()

    def _hide(self) -> None:
        with contextlib.suppress(Unavailable):  # a bus that is gone shows it no more
            self._item.set_status("Passive")
        self._registration.close()
        self._item.close()
        self._dbusmenu.close()

    def _update_icon(self) -> None:
        self._item.set_icon(self._icon)
        self._icon_valid = True

    def _update_title(self) -> None:
        self._item.set_tooltip(self._title)

    def _update_menu(self) -> None:
        self._dbusmenu.update(self._menu or ())

    def _run(self) -> None:
        self._mark_ready()
        self._stopped.wait()

    def _run_detached(self) -> None:
        self._mark_ready()

    def _stop(self) -> None:
        self.visible = False
        self._stopped.set()
