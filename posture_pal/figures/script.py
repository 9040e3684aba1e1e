"""A figure's script: which poses it goes through, from where it is seen, and what is pointed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, pi

from posture_pal.figures.camera import View
from posture_pal.figures.pose import Pose
from posture_pal.figures.skeleton import Skeleton, solve

Flat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Points out a motion: from and to, in centimetres on the picture, from where the named bone is.

    bow: how far it curves, as a share of its length. pose: the pose in which the bone is looked up.
    look: arrow; both, with a head at either end; sight, a dashed line; breath, a circle that grows.
    """

    bone: str
    start: Flat
    stop: Flat
    bow: float = 0.0
    pose: str | None = None
    look: str = "arrow"


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that is written about one figure.

    path: the names of its poses, gone through and back to the first. telling: the one that says most in a
    still picture. glide: the share of each step spent moving, the rest is held; even: without easing.
    seconds: one cycle at a natural pace. shown: the parts that must be in the picture, empty for all.
    moving: the parts in the accent colour. sided: the other side is its mirror image. lifted: feet that
    leave the floor. leans: parts brought nearer or farther in drawing order, in centimetres.
    """

    id: str
    poses: Mapping[str, Pose]
    path: tuple[str, ...]
    view: View
    glide: float = 0.55
    even: bool = False
    seconds: float = 5.0
    props: tuple[tuple[str, Mapping[str, float]], ...] = ()
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    sided: bool = False
    seated: bool = False
    lying: bool = False
    lifted: tuple[str, ...] = ()
    leans: Mapping[str, float] = field(default_factory=dict)
    telling: str | None = None
    margin: float = 0.07

    def step(self, phase: float) -> tuple[str, str, float]:
        """At that phase of the cycle (0 to 1): between which poses, and how far on the way, eased."""
        count = len(self.path)
        place = (phase % 1.0) * count
        number = int(place) % count
        share = min(1.0, (place - int(place)) / self.glide)
        eased = share if self.even else (1 - cos(pi * share)) / 2
        return self.path[number], self.path[(number + 1) % count], eased

    def skeleton(self, phase: float) -> Skeleton:
        """The bones at that phase."""
        here, there, share = self.step(phase)
        return solve(self.poses[here], self.poses[there], share)

    @property
    def best_phase(self) -> float:
        """The moment that tells most: the telling pose, held; without one, the first pose after the start."""
        place = self.path.index(self.telling) if self.telling else 1
        step = (place - 1) % len(self.path)
        return (step + (1 + self.glide) / 2) / len(self.path) % 1.0
