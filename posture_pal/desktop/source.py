"""What a source is: a place on the desktop that tells of presence, locks, sleep or reasons to stay quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from posture_pal.events import Event

Tell = Callable[[Event], None]
"""Called with what was observed, from any thread."""


class Source(Protocol):
    """Tells events as they happen, from start to close; a source that fails says why and tells nothing."""

    name: str

    def why_not(self) -> str | None:
        """Why this source cannot serve here, or None when it can; may be asked again while it runs."""

    def start(self, tell: Tell) -> None:
        """Begins to tell; what stands already is told at once. Raises Unavailable when it cannot."""

    def close(self) -> None:
        """Tells nothing from here on and lets go of the desktop."""


class PresenceSource(Source, Protocol):
    """A source that knows how long there has been no input.

    pushes: it tells departures and returns by itself (`Seen`), so nobody has to ask while the person is away.
    away_after: seconds of silence that count as away; set before start and whenever the config changes.
    """

    pushes: bool
    away_after: float

    def silence(self) -> float | None:
        """Seconds since the last input, asked now; None when it cannot be told just now."""
