"""The silence out of two readings of a clock that starts anew from zero every 49.7 days."""

from __future__ import annotations

_BITS = 0xFFFFFFFF
_HALF = 0x80000000


def silence_between(last_input: int, now: int) -> float:
    """Seconds from the last input to now, both in milliseconds of 32 bits.

    Input that came in after `now` was read is no silence, and one of more than 24.8 days looks the same.
    """
    passed = (now - last_input) & _BITS
    return passed / 1000 if passed < _HALF else 0.0
