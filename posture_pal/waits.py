"""Every wait in the program, kept by APScheduler: the next wake-up, fixed times of day, and small delays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from threading import get_ident
from typing import Any, Protocol

from posture_pal import lean_scheduler
from posture_pal.clock import Clock, SystemClock
from posture_pal.state import HEARTBEAT


class Waits(Protocol):
    """Wakes the service. Every method may be called from any thread."""

    def wake_after(self, seconds: float) -> None:
        """Wakes the service once after so many seconds, instead of the wake-up asked for before."""

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """Wakes the service at these local times of every day, instead of those asked for before."""

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        """Runs something once after so many seconds; it must return at once."""

    def work_off(self) -> float | None:
        """Runs what is due, on the thread that calls; the seconds until more is, None when nothing is."""

    def close(self) -> None:
        """Wakes nobody any more."""


_SET = 1.0
"""Seconds by which the machine's wall clock has been set before every wait is moved along with it."""


class ScheduledWaits:
    """Waits as jobs of an APScheduler that has no thread of its own: the service's loop waits for it.

    One thread fewer is one that need not be woken, handed the word and put to sleep again each time.
    A late job still runs, once (`misfire_grace_time=None`, `coalesce`): what is late is late, never lost.
    A heartbeat comes in any case, so that a lost signal is noticed.

    APScheduler goes by the wall clock alone. Set back by an hour, that would keep everybody waiting for an
    hour more; set forward by years (a machine that begins in 1970 and then hears the time), it would count
    each heartbeat of those years. So what is to come is moved by as much as the clock was.
    """

    def __init__(
        self,
        clock: Clock,
        wake: Callable[[], None],
        nudge: Callable[[], None],
        machine: Clock | None = None,
    ) -> None:
        """wake: what a wait ends in. nudge: makes the loop call `work_off`, for something sooner came.

        machine: the clock that APScheduler reads, without being told which: the machine's own.
        """
        parts = lean_scheduler.load()
        self._clock = clock
        self._machine = machine or SystemClock()
        self._wall_ahead = self._ahead()
        self._wake = wake
        self._nudge = nudge
        self._loop_thread: int | None = None
        self._date_trigger: Callable[[datetime, Any], Any] = parts["DateTrigger"]
        self._cron_trigger: Callable[..., Any] = parts["CronTrigger"]
        self._scheduler: Any = _scheduler(parts["BaseScheduler"], self._call_loop)(
            timezone=UTC,
            executors={"default": parts["DebugExecutor"]()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._longest = (clock.real_time_in(HEARTBEAT) - clock.real_time_in(0.0)).total_seconds()
        beat = parts["IntervalTrigger"](
            seconds=self._longest, start_date=clock.real_time_in(HEARTBEAT), timezone=UTC
        )
        self._beat: Any = self._scheduler.add_job(wake, beat, id="beat", name="the heartbeat")
        self._daily: tuple[tuple[time, ...], tzinfo | None] | None = None
        self._scheduler.start()

    def work_off(self) -> float | None:
        """See Waits."""
        self._loop_thread = get_ident()
        self._follow_the_clock()
        seconds: float | None = self._scheduler._process_jobs()  # noqa: SLF001 - as every APScheduler subclass does
        return None if seconds is None else min(seconds, self._longest)

    def _ahead(self) -> float:
        """Seconds by which the machine's wall clock is ahead of the one that only goes forward."""
        return self._machine.real_time_in(0.0).timestamp() - self._machine.now().elapsed

    def _follow_the_clock(self) -> None:
        """Moves what is to come by as much as the wall clock was set, and has the new time looked at."""
        ahead = self._ahead()
        by = ahead - self._wall_ahead
        if abs(by) < _SET:
            return
        self._wall_ahead = ahead
        for job in self._scheduler.get_jobs():
            if job.id.startswith("daily"):
                job.reschedule(job.trigger)
            else:
                job.modify(next_run_time=job.next_run_time + timedelta(seconds=by))
        self._wake()

    def _call_loop(self) -> None:
        if self._loop_thread not in {None, get_ident()}:  # before its first look it needs no call
            self._nudge()

    def wake_after(self, seconds: float) -> None:
        """See Waits; one job, moved, and none where the heartbeat comes first: each move wakes a thread."""
        at = self._clock.real_time_in(max(0.0, seconds))
        if self._beat.next_run_time is None or at < self._beat.next_run_time:
            trigger = self._date_trigger(at, UTC)
            self._scheduler.add_job(
                self._wake, trigger, id="wake", replace_existing=True, name="the engine's"
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
        self._scheduler.shutdown()

    def _at(self, seconds: float) -> Any:
        return self._date_trigger(self._clock.real_time_in(max(0.0, seconds)), UTC)


def _scheduler(base: Any, call_loop: Callable[[], None]) -> Any:
    """APScheduler's own way to be built into a loop: a subclass that says how the loop is woken."""

    class LoopScheduler(base):  # type: ignore[misc]  # it ships no types
        def wakeup(self) -> None:
            call_loop()

        def shutdown(self, *_args: Any, **_options: Any) -> None:
            super().shutdown(wait=False)

    return LoopScheduler
