"""One request and one answer, each a line of JSON, between a command and the running program."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from posture_pal.errors import NotRunning, PosturePalError, Unavailable

MOST_BYTES = 65536
"""The longest request or answer, its line end included."""
PATIENCE = 2.0
"""Seconds a peer has to get its request out, and again to take its answer in."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""Called with one request at a time, on the server's own thread; it may take some seconds."""


class AlreadyRunning(PosturePalError):
    """Another program of this person's listens already; a second start ends well."""

    exit_code = 0

    def __init__(self) -> None:
        super().__init__("Posture Pal is running already.")


class Server(Protocol):
    """Listens, for this person alone, until it is closed."""

    def close(self) -> None:
        """Listens no more, and lets another program start."""


def not_running() -> NotRunning:
    """What a command says when nobody listens."""
    return NotRunning("Posture Pal is not running. Start it with: posture-pal")


def no_answer(why: str) -> Unavailable:
    """What a command says when somebody listens and gives no answer."""
    return Unavailable(f"Posture Pal is running, but gave no answer: {why}. Try again, or restart it.")


def line_of(message: dict[str, Any]) -> bytes:
    """A message as it travels. Raises ValueError where it is too long, TypeError where it is no JSON."""
    line = json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > MOST_BYTES:
        raise ValueError(f"it is longer than {MOST_BYTES} bytes")
    return line


def message_of(line: bytes) -> dict[str, Any]:
    """The message that a line carries. Raises ValueError for anything but one JSON object."""
    try:
        message: Any = json.loads(line)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(message, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - what came in has the wrong value
    return message


def answer_line(answer: Answer, line: bytes) -> bytes:
    """The answer to a request, whatever the request is and however the answering fails."""
    if len(line) > MOST_BYTES:
        return refusal(f"The request is longer than {MOST_BYTES} bytes.")
    try:
        request = message_of(line)
    except ValueError as error:
        return refusal(f"The request is not one JSON object in one line: {error}.")
    try:
        return line_of(answer(request))
    except Exception as error:  # noqa: BLE001 - whatever fails is the asker's to hear, and ends no server
        return refusal(f"The request failed: {error or type(error).__name__}.")


def refusal(why: str) -> bytes:
    """An answer that only says why there is none."""
    return line_of({"ok": False, "say": why[: MOST_BYTES // 8]})
