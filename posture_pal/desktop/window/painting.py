"""Draws what Tk cannot draw softly: rings, cards, buttons and their signs, all with smooth edges."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from posture_pal.desktop.window.tones import Colour

_FINE = 4


def ring(size: int, left: float, track: Colour, fill: Colour, ground: Colour) -> Image.Image:
    """A ring that empties clockwise. size: pixels. left: the share that is left, 0 to 1."""
    fine = 3
    canvas = Image.new("RGB", (size * fine, size * fine), ground)
    pen = ImageDraw.Draw(canvas)
    width = max(3 * fine, round(size * fine * 0.075))
    box = (fine, fine, size * fine - fine - 1, size * fine - fine - 1)
    pen.arc(box, 0, 360, fill=track, width=width)
    if left > 0:
        begin = -90 + 360 * (1 - left)
        pen.arc(box, begin, 270, fill=fill, width=width)
        _round_ends(pen, size=size * fine, width=width, begin=begin, fill=fill, edge=fine)
    return canvas.resize((size, size), Image.Resampling.LANCZOS)


def _round_ends(
    pen: ImageDraw.ImageDraw, *, size: int, width: int, begin: float, fill: Colour, edge: int
) -> None:
    from math import cos, radians, sin

    middle, radius = size / 2, size / 2 - edge - width / 2
    for angle in (begin, 270.0):
        x, y = middle + radius * cos(radians(angle)), middle + radius * sin(radians(angle))
        half = width / 2 - 0.5
        pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)


@lru_cache(maxsize=64)
def plate(
    size: tuple[int, int],
    radius: float,
    fill: Colour,
    ground: Colour,
    *,
    edge: Colour | None = None,
    thick: int = 0,
) -> Image.Image:
    """A rounded rectangle on its ground. edge, thick: a line around it, in pixels."""
    width, height = size[0] * _FINE, size[1] * _FINE
    canvas = Image.new("RGB", (width, height), ground)
    ImageDraw.Draw(canvas).rounded_rectangle(
        (0, 0, width - 1, height - 1),
        radius=radius * _FINE,
        fill=fill,
        outline=edge,
        width=thick * _FINE,
    )
    return canvas.resize(size, Image.Resampling.LANCZOS)


def sign(
    name: str, size: int, ink: Colour, fill: Colour, ground: Colour, *, edge: Colour | None = None
) -> Image.Image:
    """A round button with a sign on it: back, on, pause or run."""
    whole = size * _FINE
    canvas = Image.new("RGB", (whole, whole), ground)
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((0, 0, whole - 1, whole - 1), fill=fill, outline=edge, width=2 * _FINE)
    for points in _SIGNS[name]:
        pen.polygon([(x * whole, y * whole) for x, y in points], fill=ink)
    return canvas.resize((size, size), Image.Resampling.LANCZOS)


_SIGNS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "pause": (
        ((0.37, 0.34), (0.45, 0.34), (0.45, 0.66), (0.37, 0.66)),
        ((0.55, 0.34), (0.63, 0.34), (0.63, 0.66), (0.55, 0.66)),
    ),
    "run": (((0.41, 0.32), (0.68, 0.5), (0.41, 0.68)),),
    "back": (
        ((0.36, 0.5), (0.60, 0.34), (0.60, 0.66)),
        ((0.34, 0.34), (0.39, 0.34), (0.39, 0.66), (0.34, 0.66)),
    ),
    "on": (
        ((0.64, 0.5), (0.40, 0.34), (0.40, 0.66)),
        ((0.61, 0.34), (0.66, 0.34), (0.66, 0.66), (0.61, 0.66)),
    ),
}
