"""What time it is: on the clock people read, and on one that only goes forward and counts sleep.

Nothing else in the program reads the time; clocks and moments are handed to whoever needs them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from posture_pal.clock.zone import SystemZone
from posture_pal.model import Moment

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> Moment:
        """This instant on both clocks; the wall time is in the system's zone of just now."""

    def suspended(self) -> float | None:
        """Seconds the machine has slept since it was switched on, to a tenth or so; None: it cannot be told.

        Only a growth between two calls means anything.
        """

    def boot_id(self) -> str:
        """Names the stretch of time over which `elapsed` readings can be compared, across processes."""

    def real_time_in(self, seconds: float) -> datetime:
        """The true time, in UTC, at which this clock will have gone on by that many seconds."""


def stopwatch() -> float:
    """Seconds on a steady clock that need not count sleep, for timeouts; only differences mean anything."""
    return time.monotonic()


class SystemClock:
    """The machine's own clocks; `zone_trouble` says why the local zone could not be told, if so."""

    def __init__(self, counters: Counters | None = None, zone: SystemZone | None = None) -> None:
        self._counters = counters or _counters_of(sys.platform)
        self._zone = zone or SystemZone()
        self._boot_id = _boot_id(self._counters)

    @property
    def zone_trouble(self) -> str | None:
        self._zone.current()
        return self._zone.trouble

    def now(self) -> Moment:
        return Moment(datetime.now(self._zone.current()), self._counters.elapsed())

    def suspended(self) -> float | None:
        return self._counters.suspended()

    def boot_id(self) -> str:
        return self._boot_id

    def real_time_in(self, seconds: float) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=max(0.0, seconds))


class FastClock:
    """Both clocks, going `factor` times faster than the real ones: a day in minutes.

    The wall clock begins at `start`, the elapsed one at 0. Raises ValueError where that cannot be.
    """

    def __init__(self, factor: float, start: datetime, real: Clock | None = None) -> None:
        if factor <= 0 or start.tzinfo is None:
            raise ValueError("A fast clock needs a factor above 0 and a start with a time zone.")
        self._factor = factor
        self._zone = start.tzinfo
        self._start = start.astimezone(UTC)
        self._real = real or SystemClock()
        self._began = self._real.now().elapsed
        self._slept = self._real.suspended()

    def now(self) -> Moment:
        elapsed = (self._real.now().elapsed - self._began) * self._factor
        wall = self._start + timedelta(seconds=elapsed)
        return Moment(wall.astimezone(self._zone), elapsed)

    def suspended(self) -> float | None:
        slept = self._real.suspended()
        if slept is None or self._slept is None:
            return None
        return max(0.0, slept - self._slept) * self._factor

    def boot_id(self) -> str:
        # Its elapsed time begins with it, so no other run's readings can be compared with it.
        return f"{self._real.boot_id()}-{self._factor:g}x-{self._began:.6f}"

    def real_time_in(self, seconds: float) -> datetime:
        return self._real.real_time_in(seconds / self._factor)


# --- the machine's counters ---------------------------------------------------------------------------


class Counters(Protocol):
    """What the machine counts since it was switched on."""

    def elapsed(self) -> float:
        """Seconds, sleep included where the platform can."""

    def suspended(self) -> float | None:
        """Those of them that were slept; None where the platform cannot tell."""


class LinuxCounters:
    """The kernel's boot-time clock, which counts sleep, and its monotonic one, which does not."""

    def elapsed(self) -> float:
        if sys.platform != "linux":
            raise OSError("only Linux counts so")
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def suspended(self) -> float | None:
        if sys.platform != "linux":
            raise OSError("only Linux counts so")
        awake = time.clock_gettime(time.CLOCK_MONOTONIC)
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - awake)


class WindowsCounters:
    """The interrupt time with and without sleep, in steps of about 15 ms."""

    def __init__(self, library: Any) -> None:
        """library: kernelbase. Raises AttributeError where it lacks the calls."""
        self._without_sleep = _hundred_nanoseconds(library.QueryUnbiasedInterruptTime)
        if hasattr(library, "QueryInterruptTime"):
            self._with_sleep = _hundred_nanoseconds(library.QueryInterruptTime)
        else:  # before Windows 10; it counts sleep too, in milliseconds
            self._with_sleep = lambda: int(library.GetTickCount64()) * 10_000

    @classmethod
    def of_this_machine(cls) -> WindowsCounters:
        import ctypes

        libraries: Any = ctypes
        library = libraries.WinDLL("kernelbase")
        library.GetTickCount64.restype = ctypes.c_uint64
        return cls(library)

    def elapsed(self) -> float:
        return self._with_sleep() * 1e-7

    def suspended(self) -> float | None:
        awake = self._without_sleep()
        return max(0.0, (self._with_sleep() - awake) * 1e-7)


def _hundred_nanoseconds(query: Callable[[Any], Any]) -> Callable[[], int]:
    """A call that hands out its count of them through a pointer, as one that returns it."""
    import ctypes

    def read() -> int:
        count = ctypes.c_uint64()
        query(ctypes.byref(count))
        return count.value

    return read


class MacCounters:
    """Mach's continuous time, which counts sleep, and its absolute time, which does not."""

    def __init__(self, system: Any) -> None:
        import ctypes

        class Timebase(ctypes.Structure):
            _fields_ = (("numerator", ctypes.c_uint32), ("denominator", ctypes.c_uint32))

        timebase = Timebase()
        system.mach_timebase_info(ctypes.byref(timebase))
        self._nanoseconds = timebase.numerator / timebase.denominator
        self._continuous, self._absolute = system.mach_continuous_time, system.mach_absolute_time
        self._continuous.restype = self._absolute.restype = ctypes.c_uint64

    @classmethod
    def of_this_machine(cls) -> MacCounters:
        import ctypes

        return cls(ctypes.CDLL("/usr/lib/libSystem.B.dylib"))

    def elapsed(self) -> float:
        return float(self._continuous() * self._nanoseconds * 1e-9)

    def suspended(self) -> float | None:
        awake = float(self._absolute() * self._nanoseconds * 1e-9)
        return max(0.0, self.elapsed() - awake)


class PlainCounters:
    """Python's steady clock, on a platform of which nothing better is known."""

    def elapsed(self) -> float:
        return time.monotonic()

    def suspended(self) -> float | None:
        return None


def _counters_of(platform: str) -> Counters:
    makers: dict[str, Callable[[], Counters]] = {
        "linux": LinuxCounters,
        "win32": WindowsCounters.of_this_machine,
        "darwin": MacCounters.of_this_machine,
    }
    try:
        return makers.get(platform, PlainCounters)()
    except (OSError, AttributeError):  # a system too old to have these calls still has reminders
        return PlainCounters()


def _boot_id(counters: Counters, source: Path = _BOOT_ID) -> str:
    try:
        return source.read_text("ascii").strip()
    except OSError:
        # To the minute: both clocks drift a little against each other. A wrong answer either way is harmless,
        # for then the wall clock is believed.
        return f"booted-{round((time.time() - counters.elapsed()) / 60)}"
