"""Chooses how this program is started at login on this system."""

from __future__ import annotations

import sys

from posture_pal import paths
from posture_pal.desktop.autostart.base import Autostart, NoAutostart
from posture_pal.errors import PosturePalError


def choose(platform: str = sys.platform) -> Autostart:
    """The way of this system; one that cannot serve says why."""
    try:
        own, sites = paths.login_folders(platform)
    except PosturePalError as error:
        return NoAutostart(str(error))
    if platform == "win32":
        from posture_pal.desktop.autostart.windows_run import WindowsRun

        found: Autostart = WindowsRun()
    elif platform == "darwin":
        from posture_pal.desktop.autostart.launch_agent import LaunchAgent

        found = LaunchAgent(own, sites)
    else:
        from posture_pal.desktop.autostart.xdg import DesktopEntry

        found = DesktopEntry(own, sites)
    reason = found.why_not()
    return found if reason is None else NoAutostart(reason)
