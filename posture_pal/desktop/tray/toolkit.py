"""pystray, the toolkit that every tray here is built on, brought in without touching the desktop of Linux."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VARIABLE = "PYSTRAY_BACKEND"


@contextmanager
def _fitting_backend() -> Iterator[None]:
    """Has pystray bring its tray for Windows or macOS there, and none of its own elsewhere.

    On Linux it would open an X display or load GTK as it is imported, and fail where it cannot.
    """
    before = os.environ.get(_VARIABLE)
    if sys.platform not in {"win32", "darwin"}:
        os.environ[_VARIABLE] = "dummy"
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE, None)
        if before is not None:
            os.environ[_VARIABLE] = before


with _fitting_backend():
    from pystray import Icon, Menu, MenuItem

__all__ = ["Icon", "Menu", "MenuItem"]
