"""Banners on macOS for a program that is no app: without buttons, through the script that comes with it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.wording import clean, shorten, without_buttons
from posture_pal.errors import Unavailable

Run = Callable[[Sequence[str], str], str]
"""Runs words with a text on standard input; the failure in words, blank where there was none."""

_OSASCRIPT = Path("/usr/bin/osascript")
_SECONDS = 20.0
_TITLE_UNITS, _BODY_UNITS = 120, 2000  # more than a banner shows

_SCRIPT = """\
on run argv
    display notification (item 2 of argv) with title (item 1 of argv)
end run
"""
_AUDIBLE = _SCRIPT.replace("1 of argv)", '1 of argv) sound name "Glass"')
"""The words come as arguments, so nothing that they hold is ever read as a script."""


class BannerNotifier:
    """`display notification`. Nothing comes back, so a prompt says how to answer it; none is withdrawn.

    The script takes a fraction of a second, so a thread of its own runs it for one banner after the other.
    """

    name = "banners"

    def __init__(self, callbacks: Callbacks, program: Path = _OSASCRIPT, run: Run | None = None) -> None:
        self._callbacks = callbacks
        self._program = program
        self._run = run or run_script
        self._closed = False
        self._waiting: SimpleQueue[Notice | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="banners", daemon=True)

    def why_not(self) -> str | None:
        if self._closed:
            return "The notifications are closed."
        return None if self._program.exists() else f"This macOS has no {self._program}."

    def show(self, notice: Notice) -> None:
        why = self.why_not()
        if why is not None:
            raise Unavailable(why)
        self._waiting.put(notice)
        if not self._thread.is_alive():
            self._thread.start()

    def withdraw(self, occurrence: str) -> None:
        """A banner goes by itself after some seconds."""

    def close(self) -> None:
        self._closed = True
        self._waiting.put(None)

    def _work(self) -> None:
        while (notice := self._waiting.get()) is not None:
            self._say(notice)

    def _say(self, notice: Notice) -> None:
        # After the lone dash nothing is taken for an option, whatever it begins with.
        cut = replace(notice, body=shorten(clean(notice.body), _BODY_UNITS))
        words = [str(self._program), "-", shorten(clean(notice.title), _TITLE_UNITS), without_buttons(cut)]
        failure = self._run(words, _AUDIBLE if notice.sound else _SCRIPT)
        if failure:
            self._callbacks.failed(notice.occurrence, f"{self._program.name} failed: {failure}")


def run_script(words: Sequence[str], script: str) -> str:
    """Runs a command with the script on its standard input; its failure in words, blank for none."""
    try:
        done = subprocess.run(  # noqa: S603 - a program of macOS, and words that it takes for words
            words, input=script, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        return f"{error}."
    return "" if done.returncode == 0 else (done.stderr.strip() or f"exit code {done.returncode}.")
