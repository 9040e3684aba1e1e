"""No tray: what is used where no desktop shows one; the command line does all that the menu would."""

from __future__ import annotations

from posture_pal.desktop.tray.base import Chosen
from posture_pal.menu import Face


class NoTray:
    """Shows nothing and says why."""

    name = "none"

    def __init__(self, reason: str = "No tray is used.") -> None:
        self._reason = reason

    def why_not(self) -> str | None:
        return self._reason

    def start(self, face: Face, chosen: Chosen) -> None:
        pass

    def show(self, face: Face) -> None:
        pass

    def is_visible(self) -> bool:
        return False

    def close(self) -> None:
        pass
