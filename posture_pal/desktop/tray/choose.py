"""Chooses the tray for this desktop, and says of every other why it is not the one."""

from __future__ import annotations

import sys

from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.base import Tray
from posture_pal.desktop.tray.macos import MacTray
from posture_pal.desktop.tray.none import NoTray
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.desktop.tray.windows import WindowsTray

Reason = tuple[str, str]
"""A tray's name, and why it does not serve just now."""


def choose(bus: Bus | None, platform: str = sys.platform) -> tuple[Tray, list[Reason]]:
    """The tray to use, and the reasons of those that cannot serve just now.

    bus: the session bus, where there is one. On Linux the chosen tray may itself be among the reasons: it
    waits for a panel.
    """
    if platform in {"win32", "darwin"}:
        native = WindowsTray() if platform == "win32" else MacTray()
        reason = native.why_not()
        return (NoTray(reason), [(native.name, reason)]) if reason else (native, [])
    tray = StatusNotifierTray(bus)
    reason = tray.why_not()
    reasons = [(tray.name, reason)] if reason else []
    return (tray if tray.can_wait() else NoTray(reason or ""), reasons)
