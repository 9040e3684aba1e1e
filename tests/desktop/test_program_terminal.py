"""The program without a desktop: every prompt is a line, and another shell answers it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.program import SHORT, Program, installed, reminder
from desktop.virtual_desktop import VirtualDesktop
from posture_pal import prompt_messages

EVERY_2_S = SHORT + reminder("look", "2 s")
NEVER = SHORT + reminder("look", "8 h")
NOTHING = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS", "XDG_RUNTIME_DIR")


class Listening:
    """Reads what comes out of a pipe or a terminal, on a thread of its own."""

    def __init__(self, reading: int) -> None:
        self._reading = reading
        self._read = bytearray()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        return self._read.decode(errors="replace")

    def close(self) -> None:
        """Listens no more; at the other end the pipe is broken, the terminal gone."""
        self._ended.set()
        self._thread.join(5)
        os.close(self._reading)

    def _listen(self) -> None:
        try:
            while not self._ended.is_set():
                if select.select([self._reading], [], [], 0.05)[0]:
                    data = os.read(self._reading, 4096)
                    if not data:
                        return
                    self._read += data
        except OSError:  # the other end of a terminal is gone
            return


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """Only for its folders and its way of ending what was started."""
    with VirtualDesktop("none", panel=False) as desktop:
        yield desktop


@pytest.fixture
def pal(desktop: VirtualDesktop) -> Iterator[Program]:
    with installed(desktop, EVERY_2_S, without=NOTHING) as pal:
        yield pal


def test_into_a_pipe_each_prompt_is_one_line_with_how_to_answer(pal: Program) -> None:
    reading, writing = os.pipe()
    pal.start(stdout=writing)
    os.close(writing)
    heard = Listening(reading)
    pal.wait_for(lambda: "Time to change position" in heard.text, what="a line for the prompt")
    (line,) = [line for line in heard.text.splitlines() if "Time to change position" in line]
    said = [f"{message.text.rstrip('.')}: 30 s. {message.why}" for message in prompt_messages.load()]
    assert line in {f"Time to change position: {words}  [posture-pal done | snooze | skip]" for words in said}
    assert pal.cli("done").stdout == "Done: look.\n"
    pal.wait_for(lambda: heard.text.count("Time to change position") == 2, what="the next one")
    assert pal.status()["notifier"] == "terminal"
    assert pal.end() == 0
    heard.close()
    assert pal.names("away", "back")[:4] == ["started", "prompted", "done", "prompted"]


def test_into_a_file_each_prompt_is_a_line_too(pal: Program) -> None:
    """As `make run > log` or a service leaves it: it may be read later, so it is said, and called unseen."""
    pal.start().ready()
    pal.wait_for(lambda: "[posture-pal done | snooze | skip]" in pal.said, what="a line for the prompt")
    assert pal.cli("done").stdout == "Done: look.\n"


def test_it_says_once_that_there_is_no_tray_and_where_everything_is(pal: Program) -> None:
    reading, writing = os.pipe()
    pal.start(stdout=writing).ready()
    os.close(writing)
    heard = Listening(reading)
    pal.wait_for(lambda: "No tray icon" in heard.text, what="a word about the tray")
    pal.fact("prompted")
    assert heard.text.count("No tray icon") == 1
    assert "posture-pal --help" in heard.text
    assert pal.end() == 0
    heard.close()


def test_a_reader_that_went_away_stops_no_reminder(pal: Program) -> None:
    reading, writing = os.pipe()
    pal.start(stdout=writing).ready()
    os.close(writing)
    os.close(reading)
    assert pal.fact("undelivered").details["why"]
    assert pal.cli("done").stdout == "Done: look.\n"
    pal.fact("prompted", 2)


class Terminal:
    """A terminal that the program is started from."""

    def __init__(self, pal: Program) -> None:
        self.controller, terminal = pty.openpty()
        pal.start(stdin=terminal, stdout=terminal)
        os.close(terminal)
        self.heard = Listening(self.controller)

    def type(self, keys: str) -> None:
        os.write(self.controller, keys.encode())

    def close(self) -> None:
        """As somebody closes the window, or the line to it breaks."""
        self.heard.close()


def test_in_a_terminal_a_live_line_says_what_is_next_and_keys_answer(pal: Program) -> None:
    terminal = Terminal(pal)
    pal.wait_for(lambda: "Next: look" in terminal.heard.text, what="a live line")
    pal.wait_for(lambda: "Time to change position" in terminal.heard.text, what="a prompt")
    pal.wait_for(lambda: "d done" in terminal.heard.text, what="the keys")
    terminal.type("d")
    pal.fact("done")
    pal.fact("prompted", 2)
    terminal.type("k")
    pal.fact("skipped")
    terminal.type("p")
    pal.fact("paused")
    pal.wait_for(lambda: "Paused until" in terminal.heard.text, what="the pause")
    terminal.type("r")
    pal.fact("resumed")
    terminal.type("q")
    assert pal.ended() == 0
    terminal.close()
    assert pal.names()[-1] == "stopped"


def test_ctrl_c_in_a_terminal_ends_it_properly(pal: Program) -> None:
    terminal = Terminal(pal)
    pal.wait_for(lambda: "Next: look" in terminal.heard.text, what="a live line")
    assert pal.end(signal.SIGINT) == 0
    terminal.close()
    assert pal.names()[-1] == "stopped"
    assert "Traceback" not in terminal.heard.text


def test_a_hangup_ends_it_properly_with_the_terminal_already_gone(pal: Program) -> None:
    terminal = Terminal(pal)
    pal.wait_for(lambda: "Next: look" in terminal.heard.text, what="a live line")
    terminal.close()
    assert pal.end(signal.SIGHUP) == 0
    assert pal.names()[-1] == "stopped"


def test_a_terminal_that_went_away_costs_nothing_and_stops_no_reminder(pal: Program) -> None:
    """As when it was disowned: no signal comes, only the end of its keys."""
    pal.config.write_text(NEVER)
    terminal = Terminal(pal)
    pal.wait_for(lambda: "Next: look" in terminal.heard.text, what="a live line")
    terminal.close()
    before = busy(pal)
    pal.ask("start", "look")
    pal.ask("done")
    time.sleep(1)
    assert busy(pal) - before < 0.3


def busy(pal: Program) -> float:
    """Seconds of processor time that it has taken so far."""
    assert pal.process
    fields = Path(f"/proc/{pal.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_make_run_itself_on_a_machine_with_nothing(desktop: VirtualDesktop, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    if not (root / ".venv" / "ready-to-run").exists():
        pytest.skip("make run would install first; it is set up by: make test")
    (tmp_path / "config.toml").write_text(EVERY_2_S)
    made = subprocess.Popen(
        ["make", "--no-print-directory", "-C", root, "run"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "POSTURE_PAL_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert made.stdout
    heard = Listening(os.dup(made.stdout.fileno()))
    made.stdout.close()
    pal = Program(desktop, None, home=tmp_path)
    try:
        pal.wait_for(lambda: "[posture-pal done | snooze | skip]" in heard.text, what="a line for the prompt")
        assert pal.cli("quit").stdout == "Posture Pal ends.\n"
        assert made.wait(10) == 0
    finally:
        if made.poll() is None:
            os.killpg(made.pid, signal.SIGKILL)
            made.wait()
        heard.close()
