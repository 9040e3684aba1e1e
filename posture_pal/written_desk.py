"""The desk of a written day: its two clocks, and the person and the desktop as the file has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from posture_pal.model import Moment


class WrittenClock:
    """Both clocks of the written day: `t` is true elapsed time, the wall clock can be set apart from it."""

    def __init__(self, start: datetime) -> None:
        self.t = 0.0
        self.set_forward = 0.0
        self.slept = 0.0
        self._start = start.astimezone(UTC)
        self._zone = start.tzinfo

    def now(self) -> Moment:
        wall = self._start + timedelta(seconds=self.t + self.set_forward)
        return Moment(wall.astimezone(self._zone), self.t)

    def suspended(self) -> float:
        return self.slept

    def boot_id(self) -> str:
        return "written"

    def real_time_in(self, seconds: float) -> datetime:
        return self._start + timedelta(seconds=self.t + self.set_forward + seconds)


@dataclass
class Desk:
    """The person and the desktop as the file has them at this point of the day."""

    presence: str = "active"
    idle_since: float = 0.0
    locked: bool = False
    holds: frozenset[str] = frozenset()
    asleep_until: float | None = None
    stopped_until: float | None = None
    notifier_fails: bool = False
    always: dict[str, Any] | None = None
