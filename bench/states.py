"""How often the program wakes in each state of a day: idle, active, on a call, locked."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from contract.doubles.on_bus import ScreenSaver
from contract.real import Sound
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from bench import procs
from bench.resident import IDLE, PROGRAM, speaks_to_the_panel

SETTLES = 8.0
"""Seconds after a change of state that do not count for it."""


def measure() -> Iterator[tuple[str, procs.Waking | None]]:
    """Each state, with how the program woke in it; None where the machine cannot play it."""
    for name, plays in STATES.items():
        with VirtualDesktop() as desktop, plays(desktop) as can_play:
            if not can_play:
                yield name, None
                continue
            process = desktop.spawn([PROGRAM])
            wait_for(lambda: speaks_to_the_panel(desktop), 30, "an icon", explain=desktop.output)
            time.sleep(SETTLES)
            yield name, procs.waking(process.pid, IDLE)


@contextmanager
def _idle(_desktop: VirtualDesktop) -> Iterator[bool]:
    yield True


@contextmanager
def _active(desktop: VirtualDesktop) -> Iterator[bool]:
    """A hand that moves the mouse twice a second."""
    over = threading.Event()

    def move() -> None:
        place = 100
        while not over.wait(0.5):
            place = 100 + (place + 7) % 400
            subprocess.run(["xdotool", "mousemove", str(place), "300"], env=desktop.env, check=False)

    hand = threading.Thread(target=move)
    hand.start()
    yield True
    over.set()
    hand.join()


@contextmanager
def _on_a_call(desktop: VirtualDesktop) -> Iterator[bool]:
    if shutil.which("pulseaudio") is None or shutil.which("parec") is None:
        yield False
        return
    recording = Sound(desktop, "pulseaudio").record("--device=mic")
    yield True
    recording.terminate()
    recording.wait()


@contextmanager
def _locked(desktop: VirtualDesktop) -> Iterator[bool]:
    saver = ScreenSaver(str(desktop.runtime), "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
    saver.active = True
    saver.appear()
    yield True
    saver.vanish()


STATES: dict[str, Callable[[VirtualDesktop], AbstractContextManager[bool]]] = {
    "idle": _idle,
    "active": _active,
    "on a call": _on_a_call,
    "locked": _locked,
}
