"""Hears from a Wayland compositor when input falls silent and when it comes back."""

from __future__ import annotations

import contextlib
import struct
import threading
from collections.abc import Callable, Mapping

from posture_pal.desktop.compositor import Compositor, Heard
from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

NOTIFIER = "ext_idle_notifier_v1"
OLDER_NOTIFIER = "org_kde_kwin_idle"
"""What compositors offered before 2023; the sway of Debian 12 offers nothing else."""

SEAT = "wl_seat"
_GET_OLDER_NOTIFICATION, _GET_NOTIFICATION, _GET_INPUT_NOTIFICATION = 0, 1, 2
_DESTROY = 0
_IDLED, _RESUMED = 0, 1
_LULL = 2.0
"""Seconds. While somebody asks how long it has been silent, a pause of this length can be told from none."""


class WaylandPresence:
    """A compositor's idle notifications. One that is gone stays silent; begin anew with another.

    Where the compositor has version 2 of ext-idle-notify-v1, programs that keep the screen awake do not count
    as a person; elsewhere they cannot be told from one.
    """

    name = "wayland"
    pushes = True
    ask_every: float | None = None

    def __init__(
        self, environ: Mapping[str, str], elapsed: Callable[[], float], away_after: float = 180.0
    ) -> None:
        """elapsed: the clock of every duration, in seconds."""
        self._environ = environ
        self._elapsed = elapsed
        self._away_after = away_after
        self._compositor: Compositor | None = None
        self._tell: Tell | None = None
        self._why: str | None = None
        self._lock = threading.Lock()
        self._notifier = self._seat = 0
        self._request = _GET_NOTIFICATION
        self._absence: int | None = None
        self._away_since: float | None = None
        self._lull: int | None = None
        self._lull_since: float | None = None
        self._lull_was_read = False

    @property
    def away_after(self) -> float:
        return self._away_after

    @away_after.setter
    def away_after(self, seconds: float) -> None:
        changed = seconds != self._away_after
        self._away_after = seconds
        if changed and self._tell is not None:
            self._arm()

    def why_not(self) -> str | None:
        if self._why is None and self._compositor is None:
            try:
                self._connect()
            except Unavailable as error:
                return str(error)
        return self._why

    def start(self, tell: Tell) -> None:
        why = self.why_not()
        if why is not None:
            raise Unavailable(why)
        self._tell = tell
        self._arm()

    def silence(self) -> float | None:
        """While away, all of it; else a pause of a moment or 0; None at the first question."""
        with self._lock:
            if self._compositor is None or self._why is not None:
                return None
            if self._away_since is not None:
                return self._away_after + self._elapsed() - self._away_since
            self._lull_was_read = True
            if self._lull is not None:
                return 0.0 if self._lull_since is None else _LULL + self._elapsed() - self._lull_since
            with contextlib.suppress(Unavailable):
                self._lull = self._notify_after(_LULL, self._lull_event)
            return None

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        compositor, self._compositor = self._compositor, None
        if compositor is not None:
            compositor.close()

    def _connect(self) -> None:
        compositor = Compositor(self._environ, frozenset({NOTIFIER, OLDER_NOTIFIER, SEAT}))
        try:
            kind = next((name for name in (NOTIFIER, OLDER_NOTIFIER) if name in compositor.offers), None)
            if kind is None or SEAT not in compositor.offers:
                missing = SEAT if kind else NOTIFIER
                raise Unavailable(f"This Wayland compositor does not offer {missing}.")
            version = min(compositor.offers[kind].version, 2) if kind == NOTIFIER else 1
            self._notifier = compositor.bind(kind, version)
            self._seat = compositor.bind(SEAT, 1)
        except Unavailable:
            compositor.close()
            raise
        self._request = {
            (OLDER_NOTIFIER, 1): _GET_OLDER_NOTIFICATION,
            (NOTIFIER, 1): _GET_NOTIFICATION,
            (NOTIFIER, 2): _GET_INPUT_NOTIFICATION,
        }[kind, version]
        compositor.on_lost = self._lost
        self._compositor = compositor

    def _arm(self) -> None:
        with self._lock:
            self._away_since = None
            try:
                self._drop(self._absence)
                self._absence = self._notify_after(self._away_after, self._absence_event)
            except Unavailable as error:
                self._why = str(error)
        self._say(Seen(0.0, continuous=True) if self._why is None else PresenceUnknown())

    def _notify_after(self, seconds: float, heard: Heard) -> int:
        assert self._compositor is not None
        created = self._compositor.new_object(heard)
        arguments = [int(seconds * 1000), self._seat]
        if self._request == _GET_OLDER_NOTIFICATION:
            arguments.reverse()
        self._compositor.send(self._notifier, self._request, struct.pack("=III", created, *arguments))
        return created

    def _drop(self, notification: int | None) -> None:
        if notification is not None and self._compositor is not None:
            self._compositor.forget(notification)
            self._compositor.send(notification, _DESTROY, b"")

    # --- on the reading thread ---

    def _absence_event(self, event: int, _arguments: bytes) -> None:
        if event not in {_IDLED, _RESUMED}:
            return
        idled = event == _IDLED
        with self._lock:
            self._away_since = self._elapsed() if idled else None
        self._say(Seen(self._away_after) if idled else Seen(0.0, continuous=True))

    def _lull_event(self, event: int, _arguments: bytes) -> None:
        with self._lock:
            if event == _IDLED:
                self._lull_since = self._elapsed()
            elif event == _RESUMED:
                self._lull_since = None
                if not self._lull_was_read:  # nobody asks any more: it would wake us at every pause in typing
                    self._drop(self._lull)
                    self._lull = None
                self._lull_was_read = False

    def _say(self, event: Seen | PresenceUnknown) -> None:
        tell = self._tell
        if tell is not None:
            tell(event)

    def _lost(self, why: str) -> None:
        self._why = why
        self._say(PresenceUnknown())
