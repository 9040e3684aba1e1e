"""Every notification that any program sends on a bus, overheard without being in the way."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from jeepney import HeaderFields, MatchRule, Message, MessageType
from jeepney.bus_messages import Monitoring
from jeepney.io.blocking import DBusConnection, Proxy, prep_socket

from desktop.bus import NOTIFICATIONS
from desktop.waiting import wait_for

CLOSED_BECAUSE = {1: "expired", 2: "dismissed", 3: "closed by call", 4: "undefined"}


@dataclass(slots=True)
class SeenNotice:
    """One `Notify` call and what became of it.

    id: the daemon's, None while unanswered or when the call failed (then `error` has the error's name).
    replaces: the id it asked to replace, 0 for none. actions: key to label, in order.
    invoked: the action keys that were pressed. closed: None while it is open, else "expired", "dismissed",
    "closed by call" (dunst says so after a button too) or "daemon gone".
    """

    app: str
    replaces: int
    icon: str
    summary: str
    body: str
    actions: dict[str, str]
    hints: dict[str, Any]
    expire_timeout: int
    sender: str
    id: int | None = None
    error: str | None = None
    invoked: list[str] = field(default_factory=list)
    closed: str | None = None


class Notices:
    """Listens on a thread of its own from the start of the desktop to its end."""

    def __init__(self, address: str) -> None:
        self._connection = DBusConnection(prep_socket(address.removeprefix("unix:path=")))
        rules = [
            MatchRule(type="method_call", interface=NOTIFICATIONS).serialise(),
            MatchRule(type="signal", interface=NOTIFICATIONS).serialise(),
            MatchRule(type="signal", member="NameOwnerChanged", sender="org.freedesktop.DBus").serialise(),
            MatchRule(type="method_return").serialise(),
            MatchRule(type="error").serialise(),
        ]
        Proxy(Monitoring(), self._connection).BecomeMonitor(rules)
        self._lock = threading.Lock()
        self._seen: list[SeenNotice] = []
        self._unanswered: dict[tuple[str, int], SeenNotice] = {}
        self._ended = False
        self._thread = threading.Thread(target=self._listen, name="notices", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended = True
        self._thread.join(5)
        self._connection.close()

    def all(self) -> list[SeenNotice]:
        """All notices so far, the oldest first."""
        with self._lock:
            return list(self._seen)

    def open(self) -> list[SeenNotice]:
        """Those on screen now: shown, neither closed nor replaced."""
        shown = {notice.id: notice for notice in self.all() if notice.id is not None}
        return [notice for notice in shown.values() if notice.closed is None]

    def wait_for(self, text: str = "", deadline: float = 10.0, *, after: int = 0) -> SeenNotice:
        """The first shown notice with this text in its summary or body, past the first `after` notices."""

        def shown() -> SeenNotice | None:
            return next(
                (
                    notice
                    for notice in self.all()[after:]
                    if notice.id is not None and text in f"{notice.summary}\n{notice.body}"
                ),
                None,
            )

        found = wait_for(
            shown, deadline, f"a notification with {text!r}", explain=lambda: f"seen: {self.all()}"
        )
        assert found
        return found

    def _listen(self) -> None:
        while not self._ended:
            try:
                message = self._connection.receive(timeout=0.2)
            except TimeoutError:
                continue
            except OSError:  # the bus is gone, and with it all that could be heard
                return
            with self._lock:
                self._take(message)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        kind = message.header.message_type
        if kind is MessageType.method_call and fields.get(HeaderFields.member) == "Notify":
            notice = _notice(message)
            self._seen.append(notice)
            self._unanswered[notice.sender, message.header.serial] = notice
        elif kind in (MessageType.method_return, MessageType.error):
            call = (fields.get(HeaderFields.destination), fields.get(HeaderFields.reply_serial))
            answered = self._unanswered.pop(call, None)
            if answered and kind is MessageType.method_return:
                answered.id = message.body[0]
            elif answered:
                answered.error = fields.get(HeaderFields.error_name)
        elif kind is MessageType.signal:
            self._signal(fields.get(HeaderFields.member), message.body)

    def _signal(self, member: str, body: tuple[Any, ...]) -> None:
        if member == "NameOwnerChanged":
            if body[0] == NOTIFICATIONS and not body[2]:
                self._close_all("daemon gone")
            return
        notice = next((seen for seen in reversed(self._seen) if body and seen.id == body[0]), None)
        if notice and member == "ActionInvoked":
            notice.invoked.append(body[1])
        elif notice and member == "NotificationClosed":
            notice.closed = CLOSED_BECAUSE.get(body[1], str(body[1]))

    def _close_all(self, why: str) -> None:
        for notice in self._seen:
            notice.closed = notice.closed or why


def _notice(message: Message) -> SeenNotice:
    app, replaces, icon, summary, body, actions, hints, expire = message.body
    return SeenNotice(
        app=app,
        replaces=replaces,
        icon=icon,
        summary=summary,
        body=body,
        actions=dict(zip(actions[::2], actions[1::2], strict=True)),
        hints={name: value for name, (_, value) in hints.items()},
        expire_timeout=expire,
        sender=message.header.fields[HeaderFields.sender],
    )
