"""Remembers that the safety statement was shown once: it is not shown again by itself."""

from __future__ import annotations

from posture_pal import paths
from posture_pal.errors import PosturePalError

_MARK = "safety-statement-shown"


def was_shown() -> bool:
    """Whether it was shown on this computer; where nothing can be kept it counts as shown."""
    try:
        return (paths.data_dir() / _MARK).exists()
    except PosturePalError:
        return True


def mark_shown() -> None:
    """It was shown, and need not come by itself again."""
    try:
        (paths.data_dir() / _MARK).touch(mode=0o600)
    except (OSError, PosturePalError):
        return
