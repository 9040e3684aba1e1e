"""The native notifier on the daemons that people run, with gestures on a real screen."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop.bus import BusError
from desktop.notices import SeenNotice
from desktop.virtual_desktop import VirtualDesktop

from contract.notify_contract import BUTTONS, PROMPT, Ears, WithdrawingNotifierContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.freedesktop import PATH, SERVICE, FreedesktopNotifier
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
        return ["\n".join([n.summary, n.body, *n.actions.values()]) for n in self.desktop.notices.open()]

    def settle(self) -> None:
        """Returns when the notifier has dealt with all that the daemon has sent so far."""
        self.bus.call(SERVICE, PATH, SERVICE, "GetServerInformation", timeout=5)

    def show(self, notice: Notice = PROMPT) -> SeenNotice:
        """Shows it and waits until it is on screen and the notifier knows."""
        before = len(self.desktop.notices.all())
        self.notifier.show(notice)
        seen = self.desktop.notices.wait_for(notice.title, after=before)
        self.settle()
        return seen

    def show_and_look(self, notice: Notice = PROMPT) -> SeenNotice:
        """Shows it and waits until it no longer grows or moves, as a person does who is about to click."""
        seen = self.show(notice)
        self.desktop.screenshot(self.desktop.folder / "look.png")
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
    clear(running)


@pytest.fixture
def fresh(screen: Screen) -> Screen:
    """With a daemon that has closed nothing yet by call.

    notification-daemon 3.20 swallows the first click on the notification after such a closing.
    """
    screen.desktop.restart_daemon()
    return screen


def clear(desktop: VirtualDesktop) -> None:
    """Plain messages stay until the daemon takes them away, which is too late for the next test."""
    for notice in desktop.notices.open():
        with contextlib.suppress(BusError):  # it may have gone meanwhile
            desktop.bus.call(SERVICE, PATH, SERVICE, "CloseNotification", "u", notice.id)
    desktop.wait_for(lambda: not desktop.notices.open(), what="an empty screen")


def icon() -> Path | None:
    """Any picture that the program brings, until which there is none."""
    return next(iter(sorted(ICONS.rglob("*.png"))), None)


class TestOnRealDaemons(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def stage(self, screen: Screen) -> Screen:
        return screen


@pytest.mark.parametrize("answer", [Answer.DONE, Answer.SNOOZE, Answer.SKIP])
def test_the_button_that_is_pressed_is_the_answer(fresh: Screen, answer: Answer) -> None:
    fresh.show_and_look()
    fresh.desktop.press(dict(BUTTONS)[answer])

    fresh.desktop.wait_for(lambda: fresh.ears.answers, what="the answer")
    fresh.desktop.wait_for(lambda: not fresh.desktop.notices.open(), what="the end of the notification")
    fresh.ears.let_time_pass()
    assert fresh.ears.answers == [("posture-1", answer)]


def test_closing_it_by_hand_is_a_dismissal(fresh: Screen) -> None:
    fresh.show_and_look()
    fresh.desktop.dismiss()
    fresh.desktop.wait_for(lambda: len(fresh.ears.waits) == 2, what="the closing")

    fresh.ears.let_time_pass()
    assert fresh.ears.answers == [("posture-1", Answer.DISMISS)]


def test_a_second_showing_stands_in_the_place_of_the_first(fresh: Screen) -> None:
    first = fresh.show_and_look()
    second = fresh.show_and_look(Notice("Once more", "After the snooze.", "posture-1", BUTTONS))

    assert second.id == first.id
    fresh.desktop.press("Done")
    fresh.desktop.wait_for(lambda: fresh.ears.answers == [("posture-1", Answer.DONE)], what="the answer")


def test_a_daemon_that_crashed_and_came_back_shows_the_next_prompt(fresh: Screen) -> None:
    fresh.show_and_look()
    fresh.desktop.restart_daemon()
    fresh.show_and_look()
    fresh.desktop.press("Skip")

    fresh.desktop.wait_for(lambda: fresh.ears.answers == [("posture-1", Answer.SKIP)], what="the answer")
