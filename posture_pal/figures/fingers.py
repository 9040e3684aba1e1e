"""A hand: a palm, four fingers of three bones each and a thumb, bent as the pose says."""

from __future__ import annotations

from math import cos, pi, radians, sin

from posture_pal.figures.pose import Hand
from posture_pal.figures.shapes import Ball, Mark, Part, ball, egg, strung
from posture_pal.figures.skeleton import SIDES, Skeleton
from posture_pal.figures.vectors import Frame, Vec, add, cross, out_of, sub, turned, unit

# From the index: how far across the knuckle is and how far out, the three bones, the thickness.
FINGERS = (
    (3.1, 8.6, (4.4, 2.7, 2.1), 0.98),
    (1.05, 9.1, (4.9, 3.1, 2.3), 1.02),
    (-1.0, 8.7, (4.5, 2.9, 2.2), 0.98),
    (-2.95, 7.8, (3.5, 2.2, 1.9), 0.88),
)
THUMB = (4.4, 3.3, 2.7)
THIN = 0.22
FOLDED = 45.0  # degrees of bend from which a finger is seen to fold over itself


def hand_parts(body: Skeleton, side: str) -> list[Part]:
    """The hand of that side: its palm, each finger, and what a bent finger folds over it."""
    arm, hand = body.arms[side], body.hands[side]
    across = -SIDES[side]  # the thumb's side of the hand along the frame's x
    ray = strung(thumb(arm.end, arm.tip, hand, across))
    palm = (*_palm(arm.end, arm.tip, across), ray[0])
    parts = [Part(f"{side}_palm", "skin", palm, lean=1.2, edge=THIN)]
    for number in range(len(FINGERS)):
        joints = finger(arm.end, arm.tip, hand, across, number)
        bones, nail = strung(joints), (_nail(joints, arm.tip),)
        cut = 1 if hand.fingers[1] > FOLDED else len(bones)
        whole = not bones[cut:]
        first = Part(f"{side}_finger_{number}", "skin", bones[:cut], 1.2, nail if whole else (), edge=THIN)
        parts.append(first)
        if not whole:
            parts.append(Part(f"{side}_fold_{number}", "skin", bones[cut:], 1.5, nail, edge=THIN))
    parts.append(Part(f"{side}_thumb", "skin", ray[1:], lean=1.4, edge=THIN))
    return parts


def hand_names(side: str) -> tuple[str, ...]:
    """The names of all parts that a hand can have."""
    numbers = range(len(FINGERS))
    fingers = [f"{side}_{piece}_{number}" for number in numbers for piece in ("finger", "fold")]
    return (f"{side}_palm", f"{side}_thumb", *fingers)


def _palm(wrist: Vec, frame: Frame, across: float) -> list[tuple[Ball, ...]]:
    def at(x: float, y: float, z: float) -> Vec:
        return add(wrist, out_of(frame, (across * x, y, z)))

    root = egg(at(0.0, 0.0, 0.3), frame, 2.7, 1.9, 2.0)
    index, middle = ball(at(3.0, 0.0, 8.3), 1.25), ball(at(1.0, 0.15, 8.8), 1.35)
    ring, little = ball(at(-1.0, 0.1, 8.4), 1.3), ball(at(-2.8, -0.1, 7.5), 1.2)
    inner, outer = ball(at(1.9, -0.9, 3.0), 1.9), ball(at(-2.2, -0.8, 3.2), 1.7)
    return [(root, inner, outer, index, middle, ring, little)]


def finger(wrist: Vec, frame: Frame, hand: Hand, across: float, number: int) -> tuple[Ball, ...]:
    """One finger, knuckle to tip; 0 is the index."""
    x, z, bones, thick = FINGERS[number]
    at = add(wrist, out_of(frame, (across * x, 0.0, z)))
    fan = hand.spread * (1.0, 0.25, -0.6, -1.5)[number]
    # The more a finger bends, the less it fans: a fist closes toward one point.
    fan *= max(0.0, 1.0 - hand.fingers[0] / 90.0)
    hinge = turned(frame[0], frame[1], across * fan)
    ahead = turned(frame[2], frame[1], across * fan)
    chain = [ball(at, thick * 1.12)]
    for bone, angle, taper in zip(bones, hand.fingers, (1.04, 0.96, 0.84), strict=True):
        ahead = turned(ahead, hinge, angle)
        at = add(at, ahead, bone)
        chain.append(ball(at, thick * taper))
    return tuple(chain)


def _nail(joints: tuple[Ball, ...], frame: Frame) -> Mark:
    """The nail at the end of a finger, on its back."""
    before, tip = joints[-2].at, joints[-1].at
    ahead = unit(sub(tip, before))
    # A bent finger's back looks away from where it folds to; the knuckles' line stays.
    back = unit(cross(ahead, frame[0]))
    wide = joints[-1].axes[0][0] * 0.62
    ring = [2 * pi * k / 12 for k in range(12)]
    points = tuple(
        add(add(add(tip, ahead, -0.35 + 1.0 * wide * sin(t)), frame[0], wide * cos(t)), back, wide * 1.25)
        for t in ring
    )
    return Mark(points, back, "nail", veil=0.25)


def thumb(wrist: Vec, frame: Frame, hand: Hand, across: float) -> tuple[Ball, ...]:
    """The thumb, its root to its tip."""
    out, over = radians(hand.thumb[0]), radians(hand.thumb[1])
    local = (across * sin(out) * cos(over), -sin(over), cos(out) * cos(over))
    ahead = unit(out_of(frame, local))
    # It folds toward the little finger's side, and a little into the palm.
    inward = out_of(frame, (-across, -0.45, 0.0))
    hinge = unit(cross(ahead, inward))
    at = add(wrist, out_of(frame, (across * 2.1, -0.7, 1.9)))
    chain = [ball(at, 1.7)]
    for bone, share, thick in zip(THUMB, (0.0, 1.0, 1.2), (1.35, 1.15, 0.95), strict=True):
        ahead = turned(ahead, hinge, hand.thumb[2] * share)
        at = add(at, ahead, bone)
        chain.append(ball(at, thick))
    return tuple(chain)
