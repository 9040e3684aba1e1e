"""The demo's clock: as fast as it was asked to be, and never so far ahead that it reads as sleep."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from posture_pal.demo import UnhurriedClock
from posture_pal.desk_time import LONG_GAP
from posture_pal.state import HEARTBEAT

pytestmark = pytest.mark.unit

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_somebody_who_looks_late_finds_it_waiting() -> None:
    clock = UnhurriedClock(1e6, NINE)
    before = clock.now()
    time.sleep(0.01)  # hours of such a day
    after = clock.now()
    assert 0.0 < after.elapsed - before.elapsed < LONG_GAP
    assert after.elapsed - before.elapsed - HEARTBEAT < LONG_GAP
    # Either may round the last microsecond its own way.
    assert abs(after.wall - NINE - timedelta(seconds=after.elapsed)) <= timedelta(microseconds=1)


def test_looked_at_often_enough_it_is_as_fast_as_was_asked() -> None:
    clock = UnhurriedClock(100.0, NINE)
    ends = time.monotonic() + 0.2
    while time.monotonic() < ends:
        clock.now()
    assert 19.0 < clock.now().elapsed < 25.0


def test_it_never_goes_back() -> None:
    clock = UnhurriedClock(1e5, NINE)
    readings = [clock.now().elapsed for _ in range(1000)]
    assert readings == sorted(readings)
