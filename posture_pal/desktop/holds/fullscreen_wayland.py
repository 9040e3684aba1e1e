"""Sees on those Wayland compositors that list their windows that another application's fills the screen."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import partial

from posture_pal.desktop.compositor import Compositor
from posture_pal.desktop.reconnecting import Lost
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

WINDOWS = "zwlr_foreign_toplevel_manager_v1"
OWN_NAME = "posture-pal"
"""The app id of this program's own windows: they are no reason to stay quiet."""

_LEAST_VERSION, _BEST_VERSION = 2, 3
_NEW_WINDOW, _NO_MORE = 0, 1
_APP_ID, _STATE, _CLOSED = 1, 4, 6
_ACTIVATED, _FULLSCREEN = 2, 3
_DESTROY = 7


class FullscreenOnWayland:
    """Follows the windows that sway, labwc and others list for panels; neither GNOME nor Plasma lists them.

    A window's title is never looked at.
    """

    def __init__(self, environ: Mapping[str, str], changed: Changed, lost: Lost) -> None:
        """Raises Unavailable when the compositor is not there or does not list its windows."""
        self._changed = changed
        self._lost = lost
        self._own: set[int] = set()
        self._filling: set[int] = set()
        self._compositor = Compositor(environ, frozenset({WINDOWS}))
        self._compositor.on_lost = lost
        offer = self._compositor.offers.get(WINDOWS)
        if offer is None or offer.version < _LEAST_VERSION:
            self._compositor.close()
            raise Unavailable("this Wayland compositor does not tell which window fills the screen")
        self._say()
        try:
            self._compositor.bind(WINDOWS, min(offer.version, _BEST_VERSION), self._heard)
        except Unavailable:
            self._compositor.close()
            raise

    def close(self) -> None:
        self._compositor.close()

    # --- on the reading thread ---

    def _heard(self, event: int, arguments: bytes) -> None:
        if event == _NEW_WINDOW:
            (window,) = struct.unpack("=I", arguments)
            self._compositor.hear(window, partial(self._heard_of, window))
        elif event == _NO_MORE:
            self._lost("The compositor tells of no more windows.")

    def _heard_of(self, window: int, event: int, arguments: bytes) -> None:
        if event == _APP_ID:
            (size,) = struct.unpack_from("=I", arguments)
            name = arguments[4 : 4 + max(size - 1, 0)].decode(errors="replace")
            (self._own.add if name.lower() == OWN_NAME else self._own.discard)(window)
        elif event == _STATE:
            (size,) = struct.unpack_from("=I", arguments)
            states = set(struct.unpack_from(f"={size // 4}I", arguments, 4))
            (self._filling.add if {_ACTIVATED, _FULLSCREEN} <= states else self._filling.discard)(window)
        elif event == _CLOSED:
            self._own.discard(window)
            self._filling.discard(window)
            self._compositor.forget(window)
            self._compositor.send(window, _DESTROY, b"")
        else:
            return
        self._say()

    def _say(self) -> None:
        filled = bool(self._filling - self._own)
        self._changed(View(filled, "another application fills the screen" if filled else ""))
