"""The one connection to D-Bus, against a real bus of the test's own."""

from __future__ import annotations

import os
import signal
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from desktop.waiting import wait_for

from contract.notify_bus import private_bus
from contract.notify_desk import NEEDS_A_BUS
from posture_pal.desktop.bus import Bus, BusError, unknown_method
from posture_pal.desktop.bus.signals import DAEMON, DAEMON_PATH, Signals
from posture_pal.desktop.bus.wire import BIGGEST, Frames
from posture_pal.errors import Unavailable

pytestmark = NEEDS_A_BUS

PATH, INTERFACE, NAME = "/org/example/Thing", "org.example.Thing", "org.example.Service"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Stage:
    """A bus and the connections made to it, all closed at the end."""

    def __init__(self, socket: Path, stack: ExitStack) -> None:
        self.socket = socket
        self.reported: list[str] = []
        self._stack = stack

    def connect(self) -> Bus:
        bus = Bus([str(self.socket)], "session", self._report)
        self._stack.callback(bus.close)
        return bus

    def serve(self, answer: Callable[[str, tuple[Any, ...]], Any] | None = None) -> Bus:
        bus = self.connect()
        assert bus.request_name(NAME)
        bus.export(PATH, INTERFACE, answer or echo, properties=lambda: {"Colour": ("s", "teal")})
        return bus

    def _report(self, doing: str, error: Exception) -> None:
        self.reported.append(f"{doing}: {type(error).__name__}")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        socket = stack.enter_context(private_bus(tmp_path))
        yield Stage(socket, stack)


def echo(member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    if member == "Echo":
        return "s", body
    if member == "Break":
        raise ValueError("it broke")
    if member == "Refuse":
        raise BusError("org.example.Refused", "not today")
    raise unknown_method(member)


def ask(bus: Bus, member: str, *texts: str, timeout: float = 2.0) -> tuple[Any, ...]:
    return bus.call(NAME, PATH, INTERFACE, member, "s" * len(texts), texts, timeout)


def flood(bus: Bus) -> None:
    for _ in range(1000):
        bus.emit(PATH, INTERFACE, "TooMany", "s", ("x" * 100_000,))


# --- finding a bus ---------------------------------------------------------------------------------------


def test_without_any_address_there_is_no_session_bus_and_the_reason_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with pytest.raises(Unavailable, match="neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR"):
        Bus.session()


def test_a_bus_that_is_not_there_is_named_in_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(Unavailable, match=f"{tmp_path}/nobody: No such file"):
        Bus.session()


def test_a_bus_on_the_network_is_never_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=127.0.0.1,port=4242")
    with pytest.raises(Unavailable, match="names no local socket"):
        Bus.session()


def test_the_runtime_folder_is_where_the_bus_is_when_nothing_else_says(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(stage.socket.parent))
    bus = Bus.session()
    assert bus.unique_name.startswith(":")
    bus.close()


def test_the_first_address_that_answers_is_taken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    escaped = str(stage.socket).replace("b", "%62")
    monkeypatch.setenv(
        "DBUS_SYSTEM_BUS_ADDRESS", f"unixexec:path=ssh;unix:path=/nobody;unix:path={escaped},guid=ab"
    )
    bus = Bus.system()
    assert bus.is_open
    bus.close()


def test_something_that_is_no_bus_is_refused(tmp_path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "bus"))
        listener.listen()

        def hang_up() -> None:
            line, _ = listener.accept()
            line.recv(100)
            line.sendall(b"HTTP/1.0 400\r\n")
            line.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(Unavailable, match="does not answer"):
            Bus([str(tmp_path / "bus")], "session")
        thread.join()


# --- calls -----------------------------------------------------------------------------------------------


def test_a_call_brings_back_what_was_answered(stage: Stage) -> None:
    stage.serve()
    assert ask(stage.connect(), "Echo", "größer") == ("größer",)


def test_an_error_reply_is_raised_with_its_name_and_its_words(stage: Stage) -> None:
    stage.serve()
    with pytest.raises(BusError, match="not today") as raised:
        ask(stage.connect(), "Refuse")
    assert raised.value.name == "org.example.Refused"


@pytest.mark.parametrize(
    ("path", "interface", "member", "error"),
    [
        (PATH, INTERFACE, "Nonsense", "UnknownMethod"),
        (PATH, "org.example.Other", "Echo", "UnknownMethod"),
        ("/nowhere", INTERFACE, "Echo", "UnknownObject"),
        (PATH, PROPERTIES, "Nonsense", "UnknownInterface"),
    ],
)
def test_what_is_not_there_is_answered_with_the_fitting_error(
    stage: Stage, path: str, interface: str, member: str, error: str
) -> None:
    stage.serve()
    with pytest.raises(BusError) as raised:
        stage.connect().call(NAME, path, interface, member)
    assert raised.value.name == f"org.freedesktop.DBus.Error.{error}"
    assert stage.reported == []


def test_an_answer_that_fails_is_reported_and_the_caller_gets_an_error(stage: Stage) -> None:
    stage.serve()
    asker = stage.connect()
    with pytest.raises(BusError, match="it broke"):
        ask(asker, "Break")
    assert stage.reported == [f"answering {INTERFACE}.Break: ValueError"]
    assert ask(asker, "Echo", "still here") == ("still here",)


def test_a_service_that_does_not_answer_is_given_up_after_the_timeout(stage: Stage) -> None:
    goes_on = threading.Event()

    def slow(_member: str, _body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        goes_on.wait(10)
        return "", ()

    stage.serve(slow)
    try:
        with pytest.raises(Unavailable, match=f"{NAME} did not answer Echo within 0.05 s"):
            ask(stage.connect(), "Echo", "x", timeout=0.05)
    finally:
        goes_on.set()


def test_waiting_for_an_answer_on_the_reading_thread_is_refused_at_once(stage: Stage) -> None:
    bus = stage.connect()
    bus.watch_name(NAME, lambda _owner: bus.has_owner(NAME) and None)
    wait_for(lambda: stage.reported, what="the report")
    assert stage.reported[0].endswith("RuntimeError")
    assert bus.has_owner("org.freedesktop.DBus")


def test_a_call_made_in_passing_tells_its_answer_later(stage: Stage) -> None:
    stage.serve()
    told: list[Any] = []
    bus = stage.connect()
    bus.call_soon(NAME, PATH, INTERFACE, "Echo", "s", ("soon",), told.append)
    bus.call_soon(NAME, PATH, INTERFACE, "Refuse", reply=told.append)
    wait_for(lambda: len(told) == 2, what="both answers")
    assert told[0] == ("soon",)
    assert isinstance(told[1], BusError)


def test_many_threads_may_call_at_once(stage: Stage) -> None:
    stage.serve()
    bus = stage.connect()
    came: dict[int, tuple[Any, ...]] = {}

    def call(number: int) -> None:
        came[number] = ask(bus, "Echo", f"{number} " * 2000)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == {number: (f"{number} " * 2000,) for number in range(20)}


def test_a_name_is_had_by_one_alone(stage: Stage) -> None:
    first, second = stage.connect(), stage.connect()
    assert first.request_name(NAME)
    assert first.request_name(NAME)
    assert not second.request_name(NAME)
    assert second.has_owner(NAME)
    first.close()
    wait_for(lambda: not second.has_owner(NAME), what="the name being free")


# --- properties and introspection ------------------------------------------------------------------------


def test_properties_are_read_and_cannot_be_set(stage: Stage) -> None:
    stage.serve()
    bus = stage.connect()
    assert bus.call(NAME, PATH, PROPERTIES, "Get", "ss", (INTERFACE, "Colour")) == (("s", "teal"),)
    assert bus.call(NAME, PATH, PROPERTIES, "GetAll", "s", (INTERFACE,)) == ({"Colour": ("s", "teal")},)
    with pytest.raises(BusError) as raised:
        bus.call(NAME, PATH, PROPERTIES, "Set", "ssv", (INTERFACE, "Colour", ("s", "red")))
    assert raised.value.name == "org.freedesktop.DBus.Error.PropertyReadOnly"
    with pytest.raises(BusError) as raised:
        bus.call(NAME, PATH, PROPERTIES, "Get", "ss", (INTERFACE, "Weight"))
    assert raised.value.name == "org.freedesktop.DBus.Error.UnknownProperty"


def test_introspection_leads_from_the_root_to_every_interface(stage: Stage) -> None:
    stage.serve()
    bus = stage.connect()
    found = []

    def walk(path: str) -> None:
        (text,) = bus.call(NAME, path, "org.freedesktop.DBus.Introspectable", "Introspect")
        tree = ET.fromstring(text)
        found.extend((path, interface.get("name")) for interface in tree.findall("interface"))
        for node in tree.findall("node"):
            walk(f"{path.rstrip('/')}/{node.get('name')}")

    walk("/")
    assert (PATH, INTERFACE) in found
    assert (PATH, PROPERTIES) in found


def test_what_is_exported_no_longer_is_not_there(stage: Stage) -> None:
    service, bus = stage.serve(), stage.connect()
    undo = service.export("/other", INTERFACE, echo)
    assert bus.call(NAME, "/other", INTERFACE, "Echo", "s", ("x",)) == ("x",)
    undo()
    with pytest.raises(BusError):
        bus.call(NAME, "/other", INTERFACE, "Echo", "s", ("x",))


# --- signals ---------------------------------------------------------------------------------------------


def test_a_signal_is_heard_from_the_owner_of_the_name_and_from_nobody_else(stage: Stage) -> None:
    service, stranger, bus = stage.serve(), stage.connect(), stage.connect()
    heard: list[Any] = []
    bus.listen(lambda *came: heard.append(came), interface=INTERFACE, member="Changed", sender=NAME)
    bus.listen(lambda *_came: None, interface=INTERFACE, member="Changed")  # so the stranger's arrive as well
    bus.has_owner(NAME)
    stranger.emit(PATH, INTERFACE, "Changed", "s", ("false",))
    stranger.has_owner(NAME)
    service.emit(PATH, INTERFACE, "Changed", "s", ("true",))
    wait_for(lambda: heard, what="the signal")
    assert heard == [(("true",), PATH, service.unique_name)]


def test_a_new_owner_of_the_name_is_heard_as_the_old_one_was(stage: Stage) -> None:
    bus = stage.connect()
    heard: list[Any] = []
    bus.listen(lambda body, *_: heard.append(body), interface=INTERFACE, member="Changed", sender=NAME)
    for number in range(3):
        service = stage.serve()
        service.emit(PATH, INTERFACE, "Changed", "i", (number,))
        wait_for(lambda number=number: heard[-1:] == [(number,)], what=f"signal {number}")
        service.close()
    assert heard == [(0,), (1,), (2,)]


def test_after_the_undo_nothing_is_heard_any_more(stage: Stage) -> None:
    service, bus = stage.serve(), stage.connect()
    heard: list[Any] = []
    undo = bus.listen(lambda body, *_: heard.append(body), interface=INTERFACE, member="Changed")
    bus.listen(lambda *_: heard.append("end"), interface=INTERFACE, member="End")
    undo()
    undo()
    bus.has_owner(NAME)
    service.emit(PATH, INTERFACE, "Changed")
    service.emit(PATH, INTERFACE, "End")
    wait_for(lambda: heard, what="the end")
    assert heard == ["end"]


def test_after_the_undo_the_bus_sends_it_no_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    service, bus = stage.serve(), stage.connect()
    undo = bus.listen(lambda *_: None, interface=INTERFACE, member="Changed", sender=NAME)
    bus.listen(lambda *_: None, interface=INTERFACE, member="End")
    undo()
    bus.has_owner(NAME)
    arrived: list[str] = []
    monkeypatch.setattr(bus._signals, "hear", lambda _interface, member, *_: arrived.append(member))
    service.emit(PATH, INTERFACE, "Changed")
    service.emit(PATH, INTERFACE, "End")
    wait_for(lambda: arrived, what="the end")
    assert arrived == ["End"]


def test_an_owner_learnt_twice_is_told_once() -> None:
    replies: list[Any] = []
    signals = Signals(lambda _member, _text, reply: replies.append(reply), lambda *_: None)
    told: list[str] = []
    signals.watch_name(NAME, told.append)
    signals.hear(DAEMON, "NameOwnerChanged", DAEMON_PATH, DAEMON, (NAME, "", ":1.7"))
    replies[1]((":1.7",))
    assert told == [":1.7"]


def test_a_listener_that_fails_is_reported_and_the_others_still_hear(stage: Stage) -> None:
    service, bus = stage.serve(), stage.connect()
    heard: list[Any] = []

    def fail(*_came: Any) -> None:
        raise LookupError("no")

    bus.listen(fail, interface=INTERFACE, member="Changed")
    bus.listen(lambda body, *_: heard.append(body), interface=INTERFACE, member="Changed")
    bus.has_owner(NAME)
    service.emit(PATH, INTERFACE, "Changed", "u", (7,))
    wait_for(lambda: heard, what="the signal")
    assert heard == [(7,)]
    assert stage.reported == [f"hearing {INTERFACE}.Changed: LookupError"]


def test_a_watched_name_tells_its_owner_at_once_and_whenever_it_changes(stage: Stage) -> None:
    bus = stage.connect()
    told: list[str] = []
    bus.watch_name(NAME, told.append)
    wait_for(lambda: told == [""], what="nobody yet")
    first = stage.serve()
    wait_for(lambda: told[1:] == [first.unique_name], what="the first owner")
    first.close()
    wait_for(lambda: told[2:] == [""], what="nobody again")
    second = stage.serve()
    wait_for(lambda: told[3:] == [second.unique_name], what="the second owner")
    later: list[str] = []
    undo = bus.watch_name(NAME, later.append)
    wait_for(lambda: later == [second.unique_name], what="the present owner")
    undo()
    second.close()
    wait_for(lambda: told[4:] == [""], what="nobody in the end")
    assert later == [second.unique_name]


# --- a bus that hangs, floods or dies --------------------------------------------------------------------


def test_a_bus_that_hangs_holds_nobody_up_and_gets_everything_later(stage: Stage) -> None:
    service, bus = stage.serve(), stage.connect()
    heard: list[int] = []
    service.listen(lambda body, *_: heard.append(body[0]), interface=INTERFACE, member="Many")
    service.has_owner(NAME)
    (daemon,) = bus.call(
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus",
        "GetConnectionUnixProcessID",
        "s",
        ("org.freedesktop.DBus",),
    )
    os.kill(daemon, signal.SIGSTOP)
    try:
        for number in range(100):
            bus.emit(PATH, INTERFACE, "Many", "us", (number, "x" * 20_000))
        with pytest.raises(Unavailable, match="does not take"):
            flood(bus)
    finally:
        os.kill(daemon, signal.SIGCONT)
    wait_for(lambda: len(heard) == 100, what="everything that was sent")
    assert heard == list(range(100))


def test_a_message_past_all_measure_is_skipped_and_the_next_one_is_read(stage: Stage) -> None:
    service, bus = stage.serve(), stage.connect()
    heard: list[int] = []
    bus.listen(lambda body, *_: heard.append(len(body[0])), interface=INTERFACE, member="Big")
    bus.has_owner(NAME)
    service.emit(PATH, INTERFACE, "Big", "s", ("x" * (BIGGEST + 1),))
    service.emit(PATH, INTERFACE, "Big", "s", ("x",))
    wait_for(lambda: heard, what="the small one")
    assert heard == [1]


def test_a_stream_that_is_no_dbus_is_refused() -> None:
    with pytest.raises(ValueError, match="not D-Bus"):
        list(Frames().feed(b"GET / HTTP/1.1\r\n\r\n"))
    with pytest.raises(ValueError, match="longer than D-Bus allows"):
        list(Frames().feed(struct.pack("<cBBBIII", b"l", 1, 0, 1, 2**31, 1, 0)))


def test_a_message_is_read_however_it_is_cut() -> None:
    from posture_pal.desktop.bus.wire import read, write

    raw = write("signal", 3, "s", ("hello",), path=PATH, interface=INTERFACE, member="Said")
    for cut in range(1, len(raw)):
        frames = Frames()
        whole = [*frames.feed(raw[:cut]), *frames.feed(raw[cut:])]
        assert [read(message).body for message in whole] == [("hello",)]


def test_when_the_bus_dies_everyone_is_told_once_and_another_can_be_opened(tmp_path: Path) -> None:
    told: list[str] = []
    with private_bus(tmp_path / "one") as socket:
        bus = Bus([str(socket)], "session")
        bus.on_lost.append(lambda: told.append("lost"))
        assert bus.is_open
    wait_for(lambda: told, what="the loss being told")
    assert told == ["lost"]
    assert not bus.is_open
    with pytest.raises(Unavailable):
        bus.has_owner(NAME)
    with pytest.raises(Unavailable):
        bus.emit(PATH, INTERFACE, "Changed")
    with pytest.raises(Unavailable):
        bus.again()
    (tmp_path / "one" / "services").rmdir()
    (tmp_path / "one" / "bus").unlink(missing_ok=True)
    with private_bus(tmp_path / "one"):
        other = bus.again()
        assert other.has_owner("org.freedesktop.DBus")
        other.close()
    assert told == ["lost"]


def test_who_waits_for_an_answer_when_the_bus_dies_is_told_at_once(tmp_path: Path) -> None:
    goes_on = threading.Event()
    asked = threading.Event()

    def slow(_member: str, _body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        asked.set()
        goes_on.wait(10)
        return "", ()

    failed: list[str] = []
    with private_bus(tmp_path) as socket:
        service = Bus([str(socket)], "session", lambda *_: None)
        service.request_name(NAME)
        service.export(PATH, INTERFACE, slow)
        bus = Bus([str(socket)], "session")

        def wait() -> None:
            try:
                ask(bus, "Echo", "x", timeout=30)
            except Unavailable as error:
                failed.append(str(error))

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert asked.wait(5)
    waiting.join(5)
    goes_on.set()
    assert failed == ["The D-Bus connection was lost."]
    service.close()


def test_closing_tells_nobody_and_gives_everything_back(stage: Stage) -> None:
    told: list[str] = []
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are compared, not paths
    threads = threading.active_count()
    bus = stage.connect()
    bus.on_lost.append(lambda: told.append("lost"))
    bus.close()
    bus.close()
    assert not bus.is_open
    assert told == []
    assert set(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - as above
    assert threading.active_count() == threads
