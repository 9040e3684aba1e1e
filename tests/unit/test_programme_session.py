"""A prescribed session as it is gone through: in the window, and in a notification without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from played import plan_of
from unit.fakes import HandClock
from unit.programmes import HEAD, OWN, PHASE, read

from posture_pal import programme_files
from posture_pal.desktop.window.__main__ import session_of
from posture_pal.desktop.window.request import Request, line, read as read_request
from posture_pal.exercise_choice import ExerciseChoice
from posture_pal.model import Kind, Prompts
from posture_pal.programme import with_programme
from posture_pal.session_parts import Session
from posture_pal.state import Occurrence

TOLD = read(
    HEAD
    + 'stop_rule = "Stop if it tingles."\n'
    + PHASE
    + 'reps = 5\nnote = "Look ahead."\n'
    + '[[phase.exercise]]\nid = "towel_slide"\n[[phase.exercise]]\nid = "neck_rotation"\n'
    + OWN
)
NAME = "neck-two-weeks.1"


@pytest.fixture(autouse=True)
def used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    programme_files.use(TOLD, date(2026, 3, 2))


def session(**asked: object) -> Session:
    request = replace(Request(kind="stretch", lasts=60.0, routine=NAME, programme=TOLD.id), **asked)  # type: ignore[arg-type]
    travelled = read_request(line(request))
    assert isinstance(travelled, Request)
    return session_of(travelled, HandClock())


def test_the_window_has_the_authors_doses_words_and_stop_rule() -> None:
    shown = session()
    assert (shown.title, shown.author, shown.stop_rule) == (
        "Neck, two weeks",
        "R. Example",
        "Stop if it tingles.",
    )
    assert shown.items == ("chin_tuck", "towel_slide", "neck_rotation")
    tuck = shown.parts[0]
    assert (tuck.dose, tuck.has_figure) == ("Hold 5 s, 5 times", True)
    assert tuck.note == "Stop if your arm tingles or hurts, or you feel dizzy. Look ahead."


def test_an_exercise_of_the_files_own_has_its_steps_and_no_figure() -> None:
    slide = session().parts[1]
    assert (slide.name, slide.lines, slide.dose) == (
        "Towel slide",
        ("Stand at a wall.", "Slide it up."),
        "8 times",
    )
    assert not slide.has_figure


def test_each_side_has_its_turn() -> None:
    assert [part.side for part in session().parts[2:]] == ["right", "left"]


def test_it_takes_as_long_as_its_reminder_says() -> None:
    reminder = with_programme(plan_of(), TOLD).reminder(NAME)
    assert reminder is not None
    assert session().seconds == pytest.approx(reminder.lasts, abs=1.0)


def test_a_session_whose_name_is_gone_is_known_by_its_exercises() -> None:
    assert session(routine="neck-two-weeks.9", offered=("towel_slide",)).items == ("towel_slide",)


def test_where_the_programme_is_gone_its_words_are_shown_for_as_long_as_it_lasts() -> None:
    for lost in ("neck-two-weeks-00000000", "../../etc/passwd"):
        shown = session(programme=lost, message="Chin tuck")
        assert [(part.name, part.seconds) for part in shown.parts] == [("Chin tuck", 60.0)]


def test_the_notification_has_the_steps_where_there_is_no_window() -> None:
    choice = ExerciseChoice(HandClock(), lambda _day: (), lambda _event: None)  # type: ignore[arg-type, return-value]
    plan = with_programme(plan_of(), TOLD)
    prompt = Occurrence("1", NAME, Kind.STRETCH, 60.0, 0.0, items=("chin_tuck",), programme=TOLD.id)
    assert choice.words(plan, prompt, has_window=True) is None
    told = choice.words(plan, prompt, has_window=False)
    assert told is not None
    assert told.startswith("Chin tuck: Sit tall and look straight ahead.")
    discreet = replace(plan, prompts=Prompts(discreet=True))
    assert choice.words(discreet, prompt, has_window=False) is None
    assert choice.words(plan, replace(prompt, programme="no-00000000"), has_window=False) is None
