"""Presence and the screen lock as real display servers, compositors and screen savers tell them."""

from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from contract import real
from contract.doubles.ears import Ears
from contract.holds_contract import knows
from contract.presence_contract import PushingPresenceContract
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.lock import screen_lock
from posture_pal.desktop.presence.mutter import SERVICE, MutterPresence
from posture_pal.desktop.presence.wayland import WaylandPresence
from posture_pal.desktop.presence.x11 import X11Presence
from posture_pal.desktop.source import PresenceSource
from posture_pal.events import Locked, Unlocked

pytestmark = pytest.mark.desktop

AWAY_AFTER = 1.0
"""Seconds. Real time has to pass here, and this is enough to tell a departure from a pause."""


@dataclass
class RealDesk:
    """A desk at which real time passes."""

    source: PresenceSource
    touch: Callable[[], None]
    vanish: Callable[[], None]

    def leave_for(self, seconds: float) -> None:
        """Nothing is to be done for that."""


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with real.bare_desktop() as desktop:
        yield desktop


def moves(desktop: VirtualDesktop) -> Callable[[], None]:
    """Moves the mouse over the middle of the screen, a little further each time."""
    steps = itertools.cycle([(0, 0), (6, 3), (3, 6)])

    def touch() -> None:
        x, y = next(steps)
        desktop.xdotool("mousemove", 640 + x, 400 + y)

    return touch


def killing(desktop: VirtualDesktop, name: str) -> Callable[[], None]:
    """Kills a program as a crash would."""
    return lambda: desktop.processes.end(name, with_signal=signal.SIGKILL)


class RealPresenceContract(PushingPresenceContract):
    def test_it_tells_nothing_while_there_is_input_now_and_then(self, desk: RealDesk, ears: Ears) -> None:
        """Real time passes here, so the pauses are real, too."""
        desk.touch()
        ears.forget()
        for _ in range(4):
            time.sleep(AWAY_AFTER / 3)
            desk.touch()

        assert not [event for event in ears.heard if getattr(event, "silence", 0) >= AWAY_AFTER]


class TestXvfb(RealPresenceContract):
    @pytest.fixture
    def desk(self, desktop: VirtualDesktop) -> Iterator[RealDesk]:
        source = X11Presence(desktop.env, AWAY_AFTER)
        yield RealDesk(source, moves(desktop), killing(desktop, "screen"))
        source.close()


class TestMutter(RealPresenceContract):
    @pytest.fixture
    def desk(self, desktop: VirtualDesktop) -> Iterator[RealDesk]:
        real.needs(mutter="mutter")
        real.nested(desktop, "mutter", ["mutter", "--nested", "--wayland", "--no-x11"])
        bus = Bus([f"{desktop.runtime}/bus"], "session")
        wait_for(lambda: bus.has_owner(SERVICE), 20, "the idle monitor", explain=desktop.processes.told)
        source = MutterPresence(bus, AWAY_AFTER)
        yield RealDesk(source, moves(desktop), killing(desktop, "mutter"))
        source.close()
        bus.close()


class TestKWin(RealPresenceContract):
    @pytest.fixture
    def desk(self, desktop: VirtualDesktop) -> Iterator[RealDesk]:
        real.needs(kwin_wayland="kwin-wayland")
        real.kwin(desktop)
        environ = {**desktop.env, "WAYLAND_DISPLAY": "wayland-0"}
        source = WaylandPresence(environ, time.monotonic, AWAY_AFTER)
        wait_for(lambda: source.why_not() is None, 20, "KWin", explain=lambda: str(source.why_not()))
        yield RealDesk(source, moves(desktop), killing(desktop, "kwin"))
        source.close()


class TestSway(RealPresenceContract):
    @pytest.fixture
    def desk(self, desktop: VirtualDesktop) -> Iterator[RealDesk]:
        real.needs(sway="sway", wtype="wtype")
        sway = real.Sway(desktop)
        source = WaylandPresence(sway.env, time.monotonic, AWAY_AFTER)
        yield RealDesk(source, lambda: sway.run("wtype", "a"), killing(desktop, "sway"))
        source.close()


def test_mates_screen_saver_tells_that_it_covers_the_screen(desktop: VirtualDesktop) -> None:
    real.needs(mate_screensaver="mate-screensaver", mate_screensaver_command="mate-screensaver")
    desktop.spawn(["mate-screensaver", "--no-daemon"], name="saver")
    bus = Bus([f"{desktop.runtime}/bus"], "session")
    lock, ears = screen_lock({}, bus, None), Ears()
    lock.start(ears.tell)
    knows(lock, False)
    desktop.run("mate-screensaver-command", "--activate")
    ears.wait_for(Locked, deadline=10)
    desktop.run("mate-screensaver-command", "--deactivate")
    ears.wait_for(Unlocked, deadline=10)
    desktop.run("mate-screensaver-command", "--activate")
    ears.wait_for(Locked, 2, deadline=10)
    desktop.processes.end("saver", with_signal=signal.SIGKILL)

    ears.wait_for(Unlocked, 2)
    knows(lock, None)
    lock.close()
    bus.close()
