"""Which presence source serves on which desktop, and what happens when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for

from contract.doubles.compositor import Compositor
from contract.doubles.ears import Ears
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Mutter, ScreenSaver
from contract.doubles.x_server import XServer
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.best import BestPresence
from posture_pal.desktop.presence.choose import choose_presence
from posture_pal.desktop.x11.address import display_address
from posture_pal.errors import Unavailable
from posture_pal.events import PresenceUnknown, Seen

__all__ = ["bus", "bus_folder", "folder"]


def chosen(environ: dict[str, str], bus: Bus | None) -> tuple[BestPresence, dict[str, str]]:
    return choose_presence(environ, bus, lambda: 0.0)


def test_gnome_is_asked_first_even_where_the_display_could_tell(
    folder: Path, bus: Bus, bus_folder: str
) -> None:
    mutter = Mutter(bus_folder)
    mutter.appear()
    with XServer(folder / "x:7") as server:
        best, reasons = chosen(server.environ, bus)
        assert (best.name, reasons) == ("mutter", {})
        best.close()
    mutter.vanish()


def test_an_x_session_is_told_by_its_display(folder: Path, bus: Bus) -> None:
    with XServer(folder / "x:7") as server:
        best, reasons = chosen(server.environ, bus)
        assert best.name == "x11"
        assert "GNOME" in reasons["mutter"]
        assert "WAYLAND_DISPLAY" in reasons["wayland"]
        best.close()


def test_a_wayland_session_is_told_by_its_compositor(folder: Path) -> None:
    with Compositor(folder / "wayland-7") as compositor:
        best, reasons = chosen({**compositor.environ, "DISPLAY": ":1"}, None)
        assert best.name == "wayland"
        assert "no session bus" in reasons["mutter"]
        best.close()


def test_an_older_plasma_on_wayland_is_told_by_its_screen_saver(
    bus: Bus, bus_folder: str, folder: Path
) -> None:
    saver = ScreenSaver(bus_folder, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
    saver.appear()
    with Compositor(folder / "wayland-7", version=None) as compositor:
        best, reasons = chosen({**compositor.environ, "DISPLAY": ":1", "XDG_CURRENT_DESKTOP": "KDE"}, bus)
        assert best.name == "screensaver"
        assert list(reasons) == ["mutter", "wayland", "x11"]
        best.close()
        best, reasons = chosen({**compositor.environ, "XDG_CURRENT_DESKTOP": "LXQt"}, bus)
        assert best.name == "unknown"
        assert "not Plasma" in reasons["screensaver"]
        best.close()
    saver.vanish()


def test_without_anything_presence_is_unknown_and_every_reason_is_told() -> None:
    best, reasons = chosen({}, None)
    ears = Ears()
    best.start(ears.tell)

    assert ears.heard == [PresenceUnknown()]
    assert list(reasons) == ["mutter", "wayland", "x11", "screensaver"]
    assert all(name in (best.why_not() or "") for name in reasons)
    best.close()


def test_what_is_lost_is_looked_for_again_ever_more_rarely_until_it_is_back(folder: Path) -> None:
    ears = Ears()
    with XServer(folder / "x:7") as server:
        environ = server.environ
        best, _ = chosen(environ, None)
        best.start(ears.tell)
        assert best.ask_every is None
        server.vanish()
        ears.wait_until_last(PresenceUnknown)
    waits = []
    for _ in range(8):
        waits.append(best.ask_every)
        best.ask()
    assert waits[:3] == [15.0, 30.0, 60.0]
    assert waits[-1] == 600.0
    assert best.name == "unknown"

    with XServer(folder / "x:7") as server:
        best.ask()
        assert ears.wait_until_last(Seen)
        assert (best.name, best.ask_every, best.why_not()) == ("x11", None, None)
        best.away_after = 60.0
        server.let_silence_grow(60_000)
        wait_for(lambda: ears.heard[-1] == Seen(60.0), 5, "a departure")
        best.close()


def test_what_fails_only_when_it_starts_is_passed_over(folder: Path) -> None:
    with XServer(folder / "x:7") as first, XServer(folder / "x:8") as second:
        best = BestPresence(
            {"one": _x11(first.environ), "two": _x11(second.environ)},
        )
        assert best.choose().why_not() is None
        first.vanish()
        wait_for(lambda: best.why_not() is not None, 5, "the loss")
        ears = Ears()
        best.start(ears.tell)

        assert ears.wait_for(Seen).continuous
        assert "one" in best.reasons()
        best.close()


def test_no_more_is_told_by_a_source_that_was_given_up() -> None:
    told: list[Callable[..., Any]] = []

    class Endless:
        name = "endless"
        pushes = True
        ask_every = None
        away_after = 180.0
        why: str | None = None

        def why_not(self) -> str | None:
            return self.why

        def start(self, tell: Callable[..., Any]) -> None:
            told.append(tell)

        def silence(self) -> float | None:
            return None

        def ask(self) -> None: ...

        def close(self) -> None: ...

    source = Endless()
    best = BestPresence({"endless": lambda _: source})
    ears = Ears()
    best.start(ears.tell)
    told[0](Seen(1.0))
    source.why = "lost"
    best.ask()
    told[0](Seen(2.0))

    assert ears.heard == [Seen(1.0)]
    best.close()


def _x11(environ: dict[str, str]) -> Callable[[float], Any]:
    from posture_pal.desktop.presence.x11 import X11Presence

    return lambda away_after: X11Presence(environ, away_after)


@pytest.mark.parametrize(
    ("display", "socket", "number", "screen"),
    [
        (":0", "/tmp/.X11-unix/X0", "0", 0),
        (":10.1", "/tmp/.X11-unix/X10", "10", 1),
        ("unix:3", "/tmp/.X11-unix/X3", "3", 0),
        (":007", "/tmp/.X11-unix/X7", "7", 0),
        ("/private/tmp/com.apple/org.xquartz:0", "/private/tmp/com.apple/org.xquartz:0", "0", 0),
        ("/private/tmp/org.xquartz:0.1", "/private/tmp/org.xquartz:0", "0", 1),
    ],
)
def test_a_display_on_this_machine_is_found(display: str, socket: str, number: str, screen: int) -> None:
    address = display_address({"DISPLAY": display})

    assert (address.sockets[-1], address.number, address.screen) == (socket, number, screen)


@pytest.mark.parametrize(
    "display", ["", "host:0", "127.0.0.1:10.0", "tcp/host:0", ":x", "0", ":0.0.0", "[::1]:0", ":999999"]
)
def test_a_display_elsewhere_or_nowhere_is_refused(display: str) -> None:
    with pytest.raises(Unavailable):
        display_address({"DISPLAY": display})
