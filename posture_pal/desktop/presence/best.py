"""Keeps to the best way of knowing whether somebody is there, and looks for another when it is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from posture_pal.desktop.presence.unknown import UnknownPresence
from posture_pal.desktop.source import PresenceSource, Tell
from posture_pal.errors import Unavailable
from posture_pal.events import Event, PresenceUnknown

Candidate = Callable[[float], PresenceSource]
"""Makes a source, given away_after. Raises Unavailable with the reason when it plainly cannot serve."""

_FIRST_LOOK = 15.0
_RAREST_LOOK = 600.0


class BestPresence:
    """The first of its candidates that serves; while none does, it wants to look again, ever more rarely."""

    def __init__(self, candidates: Mapping[str, Candidate], away_after: float = 180.0) -> None:
        """candidates: by name, the best first."""
        self._candidates = candidates
        self._away_after = away_after
        self._reasons: dict[str, str] = {}
        self._current: PresenceSource | None = None
        self._tell: Tell | None = None
        self._looks = 0

    @property
    def name(self) -> str:
        return self._current.name if self._current is not None else "not chosen yet"

    @property
    def pushes(self) -> bool:
        return self._current is None or self._current.pushes

    @property
    def away_after(self) -> float:
        return self._away_after

    @away_after.setter
    def away_after(self, seconds: float) -> None:
        self._away_after = seconds
        if self._current is not None:
            self._current.away_after = seconds

    @property
    def ask_every(self) -> float | None:
        """Seconds until it wants to look again, while nothing serves; else what the present source wants."""
        if self._current is None or not self._is_lost():
            return self._current.ask_every if self._current is not None else None
        return min(_FIRST_LOOK * 2.0 ** min(self._looks, 10), _RAREST_LOOK)

    def reasons(self) -> dict[str, str]:
        """Why each better way than the present one cannot serve, by name, as of the last look."""
        return dict(self._reasons)

    def choose(self) -> PresenceSource:
        """Finds the best that serves now and keeps to it; takes seconds where one hangs."""
        self._reasons = {}
        for name, candidate in self._candidates.items():
            try:
                source = candidate(self._away_after)
            except Unavailable as error:
                self._reasons[name] = str(error)
                continue
            why = source.why_not()
            if why is None:
                self._current = source
                return source
            source.close()
            self._reasons[name] = why
        self._current = UnknownPresence(self._away_after)
        return self._current

    def why_not(self) -> str | None:
        current = self._current or self.choose()
        if isinstance(current, UnknownPresence):
            return (
                "; ".join(f"{name}: {why}" for name, why in self._reasons.items()) or "nothing here can tell"
            )
        return current.why_not()

    def start(self, tell: Tell) -> None:
        """Begins to tell, from the first candidate that starts; that presence is unknown when none does."""
        self._tell = tell
        for _ in (*self._candidates, None):
            source = self._current or self.choose()
            try:
                source.start(self._only_from(source))
            except Unavailable as error:
                self._reasons[source.name] = str(error)
                source.close()
                self._current = None
            else:
                return
        self._current = UnknownPresence(self._away_after)
        tell(PresenceUnknown())

    def silence(self) -> float | None:
        return self._current.silence() if self._current is not None else None

    def ask(self) -> None:
        """Looks for a source again when there is none."""
        tell = self._tell
        if tell is None or self._current is None:
            return
        if not self._is_lost():
            self._current.ask()
            return
        self._looks += 1
        lost = self._current
        if not isinstance(self.choose(), UnknownPresence):
            self._looks = 0
            self.start(tell)
        lost.close()

    def close(self) -> None:
        self._tell = None
        current, self._current = self._current, None
        if current is not None:
            current.close()

    def _is_lost(self) -> bool:
        return isinstance(self._current, UnknownPresence) or (
            self._current is not None and self._current.why_not() is not None
        )

    def _only_from(self, source: PresenceSource) -> Tell:
        def tell(event: Event) -> None:
            if self._tell is not None and self._current is source:
                self._tell(event)

        return tell
