"""No notices at all: what is left where nothing can show one; prompts are answered from the menu alone."""

from __future__ import annotations

from contextlib import suppress
from typing import TextIO

from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.terminal import write_line
from posture_pal.errors import Unavailable


class NoNotifier:
    """Shows nothing and says why.

    Where the program's output is kept, as in a file, the line is left there for whoever reads it later; that
    is not to have shown it.
    """

    name = "none"

    def __init__(self, why: str, stream: TextIO | None = None) -> None:
        self._why = why
        self._stream = stream

    def why_not(self) -> str | None:
        return self._why

    def show(self, notice: Notice) -> None:
        if self._stream is not None:
            with suppress(Unavailable):
                write_line(notice, self._stream)
        raise Unavailable(self._why)

    def withdraw(self, occurrence: str) -> None:
        """Nothing is on screen."""

    def close(self) -> None:
        """Nothing is held."""
        self._stream = None
