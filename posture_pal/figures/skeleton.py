"""The figure's bones in space: from a pose, or the way between two, to the place of every joint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from posture_pal.figures.limbs import (
    ARM,
    LEG,
    Goal,
    Kind,
    Solved,
    between,
    by_angles,
    foot_place,
    mixed,
    mixed_hands,
    to_place,
)
from posture_pal.figures.pose import Face, Hand, Limb, Pose
from posture_pal.figures.vectors import UPRIGHT, Frame, Vec, add, along, bent, mix, out_of, scale

HIP_WIDE, WAIST_UP, CHEST_UP, NECK_UP = 9.0, 14.0, 16.0, 20.0
SHOULDER_WIDE, SHOULDER_UP = 16.4, 13.6
NECK_LONG, NECK_LEAN = 8.2, 15.0
SIDES = {"right": -1.0, "left": 1.0}


@dataclass(frozen=True, slots=True)
class Bone:
    """A place and the directions of what sits there."""

    at: Vec
    frame: Frame

    def point(self, local: Vec) -> Vec:
        return add(self.at, out_of(self.frame, local))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Every joint at one moment. `arms` and `legs` by side."""

    pelvis: Bone
    waist: Bone
    chest: Bone
    neck: Bone
    head: Bone
    shoulders: Mapping[str, Vec]
    arms: Mapping[str, Solved]
    legs: Mapping[str, Solved]
    hands: Mapping[str, Hand]
    face: Face = field(default_factory=Face)
    breath: float = 0.0
    lumbar_tuck: float = 0.0

    def bone(self, name: str) -> Bone:
        """A frame by its name in a pose file: world, pelvis, chest, head, right_thigh and so on."""
        if name == "world":
            return Bone((0.0, 0.0, 0.0), UPRIGHT)
        if name in ("pelvis", "waist", "chest", "neck", "head"):
            bone: Bone = getattr(self, name)
            return bone
        side, part = name.split("_")
        limb = self.legs[side] if part in ("thigh", "shin", "foot", "hip") else self.arms[side]
        if part in ("thigh", "upper"):
            return Bone(limb.root, limb.upper_frame)
        if part in ("shin", "fore"):
            return Bone(limb.middle, limb.lower_frame)
        return Bone(limb.end, limb.tip)


def solve(a: Pose, b: Pose, share: float) -> Skeleton:
    """The skeleton so far on the way from pose a to pose b (0 to 1)."""
    spine = {name: mix(getattr(a, name), getattr(b, name), share) for name in _SPINE}
    pelvis = Bone(spine["pelvis"], bent(UPRIGHT, spine["tilt"]))
    waist = Bone(pelvis.point((0.0, WAIST_UP, 0.0)), bent(pelvis.frame, spine["lumbar"]))
    chest = Bone(waist.point((0.0, CHEST_UP, 0.0)), bent(waist.frame, spine["thorax"]))
    leaning = bent(chest.frame, add(spine["neck"], (NECK_LEAN, 0.0, 0.0)))
    neck = Bone(chest.point((0.0, NECK_UP, -1.0)), leaning)
    head_frame = bent(bent(chest.frame, spine["neck"]), spine["head"])
    head = Bone(neck.point((0.0, NECK_LONG, 0.0)), head_frame)
    shoulders = {}
    for name, side in SIDES.items():
        lift, forward, out = spine[f"{name}_shoulder"]
        shoulders[name] = chest.point((side * (SHOULDER_WIDE + out), SHOULDER_UP + lift, forward - 1.0))
    hands = {name: _hand(a, b, name, share) for name in SIDES}
    bare = Skeleton(pelvis, waist, chest, neck, head, shoulders, {}, {}, hands, _face(a, b, share))
    bare = replace(bare, breath=a.breath * (1 - share) + b.breath * share, lumbar_tuck=spine["tilt"][0])
    legged = _with_limbs(bare, LEG, a, b, share)
    return _with_limbs(legged, ARM, a, b, share)


_SPINE = ("pelvis", "tilt", "lumbar", "thorax", "neck", "head", "right_shoulder", "left_shoulder")


def _with_limbs(body: Skeleton, kind: Kind, a: Pose, b: Pose, share: float) -> Skeleton:
    word = "arm" if kind.is_arm else "leg"
    kept = "arms" if kind.is_arm else "legs"
    pairs = {side: (getattr(a, f"{side}_{word}"), getattr(b, f"{side}_{word}")) for side in SIDES}
    # A limb that holds on to the other one of its kind comes after it.
    order = sorted(pairs, key=lambda side: any(_holds_other(limb, side, word) for limb in pairs[side]))
    for side in order:
        limb = _limb(body, kind, side, pairs[side], share)
        found: dict[str, Any] = {kept: {**getattr(body, kept), side: limb}}
        body = replace(body, **found)
    return body


def _holds_other(limb: Limb, side: str, word: str) -> bool:
    other = "left" if side == "right" else "right"
    parts = ("upper", "fore", "hand") if word == "arm" else ("thigh", "shin", "foot")
    return limb.reach in {f"{other}_{part}" for part in parts}


def _limb(body: Skeleton, kind: Kind, side: str, ends: tuple[Limb, Limb], share: float) -> Solved:
    a, b = ends
    if a == b:
        return _placed(body, kind, side, a)
    if a.reach == b.reach and (a.ahead, a.face, a.pole) == (b.ahead, b.face, b.pole):
        return _placed(body, kind, side, mixed(a, b, share))
    return between(kind, _placed(body, kind, side, a), _placed(body, kind, side, b), share, SIDES[side])


def _placed(body: Skeleton, kind: Kind, side: str, limb: Limb) -> Solved:
    sign = SIDES[side]
    root = body.shoulders[side] if kind.is_arm else body.pelvis.point((sign * HIP_WIDE, 0.0, 0.0))
    trunk = body.chest.frame if kind.is_arm else body.pelvis.frame
    if limb.reach is None:
        return by_angles(kind, limb, root, trunk, sign)

    def outward(v: Vec) -> Vec:
        return (v[0] * sign, v[1], v[2])

    default = (0.5, -1.0, -0.5) if kind.is_arm else (0.15, 0.2, 1.0)
    pole = out_of(trunk, outward(limb.pole or default))
    if limb.reach == "floor":
        flat = replace(limb, ahead=outward(limb.ahead or (0.12, 0.0, 1.0)))
        ankle, tip = foot_place(flat, sign)
        return to_place(kind, limb, Goal(ankle, pole, tip), root, sign)
    bone = body.bone(limb.reach)
    hold = None
    if limb.ahead is not None and limb.face is not None:
        ahead, face = out_of(bone.frame, outward(limb.ahead)), out_of(bone.frame, outward(limb.face))
        hold = _frame_of(ahead, face)
    return to_place(kind, limb, Goal(bone.point(outward(limb.at)), pole, hold), root, sign)


def _frame_of(ahead: Vec, face: Vec) -> Frame:
    return along(ahead, scale(face, -1.0))


def _hand(a: Pose, b: Pose, side: str, share: float) -> Hand:
    one: Limb = getattr(a, f"{side}_arm")
    two: Limb = getattr(b, f"{side}_arm")
    return mixed_hands(one.hand, two.hand, share)


def _face(a: Pose, b: Pose, share: float) -> Face:
    one, two = a.face, b.face
    return Face(
        one.lids * (1 - share) + two.lids * share,
        one.brow * (1 - share) + two.brow * share,
        one.jaw * (1 - share) + two.jaw * share,
    )
