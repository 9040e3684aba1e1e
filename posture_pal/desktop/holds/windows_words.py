"""What the answers of Windows mean for holds."""

from __future__ import annotations

FILLS = {
    2: "an application fills the screen",
    3: "a game fills the screen",
}
QUIET = {
    4: "a presentation is running",
    6: "Windows is quiet for the first hour after it was set up",
}
"""States of SHQueryUserNotificationState. Focus Assist is not among them: no documented call tells it."""

_TICKS_PER_MILLISECOND = 10_000


def boot_of(now: int, uptime: int) -> int:
    """When Windows was started, in the time of its files. now: in that time; uptime: in milliseconds."""
    return now - uptime * _TICKS_PER_MILLISECOND


def is_in_use(began: int, ended: int, booted: int) -> bool:
    """Whether a use that began then and has ended then, 0 for not yet, goes on.

    A use from before Windows was started ended with it, though a crash left no note of that.
    """
    return began > booted and ended == 0
