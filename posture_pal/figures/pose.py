"""A pose: how every joint of the figure stands, as plain numbers that can be read from a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from posture_pal.figures.vectors import Vec

ZERO: Vec = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand's shape, in degrees.

    fingers: how far they bend at knuckle, middle and end joint. spread: how far apart they are.
    thumb: out from the fingers, over toward the palm, and bent.
    """

    fingers: Vec = (18.0, 24.0, 12.0)
    spread: float = 2.0
    thumb: Vec = (28.0, 26.0, 12.0)


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: by the angles of its joints, or, with `reach`, by the place its end rests on.

    In degrees. lift: away from hanging down. plane: where to, 0 the front, 90 its own side, 180 behind.
    turn: the long bone about itself, outward. bend: elbow or knee. roll: forearm, palm down. flex: wrist
    toward the palm, ankle toes up. dev: wrist toward the thumb.

    reach: the frame in which `at` is told (the palm's or the ankle's place, x outward). ahead, face: where
    fingers or toes point, and palm or sole look, in the same frame. pole: where elbow or knee points.
    On the floor, flex is the pitch of the sole: above 0 the toes are up, below 0 the heel.
    """

    lift: float = 0.0
    plane: float = 0.0
    turn: float = 0.0
    bend: float = 0.0
    roll: float = 0.0
    flex: float = 0.0
    dev: float = 0.0
    reach: str | None = None
    at: Vec = ZERO
    ahead: Vec | None = None
    face: Vec | None = None
    pole: Vec | None = None
    hand: Hand = field(default_factory=Hand)


@dataclass(frozen=True, slots=True)
class Face:
    """A face. lids: 0 open to 1 closed. brow: 0 soft to 1 drawn together. jaw: 0 closed to 1 loose."""

    lids: float = 0.0
    brow: float = 0.0
    jaw: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Everything at one moment.

    pelvis: where the middle of the hips is. tilt, lumbar, thorax, neck, head: degrees forward, right and
    turned right, each on top of the one before. shoulders: centimetres up, forward, out. breath: 0 to 1.
    """

    pelvis: Vec = ZERO
    tilt: Vec = ZERO
    lumbar: Vec = ZERO
    thorax: Vec = ZERO
    neck: Vec = ZERO
    head: Vec = ZERO
    right_shoulder: Vec = ZERO
    left_shoulder: Vec = ZERO
    right_arm: Limb = field(default_factory=Limb)
    left_arm: Limb = field(default_factory=Limb)
    right_leg: Limb = field(default_factory=Limb)
    left_leg: Limb = field(default_factory=Limb)
    face: Face = field(default_factory=Face)
    breath: float = 0.0
