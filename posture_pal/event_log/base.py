"""What a record can be asked: to keep facts, and to tell them again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from posture_pal.model import Fact


class ReadableLog(Protocol):
    """Tells facts. Used by one thread at a time; every method may raise LogUnusable."""

    def facts(
        self, since: date | None = None, until: date | None = None, names: Collection[str] | None = None
    ) -> Iterator[Fact]:
        """The facts in the order they were written, of the local days from `since` to `until`, both included.

        names: these facts alone. What is appended after the first one was taken is not told. A wall time
        comes back with the offset it was written with, in place of its zone.
        """

    def totals(self, since: date | None = None, until: date | None = None) -> dict[date, str]:
        """What is left of the days whose facts retention has taken, as it was handed in."""

    def count(self) -> int:
        """How many facts there are."""

    def state(self) -> str | None:
        """The state that was kept last; None before there was any."""

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the record, one sentence each; nothing when it is sound. Reads all of it."""

    def close(self) -> None:
        """Lets go of the file."""


class Log(ReadableLog, Protocol):
    """Keeps facts. `note`: what became of a damaged record, in a sentence for the person, or None."""

    note: str | None

    def append(self, facts: Sequence[Fact], state: str | None) -> None:
        """Keeps the facts and the state, together or not at all; they survive all that happens next.

        state: None leaves the one that is kept, for facts that do not come from the running program.
        Raises LogUnusable when they could not be kept: the same facts may be handed in again, then or later.
        """

    def forget_before(self, day: date, totals: Mapping[date, str] | None = None) -> int:
        """Removes the facts of all local days before that one, for good; how many they were.

        totals: what to keep of those days in their place. Without, nothing of them is kept: what was left
        of days before goes as well.
        """
