"""What a notifier is: something that shows a prompt and passes the answer back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from posture_pal.model import Answer

Answered = Callable[[str, Answer], None]
"""Called with an occurrence id and what the person said, from any thread."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to put on screen. A prompt carries the id of its occurrence; a plain message carries none.

    buttons: answers offered where the desktop can draw buttons, in order, each with its label.
    """

    title: str
    body: str
    occurrence: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    sound: bool = False


class Notifier(Protocol):
    """Shows notices. Every method may be called from the service's thread alone and returns at once."""

    name: str

    def why_not(self) -> str | None:
        """Why this notifier cannot serve here, or None when it can."""

    def show(self, notice: Notice) -> None:
        """Puts a notice on screen, in place of an earlier one of the same occurrence.

        Raises Unavailable when it could not be shown.
        """

    def withdraw(self, occurrence: str) -> None:
        """Takes a prompt off the screen; nothing happens when it is not there."""

    def close(self) -> None:
        """Lets go of the desktop; nothing is shown afterwards."""
