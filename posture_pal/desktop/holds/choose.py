"""Picks, for the desktop at hand, what can tell that it is time to stay quiet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.source import StateSource
from posture_pal.desktop.witness import Witness, Witnessed
from posture_pal.events import HoldBegan, HoldEnded
from posture_pal.model import Hold

ALL = frozenset({Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL})


def hold_sources(
    environ: Mapping[str, str],
    session_bus: Bus | None,
    *,
    wanted: Collection[Hold] = ALL,
    while_running: Collection[str] = (),
) -> tuple[list[StateSource], dict[str, str]]:
    """The sources of HoldBegan and HoldEnded, not started, and why a hold has none, by the hold's name.

    wanted: the holds that the person respects; nothing is loaded for the others. while_running: programs that
    count as do-not-disturb while they run.
    """
    makers: dict[Hold, Callable[[], list[Witness]]] = {
        Hold.DO_NOT_DISTURB: lambda: _do_not_disturb(environ, session_bus, while_running),
        Hold.FULLSCREEN: lambda: _fullscreen(environ),
        Hold.CALL: lambda: _call(environ),
    }
    sources: list[StateSource] = []
    reasons = {}
    for hold, make in makers.items():
        if hold not in wanted:
            continue
        witnesses = make()
        if witnesses:
            sources.append(hold_source(hold, witnesses))
        else:
            reasons[str(hold)] = "nothing on this desktop can tell"
    return sources, reasons


def hold_source(hold: Hold, witnesses: Sequence[Witness]) -> StateSource:
    """A source of one hold, which stands while any of the witnesses sees it."""
    return Witnessed(str(hold), witnesses, lambda words: HoldBegan(hold, words), HoldEnded(hold))


def _do_not_disturb(
    environ: Mapping[str, str], session_bus: Bus | None, while_running: Collection[str]
) -> list[Witness]:
    witnesses: list[Witness] = []
    if while_running:
        from posture_pal.desktop.holds.programs import ProgramsRunning

        witnesses.append(ProgramsRunning(while_running))
    if session_bus is not None:
        from posture_pal.desktop.holds.quiet import QuietDaemon

        witnesses.append(QuietDaemon(session_bus, environ))
    return witnesses


def _fullscreen(environ: Mapping[str, str]) -> list[Witness]:
    from posture_pal.desktop.reconnecting import Reconnecting

    witnesses: list[Witness] = []
    if environ.get("DISPLAY"):
        from posture_pal.desktop.holds.fullscreen_x11 import FullscreenOnX11

        witnesses.append(Reconnecting("x11", lambda changed, lost: FullscreenOnX11(environ, changed, lost)))
    if environ.get("WAYLAND_DISPLAY"):
        from posture_pal.desktop.holds.fullscreen_wayland import FullscreenOnWayland

        witnesses.append(
            Reconnecting("wayland", lambda changed, lost: FullscreenOnWayland(environ, changed, lost))
        )
    return witnesses


def _call(environ: Mapping[str, str]) -> list[Witness]:
    from posture_pal.desktop.holds.devices import CAMERA, RECORDER, DevicesInUse
    from posture_pal.desktop.holds.microphone import Microphone
    from posture_pal.desktop.reconnecting import Reconnecting
    from posture_pal.desktop.stand_in import WithStandIn

    server = Reconnecting("sound server", lambda changed, lost: Microphone(environ, changed, lost))
    return [
        WithStandIn("microphone", server, DevicesInUse("sound card", RECORDER)),
        DevicesInUse("camera", CAMERA),
    ]
