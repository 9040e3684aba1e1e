"""The tray of a terminal: one live line that says what is next, and keys that answer."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from threading import Lock, Thread
from typing import Any, TextIO

from posture_pal.desktop.tray.base import Chosen
from posture_pal.menu import Face, Item

KEYS: dict[str, tuple[tuple[str, ...], str]] = {
    "d": (("done",), "d done"),
    "s": (("snooze",), "s snooze"),
    "k": (("skip",), "k skip"),
    "o": (("override",), "o remind anyway"),
    "p": (("pause", "30 min"), "p pause 30 min"),
    "r": (("resume",), "r resume"),
    "q": (("quit",), "q quit"),
}
"""What each key asks for, and how the line names it; only what the menu offers just now is named."""

_CLEAR = "\r\x1b[K"


class TerminalTray:
    """Shows the first words of the menu on the terminal's last line; other output goes above it."""

    name = "terminal"

    def __init__(self, source: TextIO, target: TextIO) -> None:
        self._source = source
        self._target = target
        self._line = ""
        self._writing = Lock()
        self._chosen: Chosen = lambda _command: None
        self._before: list[Any] | None = None
        self._is_open = False

    def why_not(self) -> str | None:
        if sys.platform == "win32":
            return "A console there has no keys of this kind."
        if not (self._source.isatty() and self._target.isatty()):
            return "Input or output is no terminal."
        return None

    def start(self, face: Face, chosen: Chosen) -> None:
        """Takes the keys one by one, without echo, and shows the line."""
        import termios
        import tty

        self._chosen = chosen
        self._before = termios.tcgetattr(self._source.fileno())
        tty.setcbreak(self._source.fileno())
        self._is_open = True
        Thread(target=self._read_keys, name="keys", daemon=True).start()
        self.show(face)

    def show(self, face: Face) -> None:
        """Writes the line anew, as wide as the terminal is."""
        if not self._is_open:
            return
        line = " · ".join([*headlines(face), *offered(face)])
        with self._writing, contextlib.suppress(OSError):  # a terminal that is gone shows nothing more
            self._line = line[: _width(self._target) - 1]
            self._put(f"{_CLEAR}{self._line}")

    def is_visible(self) -> bool:
        return self._is_open

    def close(self) -> None:
        """Gives the terminal back as it was."""
        if self._before is None:
            return
        import termios

        self._is_open = False
        with self._writing, contextlib.suppress(OSError, termios.error):
            self._put(_CLEAR)
            termios.tcsetattr(self._source.fileno(), termios.TCSANOW, self._before)
        self._before = None

    # --- for what else is written to the terminal ----------------------------------------------------

    def write(self, text: str) -> int:
        """Writes above the live line."""
        with self._writing:
            live = self._line if self._is_open else ""
            self._put(f"{_CLEAR if live else ''}{text}{live if text.endswith(chr(10)) else ''}")
        return len(text)

    def _put(self, text: str) -> None:
        """Writes at once, past the stream's own buffer, which would be written again when the program ends.

        What a terminal stopped with Ctrl+S does not take is lost: nothing may wait for it. Raises OSError.
        """
        import select

        if select.select((), (self._target.fileno(),), (), 0)[1]:
            os.write(self._target.fileno(), text.encode(self._target.encoding, "replace"))

    @property
    def encoding(self) -> str:
        return self._target.encoding

    @property
    def closed(self) -> bool:
        return self._target.closed

    def fileno(self) -> int:
        return self._target.fileno()

    def flush(self) -> None:
        self._target.flush()

    def isatty(self) -> bool:
        return self._target.isatty()

    def _read_keys(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal is gone, and its keys with it
            while self._is_open:
                key = os.read(self._source.fileno(), 1).decode(errors="replace")
                if not key:
                    return
                if self._is_open and key in KEYS:
                    self._chosen(KEYS[key][0])


def of_this_terminal() -> TerminalTray | None:
    """The tray of the terminal the program was started from, None where there is none."""
    if sys.stdin is None or sys.stdout is None:
        return None
    tray = TerminalTray(sys.stdin, sys.stdout)
    return tray if tray.why_not() is None else None


def headlines(face: Face) -> Iterator[str]:
    """What stands at the head of the menu: what is next, or why it is quiet."""
    for item in face.items:
        if item.is_separator:
            return
        if not item.command and not item.children:
            yield item.label


def offered(face: Face) -> Iterator[str]:
    """The keys that the menu has something for just now."""
    commands = {command[0] for command in _commands(face.items)}
    return (label for command, label in KEYS.values() if command[0] in commands)


def _commands(items: tuple[Item, ...]) -> Iterator[tuple[str, ...]]:
    for item in items:
        if item.command:
            yield item.command
        yield from _commands(item.children)


def _width(target: TextIO) -> int:
    try:
        return os.get_terminal_size(target.fileno()).columns or 80  # 0: it does not know
    except OSError:
        return 80
