"""Shows prompts in the best way that serves just now; a desktop's own service may start after the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from posture_pal.desktop.notify.base import Callbacks, Notice, Notifier
from posture_pal.desktop.notify.choose import choose

if TYPE_CHECKING:
    from posture_pal.desktop.bus import Bus

_NATIVE = "freedesktop"
"""The name of the notifier than which there is no better one."""

_SERVICE = "org.freedesktop.Notifications"


class BestNotifier:
    """The first notifier that can serve. One that served in place of the desktop's own gives way to it."""

    def __init__(
        self,
        bus: Bus | None,
        stream: TextIO | None,
        icon: Path | None,
        callbacks: Callbacks,
        tray: object = None,
    ) -> None:
        """As choose."""
        self._choose: Callable[[], Notifier] = lambda: choose(bus, stream, icon, callbacks, tray=tray)[0]
        self._best = self._choose()
        self.name = self._best.name
        self._came = False
        self._undo: Callable[[], None] = lambda: None
        if bus is not None and self._best.name != _NATIVE:
            self._undo = bus.watch_name(_SERVICE, self._owner_changed)

    def why_not(self) -> str | None:
        return self._now().why_not()

    def show(self, notice: Notice) -> None:
        self._now().show(notice)

    def withdraw(self, occurrence: str) -> None:
        self._now().withdraw(occurrence)

    def close(self) -> None:
        self._undo()
        self._best.close()

    def _owner_changed(self, owner: str) -> None:
        """Called on the bus's thread, so it only leaves word."""
        self._came = bool(owner)

    def _now(self) -> Notifier:
        if self._came:
            self._came = False
            better = self._choose()
            if better.name == _NATIVE:
                self._best.close()
                self._best, self.name = better, better.name
                self._undo()
                self._undo = lambda: None
            else:
                better.close()
        return self._best
