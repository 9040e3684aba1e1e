"""Picks, for the desktop at hand, how presence, the screen lock and sleep are known."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.own_part import own_part
from posture_pal.desktop.presence.best import BestPresence, Candidate
from posture_pal.desktop.source import PresenceSource, Source
from posture_pal.errors import Unavailable

__all__ = ["BestPresence", "choose_presence", "session_sources"]


def choose_presence(
    environ: Mapping[str, str],
    session_bus: Bus | None,
    elapsed: Callable[[], float],
    *,
    away_after: float = 180.0,
    platform: str = sys.platform,
) -> tuple[BestPresence, dict[str, str]]:
    """The best presence source that serves here, not started, and why each better one cannot.

    session_bus: None where there is none. elapsed: the clock of every duration, in seconds.
    """
    candidates: dict[str, Candidate]
    if platform == "win32":
        candidates = {"windows": _windows}
    elif platform == "darwin":
        candidates = {"macos": _macos}
    else:
        candidates = {
            "mutter": _mutter(session_bus),
            "wayland": _wayland(environ, elapsed),
            "x11": _x11(environ),
            "screensaver": _screensaver(environ, session_bus),
        }
    best = BestPresence(candidates, away_after)
    best.choose()
    return best, best.reasons()


def session_sources(
    environ: Mapping[str, str],
    session_bus: Bus | None,
    system_bus: Bus | None,
    platform: str = sys.platform,
) -> list[Source]:
    """The sources of Locked, Unlocked, Asleep and Awake on this desktop, not started."""
    sources: list[Source]
    if platform == "win32":
        with suppress(Unavailable):
            return [own_part("posture_pal.desktop.presence.windows_session").WindowsSession()]
        return []
    if platform == "darwin":
        return _of_macos()
    from posture_pal.desktop.presence.lock import screen_lock

    sources = [screen_lock(environ, session_bus, system_bus)]
    if system_bus is not None:
        from posture_pal.desktop.presence.logind import Sleep

        sources.append(Sleep(system_bus))
    return sources


def _mutter(bus: Bus | None) -> Candidate:
    def candidate(away_after: float) -> PresenceSource:
        if bus is None:
            raise Unavailable("There is no session bus.")
        from posture_pal.desktop.presence.mutter import SERVICE, MutterPresence

        if not bus.has_owner(SERVICE):
            raise Unavailable("This desktop is not GNOME.")
        return MutterPresence(bus, away_after)

    return candidate


def _wayland(environ: Mapping[str, str], elapsed: Callable[[], float]) -> Candidate:
    def candidate(away_after: float) -> PresenceSource:
        if not environ.get("WAYLAND_DISPLAY"):
            raise Unavailable("This is no Wayland session: WAYLAND_DISPLAY is not set.")
        from posture_pal.desktop.presence.wayland import WaylandPresence

        return WaylandPresence(environ, elapsed, away_after)

    return candidate


def _x11(environ: Mapping[str, str]) -> Candidate:
    def candidate(away_after: float) -> PresenceSource:
        if not environ.get("DISPLAY"):
            raise Unavailable("There is no X display: DISPLAY is not set.")
        from posture_pal.desktop.presence.x11 import X11Presence

        return X11Presence(environ, away_after)

    return candidate


def _screensaver(environ: Mapping[str, str], bus: Bus | None) -> Candidate:
    def candidate(away_after: float) -> PresenceSource:
        # The others that have this method count in seconds, or answer 0 whatever happens.
        if "KDE" not in environ.get("XDG_CURRENT_DESKTOP", "").split(":"):
            raise Unavailable("This desktop is not Plasma, whose screen saver alone tells the silence.")
        if bus is None:
            raise Unavailable("There is no session bus.")
        from posture_pal.desktop.presence.screensaver_idle import ScreenSaverPresence

        return ScreenSaverPresence(bus, away_after)

    return candidate


def _windows(away_after: float) -> PresenceSource:
    source: PresenceSource = own_part("posture_pal.desktop.presence.windows").WindowsPresence(away_after)
    return source


def _macos(away_after: float) -> PresenceSource:
    from posture_pal.desktop.presence.macos import MacPresence

    return MacPresence(away_after)


def _of_macos() -> list[Source]:
    from posture_pal.desktop.presence.macos_session import MacLock, MacSleep
    from posture_pal.desktop.witness import Witnessed
    from posture_pal.events import Locked, Unlocked

    sources: list[Source] = [MacSleep()]
    with suppress(Unavailable):
        sources.insert(0, Witnessed("screen lock", [MacLock()], lambda _words: Locked(), Unlocked()))
    return sources
