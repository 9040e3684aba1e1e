"""The terminal's live line, on a real pseudo-terminal: what it shows, what its keys ask for."""

from __future__ import annotations

import os
import pty
import select
import termios
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue

import pytest

from posture_pal.desktop.tray.terminal import TerminalTray
from posture_pal.menu import SEPARATOR, Face, Icon, Item, Shape

pytestmark = pytest.mark.contract

QUIET = Face(Icon(Shape.COUNTING), "t", (Item("Next: posture in 30 min"), SEPARATOR, Item("Quit", ("quit",))))
OPEN = Face(
    Icon(Shape.OPEN),
    "t",
    (
        Item("Time for a break"),
        SEPARATOR,
        Item("Done", ("done",)),
        Item("Snooze", children=(Item("5 min", ("snooze", "5 min")),)),
    ),
)


@dataclass
class Terminal:
    outer: int
    inner: int
    tray: TerminalTray
    chosen: SimpleQueue[tuple[str, ...]] = field(default_factory=SimpleQueue)

    def shown(self) -> str:
        """What was written since the last look."""
        text = b""
        while select.select([self.outer], [], [], 0.3)[0]:
            text += os.read(self.outer, 4096)
        return text.decode()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    outer, inner = pty.openpty()
    with os.fdopen(os.dup(inner)) as source, os.fdopen(os.dup(inner), "w") as target:
        tray = TerminalTray(source, target)
        terminal = Terminal(outer, inner, tray)
        assert tray.why_not() is None
        tray.start(QUIET, terminal.chosen.put)
        yield terminal
        tray.close()
        os.write(outer, b"\n")  # lets the thread that reads keys see that it is over
    os.close(outer)
    os.close(inner)


def test_it_says_what_is_next_and_names_the_keys_that_do_something(terminal: Terminal) -> None:
    assert terminal.shown() == "\r\x1b[KNext: posture in 30 min · q quit"
    terminal.tray.show(OPEN)
    assert terminal.shown() == "\r\x1b[KTime for a break · d done · s snooze"


def test_a_key_asks_for_what_it_names_at_once_and_without_an_echo(terminal: Terminal) -> None:
    terminal.shown()
    os.write(terminal.outer, b"dxq")
    assert terminal.chosen.get(timeout=10) == ("done",)
    assert terminal.chosen.get(timeout=10) == ("quit",)
    assert terminal.shown() == ""


def test_other_output_goes_above_the_line(terminal: Terminal) -> None:
    terminal.shown()
    terminal.tray.write("A prompt.\n")
    terminal.tray.flush()
    assert terminal.shown() == "\r\x1b[KA prompt.\r\nNext: posture in 30 min · q quit"


def test_the_terminal_is_given_back_as_it_was(terminal: Terminal) -> None:
    during = termios.tcgetattr(terminal.inner)[3]
    assert not during & termios.ECHO
    terminal.tray.close()
    after = termios.tcgetattr(terminal.inner)[3]
    assert after & termios.ECHO
    assert after & termios.ICANON
    assert terminal.shown().endswith("\r\x1b[K")


def test_a_long_line_is_cut_at_the_edge(terminal: Terminal) -> None:
    terminal.shown()
    terminal.tray.show(Face(Icon(Shape.COUNTING), "t", (Item("x" * 500),)))
    assert len(terminal.shown()) < 100


def test_a_pipe_is_no_terminal() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as source, os.fdopen(writing, "w") as target:
        assert TerminalTray(source, target).why_not() == "Input or output is no terminal."
