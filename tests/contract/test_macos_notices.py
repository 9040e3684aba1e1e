"""Prompts on macOS: the notification centre for an app, the script's banners for anything else."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for

from contract.doubles.macos import MODULES
from contract.notify_contract import BUTTONS, PROMPT, Ears, NotifierContract, WithdrawingNotifierContract
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.choose import choose
from posture_pal.desktop.notify.macos import MacNotifier
from posture_pal.desktop.notify.macos_banner import BannerNotifier
from posture_pal.desktop.notify.macos_centre import CentreNotifier
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="macOS itself stands there; run it on Linux")
CLICK = "com.apple.UNNotificationDefaultActionIdentifier"
CLOSE = "com.apple.UNNotificationDismissActionIdentifier"
SYSTEM = ("Foundation", "UserNotifications", "mac_loop", "objc", "AppKit")


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """UserNotifications and the like, as good as new, where the program looks for them."""
    monkeypatch.syspath_prepend(str(MODULES))
    yield importlib.import_module("UserNotifications")
    for name in SYSTEM:
        sys.modules.pop(name, None)


class CentreStage:
    """What stands in the notification centre."""

    def __init__(self, system: Any) -> None:
        self.system, self.ears = system, Ears()
        self.notifier = CentreNotifier(self.ears.callbacks)

    @property
    def centre(self) -> Any:
        return self.system.UNUserNotificationCenter.currentNotificationCenter()

    def seen(self) -> list[str]:
        return [self._words(request) for request in self.centre.delivered]

    def settle(self) -> None: ...

    def _words(self, request: Any) -> str:
        category = self.centre.categories.get(request.content.category)
        buttons = [action.title for action in category.actions] if category else []
        return "\n".join(filter(None, (request.content.title, request.content.body, *buttons)))

    def show(self, notice: Notice = PROMPT) -> str:
        """The name under which macOS has it, once it has."""
        before = len(self.seen())
        self.notifier.show(notice)
        wait_for(lambda: len(self.seen()) > before, 5, "the notice")
        return str(self.centre.delivered[-1].name)


class TestCentre(WithdrawingNotifierContract):
    draws_buttons = True

    @pytest.fixture
    def stage(self, system: Any) -> CentreStage:
        return CentreStage(system)

    @pytest.mark.parametrize(
        ("action", "answer"), [("done", Answer.DONE), ("snooze", Answer.SNOOZE), (CLOSE, Answer.DISMISS)]
    )
    def test_what_a_person_chooses_is_the_answer(
        self, stage: CentreStage, action: str, answer: Answer
    ) -> None:
        assert stage.centre.press(stage.show(), action)
        assert stage.ears.answers == [("posture-1", answer)]

    def test_a_click_asks_to_see_more_and_anything_unknown_is_nothing(self, stage: CentreStage) -> None:
        assert stage.centre.press(stage.show(), CLICK)
        assert stage.centre.press(stage.show(), "from another version")
        assert (stage.ears.openings, stage.ears.answers) == (["posture-1"], [])

    def test_kinds_with_other_buttons_stand_beside_each_other(self, stage: CentreStage) -> None:
        stage.show()
        stage.show(Notice("Welcome", "", "welcome", ((Answer.DONE, "Show me one now"),)))
        stage.show(Notice("Again", "", "posture-2", BUTTONS))
        assert len(stage.centre.categories) == 2
        assert all(category.options == 1 for category in stage.centre.categories.values())
        assert "Show me one now" in stage.seen()[1]

    def test_leave_is_asked_by_the_first_notice_and_never_again(self, stage: CentreStage) -> None:
        asked = stage.system.Person.asked
        assert asked == 0
        for _ in range(3):
            stage.notifier.show(PROMPT)
        stage.show(Notice("Another", "", "posture-2"))
        assert stage.system.Person.asked == 1

    def test_it_is_silent_unless_sound_was_asked_for(self, stage: CentreStage) -> None:
        stage.show()
        stage.show(Notice("Loud", "", "loud", sound=True))
        assert [one.content.sound for one in stage.centre.delivered] == [None, "default"]

    def test_what_macos_cannot_show_is_told(self, stage: CentreStage) -> None:
        stage.show()
        stage.centre.fails = stage.system.NSError("no room")
        stage.notifier.show(Notice("Another", "", "posture-2"))
        wait_for(lambda: stage.ears.failures, 5, "the failure")
        assert stage.ears.failures == [("posture-2", "macOS shows it not: no room")]

    def test_a_notice_comes_up_while_the_programs_own_menu_is_open(self, stage: CentreStage) -> None:
        stage.show()
        told: list[int] = []
        stage.centre.delegate.userNotificationCenter_willPresentNotification_withCompletionHandler_(
            stage.centre, object(), told.append
        )
        assert told == [16 | 8 | 2]  # as a banner, in the list, audibly where it has a sound

    def test_one_that_is_withdrawn_before_leave_is_given_never_comes(self, stage: CentreStage) -> None:
        stage.notifier._waiting.append(PROMPT)  # the person is still being asked
        stage.notifier.withdraw("posture-1")
        stage.notifier._answered(True, None)
        assert stage.seen() == []


# --- the script's banners ----------------------------------------------------------------------------

OSASCRIPT = """\
#!{python} -S
import getopt, json, sys
options, rest = getopt.getopt(sys.argv[1:], "e:il:s:")  # as osascript does: up to the first that is none
assert not options and rest[0] == "-", "the script is on standard input"
if "FAIL" in rest[1]:
    sys.exit("0:36: execution error: not allowed (-1743)")
with open({out!r}, "a") as out:
    out.write(json.dumps([sys.stdin.read(), *rest[1:]]) + "\\n")
"""


class BannerStage:
    """A program in osascript's place, which takes its words as osascript does, and writes them down."""

    def __init__(self, folder: Path) -> None:
        self._out = folder / "said"
        program = folder / "osascript"
        program.write_text(OSASCRIPT.format(python=sys.executable, out=str(self._out)))
        program.chmod(0o755)
        self.ears = Ears()
        self.notifier = BannerNotifier(self.ears.callbacks, program)

    def said(self) -> list[list[str]]:
        return [json.loads(line) for line in self._out.read_text().splitlines()] if self._out.exists() else []

    def seen(self) -> list[str]:
        return ["\n".join(words[1:]) for words in self.said()]

    def settle(self) -> None: ...


class TestBanner(NotifierContract):
    @pytest.fixture
    def stage(self, tmp_path: Path) -> BannerStage:
        return BannerStage(tmp_path)

    def test_words_are_never_part_of_the_script(self, stage: BannerStage) -> None:
        evil = '" & (do shell script "touch /tmp/owned") & "'
        stage.notifier.show(Notice(evil, evil))
        stage.notifier.show(Notice("-e", "--help"))
        wait_for(lambda: len(stage.said()) == 2, 10, "both")
        scripts = {words[0] for words in stage.said()}
        assert len(scripts) == 1
        assert "do shell" not in scripts.pop()
        assert sorted(words[1:] for words in stage.said()) == [[evil, evil], ["-e", "--help"]]

    def test_a_sound_is_asked_for_in_the_script(self, stage: BannerStage) -> None:
        stage.notifier.show(Notice("Loud", "x", sound=True))
        wait_for(stage.said, 10, "the banner")
        assert "(item 1 of argv) sound name" in stage.said()[0][0]

    def test_its_failure_is_told_in_its_own_words(self, stage: BannerStage) -> None:
        stage.notifier.show(Notice("FAIL", "", "posture-1"))
        wait_for(lambda: stage.ears.failures, 10, "the failure")
        occurrence, why = stage.ears.failures[0]
        assert (occurrence, "not allowed (-1743)" in why) == ("posture-1", True)

    def test_without_the_program_that_is_the_reason(self, tmp_path: Path) -> None:
        notifier = BannerNotifier(Ears().callbacks, tmp_path / "osascript")
        assert "osascript" in (notifier.why_not() or "")
        with pytest.raises(Unavailable):
            notifier.show(PROMPT)


# --- which of the two --------------------------------------------------------------------------------


@pytest.fixture
def banners(tmp_path: Path) -> BannerStage:
    return BannerStage(tmp_path)


def test_outside_an_app_there_are_banners_and_the_centre_is_not_touched(
    system: Any, banners: BannerStage
) -> None:
    sys.modules["Foundation"].BUNDLE = None  # to ask for the centre would end this process now
    centre = CentreNotifier(banners.ears.callbacks)
    assert "not installed as an app" in (centre.why_not() or "")
    MacNotifier(banners.ears.callbacks, centre, banners.notifier).show(PROMPT)
    wait_for(banners.seen, 10, "the banner")
    assert system.Person.asked == 0


def test_an_app_that_nobody_signed_gets_banners_for_what_waited_too(
    system: Any, banners: BannerStage
) -> None:
    system.Person.says_yes, system.Person.refusal = False, system.NOT_ALLOWED
    notifier = MacNotifier(banners.ears.callbacks, CentreNotifier(banners.ears.callbacks), banners.notifier)
    notifier.show(PROMPT)
    wait_for(banners.seen, 10, "the first")
    notifier.show(Notice("Second", ""))
    wait_for(lambda: len(banners.seen()) == 2, 10, "the second")
    assert notifier.why_not() is None
    assert not banners.ears.failures


def test_who_said_no_to_notifications_gets_none_by_another_way(system: Any, banners: BannerStage) -> None:
    system.Person.says_yes, system.Person.refusal, system.Person.status = False, system.NOT_ALLOWED, 1
    notifier = MacNotifier(banners.ears.callbacks, CentreNotifier(banners.ears.callbacks), banners.notifier)
    notifier.show(PROMPT)
    wait_for(lambda: banners.ears.failures, 5, "the refusal")
    assert "System Settings" in banners.ears.failures[0][1]
    with pytest.raises(Unavailable, match="switched off"):
        notifier.show(PROMPT)
    assert banners.seen() == []


def test_without_pyobjc_there_are_banners() -> None:
    centre = CentreNotifier(Ears().callbacks)
    assert "PyObjC" in (centre.why_not() or "")
    assert not centre.is_refused


def test_on_macos_its_own_way_is_the_first_choice() -> None:
    notifier, reasons = choose(None, None, None, Ears().callbacks, "darwin")
    assert notifier.name == "none", "there is no osascript here"
    assert reasons[0][0] == "macos"
    assert os.path.sep in dict(reasons)["macos"]
