"""Holds in odd company: own windows, meters and monitors, crashes, restarts, errors and nonsense."""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for

from contract.doubles.compositor import TOPLEVELS, Compositor, Windows
from contract.doubles.ears import Ears
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Service, fails, notifications, says, settings_service
from contract.doubles.pulse import MONITOR, NOBODY, Recording, SoundServer, frame
from contract.doubles.x_server import ROOT, UNMAP_NOTIFY, XServer
from contract.holds_contract import knows
from contract.test_holds import manage
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.holds.choose import hold_source, hold_sources
from posture_pal.desktop.holds.devices import CAMERA, DevicesInUse, Kind
from posture_pal.desktop.holds.programs import ProgramsRunning, in_proc
from posture_pal.desktop.source import StateSource
from posture_pal.events import HoldBegan, HoldEnded
from posture_pal.model import Hold

__all__ = ["bus", "bus_folder", "folder"]

FULL = "_NET_WM_STATE_FULLSCREEN"


class Heard:
    """A started source with ears."""

    def __init__(self, source: StateSource) -> None:
        self.source = source
        self.ears = Ears()
        source.start(self.ears.tell)

    def knows(self, state: bool | None) -> None:
        knows(self.source, state)


def the_source(hold: Hold, environ: dict[str, str], bus: Bus | None = None) -> StateSource:
    """The source of a hold."""
    return hold_sources(environ, bus, wanted=[hold])[0][0]


# --- full screen on X11 ---


@pytest.fixture
def server(folder: Path) -> Iterator[XServer]:
    with XServer(folder / "x:7") as server:
        manage(server)
        yield server


@pytest.fixture
def fullscreen(server: XServer) -> Iterator[Heard]:
    heard = Heard(the_source(Hold.FULLSCREEN, server.environ))
    heard.knows(False)
    yield heard
    heard.source.close()


def fill(server: XServer, window: int, program: bytes = b"mpv\0mpv\0") -> None:
    """A window appears in front and fills the screen."""
    server.set_property(window, "WM_CLASS", program)
    server.set_property(window, "_NET_WM_STATE", [server.atom(FULL)])
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", [window])


def test_another_window_in_front_ends_it_and_the_first_begins_it_again(
    server: XServer, fullscreen: Heard
) -> None:
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan)
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", [0x901])
    fullscreen.ears.wait_for(HoldEnded)
    server.set_property(0x900, "_NET_WM_STATE", [])
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan, 2)


@pytest.mark.parametrize("own", ["class", "process"])
def test_our_own_window_is_no_reason(server: XServer, fullscreen: Heard, own: str) -> None:
    if own == "process":
        server.set_property(0x900, "_NET_WM_PID", [os.getpid()])
    fill(server, 0x900, b"posture-pal\0Posture-pal\0" if own == "class" else b"mpv\0mpv\0")
    wait_for(lambda: (0x900, "_NET_WM_STATE") in server.asked, 5, "a look at it")
    looks = len(server.asked)
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", [0])
    wait_for(lambda: len(server.asked) > looks, 5, "a look at nothing")
    fill(server, 0x901)

    wait_for(lambda: (0x901, "_NET_WM_STATE") in server.asked, 5, "a look at the other")
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", [0])
    fullscreen.ears.wait_for(HoldEnded)
    assert [type(event) for event in fullscreen.ears.heard] == [HoldBegan, HoldEnded]


@pytest.mark.parametrize("code", [17, UNMAP_NOTIFY], ids=["destroyed", "hidden"])
def test_a_window_that_goes_without_a_word_holds_nothing(
    server: XServer, fullscreen: Heard, code: int
) -> None:
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan)
    server.end_window(0x900, code)

    fullscreen.ears.wait_for(HoldEnded)


def test_a_window_manager_that_dies_holds_nothing_and_its_successor_is_followed(
    server: XServer, fullscreen: Heard
) -> None:
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan)
    server.end_window(0x700)
    fullscreen.ears.wait_for(HoldEnded)
    fullscreen.knows(None)
    assert "window manager" in (fullscreen.source.why_not() or "")
    manage(server, 0x701)

    fullscreen.ears.wait_for(HoldBegan, 2)


def test_without_a_window_manager_nothing_can_be_told(folder: Path) -> None:
    with XServer(folder / "x:7") as server:
        server.set_property(ROOT, "_NET_SUPPORTING_WM_CHECK", [0x700])  # left behind by a dead one
        heard = Heard(the_source(Hold.FULLSCREEN, server.environ))
        fill(server, 0x900)
        wait_for(lambda: "window manager" in (heard.source.why_not() or ""), 5, "the reason")
        assert heard.ears.heard == []
        heard.source.close()


def test_properties_of_nonsense_hold_nothing(server: XServer, fullscreen: Heard) -> None:
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan)
    server.set_property(0x900, "_NET_WM_STATE", [])
    fullscreen.ears.wait_for(HoldEnded)
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", b"")
    server.set_property(ROOT, "_NET_ACTIVE_WINDOW", b"\1\2\3\4\5\6\7\0")
    fill(server, 0x901)

    fullscreen.ears.wait_for(HoldBegan, 2)


def test_a_display_that_comes_back_is_followed_again(server: XServer, fullscreen: Heard) -> None:
    fill(server, 0x900)
    fullscreen.ears.wait_for(HoldBegan)
    assert fullscreen.source.ask_every is None
    server.vanish()
    fullscreen.ears.wait_for(HoldEnded)
    assert fullscreen.source.ask_every == 15.0
    fullscreen.source.ask()
    assert fullscreen.source.ask_every == 30.0
    with XServer(server.address) as another:
        manage(another)
        fill(another, 0x900)
        fullscreen.source.ask()
        fullscreen.ears.wait_for(HoldBegan, 2)
        assert fullscreen.source.ask_every is None
        fullscreen.source.close()


# --- full screen on Wayland ---


@pytest.fixture
def windows(folder: Path) -> Iterator[Windows]:
    with Windows(folder / "wayland-7") as windows:
        yield windows


@pytest.fixture
def on_wayland(windows: Windows) -> Iterator[Heard]:
    heard = Heard(the_source(Hold.FULLSCREEN, windows.environ))
    heard.knows(False)
    yield heard
    heard.source.close()


def test_only_the_window_in_front_counts_and_never_our_own(windows: Windows, on_wayland: Heard) -> None:
    windows.show(1, "posture-pal", [2, 3])
    windows.show(2, "mpv", [3])
    windows.show(3, "mpv", [2, 0])
    windows.settle()
    assert on_wayland.ears.heard == []
    windows.show(2, "mpv", [2, 3])
    on_wayland.ears.wait_for(HoldBegan)
    windows.shut(2)

    on_wayland.ears.wait_for(HoldEnded)


@pytest.mark.parametrize(
    "happens",
    [
        lambda it: it.finish(),
        lambda it: it.take_back(TOPLEVELS),
        lambda it: it.send_to_all(struct.pack("=III", 0xFF000002, 12 << 16 | 4, 4000)),
    ],
    ids=["finished", "taken back", "a state cut short"],
)
def test_a_compositor_that_stops_telling_holds_nothing(
    windows: Windows, on_wayland: Heard, happens: Callable[[Windows], None]
) -> None:
    windows.show(2, "mpv", [2, 3])
    on_wayland.ears.wait_for(HoldBegan)
    happens(windows)

    on_wayland.ears.wait_for(HoldEnded)
    on_wayland.knows(None)


@pytest.mark.parametrize("make", [lambda at: Windows(at, version=1), Compositor], ids=["too old", "does not"])
def test_a_compositor_that_does_not_list_its_windows_is_a_reason(
    folder: Path, make: Callable[[Path], Compositor]
) -> None:
    with make(folder / "wayland-7") as compositor:
        heard = Heard(the_source(Hold.FULLSCREEN, compositor.environ))
        assert "does not tell" in (heard.source.why_not() or "")
        heard.source.close()


# --- calls ---


@pytest.fixture
def sound(folder: Path) -> Iterator[SoundServer]:
    with SoundServer(folder / "native") as sound:
        yield sound


@pytest.fixture
def call(sound: SoundServer) -> Iterator[Heard]:
    heard = Heard(the_source(Hold.CALL, sound.environ))
    heard.knows(False)
    yield heard
    heard.source.close()


NO_CALLS = {
    "what this machine plays": Recording(source=MONITOR),
    "a paused stream": Recording(paused=True),
    "a level meter": Recording(resampling="peaks"),
    "a slow level meter": Recording(rate=25, resampling=None),
    "PipeWire's level meter": Recording(properties={"resample.peaks": "true"}),
    "the sound server's own loop": Recording(client=NOBODY),
    "a filter of PipeWire": Recording(properties={"node.link-group": "filter-chain-1"}),
}


@pytest.mark.parametrize("recording", NO_CALLS.values(), ids=NO_CALLS.keys())
def test_not_all_that_records_is_a_call(sound: SoundServer, call: Heard, recording: Recording) -> None:
    sound.record(1, recording)
    sound.record(2, Recording())
    call.ears.wait_for(HoldBegan)
    sound.record(2, None)
    call.ears.wait_for(HoldEnded)

    assert len(call.ears.heard) == 2


def test_a_stream_that_is_paused_and_taken_up_again_is_followed(sound: SoundServer, call: Heard) -> None:
    sound.record(1, Recording())
    call.ears.wait_for(HoldBegan)
    sound.record(1, Recording(paused=True))
    call.ears.wait_for(HoldEnded)
    sound.record(1, Recording())

    call.ears.wait_for(HoldBegan, 2)


def test_the_second_of_two_calls_keeps_the_hold(sound: SoundServer, call: Heard) -> None:
    sound.record(1, Recording())
    sound.record(2, Recording())
    call.ears.wait_for(HoldBegan)
    sound.record(1, None)
    sound.record(2, Recording(rate=16000))
    sound.record(2, None)

    call.ears.wait_for(HoldEnded)
    assert len(call.ears.heard) == 2


def test_what_changes_while_the_list_is_on_its_way_is_asked_for_again(
    sound: SoundServer, call: Heard
) -> None:
    sound.record(1, Recording())
    call.ears.wait_for(HoldBegan)
    sound.settle()
    sound.keeps_lists = True
    sound.record(1, None)
    wait_for(lambda: len(sound.kept) == 1, 5, "the question")
    for _ in range(3):
        sound.record(1, Recording())
        sound.record(1, None)
    sound.record(1, Recording())
    sound.settle()
    assert len(sound.kept) == 1
    sound.hand_out_lists()

    call.ears.wait_for(HoldEnded)
    call.ears.wait_for(HoldBegan, 2)


def test_a_storm_of_changes_ends_with_the_truth(sound: SoundServer, call: Heard) -> None:
    for _ in range(200):
        sound.record(1, Recording())
        sound.record(1, None)
    sound.record(3, Recording())

    call.ears.wait_for(HoldBegan)
    call.knows(True)


@pytest.mark.parametrize(
    "said",
    [
        b"\xff" * 40,
        frame(b"L\0\0\0\2L\0\0\0\5" + b"L\0\0\0\1"),
        frame(b"L\0\0\0\2L\0\0\0\4" + b"q"),
        frame(b"L\0\0\0\2L\0\0\0\4" + b"tno end"),
        frame(b"L\0\0\0\2L\0\0\0\4" + b"x\xff\xff\xff\xff"),
        frame(b"L\0\0\0\2L\0\0\0\4" + b"Pta\0L\0\0\0\1L\xff\xff\xff\xffN"),
        frame(b"L\0\0\0\2L\0\0\0\4" + b"L\0\0\0\1" * 18),
        frame(b""),
        struct.pack(">IIIII", 0x7FFFFFFF, NOBODY, 0, 0, 0),
    ],
)
def test_a_sound_server_that_sends_nonsense_holds_nothing(
    sound: SoundServer, call: Heard, said: bytes
) -> None:
    sound.record(1, Recording())
    call.ears.wait_for(HoldBegan)
    sound.nonsense = b""
    sound.record(2, Recording())
    sound.settle()
    sound.send_to_all(said)
    sound.hang_up()

    call.ears.wait_for(HoldEnded)
    call.knows(None)
    assert "sound server" in (call.source.why_not() or "")


def test_sound_that_nobody_asked_for_is_passed_over(sound: SoundServer, call: Heard) -> None:
    sound.send_to_all(frame(b"\1\2\3\4", channel=7))
    sound.record(1, Recording())

    call.ears.wait_for(HoldBegan)


@pytest.mark.parametrize("kind", [{"refuses": True}, {"version": 12}])
def test_a_sound_server_that_lets_nobody_in_is_a_reason(folder: Path, kind: dict[str, Any]) -> None:
    with SoundServer(folder / "native", **kind) as sound:
        heard = Heard(the_source(Hold.CALL, sound.environ))
        wait_for(lambda: "understood" in (heard.source.why_not() or ""), 5, "the reason")
        assert heard.source.state() is None
        heard.source.close()


def test_a_sound_server_that_restarts_is_followed_again(sound: SoundServer, call: Heard) -> None:
    sound.record(1, Recording())
    call.ears.wait_for(HoldBegan)
    sound.vanish()
    call.ears.wait_for(HoldEnded)
    with SoundServer(sound.address) as another:
        another.record(5, Recording())
        call.source.ask()
        call.ears.wait_for(HoldBegan, 2)
        call.source.close()


@pytest.mark.parametrize(
    "environ",
    [{"PULSE_SERVER": "tcp:10.0.0.1"}, {"PULSE_SERVER": "host"}, {"XDG_RUNTIME_DIR": "/nowhere"}, {}],
)
def test_no_sound_server_on_this_machine_is_a_reason(environ: dict[str, str]) -> None:
    heard = Heard(the_source(Hold.CALL, environ))
    assert "does not answer" in heard.source.reasons()["microphone"]
    heard.source.close()


# --- devices ---


@pytest.fixture
def camera(tmp_path: Path) -> Kind:
    return replace(CAMERA, folder=tmp_path)


def test_a_camera_that_is_plugged_in_later_is_found(camera: Kind) -> None:
    witness = DevicesInUse("camera", camera)
    heard = Heard(hold_source(Hold.CALL, [witness]))
    assert "no camera" in (heard.source.why_not() or "")
    waits = []
    for _ in range(4):
        waits.append(heard.source.ask_every)
        heard.source.ask()
    assert waits == [15.0, 30.0, 60.0, 60.0]
    (camera.folder / "video3").touch()
    heard.source.ask()
    heard.knows(False)
    assert heard.source.ask_every is None
    (camera.folder / "video10").touch()
    with (camera.folder / "video10").open("rb"):
        heard.ears.wait_for(HoldBegan)
    heard.ears.wait_for(HoldEnded)
    heard.source.close()


def test_a_glance_at_the_camera_is_no_call(camera: Kind) -> None:
    device = camera.folder / "video0"
    device.touch()
    heard = Heard(hold_source(Hold.CALL, [DevicesInUse("camera", replace(camera, proc=camera.folder))]))
    heard.knows(False)
    device.open("rb").close()
    (camera.folder / "1").mkdir()
    (camera.folder / "1" / "fd").mkdir()
    (camera.folder / "1" / "comm").write_text("meeting\n")
    (camera.folder / "1" / "fd" / "7").symlink_to(device)
    device.open("rb").close()

    heard.ears.wait_for(HoldBegan)
    assert len(heard.ears.heard) == 1
    heard.source.close()


@pytest.mark.parametrize("name", ["wireplumber", "pipewire-media-"])
def test_a_session_manager_that_keeps_the_camera_open_is_no_call(camera: Kind, name: str) -> None:
    device, process = camera.folder / "video0", camera.folder / "42"
    device.touch()
    (process / "fd").mkdir(parents=True)
    (process / "fd" / "9").symlink_to(device)
    (process / "comm").write_text(f"{name}\n")
    kind = replace(camera, proc=camera.folder)
    assert not kind.in_use()
    (process / "comm").write_text("pipewire\n")
    assert kind.in_use()


def test_devices_that_may_not_be_watched_are_a_reason(camera: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posture_pal.desktop.holds.openings.Openings._watch", lambda *_: -1)
    (camera.folder / "video0").touch()
    heard = Heard(hold_source(Hold.CALL, [DevicesInUse("camera", camera)]))

    assert "may not be watched" in (heard.source.why_not() or "")
    heard.source.close()


def test_camera_and_microphone_are_one_call(sound: SoundServer, camera: Kind) -> None:
    from posture_pal.desktop.holds.microphone import Microphone
    from posture_pal.desktop.reconnecting import Reconnecting

    device = camera.folder / "video0"
    device.touch()
    microphone = Reconnecting("sound server", lambda *tell: Microphone(sound.environ, *tell))
    heard = Heard(hold_source(Hold.CALL, [microphone, DevicesInUse("camera", camera)]))
    wait_for(lambda: list(heard.source.reasons().values()) == ["off", "off"], 5, "both")
    with device.open("rb"):
        heard.ears.wait_for(HoldBegan)
        sound.record(1, Recording())
        wait_for(lambda: str(heard.source.reasons()).count("on: ") == 2, 5, "both")
    wait_for(lambda: str(heard.source.reasons()).count("on: ") == 1, 5, "one")
    sound.vanish()

    heard.ears.wait_for(HoldEnded)
    assert len(heard.ears.heard) == 2
    heard.source.close()


def test_the_sound_card_is_watched_only_while_no_sound_server_tells(
    sound: SoundServer, tmp_path: Path
) -> None:
    from posture_pal.desktop.holds.devices import RECORDER
    from posture_pal.desktop.holds.microphone import Microphone
    from posture_pal.desktop.reconnecting import Reconnecting
    from posture_pal.desktop.stand_in import WithStandIn

    device = tmp_path / "pcmC0D0c"
    device.touch()
    server = Reconnecting("sound server", lambda *tell: Microphone(sound.environ, *tell))
    card = DevicesInUse("sound card", replace(RECORDER, folder=tmp_path))
    heard = Heard(hold_source(Hold.CALL, [WithStandIn("microphone", server, card)]))
    heard.knows(False)
    assert heard.source.ask_every is None
    with device.open("rb"):
        sound.record(1, Recording())
        heard.ears.wait_for(HoldBegan)
        sound.vanish()
        heard.ears.wait_for(HoldEnded)
        assert heard.source.ask_every == 15.0
        heard.source.ask()
        heard.ears.wait_for(HoldBegan, 2)
    heard.ears.wait_for(HoldEnded, 2)

    with SoundServer(sound.address) as another:
        heard.source.ask()
        wait_for(lambda: heard.source.ask_every == 15.0, 5, "the wish to send the stand-in home")
        heard.source.ask()
        assert heard.source.ask_every is None
        assert "devices" not in [thread.name for thread in threading.enumerate()]
        another.record(1, Recording())
        heard.ears.wait_for(HoldBegan, 3)
        heard.source.close()


# --- do not disturb ---


@pytest.fixture
def quiet(bus: Bus) -> Iterator[Heard]:
    heard = Heard(the_source(Hold.DO_NOT_DISTURB, {}, bus))
    yield heard
    heard.source.close()


def dunst(folder: str) -> Service:
    """Dunst, paused."""
    daemon = notifications(folder, "dunst", "org.dunstproject.cmd0")
    daemon.properties["paused"] = ("b", True)
    return daemon


def test_a_daemon_that_replaces_another_takes_its_hold_away(bus_folder: str, quiet: Heard) -> None:
    first = dunst(bus_folder)
    first.appear()
    quiet.ears.wait_for(HoldBegan)
    first.vanish()
    quiet.ears.wait_for(HoldEnded)
    assert "no notification daemon" in (quiet.source.why_not() or "")
    second = notifications(bus_folder, "Plasma")
    second.properties["Inhibited"] = ("b", False)
    second.appear()
    quiet.knows(False)
    second.vanish()


@pytest.mark.parametrize("value", [("s", "true"), ("u", 1), ("as", [])])
def test_a_property_of_nonsense_ends_the_hold(bus_folder: str, quiet: Heard, value: tuple[str, Any]) -> None:
    daemon = dunst(bus_folder)
    daemon.appear()
    quiet.ears.wait_for(HoldBegan)
    daemon.change("paused", *value)

    quiet.ears.wait_for(HoldEnded)
    quiet.knows(None)
    daemon.vanish()


@pytest.mark.parametrize("answer", [fails, says(""), says("u", 5), says("s", "")])
def test_a_daemon_that_does_not_tell_its_name_is_asked_all_the_same(
    bus_folder: str, quiet: Heard, answer: Callable[..., Any]
) -> None:
    daemon = notifications(bus_folder, "")
    daemon.methods["GetServerInformation"] = answer
    daemon.properties["Inhibited"] = ("b", True)
    daemon.appear()

    quiet.ears.wait_for(HoldBegan)
    daemon.vanish()


def test_a_daemon_that_does_not_tell_is_named_in_the_reason(bus_folder: str, quiet: Heard) -> None:
    daemon = notifications(bus_folder, "mako")
    daemon.appear()

    wait_for(lambda: "mako does not tell" in (quiet.source.why_not() or ""), 5, "the reason")
    daemon.vanish()


def test_xfce_settings_of_others_are_passed_over_and_a_reset_ends_it(bus_folder: str, quiet: Heard) -> None:
    daemon, settings = notifications(bus_folder, "Xfce Notify Daemon"), settings_service(bus_folder)
    settings.appear()
    daemon.appear()
    quiet.knows(False)
    settings.emit("PropertyChanged", "ssv", ("xsettings", "/do-not-disturb", ("b", True)))
    settings.emit("PropertyChanged", "ssv", ("xfce4-notifyd", "/theme", ("s", "Retro")))
    settings.emit("PropertyChanged", "s", ("xfce4-notifyd",))
    settings.emit("PropertyChanged", "ssv", ("xfce4-notifyd", "/do-not-disturb", ("b", True)))
    quiet.ears.wait_for(HoldBegan)
    settings.emit("PropertyRemoved", "ss", ("xfce4-notifyd", "/do-not-disturb"))

    quiet.ears.wait_for(HoldEnded)
    assert len(quiet.ears.heard) == 2
    settings.vanish()
    daemon.vanish()


@pytest.mark.parametrize("script", ["echo maybe", "exit 1", "sleep 60", "yes", None])
def test_settings_that_cannot_be_read_are_unknown(
    bus_folder: str, quiet: Heard, folder: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    monkeypatch.setattr("posture_pal.desktop.holds.quiet_settings._READ_SECONDS", 0.2)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep if script else None)
    if script:
        (folder / "gsettings").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "gsettings").chmod(0o755)
    daemon = notifications(bus_folder, "gnome-shell")
    daemon.appear()

    wait_for(lambda: "gsettings does not tell" in (quiet.source.why_not() or ""), 5, "the reason")
    daemon.vanish()


def test_a_lost_bus_ends_do_not_disturb(bus_folder: str, bus: Bus) -> None:
    daemon = dunst(bus_folder)
    daemon.appear()
    heard = Heard(the_source(Hold.DO_NOT_DISTURB, {}, bus))
    heard.ears.wait_for(HoldBegan)
    for callback in list(bus.on_lost):
        callback()

    heard.ears.wait_for(HoldEnded)
    assert "lost" in (heard.source.why_not() or "")
    heard.source.close()
    daemon.vanish()


def test_listed_programs_hold_while_they_run(tmp_path: Path) -> None:
    heard = Heard(
        hold_source(
            Hold.DO_NOT_DISTURB,
            [ProgramsRunning(["Zoom", "a-name-that-is-too-long"], partial(in_proc, tmp_path))],
        )
    )
    assert heard.source.state() is False
    assert heard.source.ask_every == 30.0
    for number, name in enumerate(["zoomer", "zoom", "a-name-that-is-"]):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(name + "\n")
        heard.source.ask()
        assert heard.source.state() is (number > 0)
    assert heard.ears.wait_for(HoldBegan).reason == "Zoom is running"
    for number in (1, 2):
        (tmp_path / str(number) / "comm").unlink()
    heard.source.ask()

    heard.ears.wait_for(HoldEnded)
    heard.source.close()


# --- choosing ---


def test_only_wanted_holds_have_sources_and_a_missing_one_has_its_reason() -> None:
    sources, reasons = hold_sources({}, None)
    assert [source.name for source in sources] == ["call"]
    assert set(reasons) == {"do_not_disturb", "fullscreen"}
    assert hold_sources({"DISPLAY": ":1"}, None, wanted=[]) == ([], {})
    ((programs,), _) = hold_sources({}, None, wanted=[Hold.DO_NOT_DISTURB], while_running=["zoom"])
    assert list(programs.reasons()) == ["programs"]
