"""Waits on the real scheduler: one wake-up, moved; fixed times of day; small delays; nothing lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, time
from itertools import pairwise
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lives.clock import LifeClock, on_this_clock

from posture_pal.clock import SystemClock
from posture_pal.waits import ScheduledWaits

pytestmark = pytest.mark.contract

LATE = 10.0
"""Seconds after which a wake-up will not come any more."""


class Loop:
    """What the service's loop does with its waits, and nothing else."""

    def __init__(self, woken: SimpleQueue[str]) -> None:
        self._nudged: SimpleQueue[bool] = SimpleQueue()
        self.waits = ScheduledWaits(SystemClock(), lambda: woken.put("woken"), lambda: self._nudged.put(True))
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        go_on = True
        while go_on:
            seconds = self.waits.work_off()
            with contextlib.suppress(Empty):
                go_on = self._nudged.get(timeout=seconds)

    def end(self) -> None:
        self._nudged.put(False)
        self._thread.join(LATE)
        self.waits.close()


def moved(waits: ScheduledWaits) -> list[Any]:
    return [job for job in waits._scheduler.get_jobs() if job.id != "beat"]


@pytest.fixture
def woken() -> SimpleQueue[str]:
    return SimpleQueue()


@pytest.fixture
def waits(woken: SimpleQueue[str]) -> Iterator[ScheduledWaits]:
    loop = Loop(woken)
    yield loop.waits
    loop.end()


def test_it_wakes_once(waits: ScheduledWaits, woken: SimpleQueue[str]) -> None:
    waits.wake_after(0.05)
    assert woken.get(timeout=LATE) == "woken"
    with pytest.raises(Empty):
        woken.get(timeout=0.2)


def test_a_later_wish_takes_the_place_of_an_earlier_one(
    waits: ScheduledWaits, woken: SimpleQueue[str]
) -> None:
    waits.wake_after(60.0)
    waits.wake_after(0.05)
    assert woken.get(timeout=LATE) == "woken"
    assert moved(waits) == []


def test_a_wait_that_is_over_already_still_wakes(waits: ScheduledWaits, woken: SimpleQueue[str]) -> None:
    waits.wake_after(-3600.0)
    assert woken.get(timeout=LATE) == "woken"


def test_a_small_delay_runs_beside_the_wake_up(waits: ScheduledWaits, woken: SimpleQueue[str]) -> None:
    waits.wake_after(60.0)
    waits.after(0.05, lambda: woken.put("delay"))
    assert woken.get(timeout=LATE) == "delay"


def test_a_delay_that_fails_stops_no_other(waits: ScheduledWaits, woken: SimpleQueue[str]) -> None:
    waits.after(0.01, lambda: 1 // 0)
    waits.after(0.05, lambda: woken.put("delay"))
    assert woken.get(timeout=LATE) == "delay"


def test_fixed_times_and_the_days_end_are_cron_jobs_in_the_local_zone(waits: ScheduledWaits) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    waits.wake_daily([time(10, 30), time(15, 30)], zone)
    times = [job.next_run_time.astimezone(zone).time() for job in moved(waits)]
    assert sorted(times) == [time(0), time(10, 30), time(15, 30)]
    waits.wake_daily([time(9)], UTC)
    times = [job.next_run_time.astimezone(UTC).time() for job in moved(waits)]
    assert sorted(times) == [time(0), time(9)]


def test_jobs_are_never_too_late_to_run_and_never_pile_up(waits: ScheduledWaits) -> None:
    waits.wake_after(60.0)
    waits.wake_daily([time(9)], UTC)
    for job in waits._scheduler.get_jobs():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)


def test_a_wish_for_after_the_next_heartbeat_moves_nothing(waits: ScheduledWaits) -> None:
    waits.wake_after(3600.0)
    assert moved(waits) == []
    waits.wake_after(5.0)
    assert [job.id for job in moved(waits)] == ["wake"]


def test_after_the_end_nobody_is_woken(woken: SimpleQueue[str]) -> None:
    loop = Loop(woken)
    loop.waits.wake_after(0.2)
    loop.end()
    with pytest.raises(Empty):
        woken.get(timeout=0.5)


# --- a wall clock that is set ---


class WrittenLoop:
    """The loop on a written clock: it goes on by as much as the waits say, and no further."""

    def __init__(self) -> None:
        self.clock = LifeClock()
        self.woken: list[float] = []
        waits = ScheduledWaits(self.clock, lambda: self.woken.append(self.clock.t), lambda: None, self.clock)
        self.waits = on_this_clock(waits, self.clock)

    def goes_on(self, seconds: float) -> None:
        until = self.clock.t + seconds
        while (wait := self.waits.work_off() or 0.0) <= until - self.clock.t:
            self.clock.t += max(wait, 1e-6)
        self.clock.t = until


YEARS = 56 * 365.25 * 86400
"""From the first second that a clock without a battery shows to the time it is told."""


@pytest.mark.parametrize("by", [-3600.0, 3600.0, -YEARS, YEARS])
def test_a_clock_that_is_set_delays_no_wait_and_brings_none_early(by: float) -> None:
    loop, ran = WrittenLoop(), list[float]()
    loop.waits.after(100.0, lambda: ran.append(loop.clock.t))
    loop.goes_on(10.0)
    loop.clock.set_forward += by
    loop.goes_on(200.0)
    assert [round(at, 3) for at in ran] == [100.0]
    gaps = [after - before for before, after in pairwise([0.0, *loop.woken])]
    assert max(gaps) <= 30.0 + 1e-3, "a heartbeat comes in any case"
    assert len(loop.woken) <= 10, "years that the clock skips are not lived through"
    loop.waits.close()


def test_fixed_times_go_by_the_clock_that_was_set() -> None:
    loop = WrittenLoop()
    loop.waits.wake_daily([time(0, 10)], UTC)
    loop.clock.set_forward += 595.0
    loop.goes_on(1.0)
    loop.woken.clear()
    loop.goes_on(10.0)
    assert 4.9 < min(loop.woken) < 5.1
    loop.waits.close()


def test_a_clock_that_is_put_right_by_less_than_a_second_moves_nothing() -> None:
    loop = WrittenLoop()
    beat = loop.waits._beat.next_run_time
    loop.goes_on(1.0)
    loop.clock.set_forward += 0.9
    loop.goes_on(1.0)
    assert (loop.waits._beat.next_run_time, loop.woken) == (beat, [])
    loop.waits.close()
