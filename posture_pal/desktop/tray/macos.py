"""The tray of macOS: an icon in the menu bar."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable

from posture_pal.desktop.tray.native import NativeTray


class MacTray(NativeTray):
    """macOS lets nothing but the main thread touch the menu bar, so that thread is needed: see `occupy`."""

    name = "menu bar"
    platform = "darwin"

    def __init__(self) -> None:
        super().__init__()
        self._started = threading.Event()

    def occupy(self) -> None:
        """Serves the menu bar from the main thread until the tray is closed."""
        self._started.wait()
        if self._closed.is_set():
            return
        kind = importlib.import_module("posture_pal.desktop.tray.macos_icon").MacIcon
        self._icon = self._new_icon(kind)
        self._icon.run(lambda _icon: self._later(self._appear_or_leave))

    def _appear_or_leave(self) -> None:
        """Whoever closes the tray while its icon is being made finds none to stop; so that is seen here."""
        if self._closed.is_set():
            self._icon.stop()
        else:
            self._appear()

    def close(self) -> None:
        super().close()
        self._started.set()
        if self._icon is not None:
            self._later(self._icon.stop)

    def _begin(self) -> None:
        self._started.set()

    def _later(self, job: Callable[[], None]) -> None:
        if self._icon is not None:
            self._icon.later(job)
