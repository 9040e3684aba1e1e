"""Commands mean the same from the menu, the command line and the keys."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from posture_pal.commands import NotUnderstood, event_of
from posture_pal.events import Answered, Event, Override, Pause, Resume, StartNow
from posture_pal.model import Answer, Kind, Moment, Plan, Reminder

pytestmark = pytest.mark.unit

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = Moment(datetime(2026, 3, 2, 14, 0, tzinfo=ZONE), 0.0)
PLAN = Plan((Reminder("posture", Kind.POSTURE, every=1800.0),))


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("done", Answered(Answer.DONE)),
        ("dismiss", Answered(Answer.DISMISS)),
        ("partial 0.5", Answered(Answer.PARTIAL, fraction=0.5)),
        ("skip in a meeting", Answered(Answer.SKIP, reason="in a meeting")),
        ("snooze", Answered(Answer.SNOOZE)),
        ("snooze 1 h 30 min", Answered(Answer.SNOOZE, snooze=5400.0)),
        ("resume", Resume()),
        ("override", Override()),
        ("start posture", StartNow("posture")),
        ("pause", Pause(None)),
        ("pause 30 min", Pause(datetime(2026, 3, 2, 14, 30, tzinfo=ZONE))),
        ("pause until 15:30", Pause(datetime(2026, 3, 2, 15, 30, tzinfo=ZONE))),
        ("pause until 08:00", Pause(datetime(2026, 3, 3, 8, 0, tzinfo=ZONE))),
        ("pause tomorrow", Pause(datetime(2026, 3, 3, 0, 0, tzinfo=ZONE))),
    ],
)
def test_a_command_means_its_event(words: str, event: Event) -> None:
    assert event_of(words.split(), PLAN, NOW) == event


@pytest.mark.parametrize(
    ("fold", "clock_time", "until"),
    [
        (0, "02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (1, "02:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (1, "02:05", datetime(2026, 10, 26, 1, 5, tzinfo=UTC)),
        (0, "02:05", datetime(2026, 10, 25, 1, 5, tzinfo=UTC)),
    ],
)
def test_in_the_hour_that_comes_twice_the_next_such_time_is_meant(
    fold: int, clock_time: str, until: datetime
) -> None:
    now = Moment(datetime(2026, 10, 25, 2, 10, fold=fold, tzinfo=ZONE), 0.0)
    event = event_of(["pause", "until", clock_time], PLAN, now)
    assert isinstance(event, Pause)
    assert event.until is not None
    assert event.until.astimezone(UTC) == until


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("start stretch", "The reminders are: posture"),
        ("snooze 5 mins", "Did you mean '5 min'"),
        ("snooze 0 s", "between"),
        ("pause until noon", "time of day"),
        ("done now", "takes nothing more"),
        ("partial 2", "between 0 and 1"),
        ("dance", "'dance'"),
        ("", "''"),
    ],
)
def test_what_is_not_understood_says_what_would_do(words: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says.replace("(", r"\(")):
        event_of(words.split(), PLAN, NOW)


def test_a_pause_across_the_clock_change_lasts_as_long_as_it_says() -> None:
    before = Moment(datetime(2026, 3, 29, 1, 30, tzinfo=ZONE), 0.0)
    pause = event_of(["pause", "1", "h"], PLAN, before)
    assert isinstance(pause, Pause)
    assert pause.until == datetime(2026, 3, 29, 3, 30, tzinfo=ZONE)
