"""Toasts and balloons of Windows, each against the one contract and in its own gestures."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract.doubles import windows_toasts
from contract.doubles.windows_toasts import BY_PERSON, NOT_REGISTERED, TIMED_OUT, Center
from contract.notify_contract import MESSAGE, PROMPT, Ears, WithdrawingNotifierContract
from posture_pal.desktop.notify.balloon import Balloon, BalloonNotifier, Balloons
from posture_pal.desktop.notify.base import Notice, Notifier
from posture_pal.desktop.notify.choose import choose
from posture_pal.desktop.notify.toast import ToastNotifier
from posture_pal.desktop.notify.toast_center import ToastCenter
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

OPENING = replace(PROMPT, opens="Show me")
ICON = Path("posture-pal-64.png")


# --- toasts ---------------------------------------------------------------------------------------------


class ToastStage:
    """A Windows with toasts, and the notifier on it."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self.ears = Ears()
        self.notifier: Notifier = ToastNotifier(ToastCenter(ICON), self.ears.callbacks)

    def seen(self) -> list[str]:
        return self.center.seen()

    def settle(self) -> None:
        """It knows at once."""


@pytest.fixture
def center(monkeypatch: pytest.MonkeyPatch) -> Center:
    return windows_toasts.install(monkeypatch)


@pytest.fixture
def toasts(center: Center) -> ToastStage:
    return ToastStage(center)


class TestToasts(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def stage(self, toasts: ToastStage) -> ToastStage:
        return toasts


@pytest.mark.parametrize("answer", [Answer.DONE, Answer.SNOOZE, Answer.SKIP])
def test_each_button_is_its_answer(toasts: ToastStage, answer: Answer) -> None:
    toasts.notifier.show(PROMPT)
    toasts.center.press(answer.value)
    assert toasts.ears.answers == [("posture-1", answer)]


def test_a_click_on_the_toast_opens_the_prompt_and_leaves_it_unanswered(toasts: ToastStage) -> None:
    toasts.notifier.show(OPENING)
    toasts.center.press("open")
    toasts.ears.let_time_pass()
    assert toasts.ears.openings == ["posture-1"]
    assert not toasts.ears.answers


def test_a_toast_closed_by_hand_is_dismissed_once_no_click_has_followed(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    toasts.center.leave(BY_PERSON)
    assert toasts.ears.nothing()
    toasts.ears.let_time_pass()
    assert toasts.ears.answers == [("posture-1", Answer.DISMISS)]


def test_a_button_that_also_closes_the_toast_is_no_dismissal(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    toast = toasts.center.newest().toast
    toasts.center.leave(BY_PERSON)
    toasts.center.shown["x", "y"] = windows_toasts.Shown([], {}, True, "long", toast)
    toasts.center.press("done")
    toasts.ears.let_time_pass()
    assert toasts.ears.answers == [("posture-1", Answer.DONE)]


def test_a_toast_that_timed_out_leaves_no_dead_buttons_in_the_list_and_is_no_answer(
    toasts: ToastStage,
) -> None:
    toasts.notifier.show(PROMPT)
    toasts.center.leave(TIMED_OUT, stays_listed=True)
    toasts.ears.let_time_pass()
    assert not toasts.seen()
    assert toasts.ears.nothing()


def test_what_a_toast_tells_that_another_has_replaced_is_about_nothing(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    first = toasts.center.newest().toast
    toasts.notifier.show(PROMPT)
    first.dismissed(first, windows_toasts._Event(reason=BY_PERSON))
    toasts.ears.let_time_pass()
    assert toasts.ears.nothing()
    assert len(toasts.seen()) == 1


def test_an_argument_that_was_never_offered_is_no_answer(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    toasts.center.press("backfilled")
    assert toasts.ears.nothing()


def test_a_toast_that_fails_late_is_told_with_its_number(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    toasts.center.fail(-2143420155)
    assert toasts.ears.failures == [("posture-1", "Windows shows no toast (0x803e0105).")]


def test_notifications_that_somebody_switched_off_are_no_prompt_on_screen(toasts: ToastStage) -> None:
    toasts.center.setting = 1
    with pytest.raises(Unavailable, match="switched off in the settings of Windows"):
        toasts.notifier.show(PROMPT)
    toasts.center.setting = 0
    toasts.notifier.show(PROMPT)
    assert len(toasts.seen()) == 1


def test_a_windows_that_knows_nothing_of_us_yet_shows_the_first_toast(toasts: ToastStage) -> None:
    toasts.center.setting = OSError(0, "Element not found")
    toasts.notifier.show(MESSAGE)
    assert toasts.seen()


def test_a_platform_that_breaks_down_is_told_at_once(toasts: ToastStage) -> None:
    toasts.center.broken = OSError(5, "Access is denied")
    with pytest.raises(Unavailable, match="Access is denied"):
        toasts.notifier.show(PROMPT)
    assert toasts.ears.nothing()


def test_a_prompt_stays_long_and_silent_unless_sound_is_wanted(toasts: ToastStage) -> None:
    toasts.notifier.show(PROMPT)
    assert (toasts.center.newest().duration, toasts.center.newest().silent) == ("long", True)
    toasts.notifier.show(replace(MESSAGE, sound=True))
    assert (toasts.center.newest().duration, toasts.center.newest().silent) == ("short", False)


def test_name_and_icon_are_registered_before_the_first_toast(toasts: ToastStage) -> None:
    assert toasts.center.registered == [("PosturePal.PosturePal", str(ICON))]


# --- balloons -------------------------------------------------------------------------------------------


class BalloonTray:
    """A tray that shows balloons as Windows does: one at a time."""

    def __init__(self) -> None:
        self.shown: Balloon | None = None
        self.fails = ""

    def balloon(self, balloon: Balloon | None) -> None:
        if balloon is not None and self.fails:
            threading.Thread(target=balloon.failed, args=[self.fails]).start()
            return
        self.shown = balloon


class BalloonStage:
    def __init__(self) -> None:
        self.tray = BalloonTray()
        self.ears = Ears()
        self.notifier: Notifier = BalloonNotifier(self.tray, self.ears.callbacks)

    def seen(self) -> list[str]:
        return [f"{self.tray.shown.title}\n{self.tray.shown.body}"] if self.tray.shown else []

    def settle(self) -> None:
        """It knows at once."""


@pytest.fixture
def balloons() -> BalloonStage:
    return BalloonStage()


class TestBalloons(WithdrawingNotifierContract):
    @pytest.fixture
    def stage(self, balloons: BalloonStage) -> BalloonStage:
        return balloons


def test_a_click_on_the_balloon_opens_its_prompt(balloons: BalloonStage) -> None:
    balloons.notifier.show(OPENING)
    clicked = _shown(balloons).clicked
    clicked()
    assert balloons.ears.openings == ["posture-1"]
    balloons.notifier.withdraw("posture-1")
    clicked()
    assert balloons.ears.openings == ["posture-1"]


def test_a_balloon_of_another_is_left_alone_when_a_prompt_is_withdrawn(balloons: BalloonStage) -> None:
    balloons.notifier.show(PROMPT)
    balloons.notifier.show(MESSAGE)
    balloons.notifier.withdraw("posture-1")
    assert balloons.seen()[0].startswith(MESSAGE.title)


def test_the_words_fit_what_windows_can_hold_and_how_to_answer_is_never_cut(balloons: BalloonStage) -> None:
    balloons.notifier.show(Notice("😀" * 200, "🙃" * 900, "posture-1", PROMPT.buttons))
    shown = _shown(balloons)
    assert len(shown.title.encode("utf-16-le")) <= 63 * 2
    assert len(shown.body.encode("utf-16-le")) <= 255 * 2
    assert shown.body.endswith('"posture-pal done".')


def test_a_balloon_that_fails_is_told(balloons: BalloonStage) -> None:
    balloons.tray.fails = "Windows shows no balloon (no taskbar)."
    balloons.notifier.show(PROMPT)
    _soon(lambda: balloons.ears.failures == [("posture-1", "Windows shows no balloon (no taskbar).")])


def test_without_an_icon_there_are_no_balloons() -> None:
    notifier = BalloonNotifier(None, Ears().callbacks)
    assert notifier.why_not() == "Balloons need the icon in the notification area."
    with pytest.raises(Unavailable, match="need the icon"):
        notifier.show(PROMPT)


# --- the choice -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("center")
def test_windows_with_toasts_gets_toasts() -> None:
    notifier, reasons = choose(None, None, ICON, Ears().callbacks, "win32", tray=BalloonTray())
    assert (notifier.name, reasons) == ("toast", ())


def test_windows_without_gets_balloons_and_the_reason(center: Center) -> None:
    center.broken = NOT_REGISTERED
    tray = BalloonTray()
    assert isinstance(tray, Balloons)
    notifier, reasons = choose(None, None, ICON, Ears().callbacks, "win32", tray=tray)
    assert notifier.name == "balloon"
    assert reasons == (("toast", "This Windows has no toasts ([Errno 0] Class not registered)."),)


@pytest.mark.usefixtures("center")
def test_windows_without_the_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winrt.windows.ui.notifications", None)
    why = ToastCenter(None).why_not()
    assert why is not None
    assert "pip install --upgrade posture-pal" in why


def _shown(stage: BalloonStage) -> Balloon:
    assert stage.tray.shown is not None
    return stage.tray.shown


def _soon(condition: Callable[[], bool]) -> None:
    from desktop.waiting import wait_for

    wait_for(condition, 5)
