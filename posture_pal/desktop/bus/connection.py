"""One connection to a bus, shared by the tray, the notifications and all that watches the desktop."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from posture_pal.desktop.bus.objects import (
    DISCONNECTED,
    FAILED,
    Answer,
    BusError,
    Objects,
    Properties,
)
from posture_pal.desktop.bus.report import Report, never_raising, report_to_stderr
from posture_pal.desktop.bus.signals import (
    DAEMON,
    DAEMON_PATH,
    Body,
    Heard,
    Reply,
    Signals,
    Undo,
)
from posture_pal.errors import Unavailable

if TYPE_CHECKING:
    from posture_pal.desktop.bus.wire import Received

_MOST_UNANSWERED = 1024


class Bus:
    """A connection with one reader thread, which sleeps until something comes in.

    Every method may be called from any thread, `call` from any but the reader. Callbacks run on the reader
    thread and must not block; what they raise is reported. Methods raise Unavailable once the connection is
    gone.

    on_lost: called without arguments, once, when the connection dies by itself; not after `close`.
    unique_name: this connection's own name on the bus.
    """

    def __init__(self, addresses: list[str], which: str, report: Report = report_to_stderr) -> None:
        """Connects to the first of the unix sockets that answers. Raises Unavailable when none does."""
        self._opened_with = (addresses, which, report)
        self._report = never_raising(report)
        self._wire = _load("wire")
        self._lock = threading.Lock()
        self._serials = itertools.count(1)
        self._unanswered: dict[int, Reply] = {}
        self._signals = Signals(self._ask_daemon_soon, self._report)
        self._objects = Objects()
        self.on_lost: list[Callable[[], None]] = []
        self._line = _load("line").Line(addresses, which, self._received, self._lost)
        try:
            self.unique_name: str = self._ask_daemon("Hello")[0]
        except (BusError, Unavailable) as error:
            self.close()
            raise Unavailable(f"The {which} bus did not greet back: {error}") from error

    @classmethod
    def session(cls, report: Report = report_to_stderr) -> Bus:
        """The bus of the desktop session. Raises Unavailable with the reason when there is none."""
        return cls(_load("wire").session_addresses(), "session", report)

    @classmethod
    def system(cls, report: Report = report_to_stderr) -> Bus:
        """The bus of the machine. Raises Unavailable with the reason when there is none."""
        return cls(_load("wire").system_addresses(), "system", report)

    def again(self) -> Bus:
        """A new connection to the same bus, for after a loss. Raises Unavailable while it is not back."""
        return type(self)(*self._opened_with)

    @property
    def is_open(self) -> bool:
        return bool(self._line.is_open)

    def close(self) -> None:
        """Hangs up; calls that wait for a reply raise Unavailable, and nothing is told afterwards."""
        self._line.close()

    # --- asking others ---------------------------------------------------------------------------------

    def call(  # noqa: PLR0917  a method call has this many parts
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        body: Body = (),
        timeout: float = 2.0,
    ) -> Body:
        """Calls a method and waits up to `timeout` seconds for the reply.

        Raises BusError for an error reply, Unavailable when none comes or the connection is lost.
        """
        if self._line.reading_here:
            raise RuntimeError("the reader thread cannot wait for what it would have to read itself")
        answered = threading.Event()
        outcome: list[Body | BusError] = []

        def reply(came: Body | BusError) -> None:
            outcome.append(came)
            answered.set()

        serial = self._start_call(destination, path, interface, member, signature, body, reply)
        if not answered.wait(timeout):
            self._unanswered.pop(serial, None)
            raise Unavailable(f"{destination} did not answer {member} within {timeout:g} s.")
        came = outcome[0]
        if isinstance(came, BusError):
            if came.name == DISCONNECTED:
                raise Unavailable("The D-Bus connection was lost.") from came
            raise came
        return came

    def call_soon(  # noqa: PLR0917  a method call has this many parts
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        body: Body = (),
        reply: Reply | None = None,
    ) -> None:
        """Calls a method and returns at once; `reply` is told the answer, on the reader thread."""
        self._start_call(destination, path, interface, member, signature, body, reply or _ignore)

    def has_owner(self, name: str) -> bool:
        """Whether anybody owns this well-known name now."""
        return bool(self._ask_daemon("NameHasOwner", "s", (name,))[0])

    def request_name(self, name: str) -> bool:
        """Asks for a well-known name; False when another program has it."""
        do_not_queue, owner, already = 4, 1, 4
        return self._ask_daemon("RequestName", "su", (name, do_not_queue))[0] in {owner, already}

    # --- listening -------------------------------------------------------------------------------------

    def listen(
        self,
        callback: Heard,
        *,
        interface: str,
        member: str,
        path: str | None = None,
        sender: str | None = None,
    ) -> Undo:
        """Tells a signal from now on, until the returned function is called.

        sender: a unique or a well-known name; only signals of whoever owns it at the time are told.
        """
        return self._signals.listen(callback, interface=interface, member=member, path=path, sender=sender)

    def watch_name(self, name: str, changed: Callable[[str], None]) -> Undo:
        """Tells the unique name that owns `name`, or "" for nobody: now, and at every change."""
        return self._signals.watch_name(name, changed)

    # --- being asked -----------------------------------------------------------------------------------

    def export(
        self,
        path: str,
        interface: str,
        answer: Answer,
        *,
        properties: Properties | None = None,
        description: str = "",
    ) -> Undo:
        """Answers method calls at a path; `answer` raises BusError to reply with an error.

        properties: returns every property, as signature and value. description: the methods, signals and
        properties as introspection XML. Introspectable, Properties and Peer come by themselves.
        """
        self._objects.add(path, interface, answer, properties, description)
        return lambda: self._objects.remove(path, interface)

    def emit(self, path: str, interface: str, member: str, signature: str = "", body: Body = ()) -> None:
        """Sends a signal to whoever listens."""
        fields = {"path": path, "interface": interface, "member": member}
        self._send("signal", next(self._serials), signature, body, **fields)

    # --- the two directions ------------------------------------------------------------------------------

    def _send(self, kind: str, serial: int, signature: str, body: Body, **fields: Any) -> None:
        self._line.send(self._wire.write(kind, serial, signature, body, **fields))

    def _start_call(  # noqa: PLR0917  a method call has this many parts
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        body: Body,
        reply: Reply,
    ) -> int:
        serial = next(self._serials)
        fields = {"destination": destination, "path": path, "interface": interface, "member": member}
        with self._lock:
            while len(self._unanswered) >= _MOST_UNANSWERED:  # the oldest will not be answered any more
                del self._unanswered[next(iter(self._unanswered))]
            self._unanswered[serial] = reply
        try:
            self._send("method_call", serial, signature, body, **fields)
        except BaseException:
            self._unanswered.pop(serial, None)
            raise
        return serial

    def _ask_daemon(self, member: str, signature: str = "", body: Body = ()) -> Body:
        return self.call(DAEMON, DAEMON_PATH, DAEMON, member, signature, body)

    def _ask_daemon_soon(self, member: str, text: str, reply: Reply) -> None:
        self.call_soon(DAEMON, DAEMON_PATH, DAEMON, member, "s", (text,), reply)

    def _received(self, raw: bytes) -> None:
        with self._reporting("reading a D-Bus message"):
            message = self._wire.read(raw)
            if message.kind == "signal":
                self._signals.hear(
                    message.interface, message.member, message.path, message.sender, message.body
                )
            elif message.kind == "method_call":
                self._answer(message)
            else:
                self._settle(message)

    def _settle(self, message: Received) -> None:
        reply = self._unanswered.pop(message.reply_to, None)
        if reply is None:
            return
        if message.kind == "method_return":
            reply(message.body)
        else:
            text = message.body[0] if message.body and isinstance(message.body[0], str) else ""
            reply(BusError(message.error, text))

    def _answer(self, message: Received) -> None:
        to = {"destination": message.sender, "reply_serial": message.serial}
        try:
            asked = (message.path, message.interface, message.member, message.body, message.signature)
            signature, body = self._objects.answer(*asked)
            if message.wants_reply:
                self._send("method_return", next(self._serials), signature, body, **to)
        except BusError as error:
            self._refuse(message, error)
        except Exception as error:  # noqa: BLE001  whatever it is, the caller waits for a reply
            self._report(f"answering {message.interface}.{message.member}", error)
            self._refuse(message, BusError(FAILED, f"{type(error).__name__}: {error}"))

    def _refuse(self, message: Received, error: BusError) -> None:
        if message.wants_reply:
            to = {"destination": message.sender, "reply_serial": message.serial, "error_name": error.name}
            self._send("error", next(self._serials), "s", (error.text,), **to)

    def _lost(self, why: str) -> None:
        with self._lock:
            unanswered, self._unanswered = self._unanswered, {}
        for reply in unanswered.values():
            with self._reporting("telling of a lost D-Bus connection"):
                reply(BusError(DISCONNECTED, why))
        for callback in tuple(self.on_lost) if why else ():
            with self._reporting("telling of a lost D-Bus connection"):
                callback()

    @contextlib.contextmanager
    def _reporting(self, doing: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  no callback may end the reader thread
            self._report(doing, error)


def _ignore(_came: Body | BusError) -> None:
    pass


def _load(name: str) -> ModuleType:
    """A module of the connection; they need jeepney, which is there on Linux alone."""
    try:
        return importlib.import_module(f"posture_pal.desktop.bus.{name}")
    except ImportError as error:
        raise Unavailable(f"D-Bus is not spoken here ({error}).") from error
