"""What the catalogue is made of: exercises, checks, doses and routines, as values that never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SETTLE_SECONDS = 2.0  # into a hold and out of it again, where the entry gives no pace of its own


class Region(StrEnum):
    """The part of the body that an exercise moves; `desk` is where the checks live."""

    NECK = "neck"
    SHOULDERS = "shoulders"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    LEGS = "legs"
    HANDS = "hands"
    EYES = "eyes"
    CALM = "calm"
    WHOLE_BODY = "whole_body"
    DESK = "desk"


class Position(StrEnum):
    """How the body is while doing it."""

    SIT = "sit"
    STAND = "stand"
    RECLINED = "reclined"
    WALK = "walk"


class Style(StrEnum):
    """How an exercise is counted: a still stretch, short holds, a pace, the clock, or as the clinic says."""

    STRETCH = "stretch"
    HOLD = "hold"
    MOVE = "move"
    TIMED = "timed"
    CLINIC = "clinic"


class Tag(StrEnum):
    """What an exercise asks of the body; `avoid` in the config names the ones to leave out."""

    NECK_LOAD = "neck_load"
    OVERHEAD = "overhead"
    SPINAL_FLEXION = "spinal_flexion"
    SPINAL_EXTENSION = "spinal_extension"
    SPINAL_ROTATION = "spinal_rotation"
    BALANCE = "balance"
    KNEE_LOAD = "knee_load"
    WRIST_LOAD = "wrist_load"
    NERVE = "nerve"
    BREATH_HOLD = "breath_hold"


@dataclass(frozen=True, slots=True)
class Dose:
    """How much to do: counted (sets, reps, seconds of hold, sides), or `seconds` by the clock.

    move_seconds: the time one repetition takes besides its hold. sides: 2 when each side does all of it.
    """

    sets: int = 1
    reps: int = 1
    hold_seconds: float = 0.0
    move_seconds: float = SETTLE_SECONDS
    sides: int = 1
    seconds: float | None = None

    @property
    def rep_seconds(self) -> float:
        """Seconds that one repetition takes, hold included."""
        return self.seconds if self.seconds is not None else self.hold_seconds + self.move_seconds

    @property
    def total_seconds(self) -> float:
        """Seconds that the whole of it takes, both sides included."""
        if self.seconds is not None:
            return self.seconds
        return self.sets * self.reps * self.sides * self.rep_seconds

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"{self.seconds:g} s" if self.seconds < 120 else f"{self.seconds / 60:g} min"
        hold = f"hold {self.hold_seconds:g} s, " if self.hold_seconds else ""
        times = f"{self.reps} times" if self.reps > 1 else "once"
        sets = f", {self.sets} sets" if self.sets > 1 else ""
        return hold + times + (" each side" if self.sides == 2 else "") + sets


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something to do. `dose` is None where only a clinic's programme can set it.

    general_knowledge: some of the entry rests on common practice and not on one of its `sources`.
    needs: what must be at hand, in words. pack: the optional set it belongs to.
    """

    id: str
    name: str
    region: Region
    positions: tuple[Position, ...]
    style: Style
    dose: Dose | None
    steps: tuple[str, ...]
    caution: str | None = None
    tags: frozenset[Tag] = frozenset()
    needs: tuple[str, ...] = ()
    clinic_only: bool = False
    off_by_default: bool = False
    pack: str | None = None
    sources: tuple[str, ...] = ()
    general_knowledge: bool = False

    @property
    def offered(self) -> bool:
        """Whether it may be suggested without anyone having asked for it by name."""
        return not (self.clinic_only or self.off_by_default or self.pack)


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at for a moment: a short question, and a word on why."""

    id: str
    name: str
    topic: str
    text: str
    why: str
    sources: tuple[str, ...] = ()
    general_knowledge: bool = False

    @property
    def region(self) -> Region:
        return Region.DESK

    @property
    def tags(self) -> frozenset[Tag]:
        return frozenset()


Entry = Exercise | Check


@dataclass(frozen=True, slots=True)
class Routine:
    """A named list of entries, each with its dose. per_session: how many one session takes; None: all."""

    id: str
    name: str
    items: tuple[Entry, ...]
    about: str = ""
    per_session: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One entry of what was done before: which, and on which local day."""

    entry: Entry
    day: date


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is to choose from, by id, in the order in which it is written."""

    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def entry(self, entry_id: str) -> Entry | None:
        """The exercise or check of that id, or None."""
        return self.exercises.get(entry_id) or self.checks.get(entry_id)

    def without(self, avoid: Iterable[str]) -> tuple[Exercise, ...]:
        """The exercises that carry none of the tags, clinic-only and optional ones included."""
        unwanted = frozenset(avoid)
        return tuple(e for e in self.exercises.values() if not unwanted & e.tags)

    def history(self, past: Iterable[tuple[str, date]]) -> tuple[Moved, ...]:
        """What was done, oldest first, from pairs of id and day; ids that no longer exist are left out."""
        known = ((self.entry(entry_id), day) for entry_id, day in past)
        return tuple(Moved(entry, day) for entry, day in known if entry is not None)
