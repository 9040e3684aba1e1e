"""What the X server knows that Tk does not: the size of letters, the screens, who has the keyboard."""

from __future__ import annotations

import os
import re
import struct

from posture_pal.desktop.x11.display import Display, request
from posture_pal.errors import Unavailable

_INTERN_ROOT_PROPERTY, _CARDINAL = 23, 6
_QUERY_TREE, _CHANGE_PROPERTY, _GET_PROPERTY = 15, 18, 20
_GET_MONITORS = 42


class XScreen:
    """One short conversation with the X server. Raises Unavailable where there is none."""

    def __init__(self) -> None:
        self._display = Display(os.environ)
        self._display.start()

    def close(self) -> None:
        """Hangs up."""
        self._display.close()

    def dots_per_inch(self) -> float | None:
        """How large the person wants letters, where the desktop says so."""
        body = struct.pack("<IIIII", self._display.root, _INTERN_ROOT_PROPERTY, 0, 0, 16384)
        reply = self._display.ask(request(_GET_PROPERTY, 0, body))
        found = re.search(rb"^Xft\.dpi:\s*([0-9.]+)", reply[32:], re.MULTILINE)
        return float(found[1]) if found else None

    def monitors(self) -> list[tuple[int, int, int, int]]:
        """Each screen's place: x, y, width, height. Empty where the server cannot tell."""
        extension = self._display.extension("RANDR")
        if extension is None:
            return []
        body = struct.pack("<IBxxx", self._display.root, 1)
        try:
            reply = self._display.ask(request(extension[0], _GET_MONITORS, body))
        except Unavailable:
            return []  # a server from before monitors were told so
        (count,) = struct.unpack_from("<12xI", reply)
        places, at = [], 32
        for _ in range(count):
            outputs, x, y, width, height = struct.unpack_from("<4xxxHhhHH", reply, at)
            places.append((x, y, width, height))
            at += 24 + 4 * outputs
        return places

    def leave_keyboard(self, window: int) -> None:
        """Tells the window manager that nobody asked for this window, so that it takes no keys from others.

        window: Tk's window; its parent is the one that the window manager sees. To be called before it shows.
        """
        reply = self._display.ask(request(_QUERY_TREE, 0, struct.pack("<I", window)))
        (parent,) = struct.unpack_from("<12xI", reply)
        seen = window if parent in {0, self._display.root} else parent
        atom = self._display.atom("_NET_WM_USER_TIME")
        body = struct.pack("<IIIBxxxII", seen, atom, _CARDINAL, 32, 1, 0)
        self._display.send(request(_CHANGE_PROPERTY, 0, body))
        self._display.atom("_NET_WM_USER_TIME")  # an answer to this says that the server has seen the other
