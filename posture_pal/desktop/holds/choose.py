"""Picks, for the desktop at hand, what can tell that it is time to stay quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.own_part import own_part
from posture_pal.desktop.source import StateSource
from posture_pal.desktop.witness import Witness, Witnessed
from posture_pal.errors import Unavailable
from posture_pal.events import HoldBegan, HoldEnded
from posture_pal.model import Hold

_OF_THE_DESKTOP = (Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL)
ALL = frozenset(_OF_THE_DESKTOP)


def hold_sources(
    environ: Mapping[str, str],
    session_bus: Bus | None,
    *,
    wanted: Collection[Hold] = ALL,
    while_running: Collection[str] = (),
    platform: str = sys.platform,
) -> tuple[list[StateSource], dict[str, str]]:
    """The sources of HoldBegan and HoldEnded, not started, and why a hold has none, by the hold's name.

    wanted: the holds that the person respects; nothing is loaded for the others. while_running: programs that
    count as do-not-disturb while they run.
    """
    sources: list[StateSource] = []
    reasons = {}
    for hold, make in _makers(environ, session_bus, platform).items():
        if hold not in wanted:
            continue
        witnesses = make()
        if hold is Hold.DO_NOT_DISTURB:
            witnesses += _programs(while_running, platform)
        if witnesses:
            sources.append(hold_source(hold, witnesses))
        else:
            reasons[str(hold)] = "nothing on this desktop can tell"
    return sources, reasons


def hold_source(hold: Hold, witnesses: Sequence[Witness]) -> StateSource:
    """A source of one hold, which stands while any of the witnesses sees it."""
    return Witnessed(str(hold), witnesses, lambda words: HoldBegan(hold, words), HoldEnded(hold))


def _makers(
    environ: Mapping[str, str], session_bus: Bus | None, platform: str
) -> dict[Hold, Callable[[], list[Witness]]]:
    """What finds the witnesses of each hold on this platform; it loads nothing until called."""
    if platform == "win32":
        return {hold: lambda hold=hold: _on_windows(hold) for hold in _OF_THE_DESKTOP}  # type: ignore[misc]
    if platform == "darwin":
        return {hold: lambda hold=hold: _on_macos(hold) for hold in _OF_THE_DESKTOP}  # type: ignore[misc]
    return {
        Hold.DO_NOT_DISTURB: lambda: _do_not_disturb(environ, session_bus),
        Hold.FULLSCREEN: lambda: _fullscreen(environ),
        Hold.CALL: lambda: _call(environ),
    }


def _on_windows(hold: Hold) -> list[Witness]:
    try:
        windows = own_part("posture_pal.desktop.holds.windows")
    except Unavailable:
        return []
    if hold is Hold.DO_NOT_DISTURB:
        return [windows.NotificationState.of_quiet()]
    if hold is Hold.FULLSCREEN:
        return [windows.NotificationState.of_screen()]
    in_use = windows.CapabilityInUse
    return [in_use("microphone", "a microphone is in use"), in_use("webcam", "a camera is in use")]


def _on_macos(hold: Hold) -> list[Witness]:
    """No program is told by macOS whether a Focus is on; while one is, macOS itself keeps prompts quiet."""
    from posture_pal.desktop.holds.macos import devices_in_use, whole_screen

    if hold is Hold.DO_NOT_DISTURB:
        return []
    return whole_screen() if hold is Hold.FULLSCREEN else devices_in_use()


def _programs(while_running: Collection[str], platform: str) -> list[Witness]:
    if not while_running:
        return []
    from posture_pal.desktop.holds.programs import ProgramsRunning

    if platform == "darwin":
        from posture_pal.desktop.holds import programs_macos

        return [ProgramsRunning(while_running, programs_macos.names, programs_macos.LONGEST)]
    if platform == "win32":
        from posture_pal.desktop.holds import programs_windows

        return [ProgramsRunning(while_running, programs_windows.names, programs_windows.LONGEST)]
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
