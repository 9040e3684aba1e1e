"""Every way to know a hold against a double of what tells it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import pytest

from contract.doubles.compositor import Windows
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Service, notifications, says, settings_service, swaync
from contract.doubles.pulse import Recording, SoundServer
from contract.doubles.x_server import ROOT, XServer
from contract.holds_contract import HoldContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.holds.choose import hold_source, hold_sources
from posture_pal.desktop.holds.devices import CAMERA, RECORDER, DevicesInUse
from posture_pal.desktop.holds.microphone import Microphone
from posture_pal.desktop.reconnecting import Reconnecting
from posture_pal.desktop.source import StateSource
from posture_pal.model import Hold

__all__ = ["bus", "bus_folder", "folder"]


@dataclass
class Played:
    """A hold whose reason is played by a double."""

    source: StateSource
    begin: Callable[[], None]
    end: Callable[[], None]
    vanish: Callable[[], None]


def source_of(hold: Hold, environ: dict[str, str], bus: Bus | None = None) -> StateSource:
    """The one source of a hold on this desktop."""
    ((source,), reasons) = hold_sources(environ, bus, wanted=[hold])
    assert reasons == {}
    return source


class _DoNotDisturb(HoldContract):
    hold = Hold.DO_NOT_DISTURB


class _DaemonsProperty(_DoNotDisturb):
    daemon = ""
    interface = "org.freedesktop.Notifications"
    property = ""

    @pytest.fixture
    def cause(self, bus: Bus, bus_folder: str) -> Iterator[Played]:
        daemon = notifications(bus_folder, self.daemon, self.interface)
        daemon.properties[self.property] = ("b", False)
        daemon.appear()

        def switch(on: bool) -> Callable[[], None]:
            return lambda: daemon.change(self.property, "b", on)

        source = source_of(self.hold, {}, bus)
        yield Played(source, switch(True), switch(False), daemon.vanish)
        source.close()
        daemon.vanish()


class TestPlasma(_DaemonsProperty):
    daemon, property = "Plasma", "Inhibited"


class TestDunst(_DaemonsProperty):
    daemon, interface, property = "dunst", "org.dunstproject.cmd0", "paused"


class TestAnotherDaemonWithPlasmasProperty(_DaemonsProperty):
    daemon, property = "Somebody's notifications", "Inhibited"


class TestXfce(_DoNotDisturb):
    @pytest.fixture
    def cause(self, bus: Bus, bus_folder: str) -> Iterator[Played]:
        daemon = notifications(bus_folder, "Xfce Notify Daemon")
        settings = settings_service(bus_folder)
        daemon.appear()
        settings.appear()

        def switch(on: bool) -> None:
            settings.methods["GetProperty"] = says("v", ("b", on))
            settings.emit("PropertyChanged", "ssv", ("xfce4-notifyd", "/do-not-disturb", ("b", on)))

        source = source_of(self.hold, {}, bus)
        yield Played(source, lambda: switch(True), lambda: switch(False), settings.vanish)
        source.close()
        daemon.vanish()
        settings.vanish()


class TestSwaync(_DoNotDisturb):
    @pytest.fixture
    def cause(self, bus: Bus, bus_folder: str) -> Iterator[Played]:
        daemon, centre = notifications(bus_folder, "SwayNC"), swaync(bus_folder)
        daemon.appear()
        centre.appear()

        def switch(on: bool) -> None:
            centre.methods["GetDnd"] = says("b", on)
            centre.emit("Subscribe", "ubb", (3, on, False))

        source = source_of(self.hold, {}, bus)
        yield Played(source, lambda: switch(True), lambda: switch(False), daemon.vanish)
        source.close()
        daemon.vanish()
        centre.vanish()


class _Setting(_DoNotDisturb):
    """A desktop that keeps it in a setting, read by a `gsettings` of the test's own."""

    daemon = schema = key = ""
    quiet = "true"

    @pytest.fixture
    def cause(
        self, bus: Bus, bus_folder: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Played]:
        value, program = folder / "value", folder / "gsettings"
        loud = "false" if self.quiet == "true" else "true"
        value.write_text(loud)
        asked_for = f"get {self.schema} {self.key}"
        program.write_text(f'#!/bin/sh\n[ "$*" = "{asked_for}" ] && exec cat {value}\nexit 1\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
        daemon = notifications(bus_folder, self.daemon)
        writer = Service(bus_folder, "ca.desrt.dconf", "/ca/desrt/dconf/Writer/user", "ca.desrt.dconf.Writer")
        daemon.appear()
        writer.appear()

        def write(text: str) -> None:
            value.write_text(text)
            path = f"/{self.schema.replace('.', '/')}/"
            writer.emit("Notify", "sass", (path + self.key, [""], "tag"))

        source = source_of(self.hold, dict(os.environ), bus)
        yield Played(source, lambda: write(self.quiet), lambda: write(loud), daemon.vanish)
        source.close()
        daemon.vanish()
        writer.vanish()


class TestGnome(_Setting):
    daemon, schema, key = "gnome-shell", "org.gnome.desktop.notifications", "show-banners"
    quiet = "false"


class TestCinnamon(_Setting):
    daemon, schema, key = "cinnamon", "org.cinnamon.desktop.notifications", "display-notifications"
    quiet = "false"


class TestMate(_Setting):
    daemon, schema, key = "Notification Daemon", "org.mate.NotificationDaemon", "do-not-disturb"


class TestFullscreenOnX11(HoldContract):
    hold = Hold.FULLSCREEN

    @pytest.fixture
    def cause(self, folder: Path) -> Iterator[Played]:
        with XServer(folder / "x:7") as server:
            manage(server)
            server.set_property(0x800, "_NET_WM_STATE", [])
            server.set_property(0x800, "WM_CLASS", b"mpv\0mpv\0")
            server.set_property(ROOT, "_NET_ACTIVE_WINDOW", [0x800])

            def fill(*states: str) -> None:
                server.set_property(0x800, "_NET_WM_STATE", [server.atom(name) for name in states])

            source = source_of(self.hold, server.environ)
            full = "_NET_WM_STATE_FULLSCREEN"
            yield Played(source, lambda: fill("_NET_WM_STATE_ABOVE", full), fill, server.vanish)
            source.close()


def manage(server: XServer, window: int = 0x700) -> None:
    """Lets a window manager run on a display."""
    server.set_property(window, "_NET_SUPPORTING_WM_CHECK", [window])
    server.set_property(ROOT, "_NET_SUPPORTING_WM_CHECK", [window])


class TestFullscreenOnWayland(HoldContract):
    hold = Hold.FULLSCREEN

    @pytest.fixture
    def cause(self, folder: Path) -> Iterator[Played]:
        with Windows(folder / "wayland-7") as compositor:
            compositor.show(1, "mpv", [2])
            source = source_of(self.hold, compositor.environ)
            yield Played(
                source,
                lambda: compositor.show(1, "mpv", [2, 3]),
                lambda: compositor.show(1, "mpv", [2]),
                compositor.vanish,
            )
            source.close()


class TestMicrophone(HoldContract):
    hold = Hold.CALL

    @pytest.fixture
    def cause(self, folder: Path) -> Iterator[Played]:
        with SoundServer(folder / "native") as server:
            witness = Reconnecting("sound server", lambda *tell: Microphone(server.environ, *tell))
            source = hold_source(self.hold, [witness])
            yield Played(
                source,
                lambda: server.record(9, Recording()),
                lambda: server.record(9, None),
                server.vanish,
            )
            source.close()


class _Device(HoldContract):
    """A device as a file of the test's own, which the test itself opens."""

    hold = Hold.CALL
    kind = CAMERA
    file = "video0"

    @pytest.fixture
    def cause(self, tmp_path: Path) -> Iterator[Played]:
        device = tmp_path / self.file
        device.touch()
        source = hold_source(self.hold, [DevicesInUse("device", replace(self.kind, folder=tmp_path))])
        opened: list[BinaryIO] = []

        def close() -> None:
            while opened:
                opened.pop().close()

        def unplug() -> None:
            close()
            device.unlink(missing_ok=True)

        yield Played(source, lambda: opened.append(device.open("rb")), close, unplug)
        unplug()
        source.close()


class TestCamera(_Device):
    pass


class TestRecorder(_Device):
    kind, file = RECORDER, "pcmC1D0c"
