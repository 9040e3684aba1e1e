"""Flesh and clothes on the bones: trunk, neck, arms, legs and feet as rounded parts."""

from __future__ import annotations

from math import cos, pi, sin

from posture_pal.figures.fingers import hand_parts
from posture_pal.figures.head import head_parts
from posture_pal.figures.limbs import BALL_AHEAD, HEEL_BEHIND, TOE_AHEAD, Solved
from posture_pal.figures.shapes import Ball, Mark, Part, ball, egg, strung
from posture_pal.figures.skeleton import SHOULDER_UP, SHOULDER_WIDE, SIDES, Bone, Skeleton
from posture_pal.figures.vectors import Vec, add, mix, out_of, sub

# Sections of the trunk: how far up its bone; half its width, height and depth; how far to the front.
PELVIS_RINGS = ((-3.0, 14.5, 7.0, 10.5, -1.0), (3.0, 15.8, 7.0, 11.0, -1.0), (9.0, 14.6, 6.0, 10.2, -0.3))
WAIST_RINGS = ((1.0, 12.9, 6.0, 9.4, 0.6), (8.5, 13.2, 6.5, 9.6, 0.4))
CHEST_RINGS = ((-1.0, 14.6, 7.0, 10.4, 0.2), (6.0, 15.6, 7.5, 10.8, 0.2), (11.0, 14.2, 6.5, 9.6, -0.6))
NECK_BASE = (18.0, 6.6, 3.0, 6.0, -2.0)
Ring = tuple[float, float, float, float, float]


def body_parts(body: Skeleton) -> tuple[Part, ...]:
    """Every part of the figure, in no order."""
    parts = [_shirt(body), _hips(body), _neck(body), *head_parts(body)]
    for side in SIDES:
        parts += _arm(body, side)
        parts += _leg(body, side)
    return tuple(parts)


def _ring(bone: Bone, ring: Ring, swell: float = 0.0) -> Ball:
    up, wide, high, deep, front = ring
    # What breath adds goes to the front.
    return egg(bone.point((0.0, up, front + swell)), bone.frame, wide, high, deep + swell * 0.4)


def _shirt(body: Skeleton) -> Part:
    belly = body.breath * 2.6
    spine = [_ring(body.pelvis, PELVIS_RINGS[2], belly * 0.5)]
    spine += [_ring(body.waist, ring, belly) for ring in WAIST_RINGS]
    spine += [_ring(body.chest, ring, belly * 0.25) for ring in CHEST_RINGS]
    neck_base = _ring(body.chest, NECK_BASE)
    chains = [*strung(spine), (spine[-1], neck_base)]
    for at in body.shoulders.values():
        cap = ball(at, 5.7)
        chains += [(spine[-1], cap), (neck_base, cap)]
    return Part("trunk", "shirt", tuple(chains), marks=_blades(body))


def _blades(body: Skeleton) -> tuple[Mark, ...]:
    """The shoulder blades, as far as they show through the shirt: they follow the shoulders."""
    marks = []
    for side, sign in SIDES.items():
        at = body.shoulders[side]
        moved = body.chest.frame
        rest = body.chest.point((sign * SHOULDER_WIDE, SHOULDER_UP, -1.0))
        shift = sub(at, rest)
        back, up = -_dot(shift, moved[2]), _dot(shift, moved[1])
        slide = -sign * max(-2.5, back) * 0.55
        corners = _rounded(((5.0, 12.4), (8.5, 11.0), (14.2, 12.6), (13.6, 8.0), (8.6, -4.6), (5.8, -2.6)))
        points = tuple(
            body.chest.point((sign * x + slide, y + up * 0.8, -10.0 + 0.08 * x - 0.05 * abs(y - 6)))
            for x, y in corners
        )
        marks.append(Mark(points, out_of(moved, (sign * 0.1, 0.0, -1.0)), "blade", veil=0.35))
    return tuple(marks)


def _rounded(corners: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The same patch with its corners cut, twice."""
    for _ in range(2):
        pairs = list(zip(corners, (*corners[1:], corners[0]), strict=True))
        cut = [
            (a[0] * (1 - share) + b[0] * share, a[1] * (1 - share) + b[1] * share)
            for a, b in pairs
            for share in (0.25, 0.75)
        ]
        corners = tuple(cut)
    return corners


def _dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _hips(body: Skeleton) -> Part:
    rings = tuple(_ring(body.pelvis, ring) for ring in PELVIS_RINGS[:2])
    return Part("hips", "trousers", (rings,), lean=-1.0, marks=_seat_muscles(body))


def pelvis_sign(body: Skeleton) -> Part:
    """A bowl on the near side of the hips that shows how they tip."""
    rim = [egg(body.pelvis.point((-16.0, 6.5, z)), body.pelvis.frame, 1.0, 2.6, 2.6) for z in (-8.0, 7.0)]
    base = egg(body.pelvis.point((-16.0, -3.6, -1.0)), body.pelvis.frame, 1.0, 2.8, 3.4)
    return Part("pelvis_sign", "shirt", ((*rim, base),), lean=26.0)


def _seat_muscles(body: Skeleton) -> tuple[Mark, ...]:
    """Where one sits: two patches at the back, that draw together as the pelvis tucks."""
    tight = max(0.0, min(1.0, -body.lumbar_tuck / 6.0))
    marks = []
    for sign in SIDES.values():
        ring = [2 * pi * k / 20 for k in range(20)]
        wide, high = 6.2 - 1.0 * tight, 6.6 - 0.4 * tight
        points = tuple(
            body.pelvis.point(
                (sign * (7.4 - 0.9 * tight) + wide * cos(t), 0.6 * tight - 1.0 + high * sin(t), -11.0)
            )
            for t in ring
        )
        marks.append(Mark(points, out_of(body.pelvis.frame, (0.0, 0.0, -1.0)), "seat_muscle", veil=0.2))
    return tuple(marks)


def _neck(body: Skeleton) -> Part:
    low, high = body.neck.point((0.0, 1.6, -0.4)), body.neck.point((0.0, 9.5, 0.8))
    return Part("neck", "skin", ((ball(low, 5.7), ball(high, 5.0)),), lean=0.5)


def _arm(body: Skeleton, side: str) -> list[Part]:
    arm = body.arms[side]
    sleeve_end = mix(arm.root, arm.middle, 0.62)
    sleeve = (ball(arm.root, 5.7), ball(mix(arm.root, arm.middle, 0.3), 5.3), ball(sleeve_end, 4.7))
    upper = (ball(mix(arm.root, arm.middle, 0.5), 4.1), ball(arm.middle, 3.7))
    fore = (ball(arm.middle, 3.7), ball(mix(arm.middle, arm.end, 0.25), 3.8), ball(arm.end, 2.5))
    return [
        Part(f"{side}_upper_arm", "skin", (upper,)),
        Part(f"{side}_sleeve", "shirt", strung(sleeve), lean=1.0),
        Part(f"{side}_forearm", "skin", strung(fore), lean=0.6),
        *hand_parts(body, side),
    ]


def _leg(body: Skeleton, side: str) -> list[Part]:
    leg = body.legs[side]
    calf = add(mix(leg.middle, leg.end, 0.28), leg.fold, 1.0)
    hem = mix(leg.middle, leg.end, 0.86)
    thigh = (ball(leg.root, 8.8), ball(mix(leg.root, leg.middle, 0.45), 7.8), ball(leg.middle, 5.9))
    shin = (ball(leg.middle, 5.9), ball(calf, 5.5), ball(hem, 4.4))
    return [
        Part(f"{side}_thigh", "trousers", strung(thigh)),
        Part(f"{side}_shin", "trousers", strung(shin), lean=0.5),
        Part(f"{side}_ankle", "skin", ((ball(mix(leg.middle, leg.end, 0.8), 3.2), ball(leg.end, 3.2)),)),
        _foot(leg, side),
    ]


def _foot(leg: Solved, side: str) -> Part:
    def at(up: float, ahead: float, across: float = 0.0) -> Vec:
        return add(leg.end, out_of(leg.tip, (across, up, ahead)))

    heel = ball(at(-4.6, -1.6), 3.4)
    instep = ball(at(-2.2, 2.6), 3.6)
    under = ball(at(-5.4, BALL_AHEAD - 3.4), 2.6)
    toe = egg(at(-5.8, TOE_AHEAD - 4.6), leg.tip, 3.3, 2.2, 4.0)
    return Part(f"{side}_foot", "shoe", ((heel, instep, under), (instep, under, toe)), lean=0.2)


def sole(leg: Solved) -> tuple[Vec, Vec]:
    """Where the heel and the ball of the foot touch what they stand on."""
    heel = add(leg.end, out_of(leg.tip, (0.0, -8.0, -HEEL_BEHIND)))
    front = add(leg.end, out_of(leg.tip, (0.0, -8.0, BALL_AHEAD)))
    return heel, front
