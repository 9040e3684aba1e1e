"""Every presence source against a double of its peer, for everything that a real one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract.doubles.compositor import Compositor
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Mutter, ScreenSaver, session_manager
from contract.doubles.x_server import XServer
from contract.presence_contract import PresenceContract, PushingPresenceContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.mutter import MutterPresence
from posture_pal.desktop.presence.screensaver_idle import ScreenSaverPresence
from posture_pal.desktop.presence.wayland import WaylandPresence
from posture_pal.desktop.presence.x11 import X11Presence
from posture_pal.desktop.source import PresenceSource

__all__ = ["bus", "bus_folder", "folder"]


@dataclass
class PlayedDesk:
    """A desk whose time is played by a double."""

    source: PresenceSource
    leave_for: Callable[[float], None]
    touch: Callable[[], None]
    vanish: Callable[[], None]


class TestX11(PushingPresenceContract):
    @pytest.fixture
    def desk(self, folder: Path) -> Iterator[PlayedDesk]:
        with XServer(folder / "x:7") as server:
            source = X11Presence(server.environ, 180.0)
            yield PlayedDesk(
                source, lambda s: server.let_silence_grow(int(s * 1000)), server.touch, server.vanish
            )
            source.close()


class TestX11WithoutCounter(PresenceContract):
    pushes = False

    @pytest.fixture
    def desk(self, folder: Path) -> Iterator[PlayedDesk]:
        with XServer(folder / "x:7", has_sync=False) as server:
            source = X11Presence(server.environ, 180.0)
            yield PlayedDesk(
                source, lambda s: server.let_silence_grow(int(s * 1000)), server.touch, server.vanish
            )
            source.close()


class _OnWayland(PushingPresenceContract):
    version = 2

    @pytest.fixture
    def compositor(self, folder: Path) -> Iterator[Compositor]:
        with Compositor(folder / "wayland-7", version=self.version) as compositor:
            yield compositor

    @pytest.fixture
    def desk(self, compositor: Compositor) -> Iterator[PlayedDesk]:
        passed = [0.0]

        def leave_for(seconds: float) -> None:
            passed[0] += seconds
            compositor.let_silence_grow(seconds)

        source = WaylandPresence(compositor.environ, lambda: passed[0], 180.0)
        yield PlayedDesk(source, leave_for, compositor.touch, compositor.vanish)
        source.close()

    def test_it_asks_for_input_alone_where_that_can_be_asked(
        self, desk: PlayedDesk, compositor: Compositor
    ) -> None:
        desk.source.start(lambda _: None)
        desk.leave_for(1)

        assert set(compositor.asked_with) <= {self.version}


class TestWaylandVersion2(_OnWayland):
    pass


class TestWaylandVersion1(_OnWayland):
    version = 1


class TestWaylandOfOlderCompositors(_OnWayland):
    version = 0


class TestMutter(PushingPresenceContract):
    @pytest.fixture
    def desk(self, bus: Bus, bus_folder: str) -> Iterator[PlayedDesk]:
        mutter, manager = Mutter(bus_folder), session_manager(bus_folder)
        mutter.appear()
        manager.appear()
        source = MutterPresence(bus, 180.0)
        yield PlayedDesk(
            source, lambda s: mutter.let_silence_grow(int(s * 1000)), mutter.touch, mutter.vanish
        )
        source.close()
        mutter.vanish()
        manager.vanish()


class TestPlasmasScreenSaver(PresenceContract):
    pushes = False

    @pytest.fixture
    def desk(self, bus: Bus, bus_folder: str) -> Iterator[PlayedDesk]:
        saver = ScreenSaver(bus_folder, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
        saver.appear()

        def silence(milliseconds: float) -> None:
            saver.silence = int(milliseconds)

        source = ScreenSaverPresence(bus, 180.0)
        yield PlayedDesk(
            source, lambda s: silence(saver.silence + s * 1000), lambda: silence(0), saver.vanish
        )
        source.close()
        saver.vanish()
