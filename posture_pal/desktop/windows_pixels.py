"""The real pixels of Windows' screens: we draw for them ourselves, sharp on each, whatever its scale."""

from __future__ import annotations

import contextlib
import sys

Place = tuple[int, int, int, int]

_PER_MONITOR_V2, _PER_MONITOR = -4, 2
_NEAREST, _EFFECTIVE = 2, 0


def make_sharp() -> None:
    """Says that this process draws for each screen's own scale; to be called before it has any window.

    Without it Windows lets a program draw small and stretches the picture, menus and icons too.
    """
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):  # there since 2017
            if ctypes.windll.user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(_PER_MONITOR_V2)):
                return
        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(_PER_MONITOR)


def screen_at(x: int, y: int) -> tuple[Place, float] | None:
    """The part of the screen there that no taskbar covers, as x, y, width and height, and its dots per inch.

    None where Windows does not tell.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Facts(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.DWORD),
                ("whole", wintypes.RECT),
                ("free", wintypes.RECT),
                ("flags", wintypes.DWORD),
            )

        user32 = ctypes.WinDLL("user32")
        user32.MonitorFromPoint.restype = wintypes.HMONITOR
        user32.MonitorFromPoint.argtypes = (wintypes.POINT, wintypes.DWORD)
        user32.GetMonitorInfoW.argtypes = (wintypes.HMONITOR, ctypes.c_void_p)
        monitor = user32.MonitorFromPoint(wintypes.POINT(x, y), _NEAREST)
        facts = Facts(size=ctypes.sizeof(Facts))
        if not monitor or not user32.GetMonitorInfoW(monitor, ctypes.byref(facts)):
            return None
        across, down = wintypes.UINT(96), wintypes.UINT(96)
        with contextlib.suppress(AttributeError, OSError):  # Windows 7 has one scale for all screens
            ask = ctypes.WinDLL("shcore").GetDpiForMonitor
            ask.argtypes = (wintypes.HMONITOR, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
            ask(monitor, _EFFECTIVE, ctypes.byref(across), ctypes.byref(down))
        free = facts.free
        return (free.left, free.top, free.right - free.left, free.bottom - free.top), float(across.value)
    return None
