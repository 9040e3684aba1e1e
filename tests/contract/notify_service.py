"""A notification service written from the specification alone, which misbehaves on demand.

Desktop Notifications Specification 1.2: GetCapabilities, Notify, CloseNotification, GetServerInformation,
NotificationClosed and ActionInvoked. Runs in the test's own process on a thread, or by itself:
python -m contract.notify_service ADDRESS
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.wrappers import new_error, new_method_return, new_signal

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
EVERYTHING = ("actions", "body", "body-markup", "body-hyperlinks", "icon-static", "persistence", "sound")
EXPIRED, DISMISSED, CLOSED_BY_CALL, UNDEFINED = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One notification as it was asked for, under the number it got."""

    number: int
    replaces: int
    app: str
    icon: str
    summary: str
    body: str
    actions: dict[str, str]
    hints: dict[str, Any]
    hint_types: dict[str, str]
    expires: int
    client: str


@dataclass
class Manners:
    """How it behaves, to be changed at any time.

    unicast: signals go to the client alone, as dunst does, not to everybody.
    errors: the calls that are answered with an error. silent: the calls that are not answered until `speak`.
    nonsense: what calls are answered with instead of what they ask for, as signature and body.
    always_new: a replaced notification gets a new number.
    """

    capabilities: Sequence[str] = EVERYTHING
    unicast: bool = False
    errors: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    nonsense: dict[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    always_new: bool = False


class NotificationService:
    """Owns the name from its making to `die`; gestures are methods; what it was told is in `told`, `open`."""

    def __init__(self, address: str, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.told: list[Shown] = []
        self.open: dict[int, Shown] = {}
        self.asked: list[str] = []
        self._last = 0
        self._unanswered: list[Message] = []
        self._dead = threading.Event()
        self._sending = threading.Lock()
        self._line = DBusConnection(prep_socket(address.removeprefix("unix:path=")))
        self._line.send_and_get_reply(message_bus.RequestName(NAME), timeout=5)
        self._thread = threading.Thread(target=self._serve, name="notification service", daemon=True)
        self._thread.start()

    def die(self) -> None:
        """Vanishes from the bus without a word."""
        self._dead.set()
        self._thread.join(5)
        self._line.close()

    def leave(self) -> None:
        """Gives its name up for another service, and goes on answering what it was asked before."""
        with self._sending:
            self._line.send(message_bus.ReleaseName(NAME))

    def wait_for_end(self) -> None:
        self._thread.join()

    def speak(self) -> None:
        """Answers what it kept silent about, and is silent no longer."""
        self.manners.silent = set()
        unanswered, self._unanswered = self._unanswered, []
        for message in unanswered:
            self._answer(message)

    # --- a person's gestures, and other reasons to go ---

    def press(self, number: int, key: str) -> None:
        """A button is pressed: the action, then the closing, as real services were seen to tell it."""
        self.invoke(number, key)
        self.close(number, DISMISSED)

    def invoke(self, number: int, key: str) -> None:
        """An action alone; the notification stays."""
        self._tell("ActionInvoked", "us", (number, key), number)

    def close(self, number: int, reason: int) -> None:
        """The notification leaves the screen for this reason."""
        self._tell("NotificationClosed", "uu", (number, reason), number)
        self.open.pop(number, None)

    def babble(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """A signal that is not what the specification says."""
        self._send(new_signal(DBusAddress(PATH, interface=NAME), member, signature, body))

    # --- the service ---

    def _serve(self) -> None:
        while not self._dead.is_set():
            try:
                message = self._line.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                member = message.header.fields[HeaderFields.member]
                self.asked.append(member)
                if member in self.manners.silent:
                    self._unanswered.append(message)
                else:
                    self._answer(message)

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        if member in self.manners.errors:
            self._send(new_error(message, "org.freedesktop.DBus.Error.Failed", "s", ("no room",)))
        elif member in self.manners.nonsense:
            self._send(new_method_return(message, *self.manners.nonsense[member]))
        elif member == "GetCapabilities":
            self._send(new_method_return(message, "as", (list(self.manners.capabilities),)))
        elif member == "Notify":
            shown = self._show(message)
            self._send(new_method_return(message, "u", (shown.number,)))
            self.told.append(shown)
        elif member == "CloseNotification":
            self._close_on_call(message)
        elif member == "GetServerInformation":
            self._send(new_method_return(message, "ssss", ("double", "nobody", "1", "1.2")))
        else:
            self._send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", (member,)))

    def _show(self, message: Message) -> Shown:
        app, replaces, icon, summary, body, actions, hints, expires = message.body
        number = replaces
        if not replaces or self.manners.always_new:
            self._last = number = self._last + 1
        shown = Shown(
            number=number,
            replaces=replaces,
            app=app,
            icon=icon,
            summary=summary,
            body=body,
            actions=dict(zip(actions[::2], actions[1::2], strict=True)),
            hints={name: value for name, (_, value) in hints.items()},
            hint_types={name: kind for name, (kind, _) in hints.items()},
            expires=expires,
            client=message.header.fields[HeaderFields.sender],
        )
        self.open[number] = shown
        return shown

    def _close_on_call(self, message: Message) -> None:
        number = message.body[0]
        if number in self.open:
            self.close(number, CLOSED_BY_CALL)
            self._send(new_method_return(message))
        else:
            self._send(new_error(message, "org.freedesktop.Notifications.Error.Gone", "s", ("gone",)))

    def _tell(self, member: str, signature: str, body: tuple[Any, ...], number: int) -> None:
        signal = new_signal(DBusAddress(PATH, interface=NAME), member, signature, body)
        client = next((shown.client for shown in reversed(self.told) if shown.number == number), None)
        if self.manners.unicast and client:
            signal.header.fields[HeaderFields.destination] = client
        self._send(signal)

    def _send(self, message: Message) -> None:
        with self._sending:
            self._line.send(message)


if __name__ == "__main__":
    NotificationService(sys.argv[1]).wait_for_end()
