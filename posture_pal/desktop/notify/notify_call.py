"""How a notice is worded to a notification service, by what the service says it can do."""

from __future__ import annotations

from typing import Any

from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.notify.on_screen import OPEN
from posture_pal.desktop.notify.wording import clean, without_buttons

SIGNATURE = "susssasa{sv}i"
APP_NAME = "Posture Pal"
DESKTOP_ENTRY = "posture-pal"
CATEGORY = "x-posture-pal.reminder"
SOUND = "message-new-instant"

_URGENCY_NORMAL = 1
_NEVER_EXPIRES = 0
_SERVICE_DECIDES = -1


def arguments(notice: Notice, abilities: frozenset[str], icon: str, replaces: int) -> tuple[Any, ...]:
    """The arguments of Notify. abilities: what GetCapabilities answered; icon: an absolute path, or blank.

    A prompt stays until it is answered or taken away: its time is up when the engine says so, nobody else.
    """
    title, body = _words(notice, abilities)
    expires = _SERVICE_DECIDES if notice.occurrence is None else _NEVER_EXPIRES
    return APP_NAME, replaces, icon, title, body, _actions(notice, abilities), _hints(notice), expires


def _words(notice: Notice, abilities: frozenset[str]) -> tuple[str, str]:
    """The title, which is never markup, and the body, which is where the service says so."""
    title = clean(notice.title)
    body = clean(notice.body) if "actions" in abilities else without_buttons(notice)
    if "body" not in abilities:
        return " - ".join(part for part in (title, *body.split("\n")) if part), ""
    if "body-markup" in abilities:
        body = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return title, body


def _actions(notice: Notice, abilities: frozenset[str]) -> list[str]:
    """Keys and labels by turns."""
    if "actions" not in abilities or notice.occurrence is None:
        return []
    opening = ((OPEN, notice.opens),) if notice.opens else ()
    return [clean(text) for pair in (*opening, *notice.buttons) for text in pair]


def _hints(notice: Notice) -> dict[str, tuple[str, Any]]:
    sound = ("sound-name", ("s", SOUND)) if notice.sound else ("suppress-sound", ("b", True))
    return {
        "urgency": ("y", _URGENCY_NORMAL),
        "category": ("s", CATEGORY),
        "desktop-entry": ("s", DESKTOP_ENTRY),
        sound[0]: sound[1],
    }
