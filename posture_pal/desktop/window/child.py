"""Starts the guided window as a process of its own, listens to it, and lets it go."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import BinaryIO

from posture_pal import ourselves
from posture_pal.desktop.window import request
from posture_pal.desktop.window.request import Ended, Request, Shown

Wait = Callable[[], int]
"""Waits for the end of a process and returns its exit code, negative for a signal."""

COMMAND = ourselves.module("posture_pal.desktop.window")


_OF_ITS_OWN = {
    getattr(signal, name, 0) for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP")
}
"""The signals by which a process ends through a fault of its own; by any other, somebody ended it."""


@cache
def why_not() -> str | None:
    """Why no window can be opened here, and what to install; None when it can."""
    from importlib.util import find_spec

    if find_spec("_tkinter") is None or find_spec("tkinter") is None:
        return (
            "Tk for Python is not installed. Debian, Ubuntu: sudo apt install python3-tk; Fedora: sudo dnf"
            " install python3-tkinter; Arch: sudo pacman -S tk; Homebrew: brew install python-tk."
        )
    if find_spec("PIL") is None:
        return "Pillow is not installed: pip install pillow"
    if sys.platform not in {"win32", "darwin"} and not os.environ.get("DISPLAY"):
        return "There is no X display (DISPLAY is not set); on Wayland the window needs XWayland."
    return None


class Child:
    """One window's process. `messages` and `wait` block, and are for a thread that has nothing else to do."""

    def __init__(self, asked: Request) -> None:
        """Starts it; it shows itself within half a second. Raises OSError where no process can be made."""
        self._input, self._output, self._wait = _spawned_on_windows() if os.name == "nt" else _spawned()
        with suppress(BrokenPipeError):  # it died at once, which `wait` tells
            self._input.write(request.line(asked).encode())
            self._input.flush()

    def messages(self) -> Iterator[Shown | Ended]:
        """What it says, until it has no more to say; what makes no sense is passed over."""
        for line in self._output:
            with suppress(ValueError):
                message = request.read(line.decode(errors="replace"))
                if not isinstance(message, Request):
                    yield message

    def wait(self) -> str:
        """Waits for its end and says what that was: `closed`, `killed`, `crashed` or `logout`."""
        code = self._wait()
        self._output.close()
        self.close()
        if code > 0 and _desktop_is_gone():
            return "logout"
        return "killed" if code < 0 and -code not in _OF_ITS_OWN else "crashed" if code else "closed"

    def close(self) -> None:
        """Lets it go without an answer; nothing happens when it is gone already."""
        with suppress(OSError, ValueError):
            self._input.close()


def _desktop_is_gone() -> bool:
    """Whether the display that a window was on does not answer any more: the desktop's session has ended."""
    if sys.platform in {"win32", "darwin"}:
        return False
    from posture_pal.desktop.x11.display import Display
    from posture_pal.errors import Unavailable

    try:
        Display(os.environ).close()
    except Unavailable:
        return True
    return False


def _spawned() -> tuple[BinaryIO, BinaryIO, Wait]:
    """A process without the library for processes: half a megabyte that the tray need not carry."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows has other ways for this")
    in_reading, in_writing = os.pipe()
    out_reading, out_writing = os.pipe()
    try:
        pid = os.posix_spawn(
            COMMAND[0],
            COMMAND,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, in_reading, 0), (os.POSIX_SPAWN_DUP2, out_writing, 1)],
            setsigdef=[signal.SIGPIPE, signal.SIGINT],
        )
    except OSError:
        os.close(in_writing)
        os.close(out_reading)
        raise
    finally:
        os.close(in_reading)
        os.close(out_writing)

    def wait() -> int:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    return os.fdopen(in_writing, "wb"), os.fdopen(out_reading, "rb"), wait


def _spawned_on_windows() -> tuple[BinaryIO, BinaryIO, Wait]:
    import subprocess

    process = subprocess.Popen(  # noqa: S603 - our own window
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=0x08000000
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout, process.wait  # type: ignore[return-value]
