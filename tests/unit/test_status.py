"""What the program knows, said to a person and to a script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from unit.fakes import Stage
from unit.programmes import HEAD, PHASE, read

from posture_pal import menu, outlook, programme, status
from posture_pal.events import Answered, Asleep, HoldBegan, Locked, Override, Pause, StartNow, Tick
from posture_pal.model import Answer, Fact, Hold, Kind, Moment, Plan, Reminder
from posture_pal.stats import figures

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
AROUND = {
    "today_line": "Today: 0 of 0 done",
    "notifier": "freedesktop",
    "tray": "StatusNotifierItem",
    "login": {"trouble": None},
    "troubles": {},
}


def told(stage: Stage, **more: Any) -> dict[str, Any]:
    now = stage.clock.now()
    today = figures((), frozenset({1}), [now.day], now)
    return status.status(stage.service.plan, stage.service.state, now, today, {**AROUND, **more})


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.service.start("1")
    stage.onlooker.silent_for = 1.0
    return stage


def test_what_comes_next_is_told_with_its_time(stage: Stage) -> None:
    lines = status.lines(told(stage))
    assert lines[0] == "Next: posture in 30 min"
    assert "  09:30  posture  (in 30 min)" in lines
    assert lines[-1] == "You are: at the desk. Prompts through: freedesktop. Tray: StatusNotifierItem."


def test_an_open_prompt_is_told_with_how_to_answer(stage: Stage) -> None:
    stage.service.handle(Pause(None))
    while stage.clock.elapsed < 1800:
        stage.clock.elapsed += 30
        stage.service.handle(Tick())
    assert "Waiting: posture" in status.lines(told(stage))
    stage.service.handle(Override())
    found = told(stage)
    assert found["open"]["expires_in"] == 600
    assert "  answer with: posture-pal done | partial | snooze | skip | dismiss" in status.lines(found)


def test_every_reason_to_be_quiet_is_told_and_that_somebody_lifted_them(stage: Stage) -> None:
    stage.service.handle(HoldBegan(Hold.CALL))
    stage.service.handle(HoldBegan(Hold.FULLSCREEN))
    found = told(stage)
    assert len(found["quiet"]) == 2
    assert sum(line.startswith("  also: ") for line in status.lines(found)) == 1
    stage.service.handle(Override())
    assert "  reminders come all the same, because you asked for them" in status.lines(told(stage))


def test_troubles_and_a_wrong_entry_at_login_are_told(stage: Stage) -> None:
    found = told(stage, troubles={"log": "the disk is full"}, login={"trouble": "it points to nothing"})
    assert status.lines(found)[-2:] == [
        "At login: it points to nothing",
        "Trouble with log: the disk is full",
    ]


def test_a_programme_in_force_is_told_with_its_sessions_of_today() -> None:
    there = read(HEAD + PHASE)
    now = Moment(datetime.combine(there.starts, datetime.min.time(), UTC) + timedelta(hours=9), 0.0)
    plan = programme.with_programme(Plan(()), there, there.starts)
    found = status._programme(plan, now)
    assert found is not None
    assert found["sessions_today"] >= 1
    stage = Stage()
    stage.service.start("1")
    assert f"Programme: {found['words']} ({found['sessions_today']} today)" in status.lines(
        told(stage, programme=found)
    )
    assert status._programme(Plan(()), now) is None


@pytest.mark.parametrize(("event", "where"), [(Asleep(), "asleep"), (Locked(), "locked"), (Tick(), "away")])
def test_where_somebody_is_takes_one_word(stage: Stage, event: Any, where: str) -> None:
    stage.onlooker.silent_for = 400.0
    stage.clock.elapsed += 400
    stage.service.handle(event)
    assert status.presence(stage.service.state) == where
    if where == "away":
        assert told(stage)["headline"] == "Away from the desk: nothing counts until you are back"


def test_where_nobody_can_tell_is_unknown(stage: Stage) -> None:
    seen = replace(stage.service.state.presence, known=False)
    assert status.presence(replace(stage.service.state, presence=seen)) == "unknown"


@pytest.mark.parametrize(("breaks", "words"), [(1, "1 break taken unasked"), (2, "2 breaks taken unasked")])
def test_breaks_that_nobody_asked_for_are_told(breaks: int, words: str) -> None:
    at = [Moment(NINE + timedelta(minutes=n), 60.0 * n) for n in range(4)]
    facts = [Fact(at[0], "started")]
    facts += [
        Fact(at[n + 1], "natural", "break", str(n), {"kind": "break", "evidence": "silence", "seconds": 300})
        for n in range(breaks)
    ]
    today = figures(facts, frozenset({1}), [NINE.date()], at[-1])
    assert words in status.today_line(today)


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (NINE + timedelta(hours=1), "10:00"),
        (NINE + timedelta(hours=15), "tomorrow"),
        (NINE + timedelta(hours=25), "tomorrow 10:00"),
        (NINE + timedelta(days=3), "Thu 09:00"),
        (NINE + timedelta(days=9), "2026-03-11 09:00"),
    ],
)
def test_a_time_is_told_as_near_as_it_is(then: datetime, words: str) -> None:
    assert outlook.clock_time(then, NINE) == words


def test_a_real_wait_ends_at_a_local_time() -> None:
    assert outlook.moment_after(90.0, Moment(NINE, 0.0)) == NINE + timedelta(seconds=90)


def test_a_pause_without_an_end_says_what_ends_it(stage: Stage) -> None:
    stage.service.handle(Pause(None))
    assert told(stage)["headline"].endswith("until you resume")


@pytest.mark.parametrize("kind", Kind)
def test_a_prompt_says_what_it_wishes_for_unless_that_is_to_stay_private(kind: Kind) -> None:
    stage = Stage(Reminder("mine", kind, every=1800.0, lasts=60.0))
    stage.service.start("1")
    stage.service.handle(StartNow("mine"))
    (prompt,) = stage.service.state.occurrences
    plan = stage.service.plan
    assert outlook.prompt_body(plan, prompt).endswith(": 1 min.")
    own = replace(plan.reminders[0], message="Up you get")
    assert outlook.prompt_body(replace(plan, reminders=(own,)), prompt) == "Up you get (1 min)"
    quiet = replace(plan, prompts=replace(plan.prompts, discreet=True))
    assert outlook.prompt_body(quiet, prompt) == "1 min"
    stage.service.handle(Answered(Answer.DONE))


def test_an_item_without_a_label_is_a_line_between_others() -> None:
    assert menu.SEPARATOR.is_separator
    assert not menu.Item("Done").is_separator
