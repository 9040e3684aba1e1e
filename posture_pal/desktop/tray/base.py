"""What a tray is: something that shows a face and passes on what was chosen from its menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from posture_pal.menu import Face

Chosen = Callable[[tuple[str, ...]], None]
"""Called with the command of the menu item that was chosen, from any thread."""


class Tray(Protocol):
    """Shows a face in the desktop's tray. Methods are called from the service's thread and return at once."""

    @property
    def name(self) -> str: ...

    def why_not(self) -> str | None:
        """Why this tray cannot serve here, or None when it can."""

    def start(self, face: Face, chosen: Chosen) -> None:
        """Appears in the tray, now or as soon as a tray host is there."""

    def show(self, face: Face) -> None:
        """Shows another face; an open menu is not rebuilt when only words in it changed."""

    def is_visible(self) -> bool:
        """Whether a tray host is showing the icon just now."""

    def close(self) -> None:
        """Leaves the tray."""


@runtime_checkable
class NeedsMainThread(Protocol):
    """A tray that the desktop lets be used from the main thread alone; the service then runs on another."""

    def occupy(self) -> None:
        """Called on the main thread: serves the desktop until the tray is closed."""
