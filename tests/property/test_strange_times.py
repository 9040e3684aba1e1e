"""The service on machines whose clock is decades wrong, or is put right in the midst of a day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lives.afterwards import wrong_with
from lives.clock import LifeClock
from lives.stage import Life

HOURS = 4
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(2106, 2, 7, 4, tzinfo=UTC)
"""Around where seconds since 1970 no longer fit into 32 bits without a sign."""
TODAY = datetime(2051, 3, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "becomes"),
    [(FIRST, None), (LAST, None), (FIRST, TODAY), (LAST, TODAY), (TODAY, FIRST), (TODAY, LAST)],
    ids=["1970", "2106", "1970, then today", "2106, then today", "today, then 1970", "today, then 2106"],
)
def test_reminders_come_in_their_time_whatever_year_it_is_said_to_be(
    tmp_path: Path, begins: datetime, becomes: datetime | None
) -> None:
    """With an end and a start after the clock was set, and a boot, across which only the wall clock tells."""
    middle = HOURS * 1800.0
    lines = [{"t": 0, "presence": "active"}, {"t": 0, "always": {"respond": "done", "after": 20}}]
    if becomes is not None:
        lines.append({"t": middle, "clock": (becomes - begins).total_seconds() - middle})
    lines.append({"t": middle + 600, "restart": 2})
    lines.append({"t": middle + 1200, "kill": 30, "boot": True})
    life = Life(lines, tmp_path, lasts=HOURS * 3600.0, clock=LifeClock(begins))
    life.live()
    assert list(wrong_with(life)) == []
    told = life.ledger.listed()
    done = [entry for entry in told if entry[2] == "done"]
    assert len(done) >= 7, "half-hourly postures and breaks in four hours, and what a restart takes of it"
    assert life.turns < 3000, "years that the clock skips are not lived through"
