"""Holds as real notification daemons, windows and sound servers tell them."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from contract import real
from contract.doubles.on_bus import notifications
from contract.holds_contract import HoldContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.holds.choose import hold_source, hold_sources
from posture_pal.desktop.holds.microphone import Microphone
from posture_pal.desktop.reconnecting import Reconnecting
from posture_pal.desktop.source import StateSource
from posture_pal.events import HoldBegan
from posture_pal.model import Hold

pytestmark = pytest.mark.desktop


@dataclass
class RealCause:
    """A hold whose reason is real."""

    source: StateSource
    begin: Callable[[], None]
    end: Callable[[], None]
    vanish: Callable[[], None]


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with real.bare_desktop() as desktop:
        yield desktop


@pytest.fixture
def bus(desktop: VirtualDesktop) -> Iterator[Bus]:
    bus = Bus([f"{desktop.runtime}/bus"], "session")
    yield bus
    bus.close()


def source_of(hold: Hold, environ: dict[str, str], bus: Bus | None = None) -> StateSource:
    """The one source of a hold on this desktop."""
    return hold_sources(environ, bus, wanted=[hold])[0][0]


def killing(desktop: VirtualDesktop, name: str) -> Callable[[], None]:
    """Kills a program as a crash would."""
    return lambda: desktop.processes.end(name, with_signal=signal.SIGKILL)


# --- do not disturb ---


class _Daemon(HoldContract):
    hold = Hold.DO_NOT_DISTURB
    daemon = ""

    @pytest.fixture
    def cause(self, desktop: VirtualDesktop, bus: Bus) -> Iterator[RealCause]:
        desktop.start_daemon(self.daemon)
        source = source_of(self.hold, desktop.env, bus)
        yield RealCause(
            source,
            lambda: desktop.do_not_disturb(True),
            lambda: desktop.do_not_disturb(False),
            killing(desktop, "daemon"),
        )
        source.close()


class TestDunst(_Daemon):
    daemon = "dunst"


class TestXfce4Notifyd(_Daemon):
    daemon = "xfce4-notifyd"


class TestGnomesSettings(HoldContract):
    """The real dconf and gsettings; the shell itself is played, for it does not run here."""

    hold = Hold.DO_NOT_DISTURB

    @pytest.fixture
    def cause(
        self, desktop: VirtualDesktop, bus: Bus, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[RealCause]:
        real.needs(gsettings="libglib2.0-bin", dconf_service="dconf-service", mutter="mutter")
        service = real.find("dconf-service")
        assert service
        env = desktop.env | {"GSETTINGS_BACKEND": "dconf"}
        monkeypatch.setenv("PATH", env["PATH"])
        desktop.processes.start("dconf", [service], env)
        wait_for(lambda: bus.has_owner("ca.desrt.dconf"), 10, "dconf")
        shell = notifications(str(desktop.runtime), "gnome-shell")
        shell.appear()

        def banners(shown: str) -> Callable[[], None]:
            words = ("gsettings", "set", "org.gnome.desktop.notifications", "show-banners", shown)
            return lambda: desktop.run(*words, env=env) and None

        source = source_of(self.hold, env, bus)
        yield RealCause(source, banners("false"), banners("true"), shell.vanish)
        source.close()
        shell.vanish()


# --- full screen ---


class _Window(HoldContract):
    """A real program's window, which fills the screen from the start."""

    hold = Hold.FULLSCREEN
    argv: tuple[str, ...] = ()

    @pytest.fixture
    def cause(self, desktop: VirtualDesktop) -> Iterator[RealCause]:
        real.needs(**{self.argv[0]: self.argv[0]})
        desktop.run("convert", "-size", "64x64", "xc:teal", desktop.home / "picture.png")
        source = source_of(self.hold, desktop.env)
        yield RealCause(
            source,
            lambda: desktop.spawn(self.argv, name="window", cwd=desktop.home) and None,
            lambda: desktop.processes.end("window"),
            killing(desktop, "screen"),
        )
        source.close()


class TestXtermInFullScreen(_Window):
    argv = ("xterm", "-fullscreen")


class TestFehInFullScreen(_Window):
    argv = ("feh", "--fullscreen", "picture.png")


class TestWindowOnSway(HoldContract):
    hold = Hold.FULLSCREEN

    @pytest.fixture
    def cause(self, desktop: VirtualDesktop) -> Iterator[RealCause]:
        real.needs(sway="sway", swaymsg="sway", weston_clickdot="weston")
        sway = real.Sway(desktop)
        desktop.processes.start("window", ["weston-clickdot"], sway.env)

        def fullscreen(word: str) -> Callable[[], None]:
            return lambda: sway.run("swaymsg", "fullscreen", word)

        def shown() -> bool:
            tree = subprocess.run(
                ["swaymsg", "-t", "get_tree"], env=sway.env, capture_output=True, check=False
            )
            return b"clickdot" in tree.stdout

        wait_for(shown, 10, "the window")
        source = source_of(self.hold, sway.env)
        yield RealCause(source, fullscreen("enable"), fullscreen("disable"), killing(desktop, "sway"))
        source.close()


def test_a_window_manager_that_is_killed_holds_nothing(desktop: VirtualDesktop) -> None:
    real.needs(xterm="xterm")
    source = source_of(Hold.FULLSCREEN, desktop.env)
    heard: list[object] = []
    source.start(heard.append)
    desktop.spawn(["xterm", "-fullscreen"], name="window")
    wait_for(lambda: source.state() is True, 10, "full screen")
    killing(desktop, "windows")()

    wait_for(lambda: source.state() is None, 5, "not knowing")
    assert "window manager" in (source.why_not() or "")
    source.close()


# --- calls ---


class _SoundServer(HoldContract):
    hold = Hold.CALL
    kind = ""

    @pytest.fixture
    def sound(self, desktop: VirtualDesktop) -> real.Sound:
        real.needs(
            pactl="pulseaudio-utils",
            parec="pulseaudio-utils",
            **(
                {"pulseaudio": "pulseaudio"}
                if self.kind == "pulseaudio"
                else {
                    "pipewire": "pipewire",
                    "pipewire_pulse": "pipewire-pulse",
                    "wireplumber": "wireplumber",
                }
            ),
        )
        return real.Sound(desktop, self.kind)

    @pytest.fixture
    def cause(self, desktop: VirtualDesktop, sound: real.Sound) -> Iterator[RealCause]:
        server = Reconnecting("sound server", lambda *tell: Microphone(sound.env, *tell))
        source = hold_source(self.hold, [server])
        running: list[subprocess.Popen[bytes]] = []

        def end() -> None:
            while running:
                program = running.pop()
                program.terminate()
                program.wait(10)

        yield RealCause(
            source,
            lambda: running.append(sound.record("-d", "mic")),
            end,
            killing(desktop, sound.main_program),
        )
        end()
        source.close()

    def test_what_it_plays_itself_and_meters_are_no_call(self, cause: RealCause, sound: real.Sound) -> None:
        heard: list[object] = []
        cause.source.start(heard.append)
        wait_for(lambda: cause.source.state() is False, 10, "the sound server")
        others = [
            sound.record("-d", "speaker.monitor"),
            sound.record("-d", "mic", "--rate=144", "--channels=1"),
        ]
        cause.begin()
        wait_for(lambda: heard, 10, "the call")
        cause.end()
        wait_for(lambda: cause.source.state() is False, 10, "its end")
        assert all(other.poll() is None for other in others)
        assert len(heard) == 2
        assert isinstance(heard[0], HoldBegan)
        for other in others:
            other.terminate()
            other.wait(10)


class TestPulseAudio(_SoundServer):
    kind = "pulseaudio"


class TestPipeWire(_SoundServer):
    kind = "pipewire"
