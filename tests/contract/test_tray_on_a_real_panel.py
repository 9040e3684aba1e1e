"""The tray of Linux on the panel of a real desktop, used with the mouse and the keyboard."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop.bus import TrayItem
from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

TESTS = Path(__file__).parents[1]


class Seat:
    """A desktop with a panel and a program that is nothing but a tray."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop
        self._program = desktop.spawn(
            [sys.executable, "-m", "contract.tray_program"],
            name="tray",
            env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
            stdin=subprocess.PIPE,
        )
        self.item: TrayItem = desktop.bus.wait_for_item()
        self.place()

    def place(self) -> Place:
        """Where the icon is on the screen."""
        place = self.desktop.wait_for(self.desktop._icon, what="the icon on the panel")
        assert place
        return place

    def show(self, **looks: Any) -> None:
        assert self._program.stdin
        self._program.stdin.write(json.dumps(looks).encode() + b"\n")
        self._program.stdin.flush()

    def wait_for_choice(self, words: str) -> None:
        self.desktop.wait_for(lambda: words in self.desktop.output("tray").splitlines(), what=f"{words!r}")


@pytest.fixture
def seat() -> Iterator[Seat]:
    with VirtualDesktop(daemon="none") as desktop:
        yield Seat(desktop)


def test_a_person_opens_the_menu_and_chooses_with_the_keyboard(seat: Seat) -> None:
    desktop = seat.desktop
    desktop.screen.changes(lambda: desktop.click_tray(button=3))
    desktop.screenshot(desktop.home / "menu.png")
    desktop.screen.keys("Up", "Return")
    seat.wait_for_choice("quit")


def test_a_left_click_chooses_what_is_most_likely_meant(seat: Seat) -> None:
    seat.show(prompt="o1", shape="open")
    seat.desktop.wait_for(lambda: seat.desktop.bus.menu(seat.item).find("Done"), what="the prompt")
    seat.desktop.click_tray()
    seat.wait_for_choice("respond done o1")


def test_while_nothing_is_most_likely_meant_a_left_click_opens_the_menu(seat: Seat) -> None:
    desktop = seat.desktop
    desktop.screen.changes(lambda: desktop.click_tray(button=1))
    desktop.screenshot(desktop.home / "menu.png")
    desktop.screen.keys("Up", "Return")
    seat.wait_for_choice("quit")


def test_the_icon_looks_different_for_every_state(seat: Seat) -> None:
    desktop = seat.desktop
    for shape in ("open", "quiet", "paused", "trouble", "counting"):
        desktop.screen.changes(lambda shape=shape: seat.show(shape=shape), seat.place())


def test_an_open_menu_takes_new_words_without_closing(seat: Seat) -> None:
    desktop = seat.desktop
    desktop.screen.changes(lambda: desktop.click_tray(button=3))
    desktop.xdotool("mousemove", 10, 700)
    desktop.screenshot(desktop.home / "before.png")
    desktop.screen.changes(lambda: seat.show(minutes=3))
    desktop.screenshot(desktop.home / "after.png")
    desktop.screen.keys("Up", "Return")  # the menu is still there to be used
    seat.wait_for_choice("quit")


def test_a_panel_that_crashes_finds_the_icon_again(seat: Seat) -> None:
    seat.desktop.restart_panel()
    seat.desktop.bus.wait_for_item()
    seat.place()
    seat.desktop.screen.changes(lambda: seat.desktop.click_tray(button=3))
    seat.desktop.screenshot(seat.desktop.home / "menu.png")
    seat.desktop.screen.keys("Up", "Return")
    seat.wait_for_choice("quit")
