"""Where the viewer stands: space onto the picture, and the picture around what must be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

from posture_pal.figures.vectors import Vec, dot

Flat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """yaw: degrees round the figure; 0 sees its front, 90 its right side, 180 its back. pitch: from above.

    mirrored: the picture is turned over, so that what the right side did the left side does.
    """

    yaw: float = 90.0
    pitch: float = 6.0
    mirrored: bool = False

    def axes(self) -> tuple[Vec, Vec, Vec]:
        """The directions in space of the picture's right, its top, and out of it toward the viewer."""
        cy, sy = cos(radians(self.yaw)), sin(radians(self.yaw))
        cp, sp = cos(radians(self.pitch)), sin(radians(self.pitch))
        right: Vec = (cy, 0.0, sy)
        back: Vec = (-sy, 0.0, cy)
        up: Vec = (-back[0] * sp, cp, -back[2] * sp)
        toward: Vec = (back[0] * cp, sp, back[2] * cp)
        if self.mirrored:
            right = (-right[0], -right[1], -right[2])
        return right, up, toward


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture plane, in centimetres."""

    left: float
    low: float
    right: float
    high: float

    def around(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.low, other.low),
            max(self.right, other.right),
            max(self.high, other.high),
        )

    def squared(self, margin: float) -> Box:
        """The smallest square around it, with a margin as a share of its side; it keeps the middle."""
        half = max(self.right - self.left, self.high - self.low) * (0.5 + margin)
        x, y = (self.left + self.right) / 2, (self.low + self.high) / 2
        return Box(x - half, y - half, x + half, y + half)


@dataclass(frozen=True, slots=True)
class Camera:
    """A view with its frame: centimetres in space to pixels in the picture."""

    right: Vec
    up: Vec
    toward: Vec
    box: Box
    pixels: int
    mirrored: bool = False

    @property
    def per_cm(self) -> float:
        return self.pixels / (self.box.right - self.box.left)

    def flat(self, point: Vec) -> Flat:
        """The pixel on which a point falls."""
        return self.pixel((dot(point, self.right), dot(point, self.up)))

    def pixel(self, plane: Flat) -> Flat:
        """The pixel of a place on the picture plane."""
        return (plane[0] - self.box.left) * self.per_cm, (self.box.high - plane[1]) * self.per_cm

    def depth(self, point: Vec) -> float:
        """How near to the viewer, in centimetres; more is nearer."""
        return dot(point, self.toward)


def camera(view: View, box: Box, pixels: int) -> Camera:
    """The camera of that view whose picture shows the box."""
    right, up, toward = view.axes()
    return Camera(right, up, toward, box, pixels, view.mirrored)


def box_of(points: Iterable[Flat]) -> Box:
    """The smallest box around these places."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
