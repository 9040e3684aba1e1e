"""A witness of something that the system tells only when it is asked."""

from __future__ import annotations

from abc import ABC, abstractmethod

from posture_pal.desktop.witness import Changed, View


class AskedWitness(ABC):
    """Looks when it starts and whenever it is asked again, which it wants every so often while it runs."""

    name: str
    every = 15.0
    """Seconds between two looks."""

    def __init__(self) -> None:
        self._changed: Changed | None = None

    @property
    def ask_every(self) -> float | None:
        return self.every if self._changed is not None else None

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self.ask()

    def ask(self) -> None:
        """Looks once."""
        if self._changed is not None:
            self._changed(self.view())

    def close(self) -> None:
        self._changed = None

    @abstractmethod
    def view(self) -> View:
        """What is so just now; it never raises."""
