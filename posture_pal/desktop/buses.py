"""The two message buses of a Linux desktop, where they are there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from posture_pal.errors import Unavailable

if TYPE_CHECKING:
    from posture_pal.desktop.bus import Bus


def open_buses() -> tuple[Bus | None, Bus | None]:
    """The session's and the system's bus, None for one that is not there; whoever opens them closes them."""
    if sys.platform in {"win32", "darwin"}:
        return None, None
    from posture_pal.desktop.bus import Bus

    return _opened(Bus.session), _opened(Bus.system)


def _opened(connect: Callable[[], Bus]) -> Bus | None:
    try:
        return connect()
    except Unavailable:
        return None
