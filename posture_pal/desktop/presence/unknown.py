"""Stands in where nothing on this desktop can tell whether anybody is there."""

from __future__ import annotations

from posture_pal.desktop.source import Tell
from posture_pal.events import PresenceUnknown


class UnknownPresence:
    """Says once that presence is unknown. It always serves."""

    name = "unknown"
    pushes = True
    ask_every: float | None = None

    def __init__(self, away_after: float = 180.0) -> None:
        self.away_after = away_after

    def why_not(self) -> None:
        return None

    def start(self, tell: Tell) -> None:
        tell(PresenceUnknown())

    def silence(self) -> None:
        return None

    def ask(self) -> None:
        pass

    def close(self) -> None:
        pass
