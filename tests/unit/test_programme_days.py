"""How many sessions a day has, when they come, and which exercises they hold: counted on paper first."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from unit.programmes import HEAD, OWN, PHASE, read

from posture_pal import programme
from posture_pal.model import Hours
from posture_pal.programme import (
    Phase,
    Programme,
    clock_times,
    exercises_prescribed,
    sessions,
    sessions_on,
    sessions_prescribed,
)

MONDAY = date(2026, 3, 2)
TWO = PHASE + '[[phase.exercise]]\nid = "towel_slide"\n{}\n' + OWN


def week(told: Programme, first: date = MONDAY) -> list[int]:
    return [sessions_prescribed(told, first + timedelta(days=n)) for n in range(7)]


def weekly(times: int, days_off: str = '["sat", "sun"]') -> Programme:
    head = HEAD.replace('["sat", "sun"]', days_off)
    return read(head + PHASE.replace("times_per_day = 3", f"times_per_week = {times}"))


def test_times_per_day_hold_on_every_day_but_the_weekdays_off() -> None:
    assert week(read(HEAD + PHASE)) == [3, 3, 3, 3, 3, 0, 0]


def test_nothing_is_prescribed_before_the_first_day_or_after_the_last() -> None:
    told = read(HEAD.replace("03-15", "03-12") + PHASE)
    assert sessions_prescribed(told, MONDAY - timedelta(days=3)) == 0
    assert [sessions_prescribed(told, date(2026, 3, day)) for day in (12, 13, 16)] == [3, 0, 0]


def test_a_date_off_has_no_sessions() -> None:
    told = read(HEAD + "dates_off = [2026-03-04]\n" + PHASE)
    assert week(told) == [3, 3, 0, 3, 3, 0, 0]
    assert exercises_prescribed(told, date(2026, 3, 4)) == {}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (1, [0, 0, 1, 0, 0, 0, 0]),
        (2, [0, 1, 0, 1, 0, 0, 0]),
        (3, [1, 0, 1, 0, 1, 0, 0]),
        (4, [1, 1, 0, 1, 1, 0, 0]),
        (5, [1, 1, 1, 1, 1, 0, 0]),
        (7, [1, 2, 1, 2, 1, 0, 0]),
        (10, [2, 2, 2, 2, 2, 0, 0]),
    ],
)
def test_times_per_week_are_spread_over_its_working_days(times: int, expected: list[int]) -> None:
    assert week(weekly(times)) == expected
    assert week(weekly(times), MONDAY + timedelta(weeks=1)) == expected


@pytest.mark.parametrize("times", range(1, 43))
@pytest.mark.parametrize("days_off", ['["sun"]', '["sat", "sun"]', '["mon", "wed", "sat"]'])
def test_a_whole_week_has_as_many_as_it_says(times: int, days_off: str) -> None:
    counts = week(weekly(times, days_off))
    assert sum(counts) == times
    working = [n for n, c in zip(range(7), counts, strict=True) if c]
    assert max(counts) - min(counts[n] for n in working) <= 1


def test_what_would_fall_on_a_date_off_is_not_moved() -> None:
    told = read(
        HEAD + "dates_off = [2026-03-04]\n" + PHASE.replace("times_per_day = 3", "times_per_week = 3")
    )
    assert week(told) == [1, 0, 0, 0, 1, 0, 0]


def test_a_programmes_week_begins_on_its_first_day() -> None:
    head = HEAD.replace("starts = 2026-03-02", "starts = 2026-03-04")
    told = read(head + PHASE.replace("times_per_day = 3", "times_per_week = 1"))
    # Wednesday to Tuesday: the middle one of Wed, Thu, Fri, Mon, Tue is the Friday.
    assert [day for day in programme.days(told) if sessions_prescribed(told, day)] == [
        date(2026, 3, 6),
        date(2026, 3, 13),
    ]


def test_a_phase_holds_in_its_own_weeks_alone() -> None:
    second = PHASE.replace("times_per_day = 3", 'weeks = "2"\ntimes_per_day = 1')
    told = read(HEAD + PHASE.replace("[[phase]]", '[[phase]]\nweeks = "1"', 1) + second)
    assert week(told) == [3, 3, 3, 3, 3, 0, 0]
    assert week(told, MONDAY + timedelta(weeks=1)) == [1, 1, 1, 1, 1, 0, 0]


def test_a_week_without_a_phase_has_nothing() -> None:
    told = read(HEAD + PHASE.replace("[[phase]]", '[[phase]]\nweeks = "2"', 1))
    assert week(told) == [0] * 7


def test_an_exercise_asked_for_less_often_is_in_some_sessions_the_first_among_them() -> None:
    told = read(HEAD + TWO.format("times_per_day = 2"))
    held = [[task.id for task in tasks] for tasks in sessions_on(told, MONDAY)]
    assert held == [["chin_tuck", "towel_slide"], ["chin_tuck"], ["chin_tuck", "towel_slide"]]
    assert exercises_prescribed(told, MONDAY) == {"chin_tuck": 3, "towel_slide": 2}


def test_an_exercise_asked_for_some_days_of_the_week_is_in_those_days_alone() -> None:
    told = read(HEAD + TWO.format("times_per_week = 3"))
    counts = [exercises_prescribed(told, MONDAY + timedelta(days=n)).get("towel_slide", 0) for n in range(7)]
    assert counts == [1, 0, 1, 0, 1, 0, 0]


def test_an_exercise_asked_for_more_often_makes_the_day_fuller() -> None:
    told = read(HEAD + TWO.format("times_per_day = 4"))
    assert sessions_prescribed(told, MONDAY) == 4
    assert exercises_prescribed(told, MONDAY) == {"chin_tuck": 3, "towel_slide": 4}


def test_an_exercise_is_in_as_many_sessions_as_it_is_prescribed() -> None:
    for own in range(1, 13):
        for phase in range(1, 13):
            text = (HEAD + TWO).replace("times_per_day = 3", f"times_per_day = {phase}")
            told = read(text.format(f"times_per_day = {own}"))
            assert exercises_prescribed(told, MONDAY) == {"chin_tuck": phase, "towel_slide": own}
            assert sessions_prescribed(told, MONDAY) == max(own, phase)


# --- at which clock times --------------------------------------------------------------------------------

OFFICE = Hours(frozenset({1, 2, 3, 4, 5}), ((time(8, 30), time(12, 30)), (time(13, 15), time(18))))
NIGHTS = Hours(frozenset({1, 2, 3, 4, 5}), ((time(22), time(6)),))


def times_of(number: int, hours: Hours | None, day: date = MONDAY) -> list[str]:
    return [f"{at:%H:%M}" for at in clock_times(phase_of(number), number, hours, day)]


def phase_of(number: int) -> Phase:
    return read(HEAD + PHASE.replace("times_per_day = 3", f"times_per_day = {number}")).phases[0]


@pytest.mark.parametrize(
    ("number", "hours", "expected"),
    [
        (1, None, ["13:00"]),
        (3, None, ["10:20", "13:00", "15:40"]),
        (2, OFFICE, ["10:40", "15:45"]),  # 525 open minutes: 131 and 393 of them
        (3, OFFICE, ["09:55", "13:35", "16:30"]),
    ],
)
def test_a_days_sessions_stand_in_the_middles_of_equal_parts_of_the_hours(
    number: int, hours: Hours | None, expected: list[str]
) -> None:
    assert times_of(number, hours) == expected


def test_a_night_shift_has_its_sessions_within_it() -> None:
    # A Tuesday has the end of Monday's shift and the beginning of its own: eight hours, four parts of two.
    assert times_of(4, NIGHTS, date(2026, 3, 3)) == ["01:00", "03:00", "05:00", "23:00"]
    assert times_of(1, NIGHTS, MONDAY) == ["23:00"]


def test_on_a_day_without_hours_they_stand_between_nine_and_five() -> None:
    assert times_of(1, OFFICE, date(2026, 3, 7)) == ["13:00"]


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("minutes", [12, 13, 30, 61])
def test_however_short_the_hours_no_two_sessions_share_a_time(number: int, minutes: int) -> None:
    short = Hours(frozenset({1}), ((time(9, 3), (time(9 + (3 + minutes) // 60, (3 + minutes) % 60))),))
    found = clock_times(phase_of(number), number, short, MONDAY)
    assert len(set(found)) == number
    assert list(found) == sorted(found)
    assert all(time(9, 3) <= at < short.ranges[0][1] for at in found)


def test_the_authors_clock_times_hold_the_first_ones_on_a_day_with_fewer() -> None:
    text = (HEAD + TWO).replace("times_per_day = 3", 'at = ["10:00", "15:00"]\ntimes_per_week = 3')
    told = read(text.format("times_per_day = 1"))
    found = {session.name: dict(session.times) for session in sessions(told, OFFICE)}
    assert found["neck-two-weeks.1"][MONDAY] == (time(10),)
    assert found["neck-two-weeks.1b"][date(2026, 3, 3)] == (time(10),)


# --- which sessions there are ----------------------------------------------------------------------------


def test_each_different_set_of_exercises_of_a_phase_is_a_session_with_a_name() -> None:
    found = sessions(read(HEAD + TWO.format("times_per_week = 3")), None)
    assert [(session.name, session.items) for session in found] == [
        ("neck-two-weeks.1", ("chin_tuck", "towel_slide")),
        ("neck-two-weeks.1b", ("chin_tuck",)),
    ]
    assert found[0].times[MONDAY] == (time(10, 20),)
    assert found[1].times[MONDAY] == (time(13), time(15, 40))


def test_the_sessions_together_are_what_is_prescribed() -> None:
    told = read(HEAD + TWO.format("times_per_week = 4"))
    for day in programme.days(told):
        held = sum(len(session.times.get(day, ())) for session in sessions(told, OFFICE))
        assert held == sessions_prescribed(told, day)


def test_a_session_has_one_name_whatever_the_hours() -> None:
    told = read(HEAD + TWO.format("times_per_week = 4"))
    assert [s.name for s in sessions(told, OFFICE)] == [s.name for s in sessions(told, None)]
