"""What a notifier is: something that shows a prompt and passes the answer back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from posture_pal.model import Answer

Answered = Callable[[str, Answer], None]
"""Called with an occurrence id and what the person said, from any thread."""

Opened = Callable[[str], None]
"""Called with an occurrence id when the person clicked the notice itself: a wish to see more, no answer."""

Failed = Callable[[str | None, str], None]
"""Called from any thread with an occurrence id, or None for a plain message, and why it is not on screen.

A prompt reported so may still come up late, and its answers are passed on as any other's.
"""

Later = Callable[[float, Callable[[], None]], None]
"""Runs something once after so many seconds of elapsed time, on any thread; called from any thread.

The program has one scheduler, so a notifier waits for nothing by itself. What is run checks for itself
whether it still matters, so nothing needs to be cancelled.
"""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What a notifier is given to speak with. None of them may block."""

    answered: Answered
    opened: Opened
    failed: Failed
    later: Later


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to put on screen.

    occurrence: a prompt's id, or the name under which a button's press is told; None for a plain message.

    buttons: answers offered where the desktop can draw buttons, in order, each with its label.
    opens: what a click on the notice itself does, blank for nothing; a word or two, since some desktops draw
        it as one more button.
    """

    title: str
    body: str
    occurrence: str | None = None
    buttons: tuple[tuple[Answer, str], ...] = ()
    opens: str = ""
    sound: bool = False

    @property
    def is_prompt(self) -> bool:
        """Whether menu and commands answer it too: it leaves a choice, as an offer of one thing does not."""
        return self.occurrence is not None and len(self.buttons) > 1


class Notifier(Protocol):
    """Shows notices. Every method is called from the service's thread alone and returns at once."""

    name: str

    def why_not(self) -> str | None:
        """Why this notifier cannot serve here, or None when it can."""

    def show(self, notice: Notice) -> None:
        """Puts a notice on screen, in place of an earlier one of the same occurrence.

        Raises Unavailable when it is known at once that it cannot be shown; what goes wrong later is told to
        `failed`. One showing is reported in one of the two ways, never in both.
        """

    def withdraw(self, occurrence: str) -> None:
        """Takes a prompt off the screen; nothing happens when it is not there."""

    def close(self) -> None:
        """Takes its prompts off the screen and lets go of the desktop; nothing is shown afterwards."""
