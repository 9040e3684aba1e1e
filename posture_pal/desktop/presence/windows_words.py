"""What the messages and answers of Windows mean for presence."""

from __future__ import annotations

import struct

from posture_pal.events import Asleep, Awake, Event, Locked, Unlocked

POWER, SESSION = 0x0218, 0x02B1
"""The messages WM_POWERBROADCAST and WM_WTSSESSION_CHANGE."""

_MEANINGS: dict[tuple[int, int], Event] = {
    (POWER, 0x04): Asleep(),
    (POWER, 0x12): Awake(),  # sent at every waking; a second message, for one by a person, tells nothing new
    (SESSION, 0x7): Locked(),
    (SESSION, 0x8): Unlocked(),
    (SESSION, 0x2): Locked(),  # somebody else's session came to the screen
    (SESSION, 0x1): Unlocked(),
    (SESSION, 0x4): Locked(),  # the remote desktop was left
    (SESSION, 0x3): Unlocked(),
}


def event_of(message: int, wparam: int) -> Event | None:
    """The event that a window message stands for, or None for one of no concern."""
    return _MEANINGS.get((message, wparam))


def is_locked(info: bytes) -> bool:
    """Whether a WTSINFOEX says that the session is locked; what is unknown counts as not."""
    if len(info) < 20:
        return False
    level, flags = struct.unpack_from("<I12xi", info)
    locked = 0
    return bool(level == 1 and flags == locked)
