"""Presence sources whose peers answer with nonsense, with errors, or not at all."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for

from contract.doubles.compositor import NOTIFIER, SEAT, Compositor
from contract.doubles.ears import Ears
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Mutter, ScreenSaver, Service, fails, says, session_manager
from contract.doubles.x_server import XServer, greeting
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.mutter import MutterPresence
from posture_pal.desktop.presence.screensaver_idle import ScreenSaverPresence
from posture_pal.desktop.presence.wayland import WaylandPresence
from posture_pal.desktop.presence.x11 import X11Presence
from posture_pal.events import PresenceUnknown, Seen

__all__ = ["bus", "bus_folder", "folder"]

REPLY_WITHOUT_END = struct.pack("<BBHI24x", 1, 0, 9, 0xFFFFFFF0)


# --- X11 ---


@pytest.fixture
def server(folder: Path) -> Iterator[XServer]:
    with XServer(folder / "x:7") as server:
        yield server


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\x08\x0b\x00\x00\x00\x02\x00go away!",
        b"\x02" + bytes(7),
        b"\x01" + bytes(7),
        greeting()[:40],
        greeting(vendor=b"x" * 60000)[:60000],
    ],
    ids=[
        "another protocol",
        "refused",
        "more proof wanted",
        "empty",
        "cut short",
        "cut in the vendor's name",
    ],
)
def test_an_x_server_that_greets_with_nonsense_is_a_reason(server: XServer, said: bytes) -> None:
    server.greeting = said
    source = X11Presence(server.environ)
    wait = pytest.MonkeyPatch()
    wait.setattr("posture_pal.desktop.link._CONNECT_SECONDS", 0.2)

    assert source.why_not()
    wait.undo()
    source.close()


@pytest.mark.parametrize(
    "said",
    [b"\xff" * 64, REPLY_WITHOUT_END, struct.pack("<BBHI24x", 35, 0, 0, 0x7FFFFFFF)],
    ids=["unknown events", "a reply without an end", "an event without an end"],
)
def test_an_x_server_that_babbles_crashes_nothing(server: XServer, said: bytes) -> None:
    source, ears = X11Presence(server.environ), Ears()
    source.start(ears.tell)
    server.send_to_all(said)

    if said[0] != 0xFF:
        ears.wait_until_last(PresenceUnknown)
        assert source.why_not()
    else:
        server.let_silence_grow(200_000)
        wait_for(lambda: ears.heard[-1] == Seen(200.0), 5, "a departure")
    source.close()


@pytest.mark.parametrize("milliseconds", [-5, 1 << 40, -(1 << 40)])
def test_an_idle_time_that_nobody_can_have_kept_is_not_told(server: XServer, milliseconds: int) -> None:
    server.idle = milliseconds
    source, ears = X11Presence(server.environ), Ears()
    source.start(ears.tell)

    assert source.silence() is None
    assert ears.heard == [PresenceUnknown()]
    source.close()


def test_an_alarm_with_an_impossible_time_counts_as_the_silence_that_was_asked_for(server: XServer) -> None:
    source, ears = X11Presence(server.environ), Ears()
    source.start(ears.tell)
    server.ring(min(server.alarms), -7)

    wait_for(lambda: ears.heard[-1] == Seen(180.0), 5, "a departure")
    source.close()


def test_an_alarm_that_was_given_up_rings_for_nobody(server: XServer) -> None:
    source, ears = X11Presence(server.environ), Ears()
    source.start(ears.tell)
    server.ring(min(server.alarms), 180_000, state=2)
    server.touch()
    server.let_silence_grow(190_000)

    wait_for(lambda: ears.heard[-1] == Seen(190.0), 5, "a departure")
    assert len(ears.heard) == 2
    source.close()


def test_an_x_server_that_hangs_is_waited_for_a_second_and_not_longer(server: XServer) -> None:
    source = X11Presence(server.environ)
    source.start(Ears().tell)
    server.mute = True
    began = time.monotonic()

    assert source.silence() is None
    assert time.monotonic() - began < 2.0
    source.close()


def test_an_x_server_without_idle_counter_and_screen_saver_is_a_reason(folder: Path) -> None:
    with XServer(folder / "x:7", has_sync=False, has_saver=False) as server:
        assert "neither" in (X11Presence(server.environ).why_not() or "")


def test_a_sync_extension_without_idle_counter_leaves_the_screen_saver(server: XServer) -> None:
    server.counters = [(1, "SERVERTIME")]
    source = X11Presence(server.environ)

    assert source.why_not() is None
    assert source.pushes is False
    source.close()


def test_the_x_server_inside_a_wayland_session_is_refused(server: XServer) -> None:
    server.extensions["XWAYLAND"] = True
    assert "Wayland" in (X11Presence(server.environ).why_not() or "")
    server.extensions["XWAYLAND"] = False
    assert "Wayland" in (X11Presence({**server.environ, "WAYLAND_DISPLAY": "wayland-0"}).why_not() or "")


def test_an_x_server_with_a_key_opens_with_the_key_alone(server: XServer, folder: Path) -> None:
    server.key = bytes(range(16))
    source = X11Presence({**server.environ, "XAUTHORITY": str(folder / "none")})
    assert "go away!" in (source.why_not() or "")

    def entry(family: int, number: bytes, key: bytes) -> bytes:
        fields = (os.uname().nodename.encode(), number, b"MIT-MAGIC-COOKIE-1", key)
        return struct.pack(">H", family) + b"".join(struct.pack(">H", len(f)) + f for f in fields)

    keys = folder / "keys"
    keys.write_bytes(
        entry(256, b"8", b"x" * 16) + entry(65535, b"", b"y" * 16) + entry(256, b"7", server.key)
    )
    source = X11Presence({**server.environ, "XAUTHORITY": str(keys)})
    assert source.why_not() is None
    source.close()


# --- Wayland ---


@pytest.fixture
def compositor(folder: Path) -> Iterator[Compositor]:
    with Compositor(folder / "wayland-7") as compositor:
        yield compositor


@pytest.mark.parametrize(
    "happens",
    [
        lambda it: it.take_back(NOTIFIER),
        lambda it: it.take_back(SEAT),
        lambda it: it.complain(),
        lambda it: it.hang_up(),
        lambda it: it.send_to_all(bytes(64)),
        lambda it: it.send_to_all(struct.pack("=II", 2, 12 << 16) + b"abcd"),
        lambda it: it.send_to_all(struct.pack("=III", 1, 12 << 16, 5)),
    ],
    ids=["no notifier", "no seat", "an error", "hung up", "zeros", "a cut offer", "a cut error"],
)
def test_whatever_a_compositor_does_wrong_makes_presence_unknown(
    compositor: Compositor, happens: Callable[[Compositor], None]
) -> None:
    source, ears = WaylandPresence(compositor.environ, lambda: 0.0), Ears()
    source.start(ears.tell)
    compositor.settle()
    compositor.let_silence_grow(180)
    happens(compositor)

    ears.wait_until_last(PresenceUnknown)
    assert source.why_not()
    assert source.silence() is None
    source.close()


def test_events_of_unknown_things_are_passed_over(compositor: Compositor) -> None:
    source, ears = WaylandPresence(compositor.environ, lambda: 0.0), Ears()
    source.start(ears.tell)
    compositor.settle()
    (notification,) = compositor.notifications
    compositor.send_to_all(struct.pack("=IIII", 4444, 16 << 16 | 3, 1, 2))
    compositor.send_to_all(struct.pack("=II", notification, 8 << 16 | 9))
    compositor.let_silence_grow(180)

    wait_for(lambda: ears.heard[-1] == Seen(180.0), 5, "a departure")
    source.close()


@pytest.mark.parametrize(("version", "has_seat"), [(None, True), (2, False)])
def test_a_compositor_that_cannot_tell_is_a_reason(folder: Path, version: int | None, has_seat: bool) -> None:
    with Compositor(folder / "wayland-7", version=version, has_seat=has_seat) as compositor:
        why = WaylandPresence(compositor.environ, lambda: 0.0).why_not()
        assert "does not offer" in (why or "")


def test_a_compositor_that_hangs_is_a_reason(compositor: Compositor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posture_pal.desktop.compositor._ANSWER_SECONDS", 0.1)
    compositor.mute = True

    assert "did not answer" in (WaylandPresence(compositor.environ, lambda: 0.0).why_not() or "")


def test_a_lull_is_told_from_none_while_somebody_asks_and_not_longer(compositor: Compositor) -> None:
    source = WaylandPresence(compositor.environ, lambda: 0.0)
    source.start(Ears().tell)
    assert source.silence() is None
    compositor.settle()
    assert source.silence() == 0.0
    compositor.let_silence_grow(3)
    wait_for(lambda: source.silence() == 2.0, 5, "a lull")
    compositor.touch()
    wait_for(lambda: source.silence() == 0.0, 5, "its end")

    for _ in range(2):  # the first of these answers what was asked above, the second nobody
        compositor.let_silence_grow(3)
        compositor.touch()
    wait_for(lambda: compositor.settle() or len(compositor.notifications) == 1, 5, "no more waking at lulls")
    source.close()


# --- GNOME ---


@pytest.fixture
def mutter(bus_folder: str) -> Iterator[Mutter]:
    mutter = Mutter(bus_folder)
    mutter.appear()
    yield mutter
    mutter.vanish()


@pytest.fixture
def manager(bus_folder: str) -> Iterator[Service]:
    manager = session_manager(bus_folder)
    manager.appear()
    yield manager
    manager.vanish()


NONSENSE = [says("s", "soon"), says("x", -1), says("t", 1 << 63), says("b", True), says(""), fails]


@pytest.mark.parametrize("answer", NONSENSE)
def test_gnome_that_answers_nonsense_makes_presence_unknown(
    bus: Bus, mutter: Mutter, answer: Callable[..., Any]
) -> None:
    source, ears = MutterPresence(bus), Ears()
    source.start(ears.tell)
    ears.wait_for(Seen)
    mutter.methods["GetIdletime"] = answer
    assert source.silence() is None
    source.away_after = 60.0

    ears.wait_until_last(PresenceUnknown)
    assert source.why_not()
    source.close()


def test_gnome_that_refuses_watches_makes_presence_unknown(bus: Bus, mutter: Mutter) -> None:
    mutter.methods["AddIdleWatch"] = fails
    source, ears = MutterPresence(bus), Ears()
    source.start(ears.tell)

    ears.wait_for(PresenceUnknown)
    assert "watch" in (source.why_not() or "")
    source.close()


def test_watches_of_others_and_signals_of_strangers_are_passed_over(
    bus: Bus, mutter: Mutter, bus_folder: str
) -> None:
    source, ears = MutterPresence(bus), Ears()
    source.start(ears.tell)
    ears.wait_for(Seen)
    stranger = Bus([f"{bus_folder}/bus"], "session")
    for body in (("u", (1,)), ("u", (99,)), ("s", ("1",))):
        stranger.emit(mutter.path, mutter.interface, "WatchFired", *body)
    mutter.emit("WatchFired", "u", (4711,))
    mutter.emit("WatchFired", "s", ("1",))
    assert stranger.has_owner(mutter.name)
    assert source.silence() == 0.0

    assert len(ears.heard) == 1
    stranger.close()
    source.close()


def test_gnome_is_asked_while_something_keeps_it_from_going_idle(
    bus: Bus, mutter: Mutter, manager: Service
) -> None:
    source, ears = MutterPresence(bus), Ears()
    source.start(ears.tell)
    ears.wait_for(Seen)
    assert source.pushes
    mutter.inhibited = True
    manager.change("InhibitedActions", "u", 8 | 1)
    wait_for(lambda: not source.pushes, 5, "the inhibition")
    assert ears.wait_for(Seen, 2).continuous is False
    mutter.let_silence_grow(200_000)
    assert source.silence() == 200.0

    mutter.inhibited = False
    manager.change("InhibitedActions", "u", 1)
    wait_for(lambda: ears.heard[-1] == Seen(200.0), 5, "the departure")
    assert source.pushes
    mutter.touch()
    wait_for(lambda: ears.heard[-1] == Seen(0.0, continuous=True), 5, "the return")
    source.close()


def test_gnome_is_watched_again_when_it_has_crashed(bus: Bus, mutter: Mutter) -> None:
    source, ears = MutterPresence(bus), Ears()
    source.start(ears.tell)
    ears.wait_for(Seen)
    mutter.vanish()
    ears.wait_until_last(PresenceUnknown)
    mutter.appear()
    ears.wait_until_last(Seen)
    assert source.why_not() is None

    mutter.let_silence_grow(180_000)
    wait_for(lambda: ears.heard[-1] == Seen(180.0), 5, "a departure")
    source.close()


@pytest.mark.parametrize("answer", NONSENSE)
def test_a_screen_saver_that_answers_nonsense_is_a_reason(
    bus: Bus, bus_folder: str, answer: Callable[..., Any]
) -> None:
    saver = ScreenSaver(bus_folder, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
    saver.methods["GetSessionIdleTime"] = answer
    saver.appear()

    assert ScreenSaverPresence(bus).why_not()
    saver.vanish()
