"""Puts together everything that can tell whether the screen is locked."""

from __future__ import annotations

from collections.abc import Mapping

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.logind import LockedHint
from posture_pal.desktop.presence.screensaver import SAVERS, ScreenSaver
from posture_pal.desktop.witness import Witness, Witnessed
from posture_pal.events import Locked, Unlocked


def screen_lock(environ: Mapping[str, str], session_bus: Bus | None, system_bus: Bus | None) -> Witnessed:
    """A source of Locked and Unlocked: locked while the login service or a screen saver says so."""
    witnesses: list[Witness] = []
    if system_bus is not None:
        witnesses.append(LockedHint(system_bus, environ))
    if session_bus is not None:
        witnesses += [ScreenSaver(session_bus, saver) for saver in SAVERS]
    return Witnessed("screen lock", witnesses, lambda _words: Locked(), Unlocked())
