"""`doctor --watch`: what this desktop tells of presence and of reasons to stay quiet, as it tells it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from posture_pal import settings
from posture_pal.clock import SystemClock
from posture_pal.desktop.buses import open_buses
from posture_pal.desktop.holds import choose as hold_choice
from posture_pal.desktop.presence import choose as presences
from posture_pal.desktop.source import PresenceSource, Source
from posture_pal.errors import Unavailable
from posture_pal.events import Event, HoldBegan, HoldEnded, Seen

EVERY = 1.0
"""Seconds between two looks; this command is for watching, so it may look often."""


class Watch:
    """Starts every source of its own, beside a running program or without one, and prints what comes."""

    def __init__(self, out: Callable[[str], None]) -> None:
        plan = settings.load_plan()
        self._out = out
        self._clock = SystemClock()
        self._told: SimpleQueue[tuple[str, Event]] = SimpleQueue()
        session, system = open_buses()
        self._buses = [bus for bus in (session, system) if bus is not None]
        self._presence, reasons = presences.choose_presence(
            os.environ, session, lambda: self._clock.now().elapsed, away_after=plan.away_after
        )
        holds, hold_reasons = hold_choice.hold_sources(os.environ, session, while_running=plan.while_running)
        self._sources: Sequence[Any] = [
            self._presence,
            *presences.session_sources(os.environ, session, system),
            *holds,
        ]
        self._reasons = {**reasons, **hold_reasons}

    def run(self) -> None:
        """Prints until it is interrupted."""
        for name, why in self._reasons.items():
            self._out(f"{'':>8}  not {name}: {why}")
        try:
            for source in self._sources:
                self._start(source)
            while True:
                self._look()
        finally:
            for part in [*self._sources, *self._buses]:
                part.close()

    def _start(self, source: Source) -> None:
        try:
            source.start(lambda event, name=source.name: self._told.put((name, event)))  # type: ignore[misc]
        except Unavailable as why:
            self._out(f"{'':>8}  {source.name} cannot tell: {why}")

    def _look(self) -> None:
        try:
            name, event = self._told.get(timeout=EVERY)
        except Empty:
            self._live(silence_line(self._presence, self._sources))
        else:
            self._live("")
            self._out(f"{self._clock.now().wall:%H:%M:%S}  {name}: {event_words(event)}")

    def _live(self, text: str) -> None:
        """One line that is written over, where there is a terminal to write it on."""
        if sys.stdout.isatty():
            sys.stdout.write(f"\r\x1b[K{text}")
            sys.stdout.flush()


def silence_line(presence: PresenceSource, sources: Iterable[Any]) -> str:
    """Silence, and each thing that is on, off or unknown, in one line."""
    silence = presence.silence()
    parts = [f"silence {'unknown' if silence is None else f'{silence:.1f} s'} ({presence.name})"]
    words = {True: "on", False: "off", None: "unknown"}
    parts += [f"{source.name} {words[source.state()]}" for source in sources if hasattr(source, "state")]
    return " · ".join(parts)


def event_words(event: Event) -> str:
    """An event as a person reads it."""
    if isinstance(event, Seen):
        return "input goes on" if event.continuous else f"no input for {event.silence:.1f} s"
    if isinstance(event, HoldBegan):
        return "on" + (f": {event.reason}" if event.reason else "")
    if isinstance(event, HoldEnded):
        return "off"
    return type(event).__name__.lower().replace("presenceunknown", "presence unknown")
