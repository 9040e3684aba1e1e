"""What every notifier must do, whatever it shows prompts with; each backend's tests subclass this."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import pytest
from desktop.waiting import wait_for

from posture_pal.desktop.notify.base import Callbacks, Notice, Notifier
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

BUTTONS = ((Answer.DONE, "Done"), (Answer.SNOOZE, "Snooze 5 min"), (Answer.SKIP, "Skip"))
PROMPT = Notice(
    title="Time to change position",
    body="Sit back, let the shoulders drop, and look into the distance for 30 s.",
    occurrence="posture-1",
    buttons=BUTTONS,
)
MESSAGE = Notice(title="Paused until 14:00", body="Reminders start again by themselves.")
HOSTILE = {
    "markup": "a < b && <b>c</b> <a href='http://x'>d</a> &amp;",
    "escapes": "\x1b]0;owned\x07\x1b[2J\x00\x9b31m",
    "dash": "-5 more minutes",
    "lone surrogate": "half \ud83d of it",
    "other scripts": "‎الوضعية 姿勢 👩‍💻",
    "line breaks": "one\r\ntwo\n\nthree\ttabbed",
    "long": "and breathe, " * 800,
}
"""Texts that a config or a clinic's programme may hold."""


@dataclass
class Ears:
    """Hears what a notifier tells, and lets time pass when the test says so."""

    answers: list[tuple[str, Answer]] = field(default_factory=list)
    openings: list[str] = field(default_factory=list)
    failures: list[tuple[str | None, str]] = field(default_factory=list)
    waits: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    @property
    def callbacks(self) -> Callbacks:
        return Callbacks(
            answered=lambda occurrence, answer: self.answers.append((occurrence, answer)),
            opened=self.openings.append,
            failed=lambda occurrence, why: self.failures.append((occurrence, why)),
            later=lambda seconds, call: self.waits.append((seconds, call)),
        )

    def let_time_pass(self, seconds: float = 3600.0) -> None:
        """What was to happen within so many seconds happens now."""
        due = [wait for wait in self.waits if wait[0] <= seconds]
        self.waits = [wait for wait in self.waits if wait[0] > seconds]
        for _, call in due:
            call()

    def nothing(self) -> bool:
        """Whether nothing has been heard."""
        return not (self.answers or self.openings or self.failures)


class Stage(Protocol):
    """A notifier, and a look at what a person sees of it."""

    notifier: Notifier
    ears: Ears

    def seen(self) -> list[str]:
        """The notices that are visible now, each as one text, the oldest first."""

    def settle(self) -> None:
        """Returns when the notifier knows all that has happened to its notices so far."""


def see(stage: Stage, *texts: str) -> str:
    """Waits until the newest notice has all these texts in it, and returns it."""

    def newest() -> str | None:
        seen = stage.seen()[-1:]
        return seen[0] if seen and all(text in seen[0] for text in texts) else None

    found = wait_for(newest, 5, f"a notice with {texts}", explain=lambda: f"{stage.seen()} {stage.ears}")
    assert found
    stage.settle()
    return found


class NotifierContract:
    """Subclasses bring a fixture `stage`, and say whether they draw buttons."""

    draws_buttons = False

    def test_it_says_that_it_can_serve(self, stage: Stage) -> None:
        assert stage.notifier.why_not() is None
        assert stage.notifier.name

    def test_a_prompt_is_seen_with_its_words(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)

        see(stage, PROMPT.title, PROMPT.body)

    def test_a_prompt_offers_buttons_or_says_how_to_answer_and_never_both(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)

        prompt = see(stage, PROMPT.title)
        assert ("Snooze 5 min" in prompt) is self.draws_buttons
        assert ("posture-pal done" in prompt) is not self.draws_buttons

    def test_a_plain_message_asks_for_no_answer(self, stage: Stage) -> None:
        stage.notifier.show(MESSAGE)

        message = see(stage, MESSAGE.title, MESSAGE.body)
        assert "Done" not in message
        assert "posture-pal done" not in message

    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
    def test_no_text_can_break_it(self, stage: Stage, text: str) -> None:
        stage.notifier.show(Notice(title=text, body=text, occurrence="hostile"))
        stage.notifier.show(PROMPT)

        see(stage, PROMPT.title)
        assert not stage.ears.failures
        assert not set("\x00\x07\x1b\x9b") & set("".join(stage.seen()))

    def test_a_notice_without_a_body_is_shown(self, stage: Stage) -> None:
        stage.notifier.show(Notice(title="Welcome back", body=""))

        assert see(stage, "Welcome back").strip() == "Welcome back"

    def test_showing_returns_at_once(self, stage: Stage) -> None:
        began = time.monotonic()
        stage.notifier.show(PROMPT)

        assert time.monotonic() - began < 0.25

    def test_withdrawing_what_is_not_there_does_nothing(self, stage: Stage) -> None:
        stage.notifier.withdraw("never-shown")

        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)
        assert stage.ears.nothing()

    def test_time_alone_tells_nothing_about_a_shown_prompt(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)

        stage.ears.let_time_pass()
        assert stage.ears.nothing()

    def test_nothing_is_shown_once_it_is_closed(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)
        stage.notifier.close()

        with pytest.raises(Unavailable):
            stage.notifier.show(PROMPT)
        stage.notifier.close()
        stage.notifier.withdraw("posture-1")
        assert stage.ears.nothing()


class WithdrawingNotifierContract(NotifierContract):
    """For all that can take back what they have shown, which is all but paper and terminals."""

    def test_an_occurrence_is_on_screen_once(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)
        stage.notifier.show(Notice(title="Once more", body="", occurrence=PROMPT.occurrence))

        see(stage, "Once more")
        wait_for(lambda: len(stage.seen()) == 1, 5, "the end of the first", explain=lambda: str(stage.seen()))

    def test_a_withdrawn_prompt_is_gone_and_tells_nothing(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)
        stage.notifier.withdraw("posture-1")

        wait_for(lambda: not stage.seen(), 5, "the end of the prompt")
        stage.ears.let_time_pass()
        assert stage.ears.nothing()

    def test_closing_leaves_no_prompt_on_screen(self, stage: Stage) -> None:
        stage.notifier.show(PROMPT)
        see(stage, PROMPT.title)
        stage.notifier.close()

        wait_for(lambda: not stage.seen(), 5, "the end of the prompt")
