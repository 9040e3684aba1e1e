"""Prompts as plain pop-ups through plyer, without buttons: for Windows and macOS."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.wording import HOW_TO_ANSWER, clean, shorten
from posture_pal.errors import Unavailable

APP_NAME = "Posture Pal"

BALLOON_SECONDS = 10.0
"""How long a pop-up keeps its icon on Windows, which shows the words for as long as it likes."""

_TITLE_UNITS, _BODY_UNITS = 63, 255  # what fits Windows' structure; plyer fails on more

Say = Callable[[str, str, threading.Event], None]
"""Shows a title and a text; may stay until the event says that they are to go."""


class PlainNotifier:
    """Shows a title and a text, and nothing comes back: a prompt says how to answer it.

    On Windows plyer blocks for as long as it shows something, or fails on a thread of its own without a word;
    so each notice has a thread here, and its failure is told to `failed`.
    """

    name = "plain"

    def __init__(
        self, icon: Path | None, callbacks: Callbacks, say: Say | None = None, system: str = sys.platform
    ) -> None:
        """say: how a notice is shown, plyer's way for the system when not given; system: as sys.platform."""
        self._icon = icon
        self._callbacks = callbacks
        self._say = say
        self._system = system
        self._gone: dict[str, threading.Event] = {}
        self._closed = False

    def why_not(self) -> str | None:
        if self._say is not None:
            return None
        if importlib.util.find_spec("plyer") is None:
            return "plyer is not installed."
        if self._system == "darwin" and importlib.util.find_spec("pyobjus") is None:
            return "On macOS plyer needs pyobjus: pip install 'plyer[macosx]'."
        if self._system not in {"win32", "darwin"}:
            return "On this system plyer can only ask the notification service, and without buttons."
        return None

    def show(self, notice: Notice) -> None:
        why = "The notifications are closed." if self._closed else self.why_not()
        if why:
            raise Unavailable(why)
        gone = threading.Event()
        if notice.occurrence is not None:
            self.withdraw(notice.occurrence)
            self._gone[notice.occurrence] = gone
        threading.Thread(target=self._run, args=(notice, gone), name="plain notice", daemon=True).start()
        self._callbacks.later(BALLOON_SECONDS, gone.set)

    def withdraw(self, occurrence: str) -> None:
        gone = self._gone.pop(occurrence, None)
        if gone:
            gone.set()

    def close(self) -> None:
        self._closed = True
        for occurrence in tuple(self._gone):
            self.withdraw(occurrence)

    def _run(self, notice: Notice, gone: threading.Event) -> None:
        say = self._say or {"win32": self._say_on_windows, "darwin": _say_on_macos}[self._system]
        try:
            say(*_words(notice), gone)
        except Exception as error:  # noqa: BLE001  plyer lets through whatever the system throws
            self._callbacks.failed(notice.occurrence, f"plyer failed: {type(error).__name__}: {error}.")

    def _say_on_windows(self, title: str, body: str, gone: threading.Event) -> None:
        """Leaves no icon behind, as plyer's own function does for each notice until the program ends."""
        import atexit

        from plyer.platforms.win.libs.balloontip import WindowsBalloonTip

        icon = self._icon.with_suffix(".ico") if self._icon else None
        tip = WindowsBalloonTip(
            title=title,
            message=body,
            app_name=APP_NAME,
            app_icon=str(icon) if icon and icon.exists() else "",
            timeout=0,
        )
        atexit.unregister(tip.__del__)
        gone.wait()
        del tip  # takes the icon away; it must happen on the thread that made it


def _say_on_macos(title: str, body: str, _gone: threading.Event) -> None:
    from plyer.platforms.macosx.notification import OSXNotification

    OSXNotification().notify(title=title, message=body, app_name=APP_NAME)


def _words(notice: Notice) -> tuple[str, str]:
    """The title and the text, cut to what Windows can hold; how to answer is never what is cut."""
    title, body = shorten(clean(notice.title), _TITLE_UNITS), clean(notice.body)
    if not notice.is_prompt:
        return title, shorten(body, _BODY_UNITS)
    room = _BODY_UNITS - len(HOW_TO_ANSWER) - 1
    return title, f"{shorten(body, room)}\n{HOW_TO_ANSWER}".strip()
