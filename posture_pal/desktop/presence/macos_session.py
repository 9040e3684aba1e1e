"""Knows on macOS whether the screen is locked, and hears that the machine falls asleep and wakes."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
from collections.abc import Callable, Mapping

from posture_pal.desktop import main_loop
from posture_pal.desktop.frameworks import FindLibrary, Values, declare, framework
from posture_pal.desktop.source import Tell
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable
from posture_pal.events import Asleep, Awake

Hear = Callable[[Mapping[str, Callable[[], None]]], Callable[[], None]]
"""Calls each when what it stands beside is announced; gives what ends that. Raises Unavailable."""

_UNTIL_ANNOUNCED, _ONCE_ANNOUNCED = 10.0, 60.0
"""Seconds between two looks: rarely, where announcements have proved to come."""

_WORDS = {None: "there is no session on the screen", True: "the screen is locked", False: ""}


class MacLock:
    """The session's own word, asked now and then, and at once when macOS announces a change.

    A session that is not on the screen, for another user's is, is as good as locked.
    """

    name = "macos"

    def __init__(self, find: FindLibrary = framework, hear: Hear = main_loop.hear) -> None:
        """Raises Unavailable when this macOS has no such call."""
        self._session = declare(
            find("ApplicationServices"), "CGSessionCopyCurrentDictionary", ctypes.c_void_p
        )
        self._values = Values(find)
        self._hear = hear
        self._changed: Changed | None = None
        self._end: Callable[[], None] = lambda: None
        self._announced = False

    @property
    def ask_every(self) -> float | None:
        if self._changed is None:
            return None
        return _ONCE_ANNOUNCED if self._announced else _UNTIL_ANNOUNCED

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self.ask()
        with contextlib.suppress(Unavailable):  # asking goes on all the same
            self._end = self._hear(
                {
                    main_loop.SCREEN_LOCKED: lambda: self._heard(is_locked=True),
                    main_loop.SCREEN_UNLOCKED: lambda: self._heard(is_locked=False),
                    main_loop.SWITCHED_OUT: lambda: self._heard(is_locked=True),
                    main_loop.SWITCHED_IN: self.ask,
                }
            )

    def ask(self) -> None:
        """Looks once."""
        self._say(self._is_locked())

    def close(self) -> None:
        self._changed = None
        end, self._end = self._end, lambda: None
        end()

    def _heard(self, *, is_locked: bool) -> None:
        self._announced = True
        self._say(is_locked)

    def _say(self, is_locked: bool | None) -> None:
        changed = self._changed
        if changed is not None:
            changed(View(is_locked, _WORDS[is_locked]))

    def _is_locked(self) -> bool | None:
        with self._values.ours(self._session()) as session:
            if not session:
                return None
            is_on_console = self._entry(session, "kCGSSessionOnConsoleKey")
            if is_on_console and not self._values.truth(is_on_console):
                return True
            return self._values.truth(self._entry(session, "CGSSessionScreenIsLocked"))

    def _entry(self, session: int, name: str) -> int | None:
        with self._values.name(name) as key:
            return self._values.entry(session, key)


class MacSleep:
    """The workspace's announcements; without them the two clocks tell of a sleep when it is over."""

    name = "sleep"
    ask_every: float | None = None

    def __init__(self, hear: Hear = main_loop.hear) -> None:
        self._hear = hear
        self._why: str | None = None
        self._tell: Tell | None = None
        self._end: Callable[[], None] = lambda: None

    def why_not(self) -> str | None:
        if self._why is None and self._tell is None and importlib.util.find_spec("AppKit") is None:
            return "PyObjC is not installed, so nobody hears of it."
        return self._why

    def start(self, tell: Tell) -> None:
        self._tell = tell
        try:
            self._end = self._hear(
                {
                    main_loop.WILL_SLEEP: lambda: self._say(Asleep()),
                    main_loop.DID_WAKE: lambda: self._say(Awake()),
                }
            )
        except Unavailable as error:
            self._why = str(error)
            raise

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        end, self._end = self._end, lambda: None
        end()

    def _say(self, event: Asleep | Awake) -> None:
        tell = self._tell
        if tell is not None:
            tell(event)
