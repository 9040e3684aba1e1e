"""The tray's menu as plain data: its order, its words, and what each line asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from unit.fakes import Stage

from posture_pal import menu, outlook
from posture_pal.events import HoldBegan, Override, Pause, StartNow, Tick
from posture_pal.menu import Face, Item, Shape
from posture_pal.model import Hold, Hours, Kind, Reminder
from posture_pal.profiles import TITLES

pytestmark = pytest.mark.unit

POSTURE = Reminder("posture", Kind.POSTURE, every=1800.0, lasts=30.0)
BREAK = Reminder("break", Kind.BREAK, every=3300.0, lasts=300.0)


@pytest.fixture
def stage() -> Stage:
    stage = Stage(POSTURE, BREAK)
    stage.service.start()
    return stage


def face(stage: Stage, **troubles: str) -> Face:
    return menu.face(
        stage.service.plan, stage.service.state, stage.clock.now(), "Today: 0 of 0 done", troubles
    )


def labels(items: tuple[Item, ...]) -> list[str]:
    return [item.label or "-" for item in items]


def item(face: Face, label: str) -> Item:
    return next(item for item in face.items if item.label.startswith(label))


def wait(stage: Stage, seconds: float) -> None:
    end = stage.clock.elapsed + seconds
    while stage.clock.elapsed < end:
        stage.clock.elapsed = min(end, stage.clock.elapsed + 30.0)
        stage.onlooker.silent_for = 1.0
        stage.service.handle(Tick())


def test_the_menu_stands_in_the_order_of_the_design(stage: Stage) -> None:
    assert labels(face(stage).items) == [
        "Next: posture in 30 min",
        "-",
        "Take",
        "Pause",
        "-",
        "Today: 0 of 0 done",
        "-",
        "Settings",
        "Help and safety",
        "-",
        "Quit",
    ]


def test_an_open_prompt_has_three_answers_and_a_stray_click_on_the_icon_is_none_of_them(stage: Stage) -> None:
    stage.service.handle(StartNow("break"))
    shown = face(stage)
    assert labels(shown.items)[:5] == ["Time for a break · 5 min", "Show me how", "Done", "Snooze", "Skip"]
    assert [item.command for item in item(shown, "Snooze").children] == [
        ("snooze", "5 min"),
        ("snooze", "10 min"),
        ("snooze", "30 min"),
    ]
    assert not any(line.default for line in shown.items)
    assert shown.icon.shape is Shape.OPEN


def test_every_command_of_the_menu_is_understood(stage: Stage) -> None:
    from posture_pal.commands import event_of

    stage.service.handle(StartNow("break"))
    stage.service.handle(HoldBegan(Hold.CALL))
    errands = {"today", "set", "profile", "edit", "safety", "quit", "guide", "load-programme"}

    def walk(items: tuple[Item, ...]) -> list[tuple[str, ...]]:
        return [
            found for item in items for found in ([item.command] if item.command else walk(item.children))
        ]

    commands = walk(face(stage).items)
    assert len(commands) > 15
    for command in commands:
        if command[0] not in errands:
            assert event_of(command, stage.plan, stage.clock.now())


def test_it_says_why_it_is_quiet_and_offers_one_way_past_all_of_it(stage: Stage) -> None:
    stage.service.handle(HoldBegan(Hold.DO_NOT_DISTURB))
    stage.service.handle(HoldBegan(Hold.CALL, "microphone in use"))
    shown = face(stage)
    assert labels(shown.items)[:3] == [
        "Do not disturb is on since 09:00",
        "also: You are on a call (microphone in use) since 09:00",
        "Remind me anyway",
    ]
    assert shown.icon.shape is Shape.QUIET
    stage.service.handle(Override())
    assert labels(face(stage).items)[1] == "Reminding in spite of: Do not disturb is on since 09:00"
    assert face(stage).icon.shape is Shape.COUNTING


def test_paused_until_when_with_a_way_back(stage: Stage) -> None:
    stage.service.handle(Pause(datetime(2026, 3, 2, 10, 30, tzinfo=UTC)))
    shown = face(stage)
    assert labels(shown.items)[0] == "Paused until 10:30"
    assert item(shown, "Resume").command == ("resume",)
    assert "Remind me anyway" not in labels(shown.items)
    assert shown.icon.shape is Shape.PAUSED


def test_trouble_stands_in_the_menu_and_on_the_icon(stage: Stage) -> None:
    shown = face(stage, log="The disk is full.")
    assert "⚠ The disk is full." in labels(shown.items)
    assert shown.icon.shape is Shape.TROUBLE


def test_the_ring_fills_with_the_desk_time_since_the_last_break(stage: Stage) -> None:
    filled = []
    for _ in range(8):
        filled.append(face(stage).icon.sixteenths)
        wait(stage, 3300 / 8)
    assert filled == [0, 2, 4, 6, 8, 10, 12, 14]


def test_a_quick_choice_shows_what_holds_and_asks_for_the_contrary(stage: Stage) -> None:
    choices = {child.label: child for child in item(face(stage), "Settings").children}
    assert choices["Sound"].checked is False
    assert choices["Sound"].command == ("set", "prompts.sound", "true")
    assert choices["Quiet on calls"].checked is True
    assert choices["Quiet on calls"].command == ("set", "holds.call", "false")


def test_the_profile_in_force_has_the_check_mark_among_them(stage: Stage) -> None:
    stage.service.plan = replace(stage.service.plan, profile="gentle")
    settings = item(face(stage), "Settings")
    assert settings.children[0].label == "Profile"
    choices = settings.children[0].children
    assert [choice.command[1] for choice in choices if choice.checked] == ["gentle"]
    assert [choice.command for choice in choices] == [("profile", name) for name in TITLES]


def test_outside_hours_says_until_when(stage: Stage) -> None:
    hours = Hours(frozenset({1, 2, 3, 4, 5}), ((time(13, 15), time(18, 0)),))
    plan = replace(stage.plan, hours=hours)
    assert outlook.headline(plan, stage.service.state, stage.clock.now()) == "Outside your hours until 13:15"


def test_what_is_next_is_told_in_minutes(stage: Stage) -> None:
    wait(stage, 1770)
    assert labels(face(stage).items)[0] == "Next: posture in less than a minute"


def test_discreet_names_no_body_and_no_condition(stage: Stage) -> None:
    plan = replace(stage.plan, prompts=replace(stage.plan.prompts, discreet=True))
    stage.service.handle(StartNow("break"))
    prompt = stage.service.state.open_prompt()
    assert prompt is not None
    assert outlook.prompt_title(plan, prompt) == "Time to move"
    assert outlook.prompt_body(plan, prompt) == "5 min"
