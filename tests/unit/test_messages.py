"""What the program says of its own accord, each thing once."""

from __future__ import annotations

from typing import cast

import pytest
from unit.fakes import Stage

from posture_pal.desktop.tray.none import NoTray
from posture_pal.event_log import MemoryLog
from posture_pal.messages import Messages

pytestmark = pytest.mark.unit


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.service.start()
    return stage


def messages(stage: Stage) -> Messages:
    stage.log.facts.append(stage.log.facts[0])  # the screen looks at the log's last line
    return Messages(stage.service, stage.screen, NoTray("There is none."), stage.clock)


def test_a_record_that_is_damaged_while_the_program_runs_is_told_once(stage: Stage) -> None:
    log = MemoryLog()
    look = messages(stage).about_record(log)
    look(())
    assert stage.screen.shown == []
    log.note = "The record was damaged. It is kept as facts.corrupt-1.sqlite3."
    look(())
    look(())
    assert stage.screen.shown == ["A new record was begun"]


def test_a_trouble_is_told_when_it_begins_and_again_only_after_it_was_over(stage: Stage) -> None:
    said = messages(stage)
    for sentence in ("The disk is full.", "The disk is full.", "", "The disk is full."):
        stage.service.troubles = {"log": sentence} if sentence else {}
        said.troubles()
    assert stage.screen.shown == ["Your record cannot be written"] * 2


def test_an_absent_panel_is_missed_aloud(stage: Stage) -> None:
    messages(stage).miss_tray()
    assert stage.screen.shown == ["No tray icon"]
    assert cast("str", NoTray("x").why_not()) == "x"
