"""The program's first minute, its way of handing over, and its ends, on a real desktop."""

from __future__ import annotations

import signal
import stat
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from desktop.program import SHORT, Program, installed, reminder, running
from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop
from posture_pal import paths

AT_REST = [
    "Next: posture in 30 min",
    "",
    ["Take", ["posture (30 s)", "stretch (3 min)", "break (5 min)"]],
    ["Pause", ["For 30 min", "For 1 h", "For 2 h", "Until tomorrow", "Until I resume"]],
    "",
    "Today: 0 of 0 done · 0 min at the desk",
    "",
    [
        "Settings",
        [
            [
                "Profile",
                [
                    "Office",
                    "Gentle, once an hour",
                    "UK, as the HSE suggests",
                    "Canada, as CCOHS suggests",
                    "Eyes, 20-20-20",
                    "A clinic's programme alone",
                ],
            ],
            "",
            "Discreet notifications",
            "Sound",
            "Quiet in do not disturb",
            "Quiet in full screen",
            "Quiet on calls",
            "",
            "Load programme…",
            "Edit settings…",
        ],
    ],
    "Help and safety",
    "",
    "Quit",
]
NEVER = SHORT + reminder("look", "8 h")
COMMANDS = ("status", "done", "partial", "snooze", "skip", "dismiss", "pause", "resume", "override", "quit")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


def test_a_first_start_welcomes_once_and_says_what_comes_and_when(desktop: VirtualDesktop) -> None:
    with running(desktop, None) as pal:
        welcome = pal.notice("Posture Pal is running")
        assert welcome.body.startswith("Next: ")
        assert "in the tray" in welcome.body
        assert "Stop anything that hurts" in welcome.body
        assert "Help and safety" in welcome.body
        assert list(welcome.actions.values()) == ["Show me one now"]
    assert pal.start().ready().notices() == []
    assert pal.end() == 0


def test_show_me_one_now_shows_a_first_prompt_at_once(desktop: VirtualDesktop) -> None:
    with running(desktop, None) as pal:
        pal.notice("Posture Pal is running")
        desktop.press("Show me one now")
        prompt = pal.notice("Time to change position")
        assert list(prompt.actions.values()) == ["Show me how", "Done", "Snooze 5 min", "Skip"]
        assert pal.fact("prompted").details["requested"] is True


def test_a_first_start_lays_down_the_annotated_settings_for_nobody_else_to_read(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, None) as pal:
        seeded = pal.config.read_text()
        assert '#every = "30 min"' in seeded
        assert pal.cli("config", "check").returncode == 0
        private = [pal.home, pal.home / "data", pal.config, pal.log]
        assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in private] == [0] * 4
    pal.start().ready()
    assert pal.config.read_text() == seeded
    assert pal.end() == 0


def test_the_item_is_in_the_tray_with_its_menu_in_order_and_a_tooltip(desktop: VirtualDesktop) -> None:
    with running(desktop, paths.builtin_config().read_text()) as pal:
        pal.wait_for(lambda: pal.menu().labels()[0].startswith("Next"), what="a menu")
        assert pal.menu().labels() == AT_REST
        assert pal.tooltip() == AT_REST[0]
        look = desktop.bus.look(pal.item)
        assert (look["Id"], look["Title"], look["Status"]) == ("posture-pal", "Posture Pal", "Active")
        assert look["IconPixmap"], "the panel is given no picture"


def test_the_icon_is_really_drawn_on_the_panel(desktop: VirtualDesktop) -> None:
    corner = Place(desktop.size[0] - 100, 0, 60, 28)
    with installed(desktop, NEVER) as pal:
        desktop.screen.changes(lambda: pal.start().ready(), corner)


def test_a_second_start_hands_over_and_ends_with_0(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        for words in ((), ("run",)):
            second = pal.cli(*words)
            assert (second.returncode, second.stderr) == (0, "")
            assert second.stdout == "Posture Pal runs already. Next: look in 8 h.\n"
        assert pal.is_running
        assert len(desktop.bus.registered_items()) == 1
        assert pal.names() == ["started"]


@pytest.mark.parametrize("command", [*COMMANDS, "start"])
def test_a_command_without_a_running_program_ends_with_3_and_says_what_to_do(
    desktop: VirtualDesktop, command: str
) -> None:
    asked = Program(desktop, NEVER).cli(command, *(["look"] if command == "start" else []), check=False)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "not running" in asked.stderr
    assert "posture-pal" in asked.stderr.split("not running")[1]
    assert asked.stderr.count("\n") == 1


def test_it_ends_with_0_and_writes_down_that_it_stopped_however_it_is_told(desktop: VirtualDesktop) -> None:
    with installed(desktop, NEVER) as pal:

        def told_by_command() -> int:
            assert pal.cli("quit").stdout == "Posture Pal ends.\n"
            return pal.ended()

        def told_by_menu() -> int:
            pal.choose("Quit")
            return pal.ended()

        ways: tuple[Callable[[], int], ...] = (
            told_by_command,
            told_by_menu,
            partial(pal.end, signal.SIGTERM),
            partial(pal.end, signal.SIGINT),
        )
        for count, way in enumerate(ways, 1):
            pal.start().ready()
            assert way() == 0
            assert pal.names("away", "back") == ["started", "stopped"] * count
            desktop.wait_for(lambda: desktop.bus.registered_items() == [], what="an empty tray")
        assert pal.said == ""


def test_what_it_had_on_screen_is_taken_down_when_it_ends(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        prompt = pal.notice("Time to change position")
    desktop.wait_for(lambda: prompt.closed, what="the end of the prompt")
    assert prompt.closed == "closed by call"
