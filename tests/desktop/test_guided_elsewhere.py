"""A guided session where there is no window: in a terminal, without Tk, and when the desktop goes away."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop.program import COMMAND, Program, running
from desktop.test_program_terminal import Listening
from desktop.test_window import GUIDED, LOOK, NECK, opened_by
from desktop.virtual_desktop import VirtualDesktop

PAL = Path(sys.executable).with_name("posture-pal")
CONFIG = GUIDED + NECK + LOOK % "30 s"
IN_TEXT = CONFIG.replace("[prompts]", "[window]\nguided = false\n[prompts]")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop("dunst", panel=False) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def pal(desktop: VirtualDesktop) -> Iterator[Program]:
    with running(desktop, IN_TEXT) as pal:
        (pal.home / "data" / "safety-statement-shown").touch()
        yield pal


class Terminal:
    """A terminal in which somebody follows the open prompt."""

    def __init__(self, pal: Program) -> None:
        self.pal = pal
        self._master, slave = pty.openpty()
        self.shown = Listening(os.dup(self._master))
        argv = ["setsid", "--ctty", "--wait", *COMMAND, "guide", "--text"]
        self.process = pal.desktop.spawn(argv, env=pal._env(), stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)

    def wait_for(self, words: str) -> None:
        self.pal.wait_for(lambda: words in self.shown.text, what=f"{words!r} in {self.shown.text!r}")

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def hang_up(self) -> None:
        self.shown.close()
        os.close(self._master)


@contextmanager
def followed(pal: Program, reminder: str) -> Iterator[Terminal]:
    before = len(pal.facts("guided"))
    pal.ask("start", reminder)
    terminal = Terminal(pal)
    pal.fact("guided", before + 1)
    yield terminal
    terminal.process.wait(10)


@pytest.mark.parametrize(
    ("keys", "fact", "details"),
    [
        ("\r", "done", {"evidence": "self_report"}),
        ("p", "partial", {}),
        ("s", "skipped", {}),
        ("h", "skipped", {"reason": "it hurt", "items": ["chin_tuck"]}),
        ("\x03", "dismissed", {"reason": "closed"}),
    ],
    ids=["return", "p", "s", "h", "ctrl-c"],
)
def test_in_a_terminal_every_ending_is_the_prompts_answer(
    pal: Program, keys: str, fact: str, details: dict[str, object]
) -> None:
    before = len(pal.facts(fact))
    with followed(pal, "neck") as terminal:
        terminal.wait_for("Chin tuck")
        terminal.wait_for("1. Sit tall")
        terminal.press(keys)
        told = pal.fact(fact, before + 1).details
    assert {key: told.get(key) for key in details} == details
    assert terminal.process.returncode == 0


def test_a_terminal_that_is_closed_closes_what_ran_in_it(pal: Program) -> None:
    before = len(pal.facts("dismissed"))
    with followed(pal, "neck") as terminal:
        terminal.wait_for("Chin tuck")
        terminal.hang_up()
        assert pal.fact("dismissed", before + 1).details["reason"] == "closed"


def test_without_a_prompt_there_is_nothing_to_follow(pal: Program) -> None:
    ran = pal.cli("guide", "--text", check=False)
    assert ran.returncode == 2
    assert "No prompt is open." in ran.stderr


def test_where_nobody_can_press_a_key_the_steps_are_printed_and_the_prompt_stays_open(pal: Program) -> None:
    pal.ask("start", "neck")
    shown = pal.cli("guide", "--text").stdout
    assert "Chin tuck" in shown
    assert 'Answer it with "posture-pal done"' in shown
    assert pal.status()["open"] is not None
    pal.ask("skip")


# --- without Tk ------------------------------------------------------------------------------------------


def test_without_tk_the_notification_carries_the_steps_and_the_doctor_says_what_to_install(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    """Python finds no Tk, as on a Debian without python3-tk."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['_tkinter'] = None\n")
    without_tk = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    with running(desktop, CONFIG) as served:
        assert served.end() == 0
        served.start_with(without_tk)
        served.ready()
        served.ask("start", "neck")
        prompt = served.notice("Time for a stretch")
        assert prompt.body.startswith("Chin tuck: Sit tall")
        assert served.facts("guided") == []
        with pytest.raises(AssertionError, match="python3-tk"):
            served.ask("guide")
        served.ask("done")
        env = {**desktop.env, **without_tk, "POSTURE_PAL_HOME": str(served.home)}
        ran = subprocess.run([PAL, "doctor", "--json"], env=env, capture_output=True, text=True, check=False)
        found = json.loads(ran.stdout)["window"]
        assert found["ok"] is False
        assert found["serves"] == "none: notifications carry the steps"
        assert "sudo apt install python3-tk" in found["others"]["Tk"]


# --- the desktop goes away -------------------------------------------------------------------------------


@pytest.mark.skipif(
    find_spec("_tkinter") is None, reason="no Tk here; bring it in with: sudo apt install python3-tk"
)
def test_a_screen_that_goes_away_with_the_session_is_no_answer() -> None:
    """Logging out ends the X server; the window's end is told apart from a crash."""
    with VirtualDesktop("dunst", panel=False) as desktop, running(desktop, CONFIG) as pal:
        (pal.home / "data" / "safety-statement-shown").touch()
        opened_by(pal, "neck")
        desktop.processes.end("screen")
        assert pal.fact("guide_lost").details["how"] == "logout"
        assert pal.status()["open"] is not None
