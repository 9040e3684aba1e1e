"""Finds out who can tell about the person and the desktop, starts them, and renews them with the settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from posture_pal.clock import Clock
from posture_pal.desktop.holds import choose as hold_choice
from posture_pal.desktop.presence import choose as presences
from posture_pal.desktop.source import PresenceSource, Source
from posture_pal.desktop.tray.base import Tray
from posture_pal.errors import Unavailable
from posture_pal.events import HoldEnded
from posture_pal.model import Hold, Plan
from posture_pal.onlooker import DesktopOnlooker
from posture_pal.service import Service

if TYPE_CHECKING:
    from posture_pal.desktop.bus import Bus

MakePerson = Callable[[Callable[[float, Callable[[], None]], None]], PresenceSource]
"""Makes somebody who is played, from a way to do things after seconds."""


class DesktopSources:
    """The sources of presence and holds that this desktop has, from start to end.

    person: somebody who is played tells all there is to know; without, the desktop tells of the real one.
    """

    def __init__(
        self,
        plan: Plan,
        clock: Clock,
        buses: tuple[Bus | None, Bus | None],
        tray: Tray,
        person: PresenceSource | None,
    ) -> None:
        self._clock = clock
        self._session_bus, self._system_bus = buses
        self._played = person is not None
        self._holds = self._hold_sources(plan)
        if person is not None:
            self.onlooker = DesktopOnlooker(tray, person, (), {})
            return
        session = presences.session_sources(os.environ, self._session_bus, self._system_bus)
        self.onlooker = DesktopOnlooker(tray, self._presence(plan), [*session, *self._holds], {})

    def start(self, service: Service) -> None:
        """Lets every source tell the service; one that cannot becomes a trouble with its reason."""
        for source in (self.onlooker.presence, *self.onlooker.sources):
            _start(source, service)

    def renew(self, plan: Plan, service: Service) -> None:
        """Asks the desktop for what the new settings respect, and for nothing else."""
        self.onlooker.presence.away_after = plan.away_after
        for source in self._holds:
            source.close()
            self.onlooker.sources.remove(source)
        for hold in tuple(service.state.holds):
            service.handle(HoldEnded(hold))
        self._holds = self._hold_sources(plan)
        self.onlooker.sources += self._holds
        for source in self._holds:
            _start(source, service)

    def closers(self) -> list[Callable[[], Any]]:
        """What lets each source go."""
        return [source.close for source in (*self.onlooker.sources, self.onlooker.presence)]

    def _presence(self, plan: Plan) -> presences.BestPresence:
        elapsed = lambda: self._clock.now().elapsed  # noqa: E731 - the clock, as presence sources want it
        return presences.choose_presence(os.environ, self._session_bus, elapsed, away_after=plan.away_after)[
            0
        ]

    def _hold_sources(self, plan: Plan) -> Sequence[Source]:
        if self._played:
            return ()
        wanted = plan.respected_holds | {Hold.CALL}  # a call counts as desk time even where it holds nothing
        return hold_choice.hold_sources(
            os.environ, self._session_bus, wanted=wanted, while_running=plan.while_running
        )[0]


def _start(source: Source, service: Service) -> None:
    try:
        source.start(service.tell)
    except Unavailable as why:
        service.troubles.setdefault(source.name, str(why))
