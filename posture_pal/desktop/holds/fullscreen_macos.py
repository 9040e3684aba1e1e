"""Sees on macOS whether a window of another program fills a whole screen."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from posture_pal.desktop.asked_witness import AskedWitness
from posture_pal.desktop.frameworks import FindLibrary, Values, declare, framework
from posture_pal.desktop.witness import View

_ON_SCREEN, _NOT_THE_DESKTOP, _BESIDE_NONE = 1 << 0, 1 << 4, 0
_ORDINARY = 0  # the layer of windows; the desktop, docks, menus and overlays have others
_MOST_SCREENS = 32


class _Rectangle(ctypes.Structure):
    _fields_ = (
        ("x", ctypes.c_double),
        ("y", ctypes.c_double),
        ("width", ctypes.c_double),
        ("height", ctypes.c_double),
    )

    def fills(self, screen: _Rectangle) -> bool:
        ours, its = (tuple(getattr(each, name) for name, _ in self._fields_) for each in (self, screen))
        return ours == its


class MacFullscreen(AskedWitness):
    """CGWindowListCopyWindowInfo, which tells where windows are without any permission.

    A window counts when it covers a screen to the last point. Beneath the notch of a newer MacBook macOS
    keeps full-screen windows a little lower; those are not seen.
    """

    name = "macos"

    def __init__(self, find: FindLibrary = framework) -> None:
        """Raises Unavailable when this macOS has no such calls."""
        super().__init__()
        graphics, pointer = find("ApplicationServices"), ctypes.c_void_p
        self._values = Values(find)
        self._windows = declare(
            graphics, "CGWindowListCopyWindowInfo", pointer, ctypes.c_uint32, ctypes.c_uint32
        )
        self._screens = declare(
            graphics, "CGGetActiveDisplayList", ctypes.c_int32, ctypes.c_uint32, pointer, pointer
        )
        self._bounds = declare(graphics, "CGDisplayBounds", _Rectangle, ctypes.c_uint32)
        self._rectangle = declare(
            graphics,
            "CGRectMakeWithDictionaryRepresentation",
            ctypes.c_bool,
            pointer,
            ctypes.POINTER(_Rectangle),
        )

    def view(self) -> View:
        filled = self._is_filled()
        words = {True: "a window fills the screen", False: "", None: "macOS does not tell of windows here"}
        return View(filled, words[filled])

    def _is_filled(self) -> bool | None:
        screens = self._all_screens()
        with self._values.ours(self._windows(_ON_SCREEN | _NOT_THE_DESKTOP, _BESIDE_NONE)) as windows:
            if not windows or not screens:
                return None
            return any(
                place.fills(screen)
                for window in self._values.entries(windows)
                if (place := self._place_of(window)) is not None
                for screen in screens
            )

    def _all_screens(self) -> list[Any]:
        found, number = (ctypes.c_uint32 * _MOST_SCREENS)(), ctypes.c_uint32()
        if self._screens(_MOST_SCREENS, ctypes.byref(found), ctypes.byref(number)):
            return []
        return [self._bounds(screen) for screen in list(found)[: number.value]]

    def _place_of(self, window: int) -> _Rectangle | None:
        """Where an ordinary window of another program is."""
        if self._number(window, "kCGWindowLayer") != _ORDINARY:
            return None
        if self._number(window, "kCGWindowOwnerPID") == os.getpid():
            return None
        with self._values.name("kCGWindowBounds") as key:
            bounds = self._values.entry(window, key)
        place = _Rectangle()
        return place if bounds and self._rectangle(bounds, ctypes.byref(place)) else None

    def _number(self, window: int, name: str) -> int | None:
        with self._values.name(name) as key:
            return self._values.number(self._values.entry(window, key))
