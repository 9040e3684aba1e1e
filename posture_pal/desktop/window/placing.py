"""Where the window appears, how large, and that it takes the keyboard from nobody."""

from __future__ import annotations

import contextlib
import os
import sys
import tkinter as tk

from posture_pal import paths
from posture_pal.desktop import windows_identity, windows_pixels
from posture_pal.errors import Unavailable

_ON_TOP_FOR = 4000
"""Milliseconds for which a window that just came stays above the others."""
_SHARE = 0.94
"""Of a small screen's height or width, the most that the window may cover."""

Place = tuple[int, int, int, int]


class Placing:
    """Knows the screen under the pointer. scale: pixels of a unit; None takes the desktop's.

    shy: somebody may be typing elsewhere, and goes on doing so.
    """

    def __init__(self, root: tk.Tk, size: tuple[int, int], *, shy: bool, scale: float | None) -> None:
        self._shy = shy
        root.withdraw()
        root.update_idletasks()
        dots, monitors = self._ask_screen(root)
        whole = (0, 0, root.winfo_screenwidth(), root.winfo_screenheight())
        self.monitor = _under(root.winfo_pointerxy(), monitors) or whole
        wanted = scale or _scale(root, dots)
        fits = min(self.monitor[2] * _SHARE / size[0], self.monitor[3] * _SHARE / size[1])
        self.scale = max(0.75, min(wanted, fits))

    def show(self, root: tk.Tk, size: tuple[int, int]) -> None:
        """Puts the window on screen, in the middle of the one where the pointer is."""
        root.resizable(width=False, height=False)
        self.resize(root, size)
        with contextlib.suppress(tk.TclError):
            root.attributes("-topmost", True)
        root.deiconify()
        root.after(_ON_TOP_FOR, lambda: _let_others_above(root))

    def resize(self, root: tk.Tk, size: tuple[int, int]) -> None:
        """Gives the window another size, around the middle of its screen."""
        wide, high = round(size[0] * self.scale), round(size[1] * self.scale)
        x, y, whole_wide, whole_high = self.monitor
        left, top = x + (whole_wide - wide) // 2, y + max(0, (whole_high - high) // 2 - whole_high // 24)
        root.geometry(f"{wide}x{high}+{left}+{top}")

    def _ask_screen(self, root: tk.Tk) -> tuple[float | None, list[Place]]:
        system = root.tk.call("tk", "windowingsystem")
        if system == "win32":
            found = windows_pixels.screen_at(*root.winfo_pointerxy())
            return (found[1], [found[0]]) if found else (None, [])
        if system != "x11":
            return None, []
        from posture_pal.desktop.window.x_screen import XScreen

        try:
            screen = XScreen()
        except Unavailable:
            return None, []
        try:
            if self._shy:
                screen.leave_keyboard(root.winfo_id())
            return screen.dots_per_inch(), screen.monitors()
        except Unavailable:
            return None, []
        finally:
            screen.close()


def make_sharp() -> None:
    """Prepares this process for sharp windows of ours; to be called before there is one."""
    if sys.platform == "win32":
        windows_pixels.make_sharp()
        with contextlib.suppress(OSError):
            windows_identity.claim()


def put_icon_on(root: tk.Tk) -> None:
    """Gives the window our icon, where Tk would show its own."""
    if root.tk.call("tk", "windowingsystem") == "win32":
        with contextlib.suppress(tk.TclError):
            root.wm_iconbitmap(default=str(paths.icon_file("posture-pal.ico")))  # type: ignore[no-untyped-call,unused-ignore]


def _scale(root: tk.Tk, dots: float | None) -> float:
    if sys.platform == "darwin":
        return 1.0  # points there are the window's units already
    named = os.environ.get("GDK_SCALE", "")
    times = float(named) if named.isdigit() and 1 <= int(named) <= 4 else 1.0
    if dots is None and sys.platform == "win32":
        dots = root.winfo_fpixels("1i")
    return max(1.0, min(4.0, (dots or 96.0) / 96.0 * times))


def _under(pointer: tuple[int, int], monitors: list[Place]) -> Place | None:
    for x, y, wide, high in monitors:
        if x <= pointer[0] < x + wide and y <= pointer[1] < y + high:
            return x, y, wide, high
    return None


def _let_others_above(root: tk.Tk) -> None:
    with contextlib.suppress(tk.TclError):
        root.attributes("-topmost", False)
