"""The tray of Windows: an icon in the notification area of the taskbar."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from posture_pal.desktop import windows_pixels
from posture_pal.desktop.tray.native import NativeTray
from posture_pal.menu import Face

if TYPE_CHECKING:
    from posture_pal.desktop.notify.balloon import Balloon

_CLOSE_SECONDS = 3.0


class WindowsTray(NativeTray):
    """The icon, its window and its menu live on a thread of their own, which sleeps until Windows speaks."""

    name = "notification area"
    platform = "win32"
    longest_tooltip = 127

    def __init__(self) -> None:
        super().__init__()
        self._balloon: Balloon | None = None
        self._thread = threading.Thread(target=self._run, name="tray", daemon=True)

    def balloon(self, balloon: Balloon | None) -> None:
        """See notify.balloon.Balloons."""
        self._balloon = balloon
        self._later(self._show_balloon)

    def close(self) -> None:
        super().close()
        if self._icon is not None:
            self._icon.stop()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_CLOSE_SECONDS)

    def _begin(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        windows_pixels.make_sharp()
        kind = importlib.import_module("posture_pal.desktop.tray.windows_icon").WindowsIcon
        self._icon = self._new_icon(kind)
        self._icon.session_ends = self._end_with_the_session
        self._icon.run(lambda icon: icon.later(self._appear))

    def _appear(self) -> None:
        super()._appear()
        if self._balloon is not None:  # it was asked for before there was an icon
            self._show_balloon()

    def _show_balloon(self) -> None:
        balloon = self._balloon
        try:
            self._icon.show_balloon(balloon)
        except OSError as error:
            if balloon is not None:
                balloon.failed(f"Windows shows no balloon ({error}).")

    def _end_with_the_session(self) -> None:
        """Writes down that the program stops; Windows ends it as soon as this returns."""
        self._choose(("quit",))
        self._closed.wait(_CLOSE_SECONDS)

    def _later(self, job: Callable[[], None]) -> None:
        if self._icon is not None:
            self._icon.later(job)

    def _wording(self, label: str) -> str:
        return label.replace("&", "&&")  # one alone marks an access key

    def _tooltip(self, face: Face) -> str:
        # No spelling of an ampersand shows as one on every Windows.
        return super()._tooltip(replace(face, tooltip=face.tooltip.replace("&", "and")))
