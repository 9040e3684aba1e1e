"""A panel's tray and the terminal's line side by side, for a program that was started from a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from posture_pal.desktop.tray.base import Chosen, Tray
from posture_pal.errors import Unavailable
from posture_pal.menu import Face


class SeveralTrays:
    """Every tray shows the same face; one that cannot does not keep the others from it."""

    def __init__(self, trays: Sequence[Tray]) -> None:
        self._trays = trays

    @property
    def name(self) -> str:
        return " and ".join(tray.name for tray in self._trays)

    def why_not(self) -> str | None:
        reasons = [tray.why_not() for tray in self._trays]
        return None if None in reasons else "; ".join(str(reason) for reason in reasons)

    def start(self, face: Face, chosen: Chosen) -> None:
        """Appears in every tray that can be had. Raises Unavailable when there is none."""
        failures = []
        for tray in self._trays:
            try:
                tray.start(face, chosen)
            except Unavailable as why:
                failures.append(str(why))
        if len(failures) == len(self._trays):
            raise Unavailable("; ".join(failures))

    def show(self, face: Face) -> None:
        for tray in self._trays:
            tray.show(face)

    def is_visible(self) -> bool:
        return any(tray.is_visible() for tray in self._trays)

    def close(self) -> None:
        for tray in self._trays:
            tray.close()
