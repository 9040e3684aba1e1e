"""Both clocks, with sleep counted, and a local zone that follows the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from posture_pal import clock
from posture_pal.clock import FastClock, MacCounters, PlainCounters, SystemClock, WindowsCounters, stopwatch
from posture_pal.clock.zone import SystemZone
from posture_pal.model import Moment

ZONES = Path("/usr/share/zoneinfo")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
WINTER = datetime(2026, 1, 1, 12, tzinfo=UTC)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="this is Linux's clock; run it on Linux")
OWN_ZONES = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps zones in its own way; run it on Linux"
)
NEEDS_ZONES = pytest.mark.skipif(
    sys.platform == "win32" or not ZONES.exists(),
    reason="no zone files here; on Debian: apt-get install tzdata",
)


@dataclass
class Counted:
    """Counters that say what they are told to."""

    seconds: float = 1000.0
    slept: float | None = 0.0

    def elapsed(self) -> float:
        return self.seconds

    def suspended(self) -> float | None:
        return self.slept


@dataclass
class HandClock:
    """A real clock, as far as a fast one knows, moved by hand."""

    wall: datetime = field(default_factory=lambda: SUMMER)
    elapsed: float = 5000.0
    slept: float | None = 7.0

    def now(self) -> Moment:
        return Moment(self.wall, self.elapsed)

    def suspended(self) -> float | None:
        return self.slept

    def boot_id(self) -> str:
        return "this boot"

    def real_time_in(self, seconds: float) -> datetime:
        return self.wall + timedelta(seconds=seconds)

    def forward(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds


@pytest.fixture
def localtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TZ", raising=False)
    return tmp_path / "localtime"


def offset(zone: SystemZone, at: datetime) -> float:
    """Hours before UTC, with the zone's rules."""
    told = at.astimezone(zone.current()).utcoffset()
    assert told is not None
    return told / timedelta(hours=1)


def point(localtime: Path, name: str) -> None:
    """As the system's settings do it: a new link takes the place of the old one."""
    new = localtime.with_name("new")
    new.symlink_to(ZONES / name)
    new.replace(localtime)


# --- the system's clocks --------------------------------------------------------------------------


def test_the_wall_is_the_time_of_just_now_in_a_zone() -> None:
    before = datetime.now(UTC)
    wall = SystemClock().now().wall
    assert before <= wall <= datetime.now(UTC)
    assert wall.tzinfo is not None


def test_elapsed_only_goes_forward_and_by_the_same_seconds_as_a_stopwatch() -> None:
    system = SystemClock()
    first, watched = system.now().elapsed, stopwatch()
    readings = [system.now().elapsed for _ in range(1000)]
    assert readings == sorted(readings)
    assert abs((system.now().elapsed - first) - (stopwatch() - watched)) < 0.05


def test_no_sleep_happens_during_this_test() -> None:
    system = SystemClock()
    before, after = system.suspended(), system.suspended()
    if before is None or after is None:
        pytest.skip(f"{sys.platform} does not tell of sleep; run it on Linux, Windows or macOS")
    assert abs(after - before) < 0.05


def test_what_counters_say_is_passed_on() -> None:
    counted = Counted(12.5, slept=3600.0)
    system = SystemClock(counted)
    counted.seconds, counted.slept = 13.5, 3700.0
    assert (system.now().elapsed, system.suspended()) == (13.5, 3700.0)
    assert SystemClock(Counted(slept=None)).suspended() is None


PRINTED = (
    "from posture_pal.clock import SystemClock; c = SystemClock(); print(c.suspended(), c.now().elapsed)"
)


@LINUX
def test_linux_counts_the_time_the_machine_slept() -> None:
    """A time namespace moves the clock that counts sleep a day ahead of the one that does not."""
    day = ["unshare", "--map-root-user", "--time", "--boottime", "86400", "--"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*day, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("it takes a time namespace; run as root, or allow unprivileged user namespaces")
    python = [sys.executable, "-c", PRINTED]
    here, there = (
        [
            float(word)
            for word in subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        ]
        for words in (python, [*day, *python])
    )
    assert there[0] - here[0] == pytest.approx(86400, abs=1)
    assert there[1] - here[1] == pytest.approx(86400, abs=60)


def test_the_true_time_of_a_wait_is_in_the_future_and_never_in_the_past() -> None:
    system = SystemClock()
    now = datetime.now(UTC)
    assert timedelta(seconds=59) < system.real_time_in(60) - now < timedelta(seconds=70)
    assert system.real_time_in(-60) >= now


@LINUX
def test_the_boot_is_named_by_the_kernel() -> None:
    named = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert SystemClock().boot_id() == named


def test_without_a_kernel_that_names_it_the_boot_is_known_by_its_time(tmp_path: Path) -> None:
    absent = tmp_path / "boot_id"
    here = clock._boot_id(Counted(1000.0), absent)
    assert here.startswith("booted-")
    assert clock._boot_id(Counted(1000.0 + 7200.0), absent) != here


# --- the counters of other platforms --------------------------------------------------------------


class Kernel:
    """The calls of Windows: ten seconds since it was switched on, four of them asleep."""

    def QueryInterruptTime(self, count: Any) -> None:  # noqa: N802 - Windows' names
        count._obj.value = 100_000_000

    def QueryUnbiasedInterruptTime(self, count: Any) -> None:  # noqa: N802
        count._obj.value = 60_000_000


class OldKernel:
    """The same in milliseconds, before there was the other call."""

    QueryUnbiasedInterruptTime = Kernel.QueryUnbiasedInterruptTime

    def GetTickCount64(self) -> int:  # noqa: N802
        return 10_000


@pytest.mark.parametrize("library", [Kernel(), OldKernel()])
def test_windows_counts_with_sleep_and_without(library: Any) -> None:
    counters = WindowsCounters(library)
    assert [counters.elapsed(), counters.suspended()] == pytest.approx([10.0, 4.0])


class Ticks:
    """A call of a C library that returns a number."""

    def __init__(self, ticks: int) -> None:
        self.ticks = ticks
        self.restype: Any = None

    def __call__(self) -> int:
        return self.ticks


class Mach:
    """The three calls of macOS, on a machine whose tick is 125/3 nanoseconds."""

    def __init__(self) -> None:
        self.mach_continuous_time = Ticks(240_000_000)
        self.mach_absolute_time = Ticks(24_000_000)

    def mach_timebase_info(self, timebase: Any) -> None:
        timebase._obj.numerator, timebase._obj.denominator = 125, 3


def test_macos_counts_in_ticks_of_its_own_length() -> None:
    library = Mach()
    counters = MacCounters(library)
    assert [counters.elapsed(), counters.suspended()] == pytest.approx([10.0, 9.0])
    assert library.mach_continuous_time.restype is library.mach_absolute_time.restype is not None


@pytest.mark.parametrize("platform", ["freebsd14", "win32", "darwin"])
def test_a_platform_whose_calls_are_not_there_still_has_a_steady_clock(platform: str) -> None:
    if platform == sys.platform:
        pytest.skip("they are there; run it on Linux")
    counters = clock._counters_of(platform)
    assert isinstance(counters, PlainCounters)
    assert (counters.suspended(), counters.elapsed() <= counters.elapsed()) == (None, True)


# --- a fast clock ---------------------------------------------------------------------------------


def test_a_fast_clock_begins_where_it_is_told_and_runs_both_clocks_faster() -> None:
    real = HandClock()
    fast = FastClock(60, datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM), real)
    assert fast.now() == Moment(datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM), 0.0)
    real.forward(10)
    assert fast.now() == Moment(datetime(2026, 3, 2, 9, 10, tzinfo=AMSTERDAM), 600.0)


def test_a_fast_clock_goes_through_a_clock_change_as_the_zone_does() -> None:
    real = HandClock()
    fast = FastClock(3600, datetime(2026, 3, 29, 1, 30, tzinfo=AMSTERDAM), real)
    real.forward(1)
    assert fast.now().wall.isoformat() == "2026-03-29T03:30:00+02:00"
    assert fast.now().elapsed == 3600.0


def test_a_fast_clock_waits_a_fraction_of_the_time() -> None:
    real = HandClock()
    assert FastClock(60, SUMMER, real).real_time_in(600) == SUMMER + timedelta(seconds=10)


def test_sleep_under_a_fast_clock_is_that_much_longer_and_counts_from_its_start() -> None:
    real = HandClock(slept=7.0)
    fast = FastClock(10, SUMMER, real)
    real.slept = 9.0
    assert fast.suspended() == 20.0
    assert FastClock(10, SUMMER, HandClock(slept=None)).suspended() is None


def test_readings_of_a_fast_clock_are_compared_with_no_other_runs() -> None:
    real = HandClock()
    first = FastClock(10, SUMMER, real)
    real.forward(1)
    second = FastClock(10, SUMMER, real)
    assert len({real.boot_id(), first.boot_id(), second.boot_id()}) == 3


@pytest.mark.parametrize(("factor", "start"), [(0, SUMMER), (-1, SUMMER), (2, SUMMER.replace(tzinfo=None))])
def test_a_fast_clock_that_cannot_be_is_refused(factor: float, start: datetime) -> None:
    with pytest.raises(ValueError, match="fast clock"):
        FastClock(factor, start)


# --- the zone -------------------------------------------------------------------------------------


@NEEDS_ZONES
def test_the_zone_has_the_rules_of_summer_and_winter(localtime: Path) -> None:
    point(localtime, "Europe/Amsterdam")
    zone = SystemZone(localtime)
    assert (offset(zone, SUMMER), offset(zone, WINTER), zone.trouble) == (2, 1, None)
    assert str(zone.current()) == "Europe/Amsterdam"


@NEEDS_ZONES
def test_a_change_of_the_systems_zone_is_followed(localtime: Path) -> None:
    point(localtime, "Europe/Amsterdam")
    zone = SystemZone(localtime)
    system = SystemClock(zone=zone)
    assert system.now().wall.tzinfo is zone.current() is zone.current()
    point(localtime, "Asia/Tokyo")
    assert offset(zone, SUMMER) == 9
    assert system.now().wall.utcoffset() == timedelta(hours=9)
    localtime.unlink()
    shutil.copy(ZONES / "Asia/Kathmandu", localtime)  # some systems copy the file instead
    assert offset(zone, SUMMER) == 5.75
    localtime.unlink()
    assert (offset(zone, SUMMER), zone.trouble) == (0, None)  # without the file, the C library has UTC too


@NEEDS_ZONES
def test_new_rules_for_the_same_zone_are_followed(localtime: Path) -> None:
    shutil.copy(ZONES / "Europe/Amsterdam", localtime)
    zone = SystemZone(localtime)
    assert offset(zone, SUMMER) == 2
    shutil.copy(ZONES / "Africa/Lagos", localtime)
    os.utime(localtime, (1, 1))
    assert offset(zone, SUMMER) == 1


@NEEDS_ZONES
@pytest.mark.parametrize(
    ("variable", "summer", "winter"),
    [
        ("Europe/Amsterdam", 2, 1),
        (":Europe/Amsterdam", 2, 1),
        (str(ZONES / "Asia/Tokyo"), 9, 9),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2, 1),
        ("JST-9", 9, 9),
        ("<-03>3", -3, -3),
        ("EST5EDT,M3.2.0,M11.1.0", -4, -5),
        ("", 0, 0),
    ],
)
def test_the_variable_goes_before_the_systems_zone(
    localtime: Path, monkeypatch: pytest.MonkeyPatch, variable: str, summer: float, winter: float
) -> None:
    point(localtime, "Asia/Kathmandu")
    monkeypatch.setenv("TZ", variable)
    zone = SystemZone(localtime)
    assert (offset(zone, SUMMER), offset(zone, WINTER), zone.trouble) == (summer, winter, None)


@OWN_ZONES
@pytest.mark.parametrize(
    "variable", ["nonsense", "No/Such", "/etc/passwd", "/", "../../etc/passwd", "é", "CET-1CEST"]
)
def test_a_variable_that_names_no_zone_leaves_utc_and_a_reason(
    localtime: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("TZ", variable)
    system = SystemClock(zone=SystemZone(localtime))
    assert system.now().wall.utcoffset() == timedelta(0)
    assert system.zone_trouble is not None
    assert variable in system.zone_trouble
    assert "all times are in UTC" in system.zone_trouble


@NEEDS_ZONES
def test_a_zone_file_cut_short_anywhere_leaves_utc_and_a_reason(localtime: Path) -> None:
    whole = (ZONES / "Europe/Amsterdam").read_bytes()
    lengths = [0, 3, 4, 43, 44, 100, whole.index(b"TZif", 4), len(whole) - 30, len(whole) - 1]
    for length in lengths:
        localtime.write_bytes(whole[:length])
        zone = SystemZone(localtime)
        assert zone.current() is UTC
        assert zone.trouble is not None


@OWN_ZONES
def test_a_zone_that_is_a_folder_leaves_utc_and_a_reason(localtime: Path) -> None:
    localtime.mkdir()
    zone = SystemZone(localtime)
    assert zone.current() is UTC
    assert str(localtime) in str(zone.trouble)


@NEEDS_ZONES
def test_trouble_ends_with_its_cause(localtime: Path) -> None:
    localtime.write_text("nonsense")
    zone = SystemZone(localtime)
    zone.current()
    assert "it holds no time zone" in str(zone.trouble)
    point(localtime, "Europe/Amsterdam")
    assert offset(zone, SUMMER) == 2
    assert not zone.trouble
