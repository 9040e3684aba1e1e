"""The menu bar of macOS: pystray's own code and ours, on classes that trap whoever calls from elsewhere."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="macOS itself stands there; run it on Linux")
PROGRAM = Path(__file__).parent / "doubles/macos/menu_bar.py"


def played(name: str) -> tuple[int, Any]:
    """The exit code of a life in the menu bar, and what it told."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), name], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode <= 0, done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else None


@pytest.fixture(scope="module")
def life() -> Any:
    code, told = played("a_life")
    assert code == 0, "it was ended by a trap"
    return told


def test_the_icon_is_sharp_and_has_its_words_and_there_is_none_in_the_dock(life: Any) -> None:
    first = life["first"]
    assert (first["hidden"], first["tooltip"]) == (False, "Posture Pal\nNext: break in 20 min")
    assert first["image"] == [36, 36, 18, 18], "twice the pixels of its points"
    assert first["dock"] == 1


def test_the_menu_is_the_programs_menu(life: Any) -> None:
    on, off = 1, 0
    assert life["first"]["menu"] == [
        ["Next: break in 20 min", False, off, None],
        ["", True, off, None],
        ["Take", True, off, [["break (5 min)", True, off, None]]],
        ["Sound", True, off, None],
        ["Quiet on calls", False, on, None],
    ]


def test_an_entry_that_is_chosen_is_told_on_the_main_thread(life: Any) -> None:
    assert life["chosen"] == [["start", "break", "MainThread"]]


def test_another_face_is_drawn_there_although_the_service_showed_it(life: Any) -> None:
    assert life["second"]["tooltip"] == "Posture Pal\nTime for a break"
    assert [entry[0] for entry in life["second"]["menu"]] == ["Done"]


def test_what_is_announced_is_heard_there_until_it_is_not_wanted_any_more(life: Any) -> None:
    assert life["heard"] == ["locked MainThread", "asleep"]


@pytest.mark.parametrize("name", ["a_life", "closed_at_once", "closed_while_it_is_made"])
def test_however_it_ends_the_icon_is_gone_and_the_main_thread_free(name: str) -> None:
    code, told = played(name)
    assert (code, told["left"], told["visible"]) == (0, 0, False)


def test_a_signal_reaches_the_program_although_the_main_thread_is_in_macos_s_loop() -> None:
    assert played("told_to_end")[1]["ended"]


def test_a_call_from_another_thread_is_the_end_as_on_macos() -> None:
    """So the tests above show that there is none."""
    assert played("the_wrong_thread")[0] == -signal.SIGTRAP
