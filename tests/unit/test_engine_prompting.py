"""What waits and what is shown: merging, holds, snoozes, requests and the bound on a day's prompts."""

from __future__ import annotations

from played import BREAK, POSTURE, Line, brief, of, plan_of, play, reminder, text_of

from posture_pal import timeline
from posture_pal.model import Prompts
from posture_pal.simulation import Simulation

# --- max_per_day -----------------------------------------------------------------------------------------


def test_a_snoozed_prompt_shows_again_though_it_was_the_last_of_the_day() -> None:
    one = plan_of(POSTURE, prompts=Prompts(max_per_day=1))
    shown = play(one, {"t": 1900, "respond": "snooze"}, lasts="2 h")
    assert brief(shown, "prompted", "snoozed", "held") == [
        (1830, "prompted", "posture"),
        (1900, "snoozed", "posture"),
        (2200, "prompted", "posture"),
        (4600, "held", "posture"),
    ]


def test_after_the_last_prompt_of_the_day_the_next_waits_and_says_why() -> None:
    one = plan_of(POSTURE, prompts=Prompts(max_per_day=1))
    shown = play(one, {"t": 1840, "respond": "done"}, lasts="2 h")
    held = of(shown, "held")
    assert [(line["t"], line["hold"]) for line in held] == [(3640, "max_per_day")]


def test_without_a_bound_no_prompt_of_the_day_is_the_last() -> None:
    plan = plan_of(reminder("often", "posture", every=300), prompts=Prompts(max_per_day=0))
    shown = play(plan, {"t": 0, "always": {"respond": "done"}}, lasts="8 h")
    assert len(of(shown, "prompted")) == 8 * 3600 // 330
    assert of(shown, "held") == []


# --- requests --------------------------------------------------------------------------------------------


def test_a_requested_posture_check_does_not_swallow_the_break_that_waits() -> None:
    shown = play(
        plan_of(BREAK, POSTURE),
        {"t": 10, "hold": "fullscreen"},
        {"t": 3400, "request": "start", "reminder": "posture"},
        {"t": 3410, "respond": "done"},
        {"t": 3500, "release": "fullscreen"},
        lasts="1 h",
    )
    assert brief(shown, "prompted", "done") == [
        (3400, "prompted", "posture"),
        (3410, "done", "posture"),
        (3530, "prompted", "break"),
    ]


def test_a_requested_break_takes_in_the_posture_check_that_waits() -> None:
    shown = play(
        plan_of(BREAK, POSTURE),
        {"t": 10, "hold": "fullscreen"},
        {"t": 2400, "request": "start", "reminder": "break"},
        lasts="1 h",
    )
    (prompt,) = of(shown, "prompted")
    assert (prompt["t"], prompt["reminder"], prompt["merged"]) == (2400, "break", ["posture"])


def test_what_was_asked_for_on_a_locked_screen_still_waits_after_a_restart() -> None:
    shown = play(
        plan_of(POSTURE),
        {"t": 10, "presence": "locked"},
        {"t": 20, "request": "start", "reminder": "posture"},
        {"t": 30, "restart": 10},
        {"t": 100, "presence": "unlocked"},
        lasts="10 min",
    )
    assert brief(shown, "prompted") == [(100, "prompted", "posture")]


def test_asking_for_what_is_open_shows_it_again_but_not_on_a_locked_screen() -> None:
    def shows(*steps: Line) -> list[float]:
        day = timeline.parse(text_of([*steps], lasts="40 min").encode(), "a day")
        simulation = Simulation(plan_of(POSTURE), day)
        simulation.show = lambda _notice: seen.append(simulation.clock.t)  # type: ignore[method-assign]
        seen: list[float] = []
        list(simulation.run())
        return seen

    asked = {"t": 1900, "request": "start", "reminder": "posture"}
    assert shows(asked) == [1830, 1900]
    assert shows({"t": 1850, "presence": "locked"}, asked) == [1830]


def test_a_break_taken_to_be_under_way_can_be_asked_for_again() -> None:
    """Gone at 3340, off the screen at 3930, decided at 4530 at the earliest; but somebody asks at 4000."""
    shown = play(
        plan_of(reminder("break", "break", every=3300, lasts=1200)),
        {"t": 3340, "presence": "idle"},
        {"t": 4000, "request": "start", "reminder": "break"},
        {"t": 4010, "respond": "done"},
        lasts="80 min",
    )
    assert brief(shown, "prompted", "done", "auto_credited", "unobserved") == [
        (3330, "prompted", "break"),
        (4000, "prompted", "break"),
        (4010, "done", "break"),
    ]


# --- at times that pass while another stands for them -------------------------------------------------


def test_an_at_time_that_passes_while_a_heavier_prompt_stands_for_it_is_dealt_with() -> None:
    """The stretch of 10:00 waits with the break of 10:02; those of 10:20 and 10:40 find it still waiting."""
    shown = play(
        plan_of(
            reminder("s", "stretch", at=("10:00", "10:20", "10:40", "11:00")),
            reminder("b", "break", at=("10:02",), lasts=300),
        ),
        {"t": 10, "hold": "fullscreen"},
        {"t": 6600, "release": "fullscreen"},
        {"t": 6640, "respond": "done"},
        lasts="3 h",
    )
    assert brief(shown, "prompted", "held", "withheld", "done", "missed") == [
        (3720, "held", "b"),
        (6630, "prompted", "b"),
        (6640, "done", "b"),
        (7230, "prompted", "s"),
        (7830, "missed", "s"),
    ]


# --- merging across a moment away --------------------------------------------------------------------------


def test_a_moment_away_does_not_part_what_is_due_close_together() -> None:
    """Due at 1800 and 2000; locked from 1810 to 1830, so the break is due at 2020: still one prompt."""
    shown = play(
        plan_of(POSTURE, reminder("break", "break", every=2000, lasts=300)),
        {"t": 1810, "presence": "locked"},
        {"t": 1830, "presence": "unlocked"},
        lasts="40 min",
    )
    (prompt,) = of(shown, "prompted")
    assert (prompt["t"], prompt["reminder"], prompt["merged"]) == (2050, "break", ["posture"])


def test_a_natural_break_ends_what_waited_to_come_with_the_break() -> None:
    """The posture check was due at 1800 and waited for the break of 2000, which was taken unasked at 1810."""
    shown = play(
        plan_of(POSTURE, reminder("break", "break", every=2000, lasts=300)),
        {"t": 1810, "presence": "locked"},
        {"t": 2410, "presence": "unlocked"},
        {"t": 4300, "respond": "done"},
        lasts="2 h",
    )
    assert brief(shown, "natural", "prompted")[:2] == [
        (2410, "natural", "break"),
        (4440, "prompted", "break"),
    ]
