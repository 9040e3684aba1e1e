"""A clinic's programme in the real program: loaded, followed, and removed again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop
from posture_pal.clock import SystemClock

NECK = Path(__file__).parents[1] / "programmes" / "neck.toml"
WINDOW = "Posture pal"
WINDOW_COMMAND = (sys.executable, "-m", "posture_pal.desktop.programme_window")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def pal(desktop: VirtualDesktop) -> Iterator[Program]:
    with running(desktop, SHORT + reminder("look", "8 h")) as pal:
        yield pal


@pytest.fixture
def file(desktop: VirtualDesktop) -> Path:
    """A programme that began on Monday and holds on every day, whatever day it is."""
    today = SystemClock().now().day
    by = today - timedelta(days=today.weekday()) - date(2026, 3, 2)
    text = re.sub(r"2026-\d\d-\d\d", lambda found: str(date.fromisoformat(found[0]) + by), NECK.read_text())
    path = desktop.home / "neck.toml"
    path.write_text(text.replace('days_off = ["sat", "sun"]\n', ""))
    return path


def in_menu(pal: Program) -> bool:
    return any("R. Example, physiotherapist" in str(label) for label in pal.menu().labels())


def seen(pal: Program) -> bool:
    return any(window.place.width > 300 for window in pal.desktop.screen.windows(WINDOW))


def press(pal: Program, x: int) -> None:
    """Clicks a button in the programme window's bar, that far from its left edge."""
    pal.wait_for(lambda: seen(pal), 15, "the programme window")
    window = next(one for one in pal.desktop.screen.windows(WINDOW) if one.place.width > 300)
    pal.desktop.screen.wait_until_still(window.place, still_for=3)
    pal.desktop.screen.click(window.place.x + x, window.place.y + window.place.height - 38)


def test_one_that_is_used_from_the_command_line_is_in_force_at_once(pal: Program, file: Path) -> None:
    told = pal.cli("programme", "use", "--yes", str(file)).stdout
    assert "Neck and shoulders, six weeks · R. Example" in told.splitlines()[-1]
    used = pal.fact("programme_used")
    assert used.details["author"] == "R. Example, physiotherapist, Example Clinic"
    pal.wait_for(lambda: in_menu(pal), what="its line in the menu")
    there = pal.status()["programme"]
    assert (there["id"], there["sessions_today"]) == (used.details["programme"], 3)
    assert "Programme: Neck and shoulders" in pal.cli("status").stdout

    pal.choose("Take", "neck-and-shoulders-six.1")
    prompt = pal.notice("Time for your exercises")
    assert "Chin tuck" in prompt.body
    pal.desktop.press("Done")
    done = pal.fact("done")
    assert (done.reminder, done.details["programme"]) == (
        "neck-and-shoulders-six.1",
        used.details["programme"],
    )
    assert done.details["items"] == ["chin_tuck", "towel_slide"]

    assert pal.cli("programme", "remove").stdout.startswith("No programme is in force.")
    assert pal.fact("programme_removed").details == {"programme": used.details["programme"]}
    pal.wait_for(lambda: not in_menu(pal), what="a menu without it")
    assert pal.names().count("config_changed") == 0


def test_it_is_in_force_again_after_a_restart_without_a_word(pal: Program, file: Path) -> None:
    pal.cli("programme", "use", "--yes", str(file))
    pal.fact("programme_used")
    pal.end()
    pal.start().ready()
    assert in_menu(pal)
    assert pal.names().count("programme_used") == 1


def test_one_that_was_used_and_removed_while_nothing_ran_is_a_fact_at_the_start(
    pal: Program, file: Path
) -> None:
    pal.end()
    assert "when Posture Pal starts" in pal.cli("programme", "use", "--yes", str(file)).stdout
    pal.start().ready()
    pal.fact("programme_used")
    pal.end()
    pal.cli("programme", "remove")
    pal.start().ready()
    pal.fact("programme_removed")


def test_a_broken_copy_is_a_trouble_and_everything_else_goes_on(pal: Program, file: Path) -> None:
    pal.cli("programme", "use", "--yes", str(file))
    (copy,) = (pal.home / "data" / "programmes").glob("*.toml")
    pal.end()
    copy.write_text("posture_pal_programme = 1\n")
    pal.start().ready()
    pal.notice("Your programme is not followed")
    pal.ask("start", "look")
    pal.fact("prompted")


def test_load_programme_shows_all_of_it_before_anything_changes(pal: Program, file: Path) -> None:
    pal.choose("Settings", "Load programme")
    dialog = pal.wait_for(
        lambda: [one for one in pal.desktop.screen.windows() if one.name == "Load programme"],
        15,
        "the file dialog",
    )[0]
    pal.desktop.screen.wait_until_still(dialog.place, still_for=2)
    pal.desktop.xdotool("type", "--delay", 20, str(file))
    pal.desktop.screen.keys("Return")
    pal.wait_for(lambda: seen(pal), 15, "the programme window")
    assert pal.facts("programme_used") == []
    assert not (pal.home / "data" / "programmes").exists()
    press(pal, 140)  # Use this programme
    assert pal.fact("programme_used").details["title"] == "Neck and shoulders, six weeks"
    press(pal, 90)  # Close
    pal.wait_for(lambda: not seen(pal), what="the window gone")

    pal.choose("Programme: Neck and shoulders, six weeks")
    press(pal, 210)  # Remove it…
    pal.desktop.xdotool("sleep", 0.5)
    press(pal, 210)  # Remove it, instead of: Keep it
    assert pal.fact("programme_removed").details["programme"].startswith("neck-and-shoulders-six-")
    press(pal, 90)


def test_not_now_changes_nothing(pal: Program, file: Path) -> None:
    pal.desktop.spawn(
        [*WINDOW_COMMAND, str(file)], env={"POSTURE_PAL_HOME": str(pal.home)}, name="programme-window"
    )
    press(pal, 480)  # Not now
    pal.wait_for(lambda: not seen(pal), what="the window gone")
    assert pal.names() == ["started"]
    assert not in_menu(pal)


def test_the_keyboard_alone_reads_a_programme_and_brings_it_into_force(pal: Program, file: Path) -> None:
    pal.desktop.spawn(
        [*WINDOW_COMMAND, str(file)], env={"POSTURE_PAL_HOME": str(pal.home)}, name="programme-by-keys"
    )
    pal.wait_for(lambda: seen(pal), 15, "the programme window")
    window = next(one for one in pal.desktop.screen.windows(WINDOW) if one.place.width > 300)
    pal.desktop.screen.wait_until_still(window.place, still_for=1)
    pal.desktop.screen.changes(lambda: pal.desktop.screen.keys("Next"), window.place)
    pal.desktop.screen.keys("Tab", "Return")
    pal.fact("programme_used")
    pal.desktop.screen.keys("Escape")
    pal.wait_for(lambda: not seen(pal), what="the window gone")
