"""What others tell the program on D-Bus: signals, and who owns a name."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from posture_pal.desktop.bus.objects import BusError
from posture_pal.desktop.bus.report import Report
from posture_pal.errors import Unavailable

Body = tuple[Any, ...]
Undo = Callable[[], None]
Reply = Callable[[Body | BusError], None]
AskDaemon = Callable[[str, str, Reply], None]
"""Calls a method of the bus itself that takes one text, without waiting."""

Heard = Callable[[Body, str, str], None]
"""Told a signal's arguments, the path it came from and the unique name of its sender."""

DAEMON = "org.freedesktop.DBus"
DAEMON_PATH = "/org/freedesktop/DBus"


class _Listener(NamedTuple):
    """One wish to be told. `sender` gives the unique name a signal must come from, None for any."""

    heard: Heard
    interface: str
    member: str
    path: str | None
    sender: Callable[[], str | None]

    def wants(self, interface: str, member: str, path: str, sender: str) -> bool:
        return (
            (interface, member) == (self.interface, self.member)
            and self.path in {None, path}
            and self.sender() in {None, sender}
        )


class Signals:
    """The listeners of one connection, and the match rules they stand for."""

    def __init__(self, ask_daemon: AskDaemon, report: Report) -> None:
        self._ask_daemon = ask_daemon
        self._report = report
        self._lock = threading.Lock()
        self._listeners: tuple[_Listener, ...] = ()

    def listen(
        self, heard: Heard, *, interface: str, member: str, path: str | None, sender: str | None
    ) -> Undo:
        """See Bus.listen."""
        rule = f"type='signal',interface='{interface}',member='{member}'"
        rule += f",path='{path}'" if path else ""
        rule += f",sender='{sender}'" if sender else ""
        if sender is None or sender.startswith(":") or sender == DAEMON:
            return self._add(_Listener(heard, interface, member, path, lambda: sender), rule)
        owner = ""

        def remember(now: str) -> None:
            nonlocal owner
            owner = now

        # Asked for before the rule is added, so the owner is known before its first signal can come in.
        forget_owner = self.watch_name(sender, remember)
        stop_listening = self._add(_Listener(heard, interface, member, path, lambda: owner), rule)

        def undo() -> None:
            stop_listening()
            forget_owner()

        return undo

    def watch_name(self, name: str, changed: Callable[[str], None]) -> Undo:
        """See Bus.watch_name."""
        last: str | None = None

        def tell(owner: str) -> None:
            nonlocal last
            if owner != last:
                last = owner
                changed(owner)

        def heard(body: Body, _path: str, _sender: str) -> None:
            if body[0] == name:
                tell(body[2])

        def present(came: Body | BusError) -> None:
            tell("" if isinstance(came, BusError) else came[0])

        rule = f"type='signal',sender='{DAEMON}',member='NameOwnerChanged',arg0='{name}'"
        undo = self._add(_Listener(heard, DAEMON, "NameOwnerChanged", DAEMON_PATH, lambda: DAEMON), rule)
        self._ask_daemon("GetNameOwner", name, present)
        return undo

    def hear(self, interface: str, member: str, path: str, sender: str, body: Body) -> None:
        """Tells a signal that came in to all who want it."""
        for listener in self._listeners:
            if listener.wants(interface, member, path, sender):
                try:
                    listener.heard(body, path, sender)
                except Exception as error:  # noqa: BLE001  one listener's failure is not the others'
                    self._report(f"hearing {interface}.{member}", error)

    def _add(self, listener: _Listener, rule: str) -> Undo:
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def added(came: Body | BusError) -> None:
            if isinstance(came, BusError):
                self._report(f"listening for {rule}", came)

        self._ask_daemon("AddMatch", rule, added)

        def undo() -> None:
            with self._lock:
                before = self._listeners
                self._listeners = tuple(other for other in before if other is not listener)
            if len(self._listeners) < len(before):
                with contextlib.suppress(Unavailable):  # a bus that is gone has forgotten it already
                    self._ask_daemon("RemoveMatch", rule, lambda _came: None)

        return undo
