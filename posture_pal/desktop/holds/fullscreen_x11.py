"""Sees on an X display that another application's window fills the screen."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from typing import NamedTuple

from posture_pal.desktop.reconnecting import Lost
from posture_pal.desktop.witness import Changed, View
from posture_pal.desktop.x11.display import Display
from posture_pal.errors import Unavailable

OWN_CLASS = b"posture-pal"
"""The WM_CLASS of this program's own windows, in lower case: they are no reason to stay quiet."""

_PROPERTY_CHANGES, _STRUCTURE = 1 << 22, 1 << 17
_DESTROYED, _UNMAPPED, _PROPERTY_CHANGED = 17, 18, 28
_WM_CLASS = 67


class _Atoms(NamedTuple):
    active: int
    state: int
    fullscreen: int
    manager: int
    process: int

    @classmethod
    def of(cls, display: Display) -> _Atoms:
        names = (
            "_NET_ACTIVE_WINDOW",
            "_NET_WM_STATE",
            "_NET_WM_STATE_FULLSCREEN",
            "_NET_SUPPORTING_WM_CHECK",
            "_NET_WM_PID",
        )
        return cls(*(display.atom(name) for name in names))


class FullscreenOnX11:
    """Follows the active window and its state through the events of the display; nothing is ever asked twice.

    A window's title is never read; its class and process only to know this program's own.
    """

    def __init__(self, environ: Mapping[str, str], changed: Changed, lost: Lost) -> None:
        """Raises Unavailable when there is no display."""
        self._changed = changed
        self._active = self._manager = 0
        self._is_own = False
        self._display = Display(environ)
        self._display.on_event, self._display.on_lost = self._heard, lost
        self._display.start()
        try:
            self._atoms = _Atoms.of(self._display)
            self._display.select_events(self._display.root, _PROPERTY_CHANGES)
            self._look_for_manager()
        except Unavailable:
            self._display.close()
            raise

    def close(self) -> None:
        self._display.close()

    # --- on the reading thread, each step asked for by the one before ---

    def _heard(self, event: bytes) -> None:
        code = event[0] & 0x7F
        if code == _PROPERTY_CHANGED:
            window, atom = struct.unpack_from("<4xII", event)
            if (window, atom) == (self._display.root, self._atoms.active):
                self._look_for_active()
            elif (window, atom) == (self._display.root, self._atoms.manager):
                self._look_for_manager()
            elif (window, atom) == (self._active, self._atoms.state):
                self._look_at_state()
        elif code in {_DESTROYED, _UNMAPPED}:
            (window,) = struct.unpack_from("<8xI", event)
            if window == self._manager and code == _DESTROYED:
                self._manager = 0
                self._look_for_manager()
            elif window == self._active:
                self._follow(0)

    def _look_for_manager(self) -> None:
        """A window manager that died leaves its name on the root; only its own window shows that it lives."""

        def told(value: bytes) -> None:
            window = _number(value)
            if not window:
                self._nobody_manages()
                return
            self._display.select_events(window, _STRUCTURE)
            self._display.property_soon(window, self._atoms.manager, lambda own: confirmed(window, own))

        def confirmed(window: int, own: bytes) -> None:
            if _number(own) != window:
                self._nobody_manages()
                return
            self._manager = window
            self._look_for_active()

        self._display.property_soon(self._display.root, self._atoms.manager, told)

    def _nobody_manages(self) -> None:
        self._manager = 0
        self._changed(View(None, "no window manager tells which window is in front"))

    def _look_for_active(self) -> None:
        self._display.property_soon(
            self._display.root, self._atoms.active, lambda value: self._follow(_number(value))
        )

    def _follow(self, window: int) -> None:
        if window != self._active:
            if self._active:
                self._display.select_events(self._active, 0)
            self._active, self._is_own = window, False
            if window:
                self._display.select_events(window, _PROPERTY_CHANGES | _STRUCTURE)
                self._display.property_soon(window, _WM_CLASS, lambda value: self._note_class(window, value))
                self._display.property_soon(
                    window, self._atoms.process, lambda value: self._note_process(window, value)
                )
        if window:
            self._look_at_state()
        else:
            self._say(filled=False)

    def _note_class(self, window: int, value: bytes) -> None:
        if window == self._active and OWN_CLASS in value.lower():
            self._is_own = True

    def _note_process(self, window: int, value: bytes) -> None:
        if window == self._active and _number(value) == os.getpid():
            self._is_own = True

    def _look_at_state(self) -> None:
        window = self._active

        def told(value: bytes) -> None:
            if window == self._active:
                states = struct.unpack(f"<{len(value) // 4}I", value[: len(value) // 4 * 4])
                self._say(filled=self._atoms.fullscreen in states and not self._is_own)

        self._display.property_soon(window, self._atoms.state, told)

    def _say(self, *, filled: bool) -> None:
        if self._manager:
            self._changed(View(filled, "another application fills the screen" if filled else ""))


def _number(value: bytes) -> int:
    return int(struct.unpack_from("<I", value)[0]) if len(value) >= 4 else 0
