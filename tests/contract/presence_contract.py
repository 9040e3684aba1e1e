"""What every presence source must do, whatever tells it of input; each backend's tests subclass this."""

from __future__ import annotations

from typing import Protocol

import pytest
from desktop.waiting import wait_for

from contract.doubles.ears import Ears
from posture_pal.desktop.source import PresenceSource
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen


class Desk(Protocol):
    """A source, and somebody who can leave the desk and come back."""

    source: PresenceSource

    def leave_for(self, seconds: float) -> None:
        """Lets so much time pass without input, where the time is played; else it passes by itself."""

    def touch(self) -> None:
        """There is input."""

    def vanish(self) -> None:
        """What tells of input ends as a crash would."""


class PresenceContract:
    """Subclasses bring a fixture `desk`, and say whether its source pushes."""

    pushes = True

    @pytest.fixture
    def ears(self, desk: Desk) -> Ears:
        ears = Ears()
        desk.source.start(ears.tell)
        return ears

    def told_away(self, desk: Desk, ears: Ears, number: int = 1) -> Seen:
        """The so-manieth departure."""

        def departures() -> list[Seen]:
            limit = desk.source.away_after
            found = [e for e in ears.heard if isinstance(e, Seen) and e.silence >= limit and not e.continuous]
            return found if len(found) >= number else []

        return wait_for(departures, 10, f"departure {number}", explain=lambda: str(ears.heard))[-1]

    def test_it_says_that_it_can_serve(self, desk: Desk) -> None:
        assert desk.source.why_not() is None
        assert desk.source.pushes is self.pushes
        assert desk.source.name

    def test_it_tells_at_the_start_that_somebody_is_there(self, desk: Desk) -> None:
        desk.touch()
        ears = Ears()
        desk.source.start(ears.tell)

        first = ears.wait_for(Seen)
        assert first.silence < desk.source.away_after
        assert first.continuous is self.pushes

    def test_it_tells_the_silence_when_it_is_asked(self, desk: Desk, ears: Ears) -> None:
        desk.leave_for(2 * desk.source.away_after)

        silence = wait_for(lambda: (s := desk.source.silence()) and s >= desk.source.away_after and s, 10)
        assert silence < 100 * desk.source.away_after

    def test_it_tells_that_there_is_input_when_it_is_asked(self, desk: Desk, ears: Ears) -> None:
        desk.leave_for(2 * desk.source.away_after)
        wait_for(lambda: (desk.source.silence() or 0) >= desk.source.away_after, 10, "the silence")
        desk.touch()

        def near() -> bool:
            silence = desk.source.silence()
            return silence is not None and silence < desk.source.away_after

        wait_for(near, 5, "the end of the silence")

    def test_it_makes_presence_unknown_and_says_why_when_its_peer_is_gone(
        self, desk: Desk, ears: Ears
    ) -> None:
        ears.wait_for(Seen)
        desk.vanish()

        ears.wait_until_last(PresenceUnknown)
        assert desk.source.why_not()
        assert desk.source.silence() is None
        desk.source.away_after = 77.0
        desk.source.ask()
        assert isinstance(ears.heard[-1], PresenceUnknown)

    def test_it_has_a_reason_when_there_is_no_peer(self, desk: Desk) -> None:
        desk.vanish()

        assert desk.source.why_not()
        with pytest.raises(Unavailable):
            desk.source.start(Ears().tell)

    def test_it_tells_nothing_once_it_is_closed(self, desk: Desk, ears: Ears) -> None:
        ears.wait_for(Seen)
        desk.source.close()
        ears.forget()
        desk.leave_for(2 * desk.source.away_after)
        desk.touch()
        desk.vanish()

        assert not ears.heard
        desk.source.close()
        assert desk.source.silence() is None


class PushingPresenceContract(PresenceContract):
    """For those that tell departures and returns by themselves."""

    def test_it_tells_a_departure(self, desk: Desk, ears: Ears) -> None:
        ears.wait_for(Seen)
        desk.leave_for(desk.source.away_after)

        departure = self.told_away(desk, ears)
        assert departure.silence < 1.5 * desk.source.away_after

    def test_it_tells_a_return(self, desk: Desk, ears: Ears) -> None:
        desk.leave_for(desk.source.away_after)
        self.told_away(desk, ears)
        desk.touch()

        wait_for(
            lambda: ears.heard[-1] == Seen(0.0, continuous=True),
            5,
            "a return",
            explain=lambda: str(ears.heard),
        )

    def test_it_tells_departures_and_returns_again_and_again(self, desk: Desk, ears: Ears) -> None:
        for number in (1, 2, 3):
            desk.leave_for(desk.source.away_after)
            self.told_away(desk, ears, number)
            desk.touch()
            wait_for(lambda: ears.heard[-1] == Seen(0.0, continuous=True), 5, "a return")

    def test_it_tells_nothing_while_there_is_input_now_and_then(self, desk: Desk, ears: Ears) -> None:
        ears.wait_for(Seen)
        ears.forget()
        for _ in range(3):
            desk.leave_for(desk.source.away_after / 2)
            desk.touch()

        assert not ears.heard

    def test_it_keeps_to_a_changed_away_after(self, desk: Desk, ears: Ears) -> None:
        ears.wait_for(Seen)
        desk.touch()
        desk.source.away_after /= 2
        limit = desk.source.away_after
        desk.leave_for(limit)

        departure = self.told_away(desk, ears)
        assert departure.silence < 1.5 * limit
