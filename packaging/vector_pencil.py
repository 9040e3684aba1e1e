# ruff: noqa: INP001 - beside the scripts that use it
"""Draws as the tray's own pencil does, but into an SVG file, so that both say the same."""

from __future__ import annotations

from math import cos, pi, sin

from posture_pal.desktop.tray.pencil import Colour, Point

SIDE = 16
"""Units of the drawing's side: whole numbers are whole pixels at 16, 32 and 48."""


class VectorPencil:
    """A square sheet of 16 units. Lengths are parts of its side, as the tray's pencil has them."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._drawn: list[str] = []
        self._masks: list[str] = []

    def text(self) -> str:
        """The sheet as the text of a file."""
        defs = f"  <defs>\n    {chr(10).join(self._masks)}\n  </defs>\n" if self._masks else ""
        body = "\n".join(f"  {shape}" for shape in self._drawn)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        return f"{head}\n  <title>{self._title}</title>\n{defs}{body}\n</svg>\n"

    def snapped(self, length: float, least: int = 1) -> float:
        """The length rounded to the grid, and never fewer than `least` units."""
        return max(least, round(length * SIDE)) / SIDE

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self._put(f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}"', colour)

    def dome(self, base: Point, radius: float, colour: Colour) -> None:
        """The upper half of a disc, standing on `base`."""
        (x, y), r = base, radius
        self._put(f'<path d="M{_n(x - r)} {_n(y)}a{_n(r)} {_n(r)} 0 0 1 {_n(2 * r)} 0z"', colour)

    def ring(self, centre: Point, radius: float, width: float, colour: Colour) -> None:
        """A circle's line, `radius` to its outer edge."""
        middle = radius - width / 2
        shape = (
            f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(middle)}" stroke-width="{_n(width)}"'
        )
        self._put(shape, colour, stroked=True)

    def arc(self, centre: Point, radius: float, width: float, turn: float, colour: Colour) -> None:
        """A part of a ring from twelve o'clock on, clockwise; `turn` 1 goes all the way round."""
        if turn >= 1:
            self.ring(centre, radius, width, colour)
            return
        (x, y), r = centre, radius - width / 2
        end = x + r * sin(2 * pi * turn), y - r * cos(2 * pi * turn)
        path = f"M{_n(x)} {_n(y - r)}A{_n(r)} {_n(r)} 0 {int(turn > 0.5)} 1 {_n(end[0])} {_n(end[1])}"
        self._put(f'<path d="{path}" stroke-width="{_n(width)}"', colour, stroked=True)

    def bar(self, corner: Point, opposite: Point, rounding: float, colour: Colour) -> None:
        """An upright rectangle with rounded corners."""
        (x, y), (right, bottom) = corner, opposite
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(right - x)}" height="{_n(bottom - y)}"'
        self._put(f'<rect {place} rx="{_n(rounding)}"', colour)

    def polygon(self, points: tuple[Point, ...], rounding: float, colour: Colour) -> None:
        """A filled polygon whose corners are rounded outwards by a radius."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        outline = f'stroke="{_hex(colour)}" stroke-width="{_n(2 * rounding)}" stroke-linejoin="round"'
        self._put(f'<polygon points="{corners}" {outline}', colour)

    def _put(self, shape: str, colour: Colour, *, stroked: bool = False) -> None:
        """Draws a shape; a colour that is nothing takes it out of all that was drawn before."""
        if colour[3:] == (0,):
            name = f"but-{len(self._masks)}"
            out = _painted(shape, "#000", stroked=stroked)
            self._masks.append(
                f'<mask id="{name}"><rect width="{SIDE}" height="{SIDE}" fill="#fff"/>{out}</mask>'
            )
            self._drawn = [f'<g mask="url(#{name})">', *(f"  {drawn}" for drawn in self._drawn), "</g>"]
            return
        solid = f' opacity="{colour[3] / 255:.2f}"' if len(colour) == 4 else ""
        self._drawn.append(_painted(f"{shape}{solid}", _hex(colour), stroked=stroked))


def _painted(shape: str, ink: str, *, stroked: bool) -> str:
    return f'{shape} fill="none" stroke="{ink}"/>' if stroked else f'{shape} fill="{ink}"/>'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def _n(part: float) -> str:
    """A part of the side in units, as short as it goes."""
    return f"{part * SIDE:.3f}".rstrip("0").rstrip(".")
