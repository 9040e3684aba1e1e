"""Whether somebody is at the desk, from real input on a real X server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.program import SHORT, reminder, running
from desktop.virtual_desktop import VirtualDesktop

AWAY_AFTER_3_S = SHORT.replace('away_after = "10 min"', 'away_after = "3 s"')
NEVER = AWAY_AFTER_3_S + reminder("look", "8 h")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


def test_silence_is_away_since_the_last_input_and_input_is_back(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        assert pal.status()["presence_source"] == "x11"
        desktop.xdotool("mousemove_relative", 5, 5)
        away = pal.fact("away")
        assert away.details["reason"] == "silence"
        assert 3.0 <= away.details["seconds_ago"] < 3.6
        assert pal.status()["presence"] == "away"
        assert pal.status()["headline"] == "Away from the desk: nothing counts until you are back"

        desktop.screen.keys("a")
        back = pal.fact("back")
        absence = back.at.elapsed - away.at.elapsed + away.details["seconds_ago"]
        assert back.details["away"] == pytest.approx(absence, abs=0.3)
        assert pal.status()["presence"] == "at the desk"


def test_a_person_who_keeps_moving_stays_at_the_desk_also_after_a_prompt(desktop: VirtualDesktop) -> None:
    """The prompt waits for a lull, so it asks for the silence; the answer says nothing of what was before."""
    config = NEVER.replace('every = "8 h"', 'every = "4 s"').replace('settle = "0 s"', 'settle = "1 s"')
    with running(desktop, config) as pal:

        def moved_until(count: int) -> bool:
            desktop.xdotool("mousemove_relative", "--", -3, 3)
            return len(pal.facts("prompted")) == count

        for count in (1, 2):
            pal.wait_for(lambda count=count: moved_until(count), what="a prompt")  # type: ignore[misc]
            pal.ask("done")
        assert pal.names() == ["started", *["prompted", "done"] * 2]


def test_time_away_does_not_count_toward_a_reminder(desktop: VirtualDesktop) -> None:
    config = AWAY_AFTER_3_S + reminder("look", "6 s").replace('lasts = "30 s"', 'lasts = "1 h"')
    with running(desktop, config) as pal:
        desktop.xdotool("mousemove_relative", 5, 5)
        away = pal.fact("away")
        counted = away.at.elapsed - away.details["seconds_ago"] - pal.facts("started")[0].at.elapsed
        desktop.xdotool("mousemove_relative", 5, 5)
        pal.fact("back")
        due = next(due for due in pal.status()["next"] if due["reminder"] == "look")
        assert due["in_seconds"] == pytest.approx(6 - counted, abs=1.6)
        assert pal.facts("prompted") == []


def test_a_break_taken_unasked_is_counted_as_one(desktop: VirtualDesktop) -> None:
    with running(desktop, AWAY_AFTER_3_S + reminder("walk", "8 h", kind="break", lasts="3 s")) as pal:
        desktop.xdotool("mousemove_relative", 5, 5)
        pal.fact("away")
        desktop.xdotool("mousemove_relative", 5, 5)
        natural = pal.fact("natural")
        assert natural.reminder == "walk"
        assert natural.details["seconds"] >= 3
        assert pal.status()["today"]["natural"] == 1
        assert "1 break taken unasked" in pal.menu().find("Today").label


def test_nothing_is_prompted_in_the_first_minute_back(desktop: VirtualDesktop) -> None:
    with running(desktop, AWAY_AFTER_3_S + reminder("look", "4 s")) as pal:
        desktop.xdotool("mousemove_relative", 5, 5)
        pal.fact("away")
        for _ in range(40):
            desktop.xdotool("mousemove_relative", "--", -2, 2)
            if pal.status()["waiting"]:
                break
        assert pal.status()["waiting"] == ["look"]
        assert pal.notices() == []


def test_a_prompt_shown_to_somebody_who_has_left_is_not_called_missed(desktop: VirtualDesktop) -> None:
    config = AWAY_AFTER_3_S.replace('expires_after = "5 min"', 'expires_after = "5 s"') + reminder(
        "look", "2 s"
    )
    with running(desktop, config) as pal:
        desktop.xdotool("mousemove_relative", 5, 5)
        prompted = pal.fact("prompted")
        ended = pal.fact("unobserved")
        assert ended.occurrence == prompted.occurrence
        told = pal.stats()
        assert (told["completion"]["n"], told["completion"]["of"]) == (0, 0)
        assert told["outcomes"]["unobserved"] == 1


def test_a_display_that_goes_away_makes_presence_unknown_and_nothing_else() -> None:
    with VirtualDesktop("none", panel=False) as desktop, running(desktop, NEVER) as pal:
        assert pal.status()["presence"] == "at the desk"
        desktop.processes.end("screen")
        pal.wait_for(lambda: pal.status()["presence"] == "unknown", what="unknown presence")
        assert pal.is_running
