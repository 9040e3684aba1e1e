"""Both clocks of a written life: through sleeps, settings, journeys and boots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from posture_pal.model import Moment
from posture_pal.waits import ScheduledWaits

MONDAY = datetime(2051, 3, 6, tzinfo=UTC)
"""Where lives begin; no real clock is near it."""


class LifeClock:
    """`t`: true seconds since the life began, sleep included. A boot begins the elapsed clock anew."""

    def __init__(self, start: datetime = MONDAY, zone: str = "Europe/Amsterdam") -> None:
        self.t = 0.0
        self.set_forward = 0.0
        self.slept = 0.0
        self.zone: tzinfo = ZoneInfo(zone)
        self._start = start.astimezone(UTC)
        self._booted = 0.0
        self._boots = 0

    def boot(self) -> None:
        """The machine was off, and is on now."""
        self._booted, self.slept = self.t - 20.0, 0.0
        self._boots += 1

    def now(self) -> Moment:
        return Moment(self.utc().astimezone(self.zone), self.t - self._booted)

    def utc(self) -> datetime:
        return self._start + timedelta(seconds=self.t + self.set_forward)

    def suspended(self) -> float:
        return self.slept

    def boot_id(self) -> str:
        return f"boot {self._boots}"

    def real_time_in(self, seconds: float) -> datetime:
        return self.utc() + timedelta(seconds=seconds)


class _Told(tzinfo):
    """A zone whose time of now is a written clock's; any other time it leaves alone.

    APScheduler asks Python for the time in a zone; this is how it is handed a clock.
    """

    def __init__(self, clock: LifeClock) -> None:
        self._clock = clock

    def fromutc(self, asked: datetime) -> datetime:
        plain = asked.replace(tzinfo=UTC)
        is_now = abs((plain - datetime.now(UTC)).total_seconds()) < 3600
        return self._clock.utc() if is_now else plain

    def utcoffset(self, _when: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, _when: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _when: datetime | None) -> str:
        return "written"


def on_this_clock(waits: ScheduledWaits, clock: LifeClock) -> ScheduledWaits:
    """The real waits, going by a written clock; to be called before they are used."""
    waits._scheduler.timezone = _Told(clock)
    return waits
