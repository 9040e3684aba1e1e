"""A head: hair, face, ears and nose as rounded parts, with calm eyes, brows and mouth drawn on."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from posture_pal.figures.shapes import Ball, Mark, Part, egg
from posture_pal.figures.skeleton import SIDES, Bone, Skeleton
from posture_pal.figures.vectors import Vec, out_of, unit

SIZE = 1.05  # all of the head, against the measures below
EYE_OUT, EYE_UP = 3.0, 8.9
# The face's surface for drawing on: an egg in the head's frame, its centre and half-axes.
FACE_AT, FACE_SIZE = (0.0, 8.0, 2.2), (6.9, 9.4, 7.7)


def head_parts(body: Skeleton) -> tuple[Part, ...]:
    """Hair, face and ears; the chin follows the jaw."""
    head, jaw = body.head, body.face.jaw

    def solid(at: Vec, across: float, up: float, deep: float) -> Ball:
        return egg(_at(head, *at), head.frame, across * SIZE, up * SIZE, deep * SIZE)

    skull = solid((0.0, 12.2, -0.6), 7.8, 8.2, 8.9)
    nape = solid((0.0, 6.6, -4.4), 6.4, 4.6, 4.6)
    brow = solid((0.0, 10.0, 1.7), 7.0, 6.4, 7.4)
    cheeks = solid((0.0, 5.6 - jaw * 0.4, 2.3), 6.2, 5.4, 6.5)
    chin = solid((0.0, 1.3 - jaw * 1.5, 4.7 - jaw * 0.2), 3.9, 2.7, 3.4)
    bridge, nose = solid((0.0, 9.0, 8.0), 0.7, 1.0, 1.0), solid((0.0, 6.3, 9.3), 1.15, 1.0, 1.25)
    face = ((brow, cheeks), (cheeks, chin), (bridge, nose))
    parts = [
        Part("hair", "hair", ((skull, nape),)),
        Part("face", "skin", face, lean=4.5, marks=_features(body)),
    ]
    for side, sign in SIDES.items():
        ear = solid((sign * 7.0, 8.0, -0.6), 0.9, 2.2, 1.5)
        parts.append(Part(f"{side}_ear", "skin", ((ear,),), lean=3.4, edge=0.25))
    return tuple(parts)


def _at(head: Bone, x: float, y: float, z: float) -> Vec:
    return head.point((x * SIZE, y * SIZE, z * SIZE))


def _on_face(head: Bone, x: float, y: float) -> Vec:
    cx, cy, cz = FACE_AT
    rx, ry, rz = FACE_SIZE
    left = 1.0 - ((x - cx) / rx) ** 2 - ((y - cy) / ry) ** 2
    return _at(head, x, y, cz + rz * sqrt(max(0.0, left)) + 0.1)


def _outward(head: Bone, x: float, y: float) -> Vec:
    cx, cy, _ = FACE_AT
    rx, ry, rz = FACE_SIZE
    left = sqrt(max(0.02, 1.0 - ((x - cx) / rx) ** 2 - ((y - cy) / ry) ** 2))
    return unit(out_of(head.frame, ((x - cx) / rx**2, (y - cy) / ry**2, left / rz)))


def _arc(head: Bone, x: float, y: float, half: float, rise: float) -> tuple[Vec, ...]:
    """A line on the face: `half` to either side of (x, y), its ends risen or fallen from there."""
    steps = [k / 5 for k in range(-5, 6)]
    return tuple(_on_face(head, x + half * t, y + rise * t * t) for t in steps)


def _features(body: Skeleton) -> tuple[Mark, ...]:
    head, drop = body.head, body.face.jaw
    marks: list[Mark] = []
    for sign in SIDES.values():
        marks += _eye(body, sign)
        marks.append(_brow(body, sign))
    marks.append(Mark(_arc(head, 0.0, 5.4, 0.95, 0.3), _outward(head, 0.0, 5.4), "shade", 0.32))
    mouth = _arc(head, 0.0, 2.75 - drop * 0.6, 1.9, 0.42)
    marks.append(Mark(mouth, _outward(head, 0.0, 2.75), "line", 0.36))
    return tuple(marks)


def _eye(body: Skeleton, sign: float) -> list[Mark]:
    head, x, wide = body.head, sign * EYE_OUT, 1.0 - body.face.lids
    outward = _outward(head, x, EYE_UP)
    if wide < 0.2:
        return [Mark(_arc(head, x, EYE_UP - 0.75, 1.45, 0.5), outward, "lash", 0.4)]
    white = _ring(head, x, EYE_UP, 1.5, 0.9 * wide)
    iris = _ring(head, x, EYE_UP, 0.82, min(0.82, 0.9 * wide))
    lid = _arc(head, x, EYE_UP + 0.95 * wide, 1.55, -0.8 * wide)
    return [Mark(white, outward, "eye"), Mark(iris, outward, "line"), Mark(lid, outward, "line", 0.34)]


def _ring(head: Bone, x: float, y: float, across: float, up: float) -> tuple[Vec, ...]:
    angles = [2 * pi * k / 20 for k in range(20)]
    return tuple(_on_face(head, x + across * cos(t), y + up * sin(t)) for t in angles)


def _brow(body: Skeleton, sign: float) -> Mark:
    """A soft arc; drawn together, its inner end comes down and in."""
    head, pull = body.head, body.face.brow
    points = []
    for k in range(9):
        t = k / 8  # 0 at the nose, 1 at the temple
        x = 1.35 - 0.45 * pull + t * 3.3
        y = EYE_UP + 2.3 + 0.8 * sin(pi * (0.2 + 0.6 * t)) + 0.5 * (1 - t) - 1.4 * pull * (1 - t) ** 1.5
        points.append(_on_face(head, sign * x, y))
    return Mark(tuple(points), _outward(head, sign * 3.0, EYE_UP + 2.6), "brow", 0.5)
