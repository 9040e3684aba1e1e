"""The diary is asked for once a day, when it is on, somebody is there and nothing was said yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from unit.fakes import Stage

from posture_pal import diary, diary_file, paths
from posture_pal.diary_prompt import DiaryPrompt, daily_times
from posture_pal.events import HoldBegan, Locked, Unlocked
from posture_pal.model import Hold, Prompts

pytestmark = pytest.mark.unit

HOUR = 3600.0


class Desk:
    """A service whose diary is due at ten, an hour after its start."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.stage.plan = replace(self.stage.plan, diary_enabled=True, diary_at=time(10))
        self.service = self.stage.service = self.stage.make()
        self.service.start()
        self.said: list[tuple[str, str]] = []
        self.prompt = DiaryPrompt(self.service, self.stage.clock, lambda *words: self.said.append(words))

    def at(self, hours: float) -> int:
        """How often was asked by then."""
        self.stage.clock.elapsed = hours * HOUR
        self.prompt.look(())
        return len(self.said)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    return Desk()


def test_it_is_asked_for_at_its_time_once_a_day(desk: Desk) -> None:
    assert [desk.at(hours) for hours in (0.9, 1.0, 1.1, 9.0, 24.9, 25.0)] == [0, 1, 1, 1, 1, 2]
    assert desk.said[0] == ("A moment for your diary", "It is in the tray menu: Log how I feel…")


def test_a_diary_that_is_off_is_never_asked_for(desk: Desk) -> None:
    desk.service.plan = replace(desk.service.plan, diary_enabled=False)
    assert desk.at(1.5) == 0
    assert daily_times(desk.service.plan) == set()


def test_a_day_about_which_something_was_said_is_left_alone(desk: Desk) -> None:
    now = desk.stage.clock.now()
    diary_file.add(paths.diary_file(), diary.said(now.day, now.wall, {"pain": "3"}))
    assert [desk.at(1.5), desk.at(25.0)] == [0, 1]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (lambda d: d.service.handle(Locked()), lambda d: d.service.handle(Unlocked())),
        (lambda d: d.service.handle(HoldBegan(Hold.DO_NOT_DISTURB)), None),
    ],
    ids=["locked", "do not disturb"],
)
def test_it_waits_while_nobody_is_there_or_something_holds(
    desk: Desk, begin: Callable[[Desk], None], end: Callable[[Desk], None] | None
) -> None:
    begin(desk)
    assert desk.at(1.0) == 0
    if end is not None:
        end(desk)
        assert desk.at(1.01) == 1


def test_discreet_means_no_word_of_health(desk: Desk) -> None:
    desk.service.plan = replace(desk.service.plan, prompts=Prompts(discreet=True))
    desk.at(1.0)
    assert desk.said == [("A moment for your diary", "It is in the tray menu.")]


def test_the_program_is_woken_for_it(desk: Desk) -> None:
    assert daily_times(desk.service.plan) == {time(10)}
