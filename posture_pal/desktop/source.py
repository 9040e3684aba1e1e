"""What a source is: a place on the desktop that tells of presence, locks, sleep or reasons to stay quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from posture_pal.events import Event

Tell = Callable[[Event], None]
"""Called with what was observed, from any thread; it returns at once and waits for no source to close."""


class Source(Protocol):
    """Tells events as they happen, from start to close; a source that fails says why and tells nothing.

    ask_every: seconds after which it wants `ask` to be called again, None when it needs no asking. It changes
    while the source runs (something it lost is looked for again), so it is read anew after every `ask` and
    every event.
    """

    @property
    def name(self) -> str: ...

    @property
    def ask_every(self) -> float | None: ...

    def why_not(self) -> str | None:
        """Why this source cannot serve here, or None when it can; may be asked again while it runs."""

    def start(self, tell: Tell) -> None:
        """Begins to tell; what stands already is told at once. Raises Unavailable when it cannot."""

    def ask(self) -> None:
        """Looks again at what does not tell by itself; called by whoever owns the waits, not from `tell`."""

    def close(self) -> None:
        """Tells nothing from here on and lets go of the desktop; not from `tell`."""


class PresenceSource(Source, Protocol):
    """A source that knows how long there has been no input.

    pushes: it tells departures and returns by itself (`Seen`), so nobody has to ask while the person is away.
    It can change while the source runs; a `Seen` or `PresenceUnknown` is told whenever it does.
    away_after: seconds of silence that count as away; set before start and whenever the config changes.
    """

    away_after: float

    @property
    def pushes(self) -> bool: ...

    def silence(self) -> float | None:
        """Seconds since the last input, asked now; None when it cannot be told just now."""


class StateSource(Source, Protocol):
    """A source of something that is on or off: a hold, or the screen lock."""

    def state(self) -> bool | None:
        """Whether it is on, or None when nothing can tell."""

    def reasons(self) -> dict[str, str]:
        """What each witness says just now, by its name: for `doctor`."""
