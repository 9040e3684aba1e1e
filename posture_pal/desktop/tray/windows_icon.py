"""pystray's icon for Windows, made sharp at every scale and safe to change while its menu is open."""

from __future__ import annotations

import ctypes
import queue
import struct
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from posture_pal.desktop.notify.balloon import Balloon
from posture_pal.desktop.tray import drawing
from posture_pal.desktop.tray.toolkit import Icon

assert sys.platform == "win32"  # tells the type checker, too

from pystray._util import win32  # noqa: E402  it is there on Windows alone

_WM_QUERYENDSESSION, _WM_ENDSESSION = 0x0011, 0x0016
_WM_JOBS = 0x8000 + 1  # WM_APP and on are the program's own
_BALLOON_CLICKED = 0x0405  # NIN_BALLOONUSERCLICK
_WITH_OWN_ICON, _SILENT, _NOT_WHILE_QUIET = 0x04, 0x10, 0x80
_SM_CXSMICON = 49
_ICON_FORMAT = 0x00030000

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_icon_from_bytes = _user32.CreateIconFromResourceEx
_icon_from_bytes.restype = wintypes.HICON
_icon_from_bytes.argtypes = (
    ctypes.c_char_p,
    wintypes.DWORD,
    wintypes.BOOL,
    wintypes.DWORD,
    ctypes.c_int,
    ctypes.c_int,
    wintypes.UINT,
)


class WindowsIcon(Icon):  # type: ignore[misc]  # pystray has no types
    """As pystray's, but for its picture: `icon` is a posture_pal.menu.Icon, drawn to fit this screen."""

    _icon_handle: Any

    def __init__(self, *looks: Any, **more: Any) -> None:
        super().__init__(*looks, **more)
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._menu_is_open = False
        self._balloon: Balloon | None = None
        self._message_handlers[_WM_JOBS] = self._on_jobs
        # pystray answers 0 to what it does not know, and to this question that stops Windows shutting down.
        self._message_handlers[_WM_QUERYENDSESSION] = lambda _wparam, _lparam: 1
        self._message_handlers[_WM_ENDSESSION] = self._on_session_end
        self.session_ends: Callable[[], None] = lambda: None
        """Called when the person logs out or the machine is switched off."""

    def later(self, job: Callable[[], None]) -> None:
        """Runs a job on the icon's thread: at once, or when the menu that is open has closed."""
        self._jobs.put(job)
        if self._hwnd:
            win32.PostMessage(self._hwnd, _WM_JOBS, 0, 0)

    def show_balloon(self, balloon: Balloon | None) -> None:
        """Shows a balloon at the icon, or takes away the one that is there. Raises OSError."""
        self._balloon = balloon
        if balloon is None:
            self.remove_notification()
        else:
            self.notify(balloon.body, balloon.title)

    def _notify(self, message: str, title: str | None = None) -> None:
        """As pystray's, with the icon on it, and silent and patient where it is to be."""
        silent = 0 if self._balloon is not None and self._balloon.sound else _SILENT
        self._message(
            win32.NIM_MODIFY,
            win32.NIF_INFO,
            szInfo=message,
            szInfoTitle=title or "",
            dwInfoFlags=_WITH_OWN_ICON | _NOT_WHILE_QUIET | silent,
            hBalloonIcon=self._icon_handle,
        )

    def _on_jobs(self, _wparam: int, _lparam: int) -> None:
        while not self._menu_is_open:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            job()

    def _on_notify(self, wparam: int, lparam: int) -> None:
        if lparam == _BALLOON_CLICKED and self._balloon is not None:
            self._balloon.clicked()
        if lparam == win32.WM_LBUTTONUP and not any(entry.default for entry in self._menu or ()):
            lparam = win32.WM_RBUTTONUP  # nothing to choose by a plain click, so it opens the menu
        self._menu_is_open = True
        try:
            super()._on_notify(wparam, lparam)
        finally:
            self._menu_is_open = False
        self._on_jobs(0, 0)

    def _on_session_end(self, wparam: int, _lparam: int) -> int:
        if wparam:  # 0: somebody has called it off
            self.session_ends()
        return 0

    def _assert_icon_handle(self) -> None:
        """Makes the picture at the very size that the taskbar shows, without a file in between."""
        if self._icon_handle:
            return
        side = _user32.GetSystemMetrics(_SM_CXSMICON)
        data = _resource(self._icon, side)
        self._icon_handle = _icon_from_bytes(data, len(data), True, _ICON_FORMAT, side, side, 0)
        if not self._icon_handle:
            raise ctypes.WinError(ctypes.get_last_error())


def _resource(icon: Any, side: int) -> bytes:
    """The picture as an icon resource: a bitmap header, the rows from the bottom up, and an empty mask."""
    from PIL.Image import Transpose

    header = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = drawing.draw(icon, side).transpose(Transpose.FLIP_TOP_BOTTOM).tobytes("raw", "BGRA")
    mask = bytes((side + 31) // 32 * 4 * side)
    return header + rows + mask
