"""Prompts as native notifications of a Linux desktop, with buttons where it can draw them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from posture_pal.desktop.bus import Bus, BusError
from posture_pal.desktop.notify.base import Callbacks, Notice
from posture_pal.desktop.notify.notify_call import SIGNATURE, arguments
from posture_pal.desktop.notify.on_screen import Ending, OnScreen, Showing
from posture_pal.errors import Unavailable
from posture_pal.model import Answer

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

REPLY_SECONDS = 5.0
"""A service that has not answered for so long has failed, whatever it does later."""

DISMISSAL_SECONDS = 1.0
"""A closing is told as a dismissal so much later: a click that comes right after it is what counts."""

_DBUS = "org.freedesktop.DBus"
_HIGHEST_NUMBER = 2**32 - 1
_Came = tuple[Any, ...] | BusError


class FreedesktopNotifier:
    """Shows notices through org.freedesktop.Notifications and never waits for it.

    What the service can do is asked at the first notice, and again when another service has taken the name.
    Where it can draw no buttons, a prompt says how else to answer. A closing by the person is a dismissal,
    any other closing leaves the prompt to the tray menu and the command line.
    """

    name = "freedesktop"

    def __init__(self, bus: Bus, icon: Path | None, callbacks: Callbacks) -> None:
        self._bus = bus
        self._icon = str(icon.absolute()) if icon else ""
        self._callbacks = callbacks
        self._lock = threading.Lock()
        self._on_screen = OnScreen()
        self._abilities: frozenset[str] | None = None
        self._asking = False
        self._waiting: list[Showing] = []
        self._generation = 0
        self._closed = False
        self._undo = (
            self._listen(self._clicked, "ActionInvoked"),
            self._listen(self._left_screen, "NotificationClosed"),
            bus.watch_name(SERVICE, self._owner_changed),
        )

    def why_not(self) -> str | None:
        """Asks the bus alone: a service that would be started when needed counts as there."""
        try:
            if self._bus.has_owner(SERVICE):
                return None
            names = self._bus.call(_DBUS, "/org/freedesktop/DBus", _DBUS, "ListActivatableNames")
            if SERVICE in _texts(names):
                return None
        except (Unavailable, BusError) as error:
            return str(error)
        return "No notification service is running or installed; any will do, such as dunst or xfce4-notifyd."

    def show(self, notice: Notice) -> None:
        with self._lock:
            if self._closed:
                raise Unavailable("The notifications are closed.")
            showing = self._on_screen.begin(notice)
            self._send(showing)
        self._callbacks.later(REPLY_SECONDS, lambda: self._overdue(showing))

    def withdraw(self, occurrence: str) -> None:
        with self._lock:
            self._take_down(self._on_screen.withdraw(occurrence))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            dismissed = [self._on_screen.dismissed(showing) for showing in self._on_screen.closing()]
            for occurrence in self._on_screen.occurrences():
                self._take_down(self._on_screen.withdraw(occurrence))
        for undo in self._undo:
            undo()
        for occurrence in filter(None, dismissed):
            self._callbacks.answered(occurrence, Answer.DISMISS)

    # --- to the service; all of it under the lock ---------------------------------------------------------

    def _send(self, showing: Showing) -> None:
        """Sends Notify; before it is known what the service can do, asks that first."""
        if self._abilities is not None:
            self._notify(showing, self._abilities)
            return
        if not self._asking:
            self._call("GetCapabilities", self._abilities_came)
            self._asking = True
        self._waiting.append(showing)

    def _notify(self, showing: Showing, abilities: frozenset[str]) -> None:
        generation = self._generation
        body = arguments(showing.notice, abilities, self._icon, showing.replaces)
        self._call("Notify", lambda came: self._notified(showing, generation, came), SIGNATURE, body)

    def _take_down(self, number: int) -> None:
        """Closes a notification; 0 stands for none. It does not matter whether it is still there."""
        if number:
            with contextlib.suppress(Unavailable):
                self._call("CloseNotification", _ignore, "u", (number,))

    def _call(
        self, member: str, reply: Callable[[_Came], None], signature: str = "", body: tuple[Any, ...] = ()
    ) -> None:
        self._bus.call_soon(SERVICE, PATH, SERVICE, member, signature, body, reply=reply)

    # --- from the service, on the bus's reader thread -----------------------------------------------------

    def _abilities_came(self, came: _Came) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
            self._asking = False
            if not isinstance(came, BusError):
                self._abilities = _texts(came)
        for showing in waiting:
            if isinstance(came, BusError):
                self._fail(showing, str(came))
            else:
                self._send_late(showing)

    def _send_late(self, showing: Showing) -> None:
        try:
            with self._lock:
                if self._on_screen.is_wanted(showing):
                    self._send(showing)
        except Unavailable as error:
            self._fail(showing, str(error))

    def _notified(self, showing: Showing, generation: int, came: _Came) -> None:
        number = 0 if isinstance(came, BusError) else _number(came)
        if not number:
            why = str(came) if isinstance(came, BusError) else f"it answered with {came!r}"
            self._fail(showing, why)
            return
        with self._lock:
            if generation == self._generation:
                self._take_down(self._on_screen.came_up(showing, number))

    def _clicked(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        with self._lock:
            number, key = _number(body), body[1] if len(body) > 1 else None
            click = self._on_screen.clicked(number, key) if isinstance(key, str) else None
            if click and click.answer and click.still_up:
                self._take_down(number)
        if click and click.answer:
            self._callbacks.answered(click.occurrence, click.answer)
        elif click:
            self._callbacks.opened(click.occurrence)

    def _left_screen(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        with self._lock:
            reason = body[1] if len(body) > 1 else Ending.UNDEFINED
            closing = self._on_screen.closed(_number(body), reason)
        if closing:
            self._callbacks.later(DISMISSAL_SECONDS, lambda: self._no_click_followed(closing))

    def _owner_changed(self, _owner: str) -> None:
        with self._lock:
            self._generation += 1
            self._abilities = None
            self._on_screen.lose_numbers()

    # --- when time has passed, on the scheduler's thread --------------------------------------------------

    def _overdue(self, showing: Showing) -> None:
        self._fail(showing, f"it did not answer within {REPLY_SECONDS:g} s")

    def _no_click_followed(self, showing: Showing) -> None:
        with self._lock:
            occurrence = self._on_screen.dismissed(showing)
        if occurrence is not None:
            self._callbacks.answered(occurrence, Answer.DISMISS)

    # --- on any thread ------------------------------------------------------------------------------------

    def _fail(self, showing: Showing, why: str) -> None:
        with self._lock:
            was_settled, showing.settled = showing.settled, True
        if not was_settled and not self._closed:
            self._callbacks.failed(
                showing.notice.occurrence, f"The notification service failed: {why.rstrip('.')}."
            )

    def _listen(self, heard: Callable[[tuple[Any, ...], str, str], None], member: str) -> Callable[[], None]:
        return self._bus.listen(heard, interface=SERVICE, member=member, path=PATH, sender=SERVICE)


def _ignore(_came: _Came) -> None:
    """A closing that fails has nothing to close."""


def _number(body: tuple[Any, ...]) -> int:
    """The notification's number that a message begins with, or 0 when it makes no sense."""
    number = body[0] if body and isinstance(body[0], int) else 0
    return number if 0 < number <= _HIGHEST_NUMBER else 0


def _texts(body: tuple[Any, ...]) -> frozenset[str]:
    """The texts of the list that a message begins with; a service that talks nonsense can do nothing."""
    listed = body[0] if body and isinstance(body[0], list) else []
    return frozenset(text for text in listed if isinstance(text, str))
