"""What every hold must do, whatever tells of it; each way to know it is a subclass."""

from __future__ import annotations

from typing import Protocol

import pytest
from desktop.waiting import wait_for

from contract.doubles.ears import Ears
from posture_pal.desktop.source import StateSource
from posture_pal.events import HoldBegan, HoldEnded
from posture_pal.model import Hold


class Cause(Protocol):
    """A hold's source, and what makes it begin and end."""

    source: StateSource

    def begin(self) -> None:
        """The reason to stay quiet begins, for example a call."""

    def end(self) -> None:
        """It ends."""

    def vanish(self) -> None:
        """What tells of it ends as a crash would."""


def knows(source: StateSource, state: bool | None, deadline: float = 10.0) -> None:
    """Waits until a source has this view."""
    wait_for(lambda: source.state() is state, deadline, f"{state}", explain=lambda: str(source.reasons()))


class HoldContract:
    """Subclasses bring a fixture `cause`, whose reason does not stand at first, and name the hold."""

    hold: Hold

    @pytest.fixture
    def ears(self, cause: Cause) -> Ears:
        ears = Ears()
        cause.source.start(ears.tell)
        knows(cause.source, False)
        return ears

    def test_no_reason_at_the_start_is_no_news(self, cause: Cause, ears: Ears) -> None:
        assert ears.heard == []
        assert cause.source.why_not() is None
        assert cause.source.name == self.hold

    def test_a_reason_that_begins_is_told_in_words_and_so_is_its_end(self, cause: Cause, ears: Ears) -> None:
        for number in (1, 2):
            cause.begin()
            began = ears.wait_for(HoldBegan, number)
            assert began.hold is self.hold
            assert began.reason
            assert cause.source.state() is True
            cause.end()
            assert ears.wait_for(HoldEnded, number).hold is self.hold
            assert cause.source.state() is False

    def test_a_reason_that_stands_already_is_told_at_once(self, cause: Cause) -> None:
        cause.begin()
        ears = Ears()
        cause.source.start(ears.tell)

        ears.wait_for(HoldBegan)

    def test_nothing_is_held_any_more_when_its_teller_is_gone(self, cause: Cause, ears: Ears) -> None:
        cause.begin()
        ears.wait_for(HoldBegan)
        cause.vanish()

        ears.wait_for(HoldEnded)
        knows(cause.source, None)
        assert cause.source.why_not()

    def test_an_unknown_teller_holds_nothing_and_says_why(self, cause: Cause) -> None:
        cause.vanish()
        ears = Ears()
        cause.source.start(ears.tell)

        wait_for(lambda: "not asked yet" not in (cause.source.why_not() or "not asked yet"), 5, "the reason")
        assert cause.source.state() is None
        assert ears.heard == []

    def test_nothing_is_told_once_it_is_closed(self, cause: Cause, ears: Ears) -> None:
        cause.source.close()
        cause.begin()
        cause.end()
        cause.vanish()

        assert ears.heard == []
        cause.source.close()
