"""Desk time in stretches, from the facts of coming and going alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from posture_pal.model import Fact, Moment

HOUR = 3600.0
LONG_ENOUGH = 300.0
"""Seconds away from the desk that end an unbroken stretch, whatever the length of a configured break."""

BY_COMMAND = frozenset({"deleted", "backfilled", "day_off", "programme_kept"})
"""Facts that a command writes: they tell nothing about when somebody was at the desk."""

_TURNS = frozenset({"started", "stopped", "away", "back", "natural", "auto_credited", "done"})
"""Facts with which a stretch may begin or end."""


class Stretch(NamedTuple):
    """Desk time without a gap: the local day it lies on, the second of that day it began, its seconds.

    fresh: it follows a time away of at least LONG_ENOUGH, or one that nobody saw. in_break: a break ends it.
    """

    day: date
    at: float
    seconds: float
    fresh: bool
    in_break: bool


class Seat:
    """Whether somebody is at the desk, fact by fact; each gives the stretches that end with it.

    Within one run of the program the elapsed clock measures; a run that ended without a word ends with its
    last fact, since nobody knows more.
    """

    __slots__ = ("_fresh", "_last", "_since")

    def __init__(self) -> None:
        self._since: Moment | None = None
        self._last: Moment | None = None
        self._fresh = True

    def take(self, fact: Fact) -> Sequence[Stretch]:
        """The stretches of desk time that end with this fact."""
        name = fact.name
        if name not in _TURNS or (name == "done" and not is_break(fact)):
            if name not in BY_COMMAND:
                self._last = fact.at
            return ()
        found: Sequence[Stretch] = ()
        if name == "started":
            if self._since is not None and self._last is not None:
                found = _split(self._since, self._last.elapsed, fresh=self._fresh, in_break=False)
            self._since, self._fresh = (fact.at if fact.details.get("after") is None else None), True
        elif name in {"away", "stopped"}:
            if self._since is not None:
                ago = float(fact.details.get("seconds_ago") or 0.0)
                found = _split(self._since, fact.at.elapsed - ago, fresh=self._fresh, in_break=False)
                self._since, self._fresh = None, False
        elif name == "back":
            self._fresh = self._fresh or float(fact.details.get("away") or 0.0) >= LONG_ENOUGH
            self._since = fact.at
        elif is_break(fact):
            found = _split(self._since or fact.at, fact.at.elapsed, fresh=self._fresh, in_break=True)
            self._since, self._fresh = (fact.at if self._since is not None else None), True
        self._last = fact.at
        return found

    def running(self, now: Moment) -> Sequence[Stretch]:
        """The stretch that still runs, up to `now`."""
        if self._since is None or now.elapsed < self._since.elapsed:
            return ()
        return _split(self._since, now.elapsed, fresh=self._fresh, in_break=False)


def stretches(facts: Iterable[Fact], now: Moment) -> Iterator[Stretch]:
    """Stretches of desk time in order; `now` ends the one that still runs."""
    seat = Seat()
    for fact in facts:
        if found := seat.take(fact):
            yield from found
    yield from seat.running(now)


def last_moment(facts: Sequence[Fact]) -> Moment | None:
    """When the program wrote its last fact; None where it wrote none of these."""
    return next((fact.at for fact in reversed(facts) if fact.name not in BY_COMMAND), None)


def is_break(fact: Fact) -> bool:
    """Whether a break was taken when this fact was written: said to be done, or seen."""
    if fact.name in {"natural", "auto_credited"}:
        return fact.details.get("evidence") != "not_running"
    return fact.name == "done" and fact.details.get("kind") == "break"


def _split(since: Moment, until: float, *, fresh: bool, in_break: bool) -> list[Stretch]:
    """A stretch in pieces that each lie on one local day."""
    left = max(0.0, until - since.elapsed)
    wall = since.wall
    at = wall.hour * HOUR + wall.minute * 60 + wall.second + wall.microsecond * 1e-6
    pieces: list[Stretch] = []
    while at + left >= 24 * HOUR and (piece := _to_midnight(wall)) < left:
        pieces.append(Stretch(wall.date(), at, piece, fresh, in_break=False))
        left -= piece
        wall = (wall + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        at, fresh = 0.0, True  # a day's figures are its own
    pieces.append(Stretch(wall.date(), at, left, fresh, in_break))
    return pieces


def _to_midnight(wall: datetime) -> float:
    midnight = (wall + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1.0, (midnight - wall).total_seconds())


class Sitting:
    """What the stretches of one day come to."""

    __slots__ = ("_breaks", "_run", "desk_time", "hours", "longest")

    def __init__(self) -> None:
        self.desk_time = 0.0
        self.longest = 0.0
        self.hours: dict[int, float] = {}
        self._run = 0.0
        self._breaks: list[float] = []

    def copy(self) -> Sitting:
        """The same, to be counted on apart from this one."""
        other = Sitting()
        other.desk_time, other.longest, other.hours = self.desk_time, self.longest, dict(self.hours)
        other._run, other._breaks = self._run, list(self._breaks)
        return other

    def take(self, stretch: Stretch) -> None:
        """Counts the day's next stretch."""
        _, at, left, fresh, in_break = stretch
        self.desk_time += left
        self._run = left if fresh else self._run + left
        self.longest = max(self.longest, self._run)
        if in_break:
            self._breaks.append(self.desk_time)
            self._run = 0.0
        hour = int(at // HOUR)
        while left > 0:
            piece = min(left, (hour + 1) * HOUR - at)
            named = min(hour, 23)
            self.hours[named] = self.hours.get(named, 0.0) + piece
            hour, left = hour + 1, left - piece
            at = hour * HOUR

    def coverage(self) -> tuple[int, int]:
        """Full hours of desk time that held a break, of all full hours.

        A day's desk time is laid end to end; its first hour is the first hour of work, wherever the pauses
        fell.
        """
        hours = int(self.desk_time // HOUR)
        held = {int(max(0.0, at - 1e-3) // HOUR) for at in self._breaks}
        return len(held & set(range(hours))), hours


def sittings(facts: Iterable[Fact], now: Moment) -> dict[date, Sitting]:
    """What each local day's desk time comes to."""
    days: dict[date, Sitting] = {}
    for stretch in stretches(facts, now):
        sitting = days.get(stretch.day)
        if sitting is None:
            sitting = days[stretch.day] = Sitting()
        sitting.take(stretch)
    return days


def desk_time(facts: Iterable[Fact], now: Moment) -> dict[date, float]:
    """Seconds at the desk on each local day, from the facts of coming and going."""
    return {day: sitting.desk_time for day, sitting in sittings(facts, now).items()}
