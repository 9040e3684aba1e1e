"""Every notifier against the one contract."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.notify_contract import PROMPT, Ears, NotifierContract, WithdrawingNotifierContract
from contract.notify_desk import NEEDS_A_BUS, Desk, native_desk
from contract.notify_service import Manners
from posture_pal.desktop.notify.base import Notifier
from posture_pal.desktop.notify.none import NoNotifier
from posture_pal.desktop.notify.plain import PlainNotifier
from posture_pal.desktop.notify.terminal import TerminalNotifier
from posture_pal.errors import Unavailable


@pytest.fixture
def manners() -> Manners:
    return Manners()


@pytest.fixture
def desk(tmp_path: Path, manners: Manners) -> Iterator[Desk]:
    with native_desk(tmp_path, manners) as desk:
        yield desk


@NEEDS_A_BUS
class TestNativeWithButtons(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def stage(self, desk: Desk) -> Desk:
        return desk


@NEEDS_A_BUS
class TestNativeLikeDunst(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def manners(self) -> Manners:
        return Manners(unicast=True)

    @pytest.fixture
    def stage(self, desk: Desk) -> Desk:
        return desk


@NEEDS_A_BUS
class TestNativeWithoutButtons(WithdrawingNotifierContract):
    @pytest.fixture
    def manners(self) -> Manners:
        return Manners(capabilities=("body",))

    @pytest.fixture
    def stage(self, desk: Desk) -> Desk:
        return desk


@NEEDS_A_BUS
class TestNativeThatGivesNewNumbers(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def manners(self) -> Manners:
        return Manners(always_new=True)

    @pytest.fixture
    def stage(self, desk: Desk) -> Desk:
        return desk


class PopUps:
    """A stand-in for what plyer does on Windows: shows as long as its thread is in there."""

    def __init__(self) -> None:
        self.ears = Ears()
        self.visible: list[str] = []
        self.notifier: Notifier = PlainNotifier(None, self.ears.callbacks, self.say)

    def say(self, title: str, body: str, gone: threading.Event) -> None:
        text = f"{title}\n{body}"
        self.visible.append(text)
        gone.wait(30)
        self.visible.remove(text)

    def seen(self) -> list[str]:
        return list(self.visible)

    def settle(self) -> None:
        """It knows at once."""


class TestPlain(WithdrawingNotifierContract):
    @pytest.fixture
    def stage(self) -> Iterator[PopUps]:
        stage = PopUps()
        yield stage
        stage.notifier.close()
        stage.ears.let_time_pass()


class Printed:
    """A terminal that is not one: what was printed to a stream."""

    def __init__(self) -> None:
        self.ears = Ears()
        self.stream = io.StringIO()
        self.notifier: Notifier = TerminalNotifier(self.stream)

    def seen(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    def settle(self) -> None:
        """It knows at once."""


class TestTerminal(NotifierContract):
    @pytest.fixture
    def stage(self) -> Printed:
        return Printed()


class TestNone:
    def test_it_says_why_and_shows_nothing(self) -> None:
        notifier = NoNotifier("There is no screen.")

        assert notifier.why_not() == "There is no screen."
        with pytest.raises(Unavailable, match=r"There is no screen\."):
            notifier.show(PROMPT)
        notifier.withdraw("posture-1")
        notifier.close()
