"""Hears what a source tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from desktop.waiting import wait_for

from posture_pal.events import Event

Kind = TypeVar("Kind", bound=Event)


@dataclass
class Ears:
    """Every event in the order in which it was told."""

    heard: list[Event] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        """What a source is started with."""
        self.heard.append(event)

    def wait_for(self, kind: type[Kind], number: int = 1, deadline: float = 5.0) -> Kind:
        """The so-manieth event of a kind, once it has come."""

        def come() -> list[Kind]:
            found = [event for event in self.heard if isinstance(event, kind)]
            return found if len(found) >= number else []

        return wait_for(come, deadline, f"{number} {kind.__name__}", explain=lambda: str(self.heard))[
            number - 1
        ]

    def wait_until_last(self, kind: type[Kind], deadline: float = 5.0) -> Kind:
        """The newest event, once it is of that kind."""
        wait_for(
            lambda: self.heard and isinstance(self.heard[-1], kind),
            deadline,
            f"{kind.__name__} as the last",
            explain=lambda: str(self.heard),
        )
        last = self.heard[-1]
        assert isinstance(last, kind)
        return last

    def forget(self) -> None:
        """Hears anew."""
        self.heard.clear()
