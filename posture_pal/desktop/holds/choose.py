"""Picks, for the desktop at hand, what can tell that it is time to stay quiet."""

from __future__ import annotations

import sys
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
    sources: list[StateSource] = []
    reasons = {}
    for hold, make in _makers(environ, session_bus).items():
        if hold not in wanted:
            continue
        witnesses = make()
        if hold is Hold.DO_NOT_DISTURB:
            witnesses += _programs(while_running)
        if witnesses:
            sources.append(hold_source(hold, witnesses))
        else:
            reasons[str(hold)] = "nothing on this desktop can tell"
    return sources, reasons


def hold_source(hold: Hold, witnesses: Sequence[Witness]) -> StateSource:
    """A source of one hold, which stands while any of the witnesses sees it."""
    return Witnessed(str(hold), witnesses, lambda words: HoldBegan(hold, words), HoldEnded(hold))


def _makers(environ: Mapping[str, str], session_bus: Bus | None) -> dict[Hold, Callable[[], list[Witness]]]:
    """What finds the witnesses of each hold on this platform; on Linux it loads nothing until called."""
    makers: dict[Hold, Callable[[], list[Witness]]]
    if sys.platform == "win32":
        from posture_pal.desktop.holds.windows import CapabilityInUse, NotificationState

        makers = {
            Hold.DO_NOT_DISTURB: lambda: [NotificationState.of_quiet()],
            Hold.FULLSCREEN: lambda: [NotificationState.of_screen()],
            Hold.CALL: lambda: [
                CapabilityInUse("microphone", "a microphone is in use"),
                CapabilityInUse("webcam", "a camera is in use"),
            ],
        }
    elif sys.platform == "darwin":
        from posture_pal.desktop.holds.macos import devices_in_use

        makers = {Hold.DO_NOT_DISTURB: list, Hold.FULLSCREEN: list, Hold.CALL: devices_in_use}
    else:
        makers = {
            Hold.DO_NOT_DISTURB: lambda: _do_not_disturb(environ, session_bus),
            Hold.FULLSCREEN: lambda: _fullscreen(environ),
            Hold.CALL: lambda: _call(environ),
        }
    return makers


def _programs(while_running: Collection[str]) -> list[Witness]:
    if not while_running:
        return []
    from posture_pal.desktop.holds.programs import ProgramsRunning

    return [ProgramsRunning(while_running)]


def _do_not_disturb(environ: Mapping[str, str], session_bus: Bus | None) -> list[Witness]:
    if session_bus is None:
        return []
    from posture_pal.desktop.holds.quiet import QuietDaemon

    return [QuietDaemon(session_bus, environ)]


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
