"""Draws the tray icon: a ring that fills with desk time around a sign for what the program is doing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from posture_pal.menu import Icon, Shape

if TYPE_CHECKING:  # Pillow is loaded with the first picture
    from PIL.Image import Image

    from posture_pal.desktop.tray.pencil import Colour, Pencil

# White on a deep colour reads on any panel: on a dark one by the white, on a light one by the colour.
_TEAL = (0x0B, 0x75, 0x6C)
_AMBER = (0xC8, 0x62, 0x06)
_SLATE = (0x52, 0x5E, 0x70)
_RED = (0xCE, 0x2F, 0x36)
_WHITE = (0xFF, 0xFF, 0xFF)

_MIDDLE = (0.5, 0.5)


@lru_cache(maxsize=16)
def draw(icon: Icon, size: int) -> Image:
    """The icon as an RGBA picture of `size` pixels square; the caller must not change it."""
    from posture_pal.desktop.tray.pencil import Pencil

    pencil = Pencil(size)
    filled = min(max(icon.sixteenths, 0), 16) / 16
    match icon.shape:
        case Shape.COUNTING:
            _badge(pencil, _TEAL)
            _ring(pencil, filled, _TEAL)
            _person(pencil)
        case Shape.OPEN:
            _badge(pencil, _AMBER)
            _bell(pencil)
        case Shape.QUIET:
            _badge(pencil, _SLATE)
            _ring(pencil, filled, _SLATE)
            _crescent(pencil, _SLATE)
        case Shape.PAUSED:
            _badge(pencil, _SLATE)
            _ring(pencil, filled, _SLATE)
            _two_bars(pencil)
        case Shape.TROUBLE:
            _triangle(pencil)
            _exclamation(pencil)
    return pencil.picture()


def argb(icon: Icon, size: int) -> bytes:
    """The same picture as rows of alpha, red, green and blue bytes, which StatusNotifierItem asks for."""
    from PIL.Image import merge

    red, green, blue, alpha = draw(icon, size).split()
    pixels: bytes = merge("RGBA", (alpha, red, green, blue)).tobytes()
    return pixels


def _badge(pencil: Pencil, colour: Colour) -> None:
    pencil.disc(_MIDDLE, 0.5, colour)


def _ring(pencil: Pencil, filled: float, ground: Colour) -> None:
    radius, width = 0.5 - pencil.snapped(1 / 20), pencil.snapped(1 / 9, least=2)
    pencil.ring(_MIDDLE, radius, width, _between(ground, _WHITE, 0.25))
    if filled:
        pencil.arc(_MIDDLE, radius, width, filled, _WHITE)


def _person(pencil: Pencil) -> None:
    pencil.disc((0.5, 0.375), 0.105, _WHITE)
    pencil.dome((0.5, pencil.snapped(0.7)), 0.2, _WHITE)


def _bell(pencil: Pencil) -> None:
    brim = pencil.snapped(0.68)
    pencil.disc((0.5, 0.22), 0.06, _WHITE)
    pencil.disc((0.5, 0.40), 0.185, _WHITE)
    pencil.bar((0.315, 0.40), (0.685, brim - 0.03), 0, _WHITE)
    pencil.bar((0.24, brim - pencil.snapped(0.09)), (0.76, brim), 0.03, _WHITE)
    pencil.disc((0.5, brim + 0.08), 0.075, _WHITE)


def _crescent(pencil: Pencil, ground: Colour) -> None:
    pencil.disc((0.48, 0.515), 0.22, _WHITE)
    pencil.disc((0.575, 0.435), 0.17, ground)


def _two_bars(pencil: Pencil) -> None:
    wide, apart, high = pencil.snapped(1 / 9), pencil.snapped(1 / 18), pencil.snapped(3 / 16)
    for left in (0.5 - apart - wide, 0.5 + apart):
        pencil.bar((left, 0.5 - high), (left + wide, 0.5 + high), wide / 5, _WHITE)


def _triangle(pencil: Pencil) -> None:
    bottom, hairline = pencil.snapped(0.97), pencil.snapped(1 / 20)
    corners = ((0.5, 0.115), (0.9, bottom - 0.09), (0.1, bottom - 0.09))
    pencil.polygon(corners, 0.09, _WHITE)
    pencil.polygon(corners, 0.09 - hairline, _RED)


def _exclamation(pencil: Pencil) -> None:
    half, dot = pencil.snapped(1 / 17), pencil.snapped(0.72)
    pencil.bar((0.5 - half, pencil.snapped(0.34)), (0.5 + half, pencil.snapped(0.64)), half / 2, _WHITE)
    pencil.bar((0.5 - half, dot), (0.5 + half, dot + 2 * half), half / 2, _WHITE)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
