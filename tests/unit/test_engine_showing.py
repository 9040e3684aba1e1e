"""On the screen and off it: who may be merged, what is withdrawn, and the exact moment of each."""

from __future__ import annotations

import pytest
from played import BREAK, POSTURE, Line, brief, of, plan_of, play, reminder, text_of

from posture_pal import timeline
from posture_pal.desktop.notify.base import Notice
from posture_pal.model import Plan, Prompts
from posture_pal.simulation import Simulation


class Screen(Simulation):
    """A simulation that remembers what its notifier was told to do."""

    def __init__(self, plan: Plan, *steps: Line, lasts: str = "2 h") -> None:
        super().__init__(plan, timeline.parse(text_of(steps, lasts=lasts).encode(), "a day"))
        self.told: list[tuple[float, str]] = []
        list(self.run())

    def show(self, notice: Notice) -> None:
        self.told.append((self.clock.t, "show"))
        super().show(notice)

    def withdraw(self, occurrence: str) -> None:
        self.told.append((self.clock.t, "withdraw"))


# --- off the screen ------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["done", "partial", "skip", "dismiss"])
def test_an_answered_prompt_is_taken_off_the_screen_once(answer: str) -> None:
    screen = Screen(plan_of(POSTURE), {"t": 1900, "respond": answer}, lasts="1 h")
    assert screen.told == [(1830, "show"), (1900, "withdraw")]


def test_a_snoozed_prompt_is_taken_off_and_put_back() -> None:
    screen = Screen(plan_of(POSTURE), {"t": 1900, "respond": "snooze"}, lasts="40 min")
    assert screen.told == [(1830, "show"), (1900, "withdraw"), (2200, "show")]


def test_an_expired_prompt_is_taken_off_the_screen() -> None:
    assert Screen(plan_of(POSTURE), lasts="1 h").told == [(1830, "show"), (2430, "withdraw")]


def test_a_break_that_outlasts_its_prompt_is_taken_off_when_the_prompt_expires_and_only_then() -> None:
    long = reminder("break", "break", every=3300, lasts=1200)
    screen = Screen(plan_of(long), {"t": 3340, "presence": "locked"}, {"t": 5000, "presence": "unlocked"})
    assert screen.told == [(3330, "show"), (3930, "withdraw")]


def test_a_prompt_that_could_not_be_shown_is_withdrawn_all_the_same() -> None:
    """It may be half there."""
    screen = Screen(plan_of(POSTURE), {"t": 0, "notifier": "fails"}, lasts="1 h")
    assert screen.told == [(1830, "show"), (2430, "withdraw")]


# --- the exact moment ----------------------------------------------------------------------------------


@pytest.mark.parametrize("settle", [0, 1, 7, 44, 100])
def test_without_a_lull_it_shows_when_the_settle_time_is_over_to_the_second(settle: int) -> None:
    shown = play(plan_of(POSTURE, prompts=Prompts(settle=settle)), lasts="40 min")
    assert brief(shown, "prompted") == [(1800 + settle, "prompted", "posture")]


@pytest.mark.parametrize(
    ("idle_from", "at"), [(1700, 1800), (1797, 1800), (1798, 1801), (1826, 1829), (1829, 1830)]
)
def test_a_lull_of_three_seconds_shows_it_sooner(idle_from: int, at: int) -> None:
    steps = [{"t": idle_from, "presence": "idle"}, {"t": idle_from + 110, "presence": "active"}]
    assert brief(play(plan_of(POSTURE), *steps, lasts="40 min"), "prompted") == [(at, "prompted", "posture")]


@pytest.mark.parametrize("expires", [45, 61, 600])
def test_it_expires_to_the_second(expires: int) -> None:
    shown = play(plan_of(POSTURE, prompts=Prompts(expires_after=expires)), lasts="50 min")
    assert brief(shown, "missed") == [(1830 + expires, "missed", "posture")]


# --- who is merged -------------------------------------------------------------------------------------


def test_what_was_shown_before_is_never_merged_away() -> None:
    """The snoozed posture check and the break both wait for the end of the call."""
    shown = play(
        plan_of(POSTURE, BREAK),
        {"t": 1840, "respond": "snooze", "minutes": 20},
        {"t": 3000, "hold": "call"},
        {"t": 3400, "release": "call"},
        {"t": 3440, "respond": "done"},
        {"t": 3480, "respond": "done"},
        lasts="1 h",
    )
    assert brief(shown, "prompted", "done") == [
        (1830, "prompted", "posture"),
        (3430, "prompted", "break"),
        (3440, "done", "break"),
        (3470, "prompted", "posture"),
        (3480, "done", "posture"),
    ]
    assert not any("merged" in line for line in shown)


def test_what_somebody_asked_for_is_never_merged_away() -> None:
    """Both were asked for on a locked screen; each is shown."""
    shown = play(
        plan_of(POSTURE, BREAK),
        {"t": 100, "presence": "locked"},
        {"t": 110, "request": "start", "reminder": "posture"},
        {"t": 120, "request": "start", "reminder": "break"},
        {"t": 200, "presence": "unlocked"},
        {"t": 210, "respond": "done"},
        lasts="5 min",
    )
    assert {(line["t"], line["reminder"]) for line in of(shown, "prompted")} >= {(200, "break")}
    assert {line["reminder"] for line in of(shown, "prompted")} == {"posture", "break"}
    assert not any("merged" in line for line in shown)


def test_a_request_takes_in_what_is_as_heavy_and_due_soon() -> None:
    twin = reminder("twin", "posture", every=1900)
    shown = play(
        plan_of(POSTURE, twin), {"t": 1700, "request": "start", "reminder": "posture"}, lasts="35 min"
    )
    (prompt,) = of(shown, "prompted")
    assert (prompt["t"], prompt.get("merged")) == (1700, ["twin"])


def test_a_request_takes_in_nothing_that_is_due_later_than_that() -> None:
    shown = play(
        plan_of(POSTURE, BREAK), {"t": 1499, "request": "start", "reminder": "break"}, lasts="26 min"
    )
    (prompt,) = of(shown, "prompted")
    assert "merged" not in prompt


# --- what is no break taken unasked --------------------------------------------------------------------


def test_an_absence_is_no_natural_break_for_one_that_goes_by_the_clock() -> None:
    """It counts no desk time, so nothing of it was counting."""
    lunch = reminder("lunch", "break", at=("12:30",), lasts=600)
    shown = play(
        plan_of(lunch), {"t": 1000, "presence": "locked"}, {"t": 5000, "presence": "unlocked"}, lasts="2 h"
    )
    assert of(shown, "natural") == []


def test_an_absence_is_a_natural_break_for_one_by_the_clock_that_waits() -> None:
    tea = reminder("tea", "break", at=("09:30",), lasts=300)
    shown = play(
        plan_of(tea), {"t": 1700, "presence": "locked"}, {"t": 2000, "presence": "unlocked"}, lasts="2 h"
    )
    assert brief(shown, "natural", "prompted") == [(2000, "natural", "tea")]


def test_an_undelivered_prompt_says_nothing_of_another_one() -> None:
    shown = play(
        plan_of(POSTURE, BREAK),
        {"t": 1820, "notifier": "fails"},
        {"t": 1835, "notifier": "works"},
        {"t": 1840, "request": "start", "reminder": "break"},
        lasts="45 min",
    )
    assert brief(shown, "undelivered", "missed") == [
        (1830, "undelivered", "posture"),
        (2440, "missed", "break"),
    ]
