"""The icon's pictures as panels take them, drawn ahead of time so that nothing need be loaded to draw them.

Pillow costs the resident program more memory than all else in the tray, for a few hundred small pictures that
never change. They lie in one file beside the application's icon: a table of where each icon's pictures begin,
then these, compressed. What the file lacks is drawn on the spot.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from posture_pal.desktop.tray import drawing
from posture_pal.menu import Icon, Shape
from posture_pal.paths import icon_file

SIZES = (16, 22, 24, 32, 48, 64)
FILE = "tray.pictures"

Pixmaps = list[tuple[int, int, bytes]]
"""Width, height, and rows of alpha, red, green and blue bytes, as StatusNotifierItem has them."""

_WITH_RING = {Shape.COUNTING, Shape.QUIET, Shape.PAUSED}
_ICONS = [
    Icon(shape, sixteenths) for shape in Shape for sixteenths in range(17 if shape in _WITH_RING else 1)
]
_TABLE = struct.Struct(f">{len(_ICONS) + 1}I")
_BYTES = sum(4 * size * size for size in SIZES)


def pixmaps(icon: Icon) -> Pixmaps:
    """The icon's picture in every size."""
    filled = min(max(icon.sixteenths, 0), 16) if icon.shape in _WITH_RING else 0
    icon = Icon(icon.shape, filled)
    try:
        with icon_file(FILE).open("rb") as file:
            return _read(file, _ICONS.index(icon))
    except (OSError, ValueError, struct.error, zlib.error):
        return _drawn(icon)


def packed() -> bytes:
    """What the file holds: every picture of every icon, drawn now."""
    parts = [zlib.compress(b"".join(pixels for *_, pixels in _drawn(icon)), 9) for icon in _ICONS]
    starts = [_TABLE.size + sum(map(len, parts[:before])) for before in range(len(parts) + 1)]
    return _TABLE.pack(*starts) + b"".join(parts)


def _read(file: BinaryIO, place: int) -> Pixmaps:
    begins, ends = _TABLE.unpack(file.read(_TABLE.size))[place : place + 2]
    file.seek(begins)
    pixels = zlib.decompress(file.read(ends - begins))
    if len(pixels) != _BYTES:
        raise ValueError(f"{FILE} holds pictures of other sizes")
    found, at = [], 0
    for size in SIZES:
        found.append((size, size, pixels[at : at + 4 * size * size]))
        at += 4 * size * size
    return found


def _drawn(icon: Icon) -> Pixmaps:
    return [(size, size, drawing.argb(icon, size)) for size in SIZES]
