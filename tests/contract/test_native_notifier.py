"""The native notifier: what it tells a notification service, and what a person's clicks there mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.notify_contract import BUTTONS, MESSAGE
from contract.notify_desk import ICON, NEEDS_A_BUS, Desk, native_desk
from contract.notify_service import CLOSED_BY_CALL, DISMISSED, EXPIRED, UNDEFINED, Manners
from posture_pal.desktop.notify.base import Notice
from posture_pal.model import Answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with native_desk(tmp_path) as desk:
        yield desk


# --- the native one: what it sends ---------------------------------------------------------------------


@NEEDS_A_BUS
class TestWhatTheServiceIsTold:
    def test_a_prompt_stays_until_it_is_taken_away_and_says_whose_it_is(self, desk: Desk) -> None:
        shown = desk.show()

        assert (shown.app, shown.icon, shown.expires, shown.replaces) == ("Posture Pal", str(ICON), 0, 0)
        assert shown.actions == {"done": "Done", "snooze": "Snooze 5 min", "skip": "Skip"}
        assert shown.hints["urgency"] == 1
        assert shown.hint_types["urgency"] == "y"
        assert shown.hints["desktop-entry"] == "posture-pal"
        assert shown.hints["category"].startswith("x-posture-pal.")

    def test_it_is_silent_unless_sound_was_asked_for(self, desk: Desk) -> None:
        quiet = desk.show()
        loud = desk.show(Notice("a", "b", "other", BUTTONS, sound=True))

        assert quiet.hints["suppress-sound"] is True
        assert "sound-name" not in quiet.hints
        assert loud.hints["sound-name"]
        assert "suppress-sound" not in loud.hints

    def test_a_plain_message_goes_when_the_service_thinks_so_and_has_no_buttons(self, desk: Desk) -> None:
        shown = desk.show(MESSAGE)

        assert (shown.expires, shown.actions) == (-1, {})

    def test_markup_is_escaped_for_a_service_that_reads_it(self, desk: Desk) -> None:
        shown = desk.show(Notice("a < b & c", "<b>x</b> & y", "p", BUTTONS))

        assert (shown.summary, shown.body) == ("a < b & c", "&lt;b&gt;x&lt;/b&gt; &amp; y")

    def test_plain_text_is_left_alone_for_a_service_that_does_not(self, desk: Desk) -> None:
        desk.service.manners.capabilities = ("actions", "body")

        assert desk.show(Notice("t", "<b>x</b> & y", "p", BUTTONS)).body == "<b>x</b> & y"

    def test_a_service_that_shows_titles_alone_is_told_everything_in_the_title(self, desk: Desk) -> None:
        desk.service.manners.capabilities = ()

        shown = desk.show(Notice("Stretch", "Slowly.", "p", BUTTONS))
        assert shown.summary.startswith("Stretch - Slowly. - Answer from the tray menu")
        assert (shown.body, shown.actions) == ("", {})

    def test_what_it_can_do_is_asked_once_and_anew_when_another_service_takes_over(self, desk: Desk) -> None:
        desk.show()
        desk.show()
        assert desk.service.asked.count("GetCapabilities") == 1
        desk.service.die()
        desk.new_service(Manners(capabilities=("body",)))

        shown = desk.show()
        assert shown.actions == {}
        assert "posture-pal done" in shown.body

    def test_a_second_showing_replaces_the_first(self, desk: Desk) -> None:
        first = desk.show()

        assert desk.show().replaces == first.number

    def test_what_was_closed_meanwhile_is_not_replaced(self, desk: Desk) -> None:
        desk.show()
        second = desk.show()
        desk.service.close(second.number, EXPIRED)
        desk.settle()

        assert desk.show().replaces == 0

    def test_a_click_on_the_notice_is_offered_only_where_there_is_something_to_open(self, desk: Desk) -> None:
        assert "default" not in desk.show().actions

        shown = desk.show(Notice("Stretch", "", "s", BUTTONS, opens="Show me"))
        assert next(iter(shown.actions.items())) == ("default", "Show me")


# --- the native one: what comes back -------------------------------------------------------------------


@NEEDS_A_BUS
class TestWhatAPersonDoes:
    @pytest.mark.parametrize("answer", [Answer.DONE, Answer.SNOOZE, Answer.SKIP])
    def test_a_button_is_the_answer_and_the_closing_after_it_is_nothing(
        self, desk: Desk, answer: Answer
    ) -> None:
        desk.service.press(desk.show().number, answer)

        wait_for(lambda: desk.ears.answers, 5, "the answer")
        desk.settle()
        desk.ears.let_time_pass()
        assert desk.ears.answers == [("posture-1", answer)]

    def test_a_button_after_the_closing_still_is_the_answer(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.close(number, DISMISSED)
        desk.service.invoke(number, "done")

        wait_for(lambda: desk.ears.answers, 5, "the answer")
        desk.ears.let_time_pass()
        assert desk.ears.answers == [("posture-1", Answer.DONE)]

    def test_a_notification_that_stays_after_its_button_is_taken_away(self, desk: Desk) -> None:
        desk.service.invoke(desk.show().number, "done")

        wait_for(lambda: not desk.service.open, 5, "the end of the notification")
        assert desk.ears.answers == [("posture-1", Answer.DONE)]

    def test_closing_it_is_a_dismissal_once_no_button_has_followed(self, desk: Desk) -> None:
        desk.service.close(desk.show().number, DISMISSED)
        wait_for(lambda: len(desk.ears.waits) == 2, 5, "the closing")
        assert desk.ears.nothing()

        desk.ears.let_time_pass(2)
        assert desk.ears.answers == [("posture-1", Answer.DISMISS)]

    @pytest.mark.parametrize("reason", [EXPIRED, CLOSED_BY_CALL, UNDEFINED, 77])
    def test_any_other_closing_leaves_the_question_open(self, desk: Desk, reason: int) -> None:
        number = desk.show().number
        desk.service.close(number, reason)
        desk.service.invoke(number, "done")  # from the service's own list of what was missed

        wait_for(lambda: desk.ears.answers, 5, "the late answer")
        desk.ears.let_time_pass()
        assert desk.ears.answers == [("posture-1", Answer.DONE)]

    @pytest.mark.parametrize("reason", [EXPIRED, CLOSED_BY_CALL, UNDEFINED, 77])
    def test_any_other_closing_is_no_dismissal(self, desk: Desk, reason: int) -> None:
        desk.service.close(desk.show().number, reason)
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    def test_clearing_the_list_of_what_had_expired_is_no_dismissal(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.close(number, EXPIRED)
        desk.service.close(number, DISMISSED)
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    def test_a_closing_in_the_moment_of_a_second_showing_is_no_dismissal(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.close(number, DISMISSED)
        desk.show()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    def test_a_click_on_the_notice_opens_and_answers_nothing(self, desk: Desk) -> None:
        shown = desk.show(Notice("Stretch", "", "s", BUTTONS, opens="Show me"))
        desk.service.press(shown.number, "default")

        wait_for(lambda: desk.ears.openings == ["s"], 5, "the opening")
        desk.settle()
        desk.ears.let_time_pass()
        assert not desk.ears.answers

    def test_a_click_that_opens_right_after_the_closing_is_no_dismissal(self, desk: Desk) -> None:
        shown = desk.show(Notice("Stretch", "", "s", BUTTONS, opens="Show me"))
        desk.service.close(shown.number, DISMISSED)
        desk.service.invoke(shown.number, "default")

        wait_for(lambda: desk.ears.openings == ["s"], 5, "the opening")
        desk.ears.let_time_pass()
        assert not desk.ears.answers

    def test_an_opened_notice_can_still_be_answered(self, desk: Desk) -> None:
        shown = desk.show(Notice("Stretch", "", "s", BUTTONS, opens="Show me"))
        desk.service.invoke(shown.number, "default")
        desk.service.invoke(shown.number, "done")

        wait_for(lambda: desk.ears.answers == [("s", Answer.DONE)], 5, "the answer")

    @pytest.mark.parametrize("key", ["default", "partial", "dismiss", "", "Done", "no such key"])
    def test_a_key_that_was_not_offered_is_no_answer(self, desk: Desk, key: str) -> None:
        desk.service.invoke(desk.show().number, key)
        desk.service.invoke(desk.show().number, "skip")

        wait_for(lambda: desk.ears.answers, 5, "the answer")
        assert desk.ears.answers == [("posture-1", Answer.SKIP)]
        assert not desk.ears.openings

    def test_what_is_said_of_other_programs_notifications_is_not_heard(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.invoke(number + 1, "done")
        desk.service.close(number + 1, DISMISSED)
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.nothing()

    def test_a_second_press_on_an_answered_prompt_is_nothing(self, desk: Desk) -> None:
        number = desk.show().number
        desk.service.press(number, "done")
        desk.service.press(number, "skip")
        desk.settle()

        desk.ears.let_time_pass()
        assert desk.ears.answers == [("posture-1", Answer.DONE)]

    def test_two_prompts_are_told_apart(self, desk: Desk) -> None:
        first = desk.show()
        second = desk.show(Notice("Stretch", "", "stretch-1", BUTTONS))
        desk.service.press(first.number, "skip")
        desk.service.press(second.number, "done")

        wait_for(lambda: len(desk.ears.answers) == 2, 5, "both answers")
        assert desk.ears.answers == [("posture-1", Answer.SKIP), ("stretch-1", Answer.DONE)]

    def test_a_dismissal_is_not_lost_when_the_program_ends_right_after_it(self, desk: Desk) -> None:
        desk.service.close(desk.show().number, DISMISSED)
        wait_for(lambda: len(desk.ears.waits) == 2, 5, "the closing")

        desk.notifier.close()
        assert desk.ears.answers == [("posture-1", Answer.DISMISS)]
