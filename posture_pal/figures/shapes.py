"""What a drawing is made of: rounded solids strung into parts, and the marks drawn upon them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from posture_pal.figures.vectors import UPRIGHT, Frame, Vec, out_of, scale


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball or an egg: its centre and its half-axes, in centimetres."""

    at: Vec
    axes: Frame


@dataclass(frozen=True, slots=True)
class Mark:
    """A line or a patch on a part's surface, seen when `outward` looks at the viewer.

    ink: a palette name. width: the line's, in centimetres; None for a filled patch.
    veil: how much of the part shows through, 0 to 1.
    """

    points: tuple[Vec, ...]
    outward: Vec
    ink: str
    width: float | None = None
    veil: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the picture: groups of balls, each group in one tight skin, all of one ink.

    lean: centimetres nearer to the viewer for the sake of drawing order. loose: it may run out of the
    picture. edge: how far the darker line around it goes out, in centimetres.
    """

    name: str
    ink: str
    hulls: tuple[tuple[Ball, ...], ...]
    lean: float = 0.0
    marks: tuple[Mark, ...] = ()
    loose: bool = False
    edge: float = 0.36


def strung(balls: Sequence[Ball]) -> tuple[tuple[Ball, ...], ...]:
    """Each ball in one skin with the next: a limb."""
    return tuple(pairwise(balls))


def ball(at: Vec, radius: float) -> Ball:
    """A round ball."""
    return Ball(at, (scale(UPRIGHT[0], radius), scale(UPRIGHT[1], radius), scale(UPRIGHT[2], radius)))


def egg(at: Vec, frame: Frame, across: float, up: float, deep: float) -> Ball:
    """An egg whose half-axes lie along a frame's x, y and z."""
    return Ball(at, (scale(frame[0], across), scale(frame[1], up), scale(frame[2], deep)))


def cord(points: Sequence[Vec], radius: float) -> tuple[tuple[Ball, ...], ...]:
    """A cord through these points."""
    return strung([ball(point, radius) for point in points])


def slab(corner: Vec, opposite: Vec, radius: float = 1.0, bone: Frame = UPRIGHT) -> tuple[Ball, ...]:
    """A box between two corners, its edges rounded, lying along a frame's directions about the origin."""
    inner = [
        (min(a, b) + radius, max(a, b) - radius) if abs(a - b) > 2 * radius else ((a + b) / 2,)
        for a, b in zip(corner, opposite, strict=True)
    ]
    return tuple(ball(out_of(bone, (x, y, z)), radius) for x in inner[0] for y in inner[1] for z in inner[2])
