"""What goes over the line between a command and the running program: one line of JSON each way."""

from __future__ import annotations

import json
from typing import Any

from posture_pal.errors import NotRunning, Unavailable

LONGEST = 64 * 1024
"""Bytes of one message; a status with a thousand reminders stays below it."""

NOT_RUNNING = "Posture Pal is not running. Start it with: posture-pal"


def packed(message: dict[str, Any]) -> bytes:
    """A message as one line. One that is too long is answered with a word about that."""
    data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    if len(data) > LONGEST:
        return packed({"ok": False, "say": f"The answer would be longer than {LONGEST} bytes."})
    return data


def unpacked(line: bytes) -> dict[str, Any]:
    """The message of a line. Raises ValueError for anything but one JSON object."""
    try:
        message = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(message, dict):
        raise ValueError("not an object")  # noqa: TRY004 - for callers it is one way of many to be no message
    return message


def not_running() -> NotRunning:
    """What a command says when nobody answers."""
    return NotRunning(NOT_RUNNING)


def no_answer(why: str) -> Unavailable:
    """What a command says when the running program took the call and said nothing sensible."""
    return Unavailable(f"Posture Pal is running but does not answer: {why}.")
