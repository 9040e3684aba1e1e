"""What the guided window is asked to show, and what it says back: each one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One session to guide through.

    kind, lasts, message: the reminder's, for one without a routine. offered: the ids it is made of where they
    are chosen already. avoid: tags to leave out. clicked: it was asked for with the mouse, so that its window
    may have the keyboard; otherwise somebody may be typing. why: a sentence on what is behind it.
    programme: the id of the clinic's programme it belongs to; the routine is then the session's name.
    """

    kind: str = "break"
    lasts: float = 300.0
    routine: str | None = None
    message: str | None = None
    offered: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    emergency: str = "112"
    clicked: bool = False
    why: str = ""
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The window is on screen. seconds: what the session takes. items: the ids it is made of."""

    seconds: float
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody ended it, as session_progress.Ending says; or the desktop's session did: answer `logout`."""

    answer: str
    evidence: str = "self_report"
    reason: str | None = None
    fraction: float | None = None
    items: tuple[str, ...] = field(default_factory=tuple)


_KINDS: dict[str, type[Any]] = {"request": Request, "shown": Shown, "ended": Ended}


def line(message: Request | Shown | Ended) -> str:
    """A message as it travels, its line end included."""
    name = next(name for name, kind in _KINDS.items() if isinstance(message, kind))
    return json.dumps({name: asdict(message)}) + "\n"  # ASCII, whatever a pipe is taken to carry


def read(text: str) -> Request | Shown | Ended:
    """The message in a line. Raises ValueError for anything else."""
    told = json.loads(text)
    if not isinstance(told, dict) or len(told) != 1:
        raise ValueError("it is not one message")
    ((name, given),) = told.items()
    kind = _KINDS.get(name)
    if kind is None or not isinstance(given, dict):
        raise ValueError(f"{name!r} is no message of the window's")
    known = {one.name for one in fields(kind)}
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    try:
        message: Request | Shown | Ended = kind(**{key: values[key] for key in values if key in known})
    except TypeError as error:
        raise ValueError(f"something is missing in {name!r}: {error}") from error
    return message
