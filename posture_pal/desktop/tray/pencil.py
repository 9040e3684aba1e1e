"""Draws smooth shapes at small sizes: drawn large, on the grid of the final pixels, and then shrunk."""

from __future__ import annotations

from PIL import Image, ImageDraw

Colour = tuple[int, int, int] | tuple[int, int, int, int]
"""Red, green, blue, and how solid it is, 255 where that is left out; 0 takes away what was drawn."""
Point = tuple[float, float]

_LARGE = 256


class Pencil:
    """A square sheet. Lengths are parts of its side, 0 to 1; `snapped` ones fall on whole final pixels.

    What is drawn later covers what was drawn before.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._times = max(2, _LARGE // size)
        self._side = size * self._times
        self._sheet = Image.new("RGBA", (self._side, self._side), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._sheet)

    def picture(self) -> Image.Image:
        """The sheet at its final size."""
        return self._sheet.resize((self.size, self.size), Image.Resampling.BOX)

    def snapped(self, length: float, least: int = 1) -> float:
        """The length rounded to whole final pixels, and never fewer than `least`."""
        return max(least, round(length * self.size)) / self.size

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self._draw.ellipse(self._around(centre, radius), fill=_solid(colour))

    def dome(self, base: Point, radius: float, colour: Colour) -> None:
        """The upper half of a disc, standing on `base`."""
        self._draw.pieslice(self._around(base, radius), 180, 360, fill=_solid(colour))

    def ring(self, centre: Point, radius: float, width: float, colour: Colour) -> None:
        """A circle's line, `radius` to its outer edge."""
        self._draw.ellipse(self._around(centre, radius), outline=_solid(colour), width=self._long(width))

    def arc(self, centre: Point, radius: float, width: float, turn: float, colour: Colour) -> None:
        """A part of a ring from twelve o'clock on, clockwise; `turn` 1 goes all the way round."""
        if turn >= 1:
            self.ring(centre, radius, width, colour)
            return
        self._draw.arc(
            self._around(centre, radius), -90, 360 * turn - 90, fill=_solid(colour), width=self._long(width)
        )

    def bar(self, corner: Point, opposite: Point, rounding: float, colour: Colour) -> None:
        """An upright rectangle with rounded corners."""
        box = [self._at(value) for value in (*corner, *opposite)]
        box[2] -= 1
        box[3] -= 1
        self._draw.rounded_rectangle(box, self._at(rounding), fill=_solid(colour))

    def polygon(self, points: tuple[Point, ...], rounding: float, colour: Colour) -> None:
        """A filled polygon whose corners are rounded outwards by a radius."""
        scaled = [(self._at(x), self._at(y)) for x, y in points]
        self._draw.polygon(scaled, fill=_solid(colour))
        self._draw.line([*scaled, scaled[0]], fill=_solid(colour), width=self._long(2 * rounding))
        for point in points:
            self.disc(point, rounding, colour)

    def _at(self, length: float) -> float:
        return length * self._side

    def _long(self, length: float) -> int:
        return max(1, round(length * self._side))

    def _around(self, centre: Point, radius: float) -> tuple[float, float, float, float]:
        (x, y), r = centre, radius
        return self._at(x - r), self._at(y - r), self._at(x + r) - 1, self._at(y + r) - 1


def _solid(colour: Colour) -> Colour:
    return colour if len(colour) == 4 else (*colour, 255)
