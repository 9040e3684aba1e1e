"""Prompts as toasts of Windows, with their buttons; the answers come back from Windows' own threads."""

from __future__ import annotations

import contextlib
import threading
from binascii import crc32
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.wording import clean, shorten
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

DISMISSAL_SECONDS = 0.5
"""In which a click may still follow the closing that it caused."""

_TITLE_UNITS, _BODY_UNITS = 200, 1000
"""A toast is refused when all of it is longer than 5 KB; nobody sees more than a few lines."""

_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a toast tells. activated: what was clicked, by its argument. closed: whether by the person."""

    activated: Callable[[str], None]
    closed: Callable[[bool], None]
    failed: Callable[[str], None]


class Toasts(Protocol):
    """What Windows offers. A tag names one toast; the next one of that tag takes its place."""

    def why_not(self) -> str | None: ...

    def show(self, tag: str, document: str, heard: Heard) -> None:
        """Raises OSError and Unavailable."""

    def remove(self, tag: str) -> None:
        """Takes a toast from the screen and from the list of those that were missed. Raises OSError."""


class ToastNotifier:
    """One toast an occurrence. One that timed out is taken back: Windows passes on no click from its list."""

    name = "toast"

    def __init__(self, toasts: Toasts, callbacks: Callbacks) -> None:
        self._toasts = toasts
        self._callbacks = callbacks
        self._lock = threading.Lock()
        self._up: dict[str, object] = {}
        self._closed = False

    def why_not(self) -> str | None:
        return self._toasts.why_not()

    def show(self, notice: Notice) -> None:
        why = "The notifications are closed." if self._closed else self.why_not()
        if why:
            raise Unavailable(why)
        tag, showing = _tag(notice.occurrence), object()
        with self._lock:
            self._up[tag] = showing
        heard = Heard(
            activated=lambda argument: self._clicked(notice, showing, argument),
            closed=lambda by_person: self._left(notice, showing, by_person=by_person),
            failed=lambda why: self._failed(notice, showing, why),
        )
        try:
            self._toasts.show(tag, document(notice), heard)
        except OSError as error:
            self._is_over(tag, showing)
            raise Unavailable(f"Windows shows no toast ({error.strerror or error}).") from error
        except Unavailable:
            self._is_over(tag, showing)
            raise

    def withdraw(self, occurrence: str) -> None:
        with self._lock:
            was_up = self._up.pop(_tag(occurrence), None)
        if was_up is not None:
            self._remove(_tag(occurrence))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            left, self._up = tuple(self._up), {}
        for tag in left:
            self._remove(tag)

    # --- from Windows, on threads of its own --------------------------------------------------------------

    def _clicked(self, notice: Notice, showing: object, argument: str) -> None:
        if notice.occurrence is None or not self._is_over(_tag(notice.occurrence), showing):
            return
        if argument in dict(notice.buttons):
            self._callbacks.answered(notice.occurrence, Answer(argument))
        elif notice.opens:
            self._callbacks.opened(notice.occurrence)

    def _left(self, notice: Notice, showing: object, *, by_person: bool) -> None:
        tag = _tag(notice.occurrence)
        with self._lock:
            is_current = self._up.get(tag) is showing
        if not is_current:
            return
        if by_person:
            self._callbacks.later(DISMISSAL_SECONDS, lambda: self._no_click_followed(notice, showing))
        else:
            self._remove(tag)

    def _failed(self, notice: Notice, showing: object, why: str) -> None:
        if self._is_over(_tag(notice.occurrence), showing):
            self._callbacks.failed(notice.occurrence, f"Windows shows no toast ({why}).")

    # --- when time has passed, on the scheduler's thread --------------------------------------------------

    def _no_click_followed(self, notice: Notice, showing: object) -> None:
        if self._is_over(_tag(notice.occurrence), showing) and notice.occurrence is not None:
            self._callbacks.answered(notice.occurrence, Answer.DISMISS)

    # --- on any thread ------------------------------------------------------------------------------------

    def _is_over(self, tag: str, showing: object) -> bool:
        """Forgets a showing; whether it was the one that counts."""
        with self._lock:
            if self._up.get(tag) is not showing:
                return False
            del self._up[tag]
            return True

    def _remove(self, tag: str) -> None:
        with contextlib.suppress(OSError):  # it is gone already
            self._toasts.remove(tag)


def document(notice: Notice) -> str:
    """The notice as Windows wants it written: a ToastGeneric document."""
    title = shorten(clean(notice.title), _TITLE_UNITS)
    body = shorten(clean(notice.body), _BODY_UNITS)
    texts = "".join(f"<text>{_written(text)}</text>" for text in (title, body) if text)
    buttons = "".join(
        f'<action activationType="foreground" arguments="{answer}" content="{_written(clean(label))}"/>'
        for answer, label in notice.buttons
    )
    stays = "long" if notice.is_prompt else "short"
    return (
        f'<toast launch="{_OPEN}" duration="{stays}">'
        f'<visual><binding template="ToastGeneric">{texts}</binding></visual>'
        + (f"<actions>{buttons}</actions>" if buttons else "")
        + ("" if notice.sound else '<audio silent="true"/>')
        + "</toast>"
    )


def _written(text: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        text = text.replace(sign, name)
    return text


def _tag(occurrence: str | None) -> str:
    """A name short enough for every Windows; before its first big update one had 16 letters at most."""
    return "message" if occurrence is None else f"{crc32(occurrence.encode()):08x}"
