"""Which prompts are on screen under which numbers, and what a click or a closing there means.

A notification service gives each notification a number and speaks of it by that number alone. One
occurrence has one notification at a time. A number that is not in this book is not ours, or is over, and
means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from posture_pal.desktop.notify.base import Notice
from posture_pal.model import Answer

OPEN = "default"
"""The specification's key for a click on the notification itself."""


class Ending(IntEnum):
    """Why a notification left the screen, as the specification numbers it."""

    EXPIRED = 1
    BY_PERSON = 2
    BY_CALL = 3
    UNDEFINED = 4


@dataclass(slots=True, eq=False)
class Showing:
    """One time a notice is put on screen.

    number: what the service calls it, 0 until it says so. replaces: the number whose place it takes, or 0.
    is_up: on screen, as far as is known. settled: came up, reported as failed, or no longer wanted.
    touched: the person has clicked it open, so that its closing is no dismissal.
    closing: the person has closed it, which is a dismissal unless a click on it comes right after.
    """

    notice: Notice
    replaces: int = 0
    number: int = 0
    is_up: bool = False
    settled: bool = False
    touched: bool = False
    closing: bool = False


class Click(NamedTuple):
    """What a click means: an answer, or without one the wish to open."""

    occurrence: str
    answer: Answer | None
    still_up: bool


class OnScreen:
    """The book of prompts; it talks to nobody, waits for nothing, and is used by one thread at a time."""

    def __init__(self) -> None:
        self._current: dict[str, Showing] = {}
        self._numbered: dict[int, Showing] = {}

    def begin(self, notice: Notice) -> Showing:
        """A new showing, which takes the place of an earlier one of the same occurrence."""
        showing = Showing(notice)
        if notice.occurrence is not None:
            before = self._current.get(notice.occurrence)
            if before is not None:
                showing.replaces = before.number if before.is_up else before.replaces
                before.settled = True
            self._current[notice.occurrence] = showing
        return showing

    def is_wanted(self, showing: Showing) -> bool:
        """Whether it is still to be on screen: not withdrawn, not replaced by a later one."""
        occurrence = showing.notice.occurrence
        return occurrence is None or self._current.get(occurrence) is showing

    def came_up(self, showing: Showing, number: int) -> int:
        """Books the number a showing got; returns one that is to be closed now, or 0."""
        showing.settled = True
        occurrence = showing.notice.occurrence
        if occurrence is None:
            return 0
        current = self._current.get(occurrence)
        if current is not showing:
            return 0 if current is not None and current.replaces == number else number
        superfluous = showing.replaces if showing.replaces != number else 0
        self._numbered[number] = showing
        showing.number, showing.is_up, showing.replaces = number, True, 0
        return superfluous

    def clicked(self, number: int, key: str) -> Click | None:
        """What the click means; None when it is nobody's, or not among what was offered."""
        showing = self._numbered.get(number)
        if showing is None or showing.notice.occurrence is None:
            return None
        occurrence = showing.notice.occurrence
        if key == OPEN and showing.notice.opens:
            showing.touched, showing.closing = True, False
            return Click(occurrence, None, showing.is_up)
        if key not in dict(showing.notice.buttons):
            return None
        still_up = showing.is_up
        self._forget(occurrence)
        return Click(occurrence, Answer(key), still_up)

    def closed(self, number: int, reason: int) -> Showing | None:
        """The showing that the person may have dismissed by this; None when its closing says nothing.

        Its number stays booked: services were seen to report a click after the closing it causes.
        """
        showing = self._numbered.get(number)
        if showing is None or not showing.is_up:
            return None
        showing.is_up = False
        if reason != Ending.BY_PERSON or showing.touched:
            return None
        showing.closing = True
        return showing

    def dismissed(self, showing: Showing) -> str | None:
        """The occurrence that is dismissed now that no click has followed the closing; else None."""
        occurrence = showing.notice.occurrence
        if occurrence is None or not showing.closing or not self.is_wanted(showing):
            return None
        self._forget(occurrence)
        return occurrence

    def withdraw(self, occurrence: str) -> int:
        """Forgets a prompt; returns the number that is to be closed, or 0."""
        showing = self._current.get(occurrence)
        self._forget(occurrence)
        if showing is None:
            return 0
        showing.settled = True
        return showing.number if showing.is_up else showing.replaces

    def lose_numbers(self) -> None:
        """The service that gave the numbers is gone, and its notifications with it."""
        self._numbered.clear()
        for showing in self._current.values():
            showing.number, showing.replaces, showing.is_up = 0, 0, False

    def occurrences(self) -> tuple[str, ...]:
        """Every prompt in the book."""
        return tuple(self._current)

    def closing(self) -> tuple[Showing, ...]:
        """The prompts that were closed and may yet be clicked."""
        return tuple(showing for showing in self._current.values() if showing.closing)

    def _forget(self, occurrence: str) -> None:
        self._current.pop(occurrence, None)
        for number, showing in tuple(self._numbered.items()):
            if showing.notice.occurrence == occurrence:
                del self._numbered[number]
