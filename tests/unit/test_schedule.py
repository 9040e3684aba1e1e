"""When things fall due by the local clock, on days that are longer or shorter than others too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from played import POSTURE, plan_of, play, reminder

from posture_pal import schedule
from posture_pal.model import Hours, Moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
CAIRO = ZoneInfo("Africa/Cairo")

SPRING = date(2026, 3, 29)  # 02:00 becomes 03:00
AUTUMN = date(2026, 10, 25)  # 03:00 becomes 02:00
WEEKDAYS = frozenset({1, 2, 3, 4, 5})


def local(text: str, zone: ZoneInfo = AMSTERDAM, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def slot(text: str) -> datetime:
    """A slot is a local date and time without a zone."""
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- one moment for every time of day ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 3, 2), time(10, 30), AMSTERDAM, "2026-03-02T09:30:00"),
        (SPRING, time(2, 30), AMSTERDAM, "2026-03-29T01:00:00"),
        (SPRING, time(2, 0), AMSTERDAM, "2026-03-29T01:00:00"),
        (SPRING, time(3, 0), AMSTERDAM, "2026-03-29T01:00:00"),
        (AUTUMN, time(2, 30), AMSTERDAM, "2026-10-25T00:30:00"),
        (AUTUMN, time(3, 0), AMSTERDAM, "2026-10-25T02:00:00"),
        # Half an hour at a time: 02:00 becomes 02:30, and in April 02:00 becomes 01:30.
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:30:00"),
        (date(2026, 4, 5), time(1, 45), LORD_HOWE, "2026-04-04T14:45:00"),
        # A midnight that does not exist.
        (date(2026, 4, 24), time(0, 0), CAIRO, "2026-04-23T22:00:00"),
    ],
)
def test_a_time_that_does_not_exist_means_the_next_that_does_and_one_of_two_the_first(
    day: date, at: time, zone: ZoneInfo, expected: str
) -> None:
    assert schedule.instant(day, at, zone).astimezone(UTC) == utc(expected)


def test_the_day_of_23_hours_ends_after_23_hours_and_that_of_25_after_25() -> None:
    for day, hours in ((SPRING, 23), (AUTUMN, 25)):
        begin = datetime.combine(day, time(0), AMSTERDAM)
        assert schedule.seconds_until(schedule.midnight_after(begin), begin) == hours * 3600


def test_a_day_that_begins_at_one_o_clock_still_has_a_midnight_before_it() -> None:
    evening = local("2026-04-23T23:00:00", CAIRO)
    assert schedule.seconds_until(schedule.midnight_after(evening), evening) == 3600


# --- slots of `at` -------------------------------------------------------------------------------------

TWICE = reminder("s", "stretch", at=("02:30", "02:45"))


def test_the_second_half_past_two_of_the_night_is_no_slot() -> None:
    done = slot("2026-10-25T02:30")
    now = local("2026-10-25T02:31:00", fold=1)
    assert schedule.next_slot(TWICE, done, now) == local("2026-10-26T02:30:00")


def test_a_slot_of_the_first_two_o_clock_hour_has_passed_in_the_second() -> None:
    done = slot("2026-10-25T01:00")
    now = local("2026-10-25T02:10:00", fold=1)
    assert schedule.passed_slots(TWICE, done, now) == [
        slot("2026-10-25T02:30"),
        slot("2026-10-25T02:45"),
    ]


def test_a_slot_of_the_second_hour_is_not_taken_for_one_to_come() -> None:
    done = slot("2026-10-25T02:30")
    now = local("2026-10-25T02:40:00", fold=1)
    assert schedule.passed_slots(TWICE, done, now) == [slot("2026-10-25T02:45")]


# --- working hours -------------------------------------------------------------------------------------


def test_hours_open_at_their_begin_and_are_closed_at_their_end() -> None:
    hours = Hours(WEEKDAYS, ((time(8, 30), time(12, 30)),))
    assert not schedule.is_open(hours, local("2026-03-02T08:29:59"))
    assert schedule.is_open(hours, local("2026-03-02T08:30:00"))
    assert schedule.is_open(hours, local("2026-03-02T12:29:59"))
    assert not schedule.is_open(hours, local("2026-03-02T12:30:00"))


def test_a_range_across_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    hours = Hours(frozenset({5}), ((time(22), time(6)),))
    assert schedule.is_open(hours, local("2026-03-07T05:59:00"))  # Saturday morning, from Friday's range
    assert not schedule.is_open(hours, local("2026-03-06T05:59:00"))  # Friday morning would be Thursday's
    assert not schedule.is_open(hours, local("2026-03-07T22:00:00"))


def test_a_range_from_a_time_to_itself_is_the_whole_day() -> None:
    hours = Hours(frozenset({1}), ((time(0), time(0)),))
    assert schedule.is_open(hours, local("2026-03-02T23:59:59"))
    assert not schedule.is_open(hours, local("2026-03-03T00:00:00"))


def test_hours_that_end_at_half_past_two_end_once_on_the_night_that_has_two() -> None:
    hours = Hours(frozenset({6}), ((time(22), time(2, 30)),))
    assert schedule.is_open(hours, local("2026-10-25T02:29:00"))
    assert not schedule.is_open(hours, local("2026-10-25T02:30:00"))
    assert not schedule.is_open(hours, local("2026-10-25T02:10:00", fold=1))


def test_hours_that_last_over_the_repeated_hour_are_open_all_through_it() -> None:
    hours = Hours(frozenset({6}), ((time(22), time(2, 50)),))
    opened = local("2026-10-24T22:00:00").astimezone(UTC)
    minutes = range(int((local("2026-10-25T02:50:00").astimezone(UTC) - opened).total_seconds()) // 60)
    assert all(
        schedule.is_open(hours, (opened + timedelta(minutes=m)).astimezone(AMSTERDAM)) for m in minutes
    )


def test_the_next_change_of_hours_is_told_across_a_weekend() -> None:
    hours = Hours(WEEKDAYS, ((time(9), time(17)),))
    assert schedule.next_change(hours, local("2026-03-06T17:00:00")) == local("2026-03-09T09:00:00")
    assert schedule.next_change(hours, local("2026-03-09T09:00:00")) == local("2026-03-09T17:00:00")


def test_ranges_that_touch_are_one() -> None:
    hours = Hours(WEEKDAYS, ((time(9), time(12)), (time(12), time(17))))
    assert schedule.next_change(hours, local("2026-03-02T10:00:00")) == local("2026-03-02T17:00:00")


def test_hours_of_all_day_every_day_never_change() -> None:
    hours = Hours(frozenset(range(1, 8)), ((time(0), time(0)),))
    assert schedule.next_change(hours, local("2026-03-02T10:00:00")) is None


def test_hours_of_one_day_a_week_open_again_in_a_week() -> None:
    hours = Hours(frozenset({1}), ((time(9), time(10)),))
    assert schedule.next_change(hours, local("2026-03-02T10:00:00")) == local("2026-03-09T09:00:00")


# --- who merges with whom ------------------------------------------------------------------------------


def merged(
    *dues: tuple[str, str, float], hours: Hours | None = None, now: str = "2026-03-02T09:00:00"
) -> dict[str, list[str]]:
    """Leaders with those who join them, from (name, kind, seconds until due)."""
    plan = plan_of(hours=hours)
    all_due = [schedule.Due(reminder(name, kind, every=1800), due) for name, kind, due in dues]
    moment = Moment(local(now), 7000.0)
    groups = schedule.merged([replace(due, elapsed=due.elapsed + 7000.0) for due in all_due], plan, moment)
    return {leader.reminder.name: sorted(due.reminder.name for due in joined) for leader, joined in groups}


def test_what_is_due_five_minutes_apart_merges_and_a_second_more_does_not() -> None:
    assert merged(("p", "posture", 0), ("b", "break", 300)) == {"b": ["p"]}
    assert merged(("p", "posture", 0), ("b", "break", 300.5)) == {"b": [], "p": []}


def test_the_heaviest_takes_in_what_is_due_before_it_and_after_it() -> None:
    assert merged(("p", "posture", 0), ("b", "break", 200), ("s", "stretch", 400)) == {"b": ["p", "s"]}


def test_nothing_merges_by_way_of_another_that_merges() -> None:
    """The posture is near the stretch, but the stretch went with the break."""
    assert merged(("p", "posture", 0), ("s", "stretch", 200), ("b", "break", 400)) == {"b": ["s"], "p": []}


def test_a_break_that_would_come_after_hours_takes_nobody_along() -> None:
    hours = Hours(WEEKDAYS, ((time(9), time(17)),))
    near_the_end = "2026-03-02T16:58:00"
    assert merged(("p", "posture", 0), ("b", "break", 200), hours=hours, now=near_the_end) == {
        "b": [],
        "p": [],
    }


def test_a_break_that_comes_just_before_the_end_of_hours_takes_others_along() -> None:
    hours = Hours(WEEKDAYS, ((time(9), time(17)),))
    in_time = "2026-03-02T16:55:00"
    assert merged(("p", "posture", 0), ("b", "break", 299), hours=hours, now=in_time) == {"b": ["p"]}


def test_two_alike_merge_into_the_longer() -> None:
    plan = plan_of(
        short := reminder("short", "break", every=1800, lasts=60),
        long := reminder("long", "break", every=1900, lasts=600),
    )
    dues = [schedule.Due(short, 0.0), schedule.Due(long, 100.0)]
    ((leader, _),) = schedule.merged(dues, plan, Moment(local("2026-03-02T09:00:00"), 0.0))
    assert leader.reminder is long


# --- a pause of the clock on the wall ------------------------------------------------------------------


def test_a_pause_across_the_repeated_hour_lasts_as_long_as_was_asked_for() -> None:
    """Paused for 45 minutes at the first 02:30, it ends at the second 02:15."""
    paused = {"t": 1800, "request": "pause", "minutes": 45}
    shown = play(plan_of(POSTURE), paused, start="2026-10-25T02:00:00", lasts="2 h")
    assert [line["t"] for line in shown if line["fact"] == "resumed"] == [1800 + 45 * 60]
