"""What a preview says before anything changes: all of it in plain words, and what is worth a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from played import plan_of
from unit.programmes import HEAD, OWN, PHASE, read

from posture_pal.model import Hours
from posture_pal.programme import Programme, with_programme
from posture_pal.programme.preview import PROMISE, lines, on_day, preview, shown
from posture_pal.programme.warnings import for_author, for_person

TODAY = date(2026, 3, 2)
PLAN = plan_of()


def text_of(told: Programme, today: date = TODAY) -> str:
    return "\n".join(lines(preview(told, PLAN, today)))


def test_it_names_the_author_the_dates_and_the_contact_first() -> None:
    told = read(HEAD + 'contact = "Telephone 555 0100"\ntarget = 80\nnote = "Slow is fine."\n' + PHASE)
    assert dict(preview(told, PLAN, TODAY).about) == {
        "From": "R. Example",
        "Contact": "Telephone 555 0100",
        "Dates": "Mon 2 March 2026 to Sun 15 March 2026 (2 weeks)",
        "Sessions": "30 in all",
        "Days off": "Saturdays, Sundays",
        "Target": "80 % of the sessions",
        "Note": "Slow is fine.",
    }


def test_it_has_every_exercise_with_its_dose_its_caution_and_the_authors_line() -> None:
    told = read(HEAD + PHASE + 'note = "Look ahead."\n[[phase.exercise]]\nid = "towel_slide"\n' + OWN)
    (phase, _) = preview(told, PLAN, TODAY).sections
    assert phase.heading == "Weeks 1 to 2, 2 March to 15 March: 3 times a day, about 1 min each"
    assert phase.lines == (
        ("Chin tuck (cervical retraction): hold 5 s, 8 times",
         "Stop if your arm tingles or hurts, or you feel dizzy. Look ahead."),
        ("Towel slide: 8 times, the author's own", ""),
    )  # fmt: skip


def test_each_phase_has_its_weeks_and_its_dates() -> None:
    second = PHASE.replace("times_per_day = 3", 'weeks = "2-3"\nat = ["10:00"]\ntimes_per_week = 3')
    told = read(HEAD + PHASE.replace("[[phase]]", '[[phase]]\nweeks = "1"', 1) + second)
    assert [section.heading for section in preview(told, PLAN, TODAY).sections[:2]] == [
        "Week 1, 2 March to 8 March: 3 times a day, about 1 min each",
        "Week 2, 9 March to 15 March: 3 times a week at 10:00, about 1 min each",
    ]


def test_it_has_a_calendar_of_the_first_week_or_of_the_week_from_today() -> None:
    told = read(HEAD + PHASE)
    first = preview(told, PLAN, date(2026, 2, 1)).sections[-1]
    assert first.heading == "The first week"
    assert [line for line, _ in first.lines] == [
        *(f"{name} Mar   10:20, 13:00, 15:40 chin tuck" for name in ("Mon  2", "Tue  3", "Wed  4")),
        *(f"{name} Mar   10:20, 13:00, 15:40 chin tuck" for name in ("Thu  5", "Fri  6")),
        "Sat  7 Mar   nothing",
        "Sun  8 Mar   nothing",
    ]  # fmt: skip
    later = preview(told, PLAN, date(2026, 3, 13)).sections[-1]
    assert later.heading == "A week from today"
    assert len(later.lines) == 3


def test_it_ends_with_what_using_it_means() -> None:
    assert text_of(read(HEAD + PHASE)).endswith(PROMISE)


def test_what_is_in_force_is_shown_with_the_days_sessions() -> None:
    told = read(HEAD + PHASE)
    assert shown(told, on_day(told, None, TODAY), TODAY)[-7:-4] == [
        "Today, Mon 2 March 2026:",
        "  10:20  neck-two-weeks.1 (1 min)",
        "         Chin tuck (cervical retraction): hold 5 s, 8 times",
    ]
    assert shown(told, [], date(2026, 3, 1))[-1] == "It begins on Mon 2 March 2026."
    assert shown(told, [], date(2026, 3, 7))[-1] == "Today, Sat 7 March 2026: nothing is prescribed."
    assert shown(told, [], date(2026, 3, 16))[-1] == "It has ended: nothing of it comes any more."


# --- warnings --------------------------------------------------------------------------------------------


def warned(told: Programme, words: str) -> bool:
    return any(words in sentence for sentence in for_author(told))


def test_more_than_four_exercises_in_a_phase_are_worth_a_word() -> None:
    names = ("shoulder_roll", "neck_rotation", "scap_retraction", "tx_extension")
    tasks = [f'[[phase.exercise]]\nid = "{name}"\n' for name in names]
    assert warned(read(HEAD + PHASE + "".join(tasks)), "Phase 1 has 5 exercises")
    assert not for_author(read(HEAD + PHASE + "".join(tasks[:3])))


def test_weeks_without_a_phase_are_worth_a_word() -> None:
    assert warned(
        read(HEAD + PHASE.replace("[[phase]]", '[[phase]]\nweeks = "2"')), "No phase covers week 1:"
    )


def test_a_programme_whose_days_off_leave_nothing_is_worth_a_word() -> None:
    head = HEAD.replace("2026-03-02", "2026-03-07").replace("2026-03-15", "2026-03-08")
    assert warned(read(head + PHASE), "not a single session")


def test_a_long_session_is_worth_a_word() -> None:
    tasks = "".join(
        f'[[phase.exercise]]\nid = "{one}"\nlasts = "11 min"\n' for one in ("neck_rotation", "shoulder_roll")
    )
    assert warned(read(HEAD + PHASE + tasks), "takes 22 min")


def test_a_date_off_outside_the_dates_is_worth_a_word() -> None:
    assert warned(read(HEAD + "dates_off = [2027-01-01]\n" + PHASE), "2027-01-01")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 3, 16), "has ended"),
        (date(2026, 3, 1), "has not begun"),
        (date(2026, 3, 3), "began before today"),
        (date(2026, 3, 2), ""),
    ],
)
def test_where_it_stands_is_said(today: date, words: str) -> None:
    found = for_person(read(HEAD + PHASE), PLAN, today)
    assert [words in sentence for sentence in found] == ([True] if words else [])


def test_hours_that_would_keep_a_session_from_being_seen_are_said() -> None:
    hours = Hours(frozenset({1, 2, 3, 4}), ((time(9), time(17)),))
    told = read(HEAD + PHASE)
    assert any(
        "outside your working hours" in one for one in for_person(told, replace(PLAN, hours=hours), TODAY)
    )
    every_day = replace(hours, days=frozenset({1, 2, 3, 4, 5}))
    assert not for_person(told, replace(PLAN, hours=every_day), TODAY)


def test_an_exercise_that_the_settings_leave_out_is_said_and_comes() -> None:
    told = read(HEAD + PHASE)
    plan = replace(PLAN, avoid=("neck_load",))
    assert any("Chin tuck does, and comes all the same" in one for one in for_person(told, plan, TODAY))
    assert with_programme(plan, told).reminders[-1].items == ("chin_tuck",)


def test_what_it_replaces_is_said() -> None:
    before = with_programme(PLAN, read(HEAD.replace("Neck", "Hands") + PHASE))
    assert any('replaces "Hands, two weeks"' in one for one in for_person(read(HEAD + PHASE), before, TODAY))
    same = with_programme(PLAN, read(HEAD + PHASE))
    assert not for_person(read(HEAD + PHASE), same, TODAY + timedelta(days=1))
