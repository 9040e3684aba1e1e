"""The loop goes on, whatever its log, its notifier or its tray do, and nothing passes silently."""

from __future__ import annotations

from threading import Thread

import pytest
from unit.fakes import Stage

from posture_pal.errors import LogUnusable, Unavailable
from posture_pal.events import Answered, Pause, Seen, Tick
from posture_pal.model import Answer
from posture_pal.state import HEARTBEAT

pytestmark = pytest.mark.unit


def at(stage: Stage, elapsed: float) -> list[str]:
    """Lets that time come, with heartbeats and a pair of typing hands, and tells what came of it."""
    facts = []
    while stage.clock.elapsed < elapsed:
        stage.clock.elapsed = min(elapsed, stage.clock.elapsed + HEARTBEAT)
        stage.onlooker.silent_for = 1.0
        facts += stage.service.handle(Tick())
    return [fact.name for fact in facts]


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.service.start("1")
    return stage


def test_a_prompt_is_in_the_log_before_it_is_on_the_screen(stage: Stage) -> None:
    at(stage, 1800)
    assert stage.screen.shown == ["posture"]
    assert stage.screen.logged_before == [True]


@pytest.mark.parametrize("failure", [Unavailable("no daemon"), RuntimeError("a bug"), KeyError("odd")])
def test_a_notifier_that_fails_is_a_fact_and_a_trouble_and_the_prompt_stays_answerable(
    stage: Stage, failure: Exception
) -> None:
    stage.screen.failure = failure
    assert at(stage, 1800) == ["prompted", "undelivered"]
    assert "notifications" in stage.service.troubles
    said = stage.service.handle(Answered(Answer.DONE))
    assert [fact.name for fact in said] == ["done"]
    stage.screen.failure = None
    assert at(stage, 3600) == ["prompted"]
    assert "notifications" not in stage.service.troubles


def test_facts_that_could_not_be_written_are_written_later_in_their_order(stage: Stage) -> None:
    stage.log.failure = LogUnusable("the disk is full")
    at(stage, 1800)
    assert stage.screen.shown == ["posture"], "reminders go on with a full disk"
    assert stage.service.troubles["log"] == "the disk is full"
    assert stage.log.names() == ["started"]
    stage.log.failure = None
    stage.service.handle(Answered(Answer.DONE))
    assert stage.log.names() == ["started", "prompted", "done"]
    assert "log" not in stage.service.troubles


def test_what_is_unwritten_at_the_end_is_tried_once_more(stage: Stage) -> None:
    stage.log.failure = LogUnusable("locked")
    at(stage, 1800)
    stage.log.failure = None
    stage.service.finish()
    assert stage.log.names() == ["started", "prompted", "stopped"]


def test_a_tray_that_fails_stops_nothing_and_is_said(stage: Stage) -> None:
    stage.onlooker.failure = RuntimeError("no panel")
    assert at(stage, 1800) == ["prompted"]
    assert stage.service.troubles["tray"] == "no panel"
    assert stage.waits.wake_in is not None
    stage.onlooker.failure = None
    at(stage, 1830)
    assert "tray" not in stage.service.troubles


def test_who_looks_on_is_told_every_fact_that_is_logged_from_the_first_on(stage: Stage) -> None:
    at(stage, 2500)
    assert stage.onlooker.told == stage.log.names()
    assert stage.onlooker.told[0] == "started"


def test_it_always_asks_to_be_woken_within_the_heartbeat(stage: Stage) -> None:
    for elapsed in range(10, 4000, 10):
        at(stage, float(elapsed))
        assert stage.waits.wake_in is not None
        assert 0 < stage.waits.wake_in <= HEARTBEAT


def test_a_sleep_that_no_signal_told_of_is_known_from_the_clocks(stage: Stage) -> None:
    at(stage, 600)
    stage.clock.elapsed += 3600.0
    stage.clock.slept = 3600.0
    names = [fact.name for fact in stage.service.handle(Tick())]
    assert names[:3] == ["asleep", "away", "awake"]
    assert stage.service.state.desk_total == pytest.approx(600.0, abs=1.5)


def test_a_sleep_is_told_once_though_both_the_clocks_and_a_signal_know_of_it(stage: Stage) -> None:
    from posture_pal.events import Asleep, Awake

    at(stage, 600)
    stage.service.handle(Asleep())
    stage.clock.elapsed += 3600.0
    stage.clock.slept = 3600.0
    stage.service.handle(Awake())
    stage.service.handle(Tick())
    assert stage.log.names().count("asleep") == stage.log.names().count("awake") == 1


def test_a_restart_takes_up_an_open_prompt_with_its_id(stage: Stage) -> None:
    at(stage, 1800)
    prompt = stage.service.state.open_prompt()
    assert prompt is not None
    stage.clock.elapsed += 5.0
    again = stage.make()
    again.start("1")
    again.handle(Seen(1.0))
    kept = again.state.open_prompt()
    assert kept is not None
    assert kept.id == prompt.id
    assert [fact.name for fact in again.handle(Answered(Answer.DONE, prompt.id))] == ["done"]


def test_a_program_that_is_killed_after_a_quiet_while_has_not_lost_that_while(stage: Stage) -> None:
    at(stage, 1500)
    assert stage.log.names() == ["started"], "nothing happened that is a fact"
    stage.clock.elapsed += 10.0
    again = stage.make()
    again.start("1")
    again.handle(Seen(1.0))
    assert "natural" not in stage.log.names()
    assert again.state.desk_total == pytest.approx(1500.0, abs=130.0)


def test_nothing_is_written_for_a_person_who_is_away(stage: Stage) -> None:
    at(stage, 600)
    stage.onlooker.silent_for = 300.0
    stage.clock.elapsed += 300.0
    stage.service.handle(Tick())
    kept = stage.log.saved
    for _ in range(20):
        stage.clock.elapsed += HEARTBEAT
        stage.onlooker.silent_for += HEARTBEAT
        stage.service.handle(Tick())
    assert stage.log.saved == kept


@pytest.mark.parametrize("saved", ["", "{", "[]", '{"version": 1}', '{"version": 99}', "\x00", "null"])
def test_a_saved_state_that_cannot_be_true_is_not_used_and_it_is_said(stage: Stage, saved: str) -> None:
    stage.log.saved = saved
    again = stage.make()
    again.start("1")
    assert "the saved state was not used" in str(stage.log.facts[-1].details["note"])


def test_a_call_from_another_thread_is_run_in_turn_and_its_failure_comes_back(stage: Stage) -> None:
    loop = Thread(target=stage.service.run)
    loop.start()
    assert stage.service.call(lambda: 41 + 1, 5.0) == 42

    def fail() -> None:
        raise Unavailable("not now")

    with pytest.raises(Unavailable, match="not now"):
        stage.service.call(fail, 5.0)
    stage.service.stop()
    loop.join(5.0)
    assert not loop.is_alive()
    with pytest.raises(Unavailable, match="busy"):
        stage.service.call(lambda: None, 0.01)


def test_whoever_answers_just_before_the_wake_up_is_not_sent_away(stage: Stage) -> None:
    """Nothing was asked for three minutes, and the answer comes a moment before the question."""
    at(stage, 30)
    for elapsed in range(60, 210, 30):
        stage.clock.elapsed = float(elapsed)
        stage.onlooker.silent_for = None
        stage.service.handle(Tick())
    stage.clock.elapsed = 209.5
    stage.onlooker.silent_for = 1.0
    assert [fact.name for fact in stage.service.handle(Pause())] == ["paused"]
