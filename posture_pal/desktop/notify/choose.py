"""Which way of showing prompts is used here: the best one that can serve."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from posture_pal.desktop.notify.base import Callbacks, Notifier
from posture_pal.errors import Unavailable

if TYPE_CHECKING:
    from posture_pal.desktop.bus import Bus

Reasons = tuple[tuple[str, str], ...]
"""The names of notifiers that cannot serve, each with why."""


def choose(
    bus: Bus | None,
    stream: TextIO | None,
    icon: Path | None,
    callbacks: Callbacks,
    platform: str = sys.platform,
    *,
    tray: object = None,
) -> tuple[Notifier, Reasons]:
    """The first notifier that can serve, and why those before it cannot.

    bus: the session bus, or None where there is none. stream: where the program may print, or None.
    tray: the program's own, which may be able to show balloons.
    """
    reasons: list[tuple[str, str]] = []
    own = {
        "darwin": lambda: _of_macos(callbacks),
        "win32": lambda: _of_windows(icon, callbacks, tray),
    }.get(platform, tuple)
    for name, make in (*own(), *_candidates(bus, stream, icon, callbacks)):
        try:
            notifier = make()
        except Unavailable as error:
            reasons.append((name, str(error)))
            continue
        why = notifier.why_not()
        if why is None:
            return notifier, tuple(reasons)
        notifier.close()
        reasons.append((name, why))
    from posture_pal.desktop.notify.none import NoNotifier

    return NoNotifier(reasons[0][1], stream), tuple(reasons)


def _of_macos(callbacks: Callbacks) -> Iterator[tuple[str, Callable[[], Notifier]]]:
    def macos() -> Notifier:
        from posture_pal.desktop.notify.macos import MacNotifier

        return MacNotifier(callbacks)

    yield "macos", macos


def _of_windows(
    icon: Path | None, callbacks: Callbacks, tray: object
) -> Iterator[tuple[str, Callable[[], Notifier]]]:
    def toast() -> Notifier:
        from posture_pal.desktop.notify.toast import ToastNotifier
        from posture_pal.desktop.notify.toast_center import ToastCenter

        return ToastNotifier(ToastCenter(icon), callbacks)

    def balloon() -> Notifier:
        from posture_pal.desktop.notify.balloon import BalloonNotifier, Balloons

        return BalloonNotifier(tray if isinstance(tray, Balloons) else None, callbacks)

    yield "toast", toast
    yield "balloon", balloon


def _candidates(
    bus: Bus | None, stream: TextIO | None, icon: Path | None, callbacks: Callbacks
) -> Iterator[tuple[str, Callable[[], Notifier]]]:
    """Every notifier, best first. Each is imported when its turn comes, which for most it never does."""

    def freedesktop() -> Notifier:
        if bus is None:
            raise Unavailable("There is no session bus.")
        from posture_pal.desktop.notify.freedesktop import FreedesktopNotifier

        return FreedesktopNotifier(bus, icon, callbacks)

    def plain() -> Notifier:
        from posture_pal.desktop.notify.plain import PlainNotifier

        return PlainNotifier(icon, callbacks)

    def terminal() -> Notifier:
        from posture_pal.desktop.notify.terminal import TerminalNotifier

        return TerminalNotifier(stream)

    yield "freedesktop", freedesktop
    yield "plain", plain
    yield "terminal", terminal
