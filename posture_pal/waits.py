"""Every wait in the program, kept by APScheduler: the next wake-up, fixed times of day, and small delays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, tzinfo
from typing import Any, Protocol

from posture_pal import lean_scheduler
from posture_pal.clock import Clock, SystemClock


class Waits(Protocol):
    """Wakes the service. Every method may be called from any thread."""

    def wake_after(self, seconds: float) -> None:
        """Wakes the service once after so many seconds, instead of the wake-up asked for before."""

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """Wakes the service at these local times of every day, instead of those asked for before."""

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        """Runs something once after so many seconds; it must return at once."""

    def close(self) -> None:
        """Wakes nobody any more."""


class ScheduledWaits:
    """Waits as jobs of one background scheduler.

    A late job still runs, once (`misfire_grace_time=None`, `coalesce`): what is late is late, never lost.
    Jobs only pass a word on, so they run on the scheduler's own thread and no pool of threads is kept.
    """

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        parts = lean_scheduler.load()
        self._clock = clock
        self._machine = SystemClock()
        self._wake = wake
        self._date_trigger: Callable[[datetime, Any], Any] = parts["DateTrigger"]
        self._cron_trigger: Callable[..., Any] = parts["CronTrigger"]
        self._scheduler: Any = parts["BackgroundScheduler"](
            timezone=UTC,
            executors={"default": parts["DebugExecutor"]()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._daily: tuple[tuple[time, ...], tzinfo | None] | None = None
        self._scheduler.start()

    def wake_after(self, seconds: float) -> None:
        """See Waits; one job, moved."""
        self._scheduler.add_job(
            self._wake, self._at(seconds), id="wake", replace_existing=True, name="the engine's next wake-up"
        )

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """See Waits; cron jobs, which follow the clock on the wall through its changes."""
        wanted = tuple(sorted({*times, time(0)})), zone
        if wanted == self._daily:
            return
        for job in self._scheduler.get_jobs():
            if job.id.startswith("daily"):
                job.remove()
        for at in wanted[0]:
            trigger = self._cron_trigger(hour=at.hour, minute=at.minute, second=at.second, timezone=zone)
            self._scheduler.add_job(self._wake, trigger, id=f"daily {at}", name=f"every day at {at}")
        self._daily = wanted

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        """See Waits."""
        self._scheduler.add_job(run, self._at(seconds), name="a small delay")

    def after_really(self, seconds: float, run: Callable[[], None]) -> None:
        """As `after`, in seconds of the machine's own time, however fast the program's clock goes."""
        at = self._date_trigger(self._machine.real_time_in(seconds), UTC)
        self._scheduler.add_job(run, at, name="a small delay of the desktop's")

    def close(self) -> None:
        """See Waits."""
        self._scheduler.shutdown(wait=False)

    def _at(self, seconds: float) -> Any:
        return self._date_trigger(self._clock.real_time_in(max(0.0, seconds)), UTC)
