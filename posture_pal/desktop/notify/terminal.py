"""Prompts as lines in the terminal that the program was started from, for a machine without a desktop."""

from __future__ import annotations

import os
import stat
from typing import TextIO

from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.wording import clean
from posture_pal.errors import Unavailable

HOW_TO_ANSWER = "[posture-pal done | snooze | skip]"

_BELL = "\a"
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class TerminalNotifier:
    """Writes each notice as one line to a text stream; a prompt's ends with the commands that answer it."""

    name = "terminal"

    def __init__(self, stream: TextIO | None) -> None:
        """stream: None where the program has no output, as a windowed program on Windows."""
        self._stream = stream

    def why_not(self) -> str | None:
        if self._stream is None or self._stream.closed:
            return "The program has no terminal to write to."
        if not _is_read_live(self._stream):
            return "The program's output goes where nobody looks: a session's log or /dev/null."
        return None

    def show(self, notice: Notice) -> None:
        stream, why = self._stream, self.why_not()
        if stream is None or why:
            raise Unavailable(why or "")
        write_line(notice, stream)

    def withdraw(self, occurrence: str) -> None:
        """What was printed stays printed."""

    def close(self) -> None:
        """The stream belongs to whoever handed it in."""
        self._stream = None


def write_line(notice: Notice, stream: TextIO) -> None:
    """Writes a notice as one line, at once or not at all. Raises Unavailable."""
    if not _has_room(stream):
        raise Unavailable("The terminal takes no output just now; it may be stopped with Ctrl+S.")
    try:
        stream.write(_printable(_line(notice, coloured=_wants_colour(stream)), stream))
        stream.flush()
    except (OSError, ValueError) as error:
        raise Unavailable(f"The terminal is gone: {error}.") from error


def _line(notice: Notice, *, coloured: bool) -> str:
    title, body = (" ".join(clean(text).split()) for text in (notice.title, notice.body))
    how = HOW_TO_ANSWER if notice.is_prompt else ""
    if coloured:
        title, how = f"{_BOLD}{title}{_PLAIN}", how and f"{_DIM}{how}{_PLAIN}"
    said = ": ".join(part for part in (title, body) if part)
    bell = _BELL if notice.sound else ""
    return bell + "  ".join(part for part in (said, how) if part) + "\n"


def _wants_colour(stream: TextIO) -> bool:
    """As https://no-color.org has it."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _printable(line: str, stream: TextIO) -> str:
    """The line with question marks for what the stream's encoding lacks."""
    encoding = stream.encoding or "utf-8"
    return line.encode(encoding, "replace").decode(encoding)


def _is_read_live(stream: TextIO) -> bool:
    """Whether somebody may be looking: a terminal or a pipe; a stream in memory counts as one.

    In a desktop session a file is the session's log. Without a screen it is where somebody wants the lines.
    """
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return True
    wanted_file = stat.S_ISREG(mode) and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return wanted_file or stat.S_ISFIFO(mode) or (stat.S_ISCHR(mode) and stream.isatty())


def _has_room(stream: TextIO) -> bool:
    """Whether a line can be written without waiting; taken for granted where it cannot be told."""
    if os.name != "posix":
        return True
    import select

    try:
        return bool(select.select((), (stream.fileno(),), (), 0)[1])
    except (OSError, ValueError):
        return True
