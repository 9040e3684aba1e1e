"""Arms and legs: from joint angles to places, and from a place to reach back to joint angles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, cos, degrees, radians, sin, sqrt
from typing import Any

from posture_pal.figures.pose import Hand, Limb
from posture_pal.figures.vectors import (
    TINY,
    Frame,
    Vec,
    add,
    along,
    angle_between,
    cross,
    dot,
    length,
    mix,
    mix_frames,
    out_of,
    scale,
    square_on,
    sub,
    swing,
    told_in,
    told_out,
    turned,
    unit,
)

UPPER_ARM, FOREARM, PALM, PALM_DEPTH = 30.0, 25.0, 8.0, 1.4
THIGH, SHIN, ANKLE_HEIGHT = 42.0, 41.0, 8.0
BALL_AHEAD, HEEL_BEHIND, TOE_AHEAD = 13.0, 5.0, 19.5
SLACK = 0.02  # a limb never quite locks: its joint keeps a side to bend to


@dataclass(frozen=True, slots=True)
class Kind:
    """An arm or a leg: its two long bones, and which way its middle joint folds."""

    upper: float
    lower: float
    folds: float  # +1 forward as an elbow, -1 backward as a knee
    is_arm: bool


ARM = Kind(UPPER_ARM, FOREARM, 1.0, is_arm=True)
LEG = Kind(THIGH, SHIN, -1.0, is_arm=False)


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a palm or ankle shall be, where the elbow or knee points, and the hand's or foot's own frame."""

    place: Vec
    pole: Vec
    tip: Frame | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A limb in space: its three joints, which way the middle one folds, and the hand's or foot's own frame.

    missed: centimetres by which it could not reach what it should.
    """

    root: Vec
    middle: Vec
    end: Vec
    fold: Vec
    tip: Frame
    missed: float = 0.0
    folds: float = 1.0

    @property
    def upper_frame(self) -> Frame:
        """Its z goes down the bone, its y to the front of the thigh or to the bend of the arm."""
        upper, lower = unit(sub(self.middle, self.root)), unit(sub(self.end, self.middle))
        # The fold is square on the lower bone; this carries it back round the joint to the upper one.
        back = add(scale(self.fold, dot(upper, lower)), lower, length(cross(upper, lower)))
        return along(upper, scale(back, self.folds))

    @property
    def lower_frame(self) -> Frame:
        return along(sub(self.end, self.middle), scale(self.fold, self.folds))


def by_angles(kind: Kind, limb: Limb, root: Vec, trunk: Frame, side: float) -> Solved:
    """The limb whose joints stand at these angles; side: +1 left, -1 right."""
    lift, plane = radians(limb.lift), radians(limb.plane)
    local = (side * sin(lift) * sin(plane), -cos(lift), sin(lift) * cos(plane))
    upper = out_of(trunk, local)
    fold = out_of(trunk, _carried((0.0, 0.0, kind.folds), local))
    fold = turned(fold, upper, -side * limb.turn)
    c, s = cos(radians(limb.bend)), sin(radians(limb.bend))
    lower, fold = add(scale(upper, c), fold, s), add(scale(fold, c), upper, -s)
    middle = add(root, upper, kind.upper)
    end = add(middle, lower, kind.lower)
    return Solved(root, middle, end, fold, _tip(kind, limb, lower, fold, side), folds=kind.folds)


def to_place(kind: Kind, limb: Limb, goal: Goal, root: Vec, side: float) -> Solved:
    """The limb that reaches its goal, as nearly as its bones allow."""
    place, pole, tip = goal.place, goal.pole, goal.tip
    target = place
    if kind.is_arm and tip is not None:
        target = add(add(place, tip[2], -PALM), tip[1], PALM_DEPTH)
    solved = _two_bones(kind, root, target, pole)
    if tip is not None:
        return replace(solved, tip=tip)
    for _ in range(
        4 if kind.is_arm else 0
    ):  # without a direction of its own the hand goes on from the forearm
        lower = unit(sub(solved.end, solved.middle))
        bent_hand = _tip(kind, limb, lower, solved.fold, side)
        solved = replace(_two_bones(kind, root, add(place, bent_hand[2], -PALM), pole), tip=bent_hand)
    lower = unit(sub(solved.end, solved.middle))
    return replace(solved, tip=_tip(kind, limb, lower, solved.fold, side))


def between(kind: Kind, a: Solved, b: Solved, share: float, side: float) -> Solved:
    """On the way from one to the other: the end swings about the root, the bones keep their lengths."""
    root = mix(a.root, b.root, share)
    end = add(root, swing(sub(a.end, a.root), sub(b.end, b.root), share))
    pole = mix(_elbow_side(a), _elbow_side(b), share)
    solved = _two_bones(kind, root, end, pole)
    # On the way nothing is held on to: what either end misses counts only once it is there.
    missed = a.missed if share < TINY else b.missed if share > 1 - TINY else solved.missed
    one, two = told_in(a.lower_frame, a.tip), told_in(b.lower_frame, b.tip)
    hung = _turned_over(one, two, share, side) if kind.is_arm else mix_frames(one, two, share)
    return replace(solved, tip=told_out(solved.lower_frame, hung), missed=missed)


def mixed(a: Limb, b: Limb, share: float) -> Limb:
    """Two limbs told alike, by angles or by the same reach, with the numbers between theirs."""
    names = ("lift", "plane", "turn", "bend", "roll", "flex", "dev")
    numbers: dict[str, Any] = {n: getattr(a, n) * (1 - share) + getattr(b, n) * share for n in names}
    return replace(
        a,
        **numbers,
        at=mix(a.at, b.at, share),
        hand=mixed_hands(a.hand, b.hand, share),
    )


def mixed_hands(a: Hand, b: Hand, share: float) -> Hand:
    """The hand's shape on the way from one to the other."""
    spread = a.spread * (1 - share) + b.spread * share
    return Hand(mix(a.fingers, b.fingers, share), spread, mix(a.thumb, b.thumb, share))


def _turned_over(a: Frame, b: Frame, share: float, side: float) -> Frame:
    """The hand on its way, as the forearm sees it: it turns over as a forearm can, never round the back."""

    def roll(frame: Frame) -> float:
        thumb = scale(frame[0], -side)
        return degrees(atan2(-thumb[0], thumb[1]))

    def rolled(frame: Frame, angle: float) -> Frame:
        x, y, z = (turned(axis, (0.0, 0.0, 1.0), angle) for axis in frame)
        return x, y, z

    one, two = roll(a), roll(b)
    level = mix_frames(rolled(a, -one), rolled(b, -two), share)
    return rolled(level, one * (1 - share) + two * share)


def foot_place(limb: Limb, side: float) -> tuple[Vec, Frame]:
    """The ankle and the foot's frame on the floor at `at`, pitched about the ball or the heel."""
    toes = limb.ahead or (0.0, 0.0, 1.0)
    flat = along(toes, (0.0, 1.0, 0.0))
    ground = (limb.at[0] * side, limb.at[1], limb.at[2])
    pivot = -HEEL_BEHIND if limb.flex > 0 else BALL_AHEAD
    pitched: Frame = (flat[0], turned(flat[1], flat[0], -limb.flex), turned(flat[2], flat[0], -limb.flex))
    hinge = add(ground, flat[2], pivot)
    ankle = add(add(hinge, pitched[2], -pivot), pitched[1], ANKLE_HEIGHT)
    return ankle, pitched


def _two_bones(kind: Kind, root: Vec, target: Vec, pole: Vec) -> Solved:
    a, b = kind.upper, kind.lower
    line = sub(target, root)
    wanted = length(line)
    reach = max(abs(a - b) + 1.0, min(wanted, a + b - SLACK))
    axis = unit(line)
    ahead = (a * a - b * b + reach * reach) / (2 * reach)
    aside = sqrt(max(0.0, a * a - ahead * ahead))
    out = square_on(pole, axis)
    middle = add(add(root, axis, ahead), out, aside)
    end = add(root, axis, reach)
    lower = unit(sub(end, middle))
    fold = square_on(scale(out, -1.0), lower)
    # A knee folds its shin backward, away from where the knee points; so does an elbow.
    return Solved(root, middle, end, fold, along(lower, fold), abs(wanted - reach), kind.folds)


def _tip(kind: Kind, limb: Limb, lower: Vec, fold: Vec, side: float) -> Frame:
    if not kind.is_arm:
        toes, shin_up = scale(fold, -1.0), scale(lower, -1.0)
        x = cross(shin_up, toes)
        return (x, turned(shin_up, x, -limb.flex), turned(toes, x, -limb.flex))
    thumb = turned(fold, lower, side * limb.roll)
    x = scale(thumb, -side)
    y, z = cross(lower, x), lower
    y, z = turned(y, x, limb.flex), turned(z, x, limb.flex)
    x, z = turned(x, y, -side * limb.dev), turned(z, y, -side * limb.dev)
    return (x, y, z)


def _carried(vector: Vec, upper: Vec) -> Vec:
    """What a vector becomes when the hanging limb is lifted the shortest way."""
    down = (0.0, -1.0, 0.0)
    axis = cross(down, upper)
    size = length(axis)
    if size < 1e-6:
        return vector
    return turned(vector, scale(axis, 1 / size), angle_between(down, upper))


def _elbow_side(solved: Solved) -> Vec:
    line = unit(sub(solved.end, solved.root))
    out = sub(solved.middle, solved.root)
    return add(out, line, -dot(out, line))
