"""Draws the tray icon: a ring that fills with desk time around a sign for what the program is doing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from posture_pal.menu import Icon, Shape

if TYPE_CHECKING:  # Pillow is loaded with the first picture
    from PIL.Image import Image

    from posture_pal.desktop.tray.pencil import Colour, Pencil


class Look(StrEnum):
    """What it is drawn for: any panel, in colours; or in one ink alone, a light or a dark panel."""

    ANY = "any"
    ON_LIGHT = "on-light"
    ON_DARK = "on-dark"


@dataclass(frozen=True, slots=True)
class _Inks:
    """badge: what the sign stands on, None for the panel itself. track: the empty ring. edge: of a triangle.

    behind: what shows where a part of the sign is taken away.
    """

    badge: Colour | None
    sign: Colour
    track: Colour
    behind: Colour
    edge: Colour | None = None


# White on a deep colour reads on any panel: on a dark one by the white, on a light one by the colour.
_WHITE = (0xFF, 0xFF, 0xFF)
_BADGES = {
    Shape.COUNTING: (0x0B, 0x75, 0x6C),
    Shape.OPEN: (0xC8, 0x62, 0x06),
    Shape.QUIET: (0x52, 0x5E, 0x70),
    Shape.PAUSED: (0x52, 0x5E, 0x70),
    Shape.TROUBLE: (0xCE, 0x2F, 0x36),
}
_INK = {Look.ON_LIGHT: (0x22, 0x2A, 0x36), Look.ON_DARK: (0xF4, 0xF6, 0xF8)}
_NOTHING = (0, 0, 0, 0)
_SOLID = {Shape.OPEN, Shape.TROUBLE}
"""What asks for something is a full shape with its sign cut out; the others are lines."""

_MIDDLE = (0.5, 0.5)


@lru_cache(maxsize=16)
def draw(icon: Icon, size: int, look: Look = Look.ANY) -> Image:
    """The icon as an RGBA picture of `size` pixels square; the caller must not change it."""
    from posture_pal.desktop.tray.pencil import Pencil

    pencil = Pencil(size)
    trace(pencil, icon, look)
    return pencil.picture()


def trace(pencil: Pencil, icon: Icon, look: Look) -> None:
    """Draws the icon with any pencil."""
    inks = _inks(icon.shape, look)
    filled = min(max(icon.sixteenths, 0), 16) / 16
    if icon.shape is not Shape.TROUBLE and inks.badge is not None:
        pencil.disc(_MIDDLE, 0.5, inks.badge)
    match icon.shape:
        case Shape.COUNTING:
            _ring(pencil, filled, inks)
            _person(pencil, inks)
        case Shape.OPEN:
            _bell(pencil, inks)
        case Shape.QUIET:
            _ring(pencil, filled, inks)
            _crescent(pencil, inks)
        case Shape.PAUSED:
            _ring(pencil, filled, inks)
            _two_bars(pencil, inks)
        case Shape.TROUBLE:
            _triangle(pencil, inks)
            _exclamation(pencil, inks)


def _inks(shape: Shape, look: Look) -> _Inks:
    badge = _BADGES[shape]
    if look is Look.ANY:
        return _Inks(badge, _WHITE, _between(badge, _WHITE, 0.25), badge, edge=_WHITE)
    ink = _INK[look]
    if shape in _SOLID:
        return _Inks(ink, _NOTHING, _NOTHING, ink)
    return _Inks(None, ink, (*ink, 0x60), _NOTHING)


def argb(icon: Icon, size: int) -> bytes:
    """The same picture as rows of alpha, red, green and blue bytes, which StatusNotifierItem asks for."""
    from PIL.Image import merge

    red, green, blue, alpha = draw(icon, size).split()
    pixels: bytes = merge("RGBA", (alpha, red, green, blue)).tobytes()
    return pixels


def _ring(pencil: Pencil, filled: float, inks: _Inks) -> None:
    radius, width = 0.5 - pencil.snapped(1 / 20), pencil.snapped(1 / 9, least=2)
    pencil.ring(_MIDDLE, radius, width, inks.track)
    if filled:
        pencil.arc(_MIDDLE, radius, width, filled, inks.sign)


def _person(pencil: Pencil, inks: _Inks) -> None:
    pencil.disc((0.5, 0.375), 0.105, inks.sign)
    pencil.dome((0.5, pencil.snapped(0.7)), 0.2, inks.sign)


def _bell(pencil: Pencil, inks: _Inks) -> None:
    brim = pencil.snapped(0.68)
    pencil.disc((0.5, 0.22), 0.06, inks.sign)
    pencil.disc((0.5, 0.40), 0.185, inks.sign)
    pencil.bar((0.315, 0.40), (0.685, brim - 0.03), 0, inks.sign)
    pencil.bar((0.24, brim - pencil.snapped(0.09)), (0.76, brim), 0.03, inks.sign)
    pencil.disc((0.5, brim + 0.08), 0.075, inks.sign)


def _crescent(pencil: Pencil, inks: _Inks) -> None:
    pencil.disc((0.48, 0.515), 0.22, inks.sign)
    pencil.disc((0.575, 0.435), 0.17, inks.behind)


def _two_bars(pencil: Pencil, inks: _Inks) -> None:
    wide, apart, high = pencil.snapped(1 / 9), pencil.snapped(1 / 18), pencil.snapped(3 / 16)
    for left in (0.5 - apart - wide, 0.5 + apart):
        pencil.bar((left, 0.5 - high), (left + wide, 0.5 + high), wide / 5, inks.sign)


def _triangle(pencil: Pencil, inks: _Inks) -> None:
    bottom, hairline = pencil.snapped(0.97), pencil.snapped(1 / 20)
    corners = ((0.5, 0.115), (0.9, bottom - 0.09), (0.1, bottom - 0.09))
    if inks.edge is not None:
        pencil.polygon(corners, 0.09, inks.edge)
    if inks.badge is not None:
        pencil.polygon(corners, 0.09 - (hairline if inks.edge else 0.0), inks.badge)


def _exclamation(pencil: Pencil, inks: _Inks) -> None:
    half, dot = pencil.snapped(1 / 17), pencil.snapped(0.72)
    pencil.bar((0.5 - half, pencil.snapped(0.34)), (0.5 + half, pencil.snapped(0.64)), half / 2, inks.sign)
    pencil.bar((0.5 - half, dot), (0.5 + half, dot + 2 * half), half / 2, inks.sign)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
