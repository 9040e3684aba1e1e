"""The native notifier with services that behave badly: errors, silence, nonsense, death."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.notify_contract import BUTTONS, MESSAGE, PROMPT
from contract.notify_desk import NEEDS_A_BUS, Desk, native_desk
from contract.notify_service import DISMISSED, Manners
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.freedesktop import REPLY_SECONDS
from posture_pal.errors import Unavailable
from posture_pal.model import Answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with native_desk(tmp_path) as desk:
        yield desk


@NEEDS_A_BUS
class TestServicesThatBehaveBadly:
    @pytest.mark.parametrize("member", ["GetCapabilities", "Notify"])
    def test_an_error_is_reported_once_with_its_words(self, desk: Desk, member: str) -> None:
        desk.service.manners.errors = {member}
        desk.notifier.show(PROMPT)

        wait_for(lambda: desk.ears.failures, 5, "the failure")
        desk.ears.let_time_pass()
        ((occurrence, why),) = desk.ears.failures
        assert occurrence == "posture-1"
        assert "no room" in why

    def test_after_an_error_the_next_showing_is_tried_anew(self, desk: Desk) -> None:
        desk.service.manners.errors = {"GetCapabilities", "Notify"}
        desk.notifier.show(PROMPT)
        wait_for(lambda: desk.ears.failures, 5, "the failure")

        desk.service.manners.errors = set()
        assert desk.show().actions

    @pytest.mark.parametrize("member", ["GetCapabilities", "Notify"])
    def test_silence_is_reported_once_when_its_time_is_up(self, desk: Desk, member: str) -> None:
        desk.service.manners.silent = {member}
        desk.notifier.show(PROMPT)
        wait_for(lambda: member in desk.service.asked, 5, f"the call of {member}")
        desk.ears.let_time_pass(REPLY_SECONDS - 0.1)
        assert desk.ears.nothing()

        desk.ears.let_time_pass(REPLY_SECONDS)
        desk.ears.let_time_pass()
        assert desk.ears.failures == [
            ("posture-1", "The notification service failed: it did not answer within 5 s.")
        ]

    def test_a_prompt_that_comes_up_late_can_still_be_answered(self, desk: Desk) -> None:
        desk.service.manners.silent = {"Notify"}
        desk.notifier.show(PROMPT)
        wait_for(lambda: "Notify" in desk.service.asked, 5, "the call of Notify")
        desk.ears.let_time_pass()
        desk.service.speak()
        wait_for(lambda: desk.service.open, 5, "the late prompt")
        desk.service.press(desk.service.told[-1].number, "done")

        wait_for(lambda: desk.ears.answers == [("posture-1", Answer.DONE)], 5, "the answer")
        assert len(desk.ears.failures) == 1

    @pytest.mark.parametrize("member", ["GetCapabilities", "Notify"])
    def test_a_prompt_withdrawn_during_the_silence_does_not_stay_on_screen(
        self, desk: Desk, member: str
    ) -> None:
        desk.service.manners.silent = {member}
        desk.notifier.show(PROMPT)
        wait_for(lambda: member in desk.service.asked, 5, f"the call of {member}")
        desk.notifier.withdraw("posture-1")
        desk.service.speak()
        desk.show(MESSAGE)

        wait_for(lambda: [s.summary for s in desk.service.open.values()] == [MESSAGE.title], 5, "its end")
        assert member == "Notify" or len(desk.service.told) == 1, "it flashed up"
        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    @pytest.mark.parametrize("member", ["GetCapabilities", "Notify"])
    @pytest.mark.parametrize("always_new", [False, True])
    def test_only_the_latest_of_several_showings_stays_on_screen(
        self, desk: Desk, member: str, always_new: bool
    ) -> None:
        desk.service.manners.always_new = always_new
        desk.show()
        desk.service.manners.silent = {member}
        if member == "GetCapabilities":
            desk.service.die()
            desk.new_service(Manners(silent={member}, always_new=always_new))
        for title in ("second", "third"):
            desk.notifier.show(Notice(title, "", "posture-1", BUTTONS))
        wait_for(lambda: member in desk.service.asked, 5, f"the call of {member}")
        desk.service.speak()

        wait_for(lambda: [s.summary for s in desk.service.open.values()] == ["third"], 5, "the third alone")
        desk.settle()
        desk.settle()  # and the service with what the notifier made of that
        assert [shown.summary for shown in desk.service.open.values()] == ["third"]
        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    @pytest.mark.parametrize(
        "answer",
        [("", ()), ("u", (0,)), ("s", ("one",)), ("as", (["1"],)), ("i", (-3,)), ("t", (2**40,))],
    )
    def test_a_number_that_makes_no_sense_is_a_failure(
        self, desk: Desk, answer: tuple[str, tuple[object, ...]]
    ) -> None:
        desk.service.manners.nonsense = {"Notify": answer}
        desk.notifier.show(PROMPT)

        wait_for(lambda: desk.ears.failures, 5, "the failure")
        desk.service.close(0, DISMISSED)
        desk.service.invoke(0, "done")
        desk.settle()
        assert not desk.ears.answers

    def test_a_service_that_gives_everything_one_number_answers_for_the_newest(self, desk: Desk) -> None:
        desk.service.manners.nonsense = {"Notify": ("u", (7,))}
        desk.notifier.show(PROMPT)
        desk.notifier.show(Notice("Stretch", "", "stretch-1", BUTTONS))
        wait_for(lambda: desk.service.asked.count("Notify") == 2, 5, "both calls of Notify")
        desk.service.invoke(7, "done")

        wait_for(lambda: desk.ears.answers, 5, "the answer")
        assert desk.ears.answers == [("stretch-1", Answer.DONE)]

    def test_prompts_of_a_service_that_died_are_shown_anew_and_old_numbers_mean_nothing(
        self, desk: Desk
    ) -> None:
        old = desk.show().number
        desk.service.die()
        desk.new_service()
        shown = desk.show(Notice("Stretch", "", "stretch-1", BUTTONS))
        assert shown.number == old  # numbering began anew, and now means another prompt
        desk.service.press(old, "skip")
        wait_for(lambda: desk.ears.answers, 5, "the answer")
        assert desk.ears.answers == [("stretch-1", Answer.SKIP)]

        assert desk.show(PROMPT).replaces == 0

    def test_what_a_new_service_says_of_an_old_number_means_nothing(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.die()
        desk.new_service().invoke(number, "done")
        desk.service.close(number, DISMISSED)
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    def test_a_number_from_a_service_that_has_left_meanwhile_is_a_failure(self, desk: Desk) -> None:
        desk.show(MESSAGE)
        old = desk.service
        old.manners.silent = {"Notify"}
        desk.notifier.show(PROMPT)
        wait_for(lambda: old.asked.count("Notify") == 2, 5, "the call of Notify")
        old.leave()
        desk.new_service()
        old.speak()
        desk.settle()
        desk.service.invoke(old.told[-1].number, "done")
        desk.settle()
        desk.ears.let_time_pass()
        old.die()

        assert not desk.ears.answers
        assert [occurrence for occurrence, _ in desk.ears.failures] == ["posture-1"]

    def test_a_second_showing_that_fails_leaves_the_first_to_be_withdrawn(self, desk: Desk) -> None:
        desk.show()
        desk.service.manners.errors = {"Notify"}
        desk.notifier.show(PROMPT)
        wait_for(lambda: desk.ears.failures, 5, "the failure")
        assert desk.service.open

        desk.notifier.withdraw("posture-1")
        wait_for(lambda: not desk.service.open, 5, "the end of the first")

    def test_a_silent_service_is_asked_what_it_can_do_once(self, desk: Desk) -> None:
        desk.service.manners.silent = {"GetCapabilities"}
        desk.notifier.show(PROMPT)
        desk.notifier.show(Notice("Stretch", "", "stretch-1", BUTTONS))
        wait_for(lambda: desk.service.asked, 5, "the question")
        desk.service.speak()

        wait_for(lambda: len(desk.service.open) == 2, 5, "both prompts")
        assert desk.service.asked.count("GetCapabilities") == 1

    def test_dying_with_the_question_unanswered_is_a_failure(self, desk: Desk) -> None:
        desk.show()
        desk.service.manners.silent = {"Notify"}
        desk.notifier.show(PROMPT)
        wait_for(lambda: desk.service.asked.count("Notify") == 2, 5, "the call of Notify")
        desk.service.die()

        wait_for(lambda: desk.ears.failures, 5, "the failure")
        assert not desk.ears.answers

    def test_a_service_that_is_gone_is_reported_and_says_why_not(self, desk: Desk) -> None:
        desk.service.die()
        wait_for(desk.notifier.why_not, 5, "the end of the service")
        desk.notifier.show(PROMPT)

        wait_for(lambda: desk.ears.failures, 5, "the failure")
        assert "dunst" in (desk.notifier.why_not() or "")

    def test_a_bus_that_is_gone_is_known_at_once(self, desk: Desk) -> None:
        desk.show()
        desk.bus.close()

        with pytest.raises(Unavailable):
            desk.notifier.show(PROMPT)
        assert desk.notifier.why_not()
        desk.notifier.withdraw("posture-1")
        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    @pytest.mark.parametrize(
        ("signature", "body"),
        [
            ("", ()),
            ("s", ("done",)),
            ("u", (1,)),
            ("su", ("done", 1)),
            ("uas", (1, ["done"])),
            ("us", (1, "")),
        ],
    )
    @pytest.mark.parametrize("member", ["ActionInvoked", "NotificationClosed"])
    def test_signals_that_make_no_sense_are_nothing(
        self, desk: Desk, member: str, signature: str, body: tuple[object, ...]
    ) -> None:
        assert desk.show().number == 1
        desk.service.babble(member, signature, body)
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    @pytest.mark.parametrize(
        "answer",
        [("", ()), ("u", (5,)), ("s", ("actions",)), ("au", ([1],)), ("as", (["", "act\u00efons"],))],
    )
    def test_nonsense_for_capabilities_is_the_ability_to_do_nothing(
        self, desk: Desk, answer: tuple[str, tuple[object, ...]]
    ) -> None:
        desk.service.manners.nonsense = {"GetCapabilities": answer}

        assert desk.show().actions == {}
