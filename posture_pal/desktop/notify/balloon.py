"""Prompts as balloons of the tray's own icon, where Windows has no toasts; a click opens the prompt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.wording import HOW_TO_ANSWER, clean, shorten
from posture_pal.errors import Unavailable

_TITLE_UNITS, _BODY_UNITS = 63, 255
"""What fits Windows' structure, its end mark left out."""


@dataclass(frozen=True, slots=True)
class Balloon:
    """What one shows. clicked, failed: called from any thread."""

    title: str
    body: str
    sound: bool
    clicked: Callable[[], None]
    failed: Callable[[str], None]


@runtime_checkable
class Balloons(Protocol):
    """A tray whose icon can show balloons, one at a time."""

    def balloon(self, balloon: Balloon | None) -> None:
        """Shows one in place of whatever there is; None takes it away. Returns at once, from any thread."""


class BalloonNotifier:
    """Shows a title and a text at the icon. There are no buttons there, so a prompt says how to answer it."""

    name = "balloon"

    def __init__(self, tray: Balloons | None, callbacks: Callbacks) -> None:
        """tray: the one that the program has, if it can show balloons."""
        self._tray = tray
        self._callbacks = callbacks
        self._lock = threading.Lock()
        self._shown: Notice | None = None
        self._closed = False

    def why_not(self) -> str | None:
        return None if self._tray is not None else "Balloons need the icon in the notification area."

    def show(self, notice: Notice) -> None:
        why = "The notifications are closed." if self._closed else self.why_not()
        if why or self._tray is None:
            raise Unavailable(why or "")
        with self._lock:
            self._shown = notice
        self._tray.balloon(
            Balloon(
                *_words(notice),
                notice.sound,
                clicked=lambda: self._clicked(notice),
                failed=lambda why: self._callbacks.failed(notice.occurrence, why),
            )
        )

    def withdraw(self, occurrence: str) -> None:
        with self._lock:
            if self._tray is None or self._shown is None or self._shown.occurrence != occurrence:
                return
            self._shown = None
        self._tray.balloon(None)

    def close(self) -> None:
        self._closed = True
        if self._shown is not None and self._shown.occurrence is not None:
            self.withdraw(self._shown.occurrence)

    def _clicked(self, notice: Notice) -> None:
        with self._lock:
            is_current = self._shown is notice
        if is_current and notice.occurrence is not None and notice.opens:
            self._callbacks.opened(notice.occurrence)


def _words(notice: Notice) -> tuple[str, str]:
    """The title and the text, cut to what Windows can hold; how to answer is never what is cut."""
    title, body = shorten(clean(notice.title), _TITLE_UNITS), clean(notice.body)
    if notice.is_prompt:
        room = _BODY_UNITS - len(HOW_TO_ANSWER) - 1
        body = f"{shorten(body, room)}\n{HOW_TO_ANSWER}".strip()
    # Without a text Windows takes a balloon away instead of showing it.
    return title, shorten(body, _BODY_UNITS) or " "
