"""The loop of macOS on the program's main thread: what may be done there alone, and what is announced there.

Nothing that is asked for here happens unless that loop runs, which it does while the menu bar shows the icon.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from posture_pal.errors import Unavailable

SCREEN_LOCKED, SCREEN_UNLOCKED = "com.apple.screenIsLocked", "com.apple.screenIsUnlocked"
"""Announced to every program; Apple does not document them, so nothing may rely on them alone."""

WILL_SLEEP, DID_WAKE = "NSWorkspaceWillSleepNotification", "NSWorkspaceDidWakeNotification"
SWITCHED_OUT, SWITCHED_IN = (
    "NSWorkspaceSessionDidResignActiveNotification",
    "NSWorkspaceSessionDidBecomeActiveNotification",
)
"""Announced through the workspace; the latter two when another user comes to the screen, and goes."""


def part(name: str) -> Any:
    """A module of PyObjC, which pystray brings along on macOS. Raises Unavailable."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Unavailable(f"PyObjC is not whole: {error}. Install Posture Pal anew.") from error


def later(job: Callable[[], None]) -> None:
    """Has the main thread do something. Called from any thread; raises Unavailable."""
    part("PyObjCTools.AppHelper").callAfter(job)


def hear(calls: Mapping[str, Callable[[], None]]) -> Callable[[], None]:
    """Calls each, on the main thread, when what it stands beside is announced; gives what ends that.

    Called from any thread. Raises Unavailable.
    """
    kits = part("AppKit"), part("Foundation")
    standing: list[tuple[Any, Any]] = []

    def begin() -> None:
        for name, call in calls.items():
            centre = _centre(name, *kits)
            told = centre.addObserverForName_object_queue_usingBlock_(name, None, None, _deaf(call))
            standing.append((centre, told))

    def end() -> None:
        while standing:
            centre, told = standing.pop()
            centre.removeObserver_(told)

    later(begin)
    return lambda: later(end)


def _centre(name: str, app_kit: Any, foundation: Any) -> Any:
    if name in {SCREEN_LOCKED, SCREEN_UNLOCKED}:
        return foundation.NSDistributedNotificationCenter.defaultCenter()
    return app_kit.NSWorkspace.sharedWorkspace().notificationCenter()


def _deaf(call: Callable[[], None]) -> Callable[[Any], None]:
    return lambda _announcement: call()
