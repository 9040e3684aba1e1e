"""A record that is kept nowhere, for days that are only simulated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from posture_pal.model import Fact


class MemoryLog:
    """A Log that ends with the program."""

    def __init__(self) -> None:
        self.note: str | None = None
        self._facts: tuple[Fact, ...] = ()
        self._state: str | None = None
        self._totals: dict[date, str] = {}

    def append(self, facts: Sequence[Fact], state: str | None) -> None:
        self._facts += tuple(facts)
        self._state = self._state if state is None else state

    def facts(
        self, since: date | None = None, until: date | None = None, names: Collection[str] | None = None
    ) -> Iterator[Fact]:
        first, last = since or date.min, until or date.max
        return (
            fact
            for fact in self._facts
            if first <= fact.at.day <= last and (names is None or fact.name in names)
        )

    def totals(self, since: date | None = None, until: date | None = None) -> dict[date, str]:
        first, last = since or date.min, until or date.max
        return {day: text for day, text in sorted(self._totals.items()) if first <= day <= last}

    def count(self) -> int:
        return len(self._facts)

    def state(self) -> str | None:
        return self._state

    def verify(self) -> tuple[str, ...]:
        return ()

    def forget_before(self, day: date, totals: Mapping[date, str] | None = None) -> int:
        if totals is None:
            self._totals = {kept: text for kept, text in self._totals.items() if kept >= day}
        else:
            self._totals.update(totals)
        before = len(self._facts)
        self._facts = tuple(fact for fact in self._facts if fact.at.day >= day)
        return before - len(self._facts)

    def close(self) -> None:
        """Nothing is held."""
