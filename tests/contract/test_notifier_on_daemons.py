"""The native notifier on the daemons that people run, with gestures on a real screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop.notices import SeenNotice
from desktop.virtual_desktop import VirtualDesktop

from contract.notify_contract import BUTTONS, MESSAGE, PROMPT, Ears, WithdrawingNotifierContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.freedesktop import SERVICE, FreedesktopNotifier
from posture_pal.model import Answer

pytestmark = pytest.mark.desktop
ICONS = Path(__file__).parents[2] / "icons"


@dataclass
class Screen:
    """A desktop, and a notifier on its session bus."""

    desktop: VirtualDesktop
    bus: Bus
    notifier: FreedesktopNotifier
    ears: Ears

    def seen(self) -> list[str]:
        return [f"{n.summary}\n{n.body}\n{list(n.actions.values())}" for n in self.desktop.notices.open()]

    def show(self, notice: Notice = PROMPT) -> SeenNotice:
        """Shows it and waits until it is on screen and the notifier knows."""
        before = len(self.desktop.notices.all())
        self.notifier.show(notice)
        seen = self.desktop.notices.wait_for(notice.title, after=before)
        self.bus.has_owner(SERVICE)
        return seen


@pytest.fixture(scope="module", params=["xfce4-notifyd", "dunst", "notification-daemon"])
def running(request: pytest.FixtureRequest) -> Iterator[VirtualDesktop]:
    with VirtualDesktop(request.param, panel=False) as desktop:
        yield desktop


@pytest.fixture
def screen(running: VirtualDesktop) -> Iterator[Screen]:
    """Another notifier for each test on the one desktop."""
    address = running.env["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=")
    bus, ears = Bus([address], "session"), Ears()
    notifier = FreedesktopNotifier(bus, icon(), ears.callbacks)
    yield Screen(running, bus, notifier, ears)
    notifier.close()
    bus.close()
    running.wait_for(lambda: not running.notices.open(), what="an empty screen")


def icon() -> Path | None:
    """Any picture that the program brings, until which there is none."""
    return next(iter(sorted(ICONS.rglob("*.png"))), None)


class TestOnRealDaemons(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def stage(self, screen: Screen) -> Screen:
        return screen


@pytest.mark.parametrize("answer", [Answer.DONE, Answer.SNOOZE, Answer.SKIP])
def test_the_button_that_is_pressed_is_the_answer(screen: Screen, answer: Answer) -> None:
    screen.show()
    screen.desktop.press(dict(BUTTONS)[answer])

    screen.desktop.wait_for(lambda: screen.ears.answers, what="the answer")
    screen.desktop.wait_for(lambda: not screen.desktop.notices.open(), what="the end of the notification")
    screen.ears.let_time_pass()
    assert screen.ears.answers == [("posture-1", answer)]


def test_closing_it_by_hand_is_a_dismissal(screen: Screen) -> None:
    screen.show()
    screen.desktop.dismiss()
    screen.desktop.wait_for(lambda: len(screen.ears.waits) == 2, what="the closing")

    screen.ears.let_time_pass()
    assert screen.ears.answers == [("posture-1", Answer.DISMISS)]


def test_a_second_showing_stands_in_the_place_of_the_first(screen: Screen) -> None:
    first = screen.show()
    second = screen.show(Notice("Once more", "After the snooze.", "posture-1", BUTTONS))

    assert second.id == first.id
    screen.desktop.press("Done")
    screen.desktop.wait_for(lambda: screen.ears.answers == [("posture-1", Answer.DONE)], what="the answer")


def test_a_daemon_that_crashed_and_came_back_shows_the_next_prompt(screen: Screen) -> None:
    screen.show()
    screen.desktop.restart_daemon()
    screen.show()
    screen.desktop.press("Skip")

    screen.desktop.wait_for(lambda: screen.ears.answers == [("posture-1", Answer.SKIP)], what="the answer")


def test_pictures_of_a_prompt_and_a_message_for_whoever_wants_to_look(screen: Screen) -> None:
    folder = os.environ.get("POSTURE_PAL_PICTURES")
    screen.show(MESSAGE)
    screen.show(Notice("Take a break (5 min)", "5 < 6 & <i>walk</i>", "break-1", BUTTONS))
    screen.show()
    if folder:
        screen.desktop.screenshot(Path(folder) / f"{screen.desktop.daemon}.png")
