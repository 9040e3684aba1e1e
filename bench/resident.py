"""The program as it sits in the tray all day: how soon it is there, how much it holds, how often it wakes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from bench import procs

PROGRAM = Path(sys.executable).with_name("posture-pal")
IDLE = float(os.environ.get("BENCH_IDLE", "60"))
"""Seconds of the idle window."""
SETTLES = 5.0
"""Seconds after the icon's appearance that do not count as idle."""
STARTS = 5


@dataclass(frozen=True, slots=True)
class Sitting:
    """One program after its idle window. starts: seconds from start to tray, the first with an empty home."""

    name: str
    memory: procs.Memory
    waking: procs.Waking
    threads: int
    starts: tuple[float, ...] = ()

    @property
    def start(self) -> float:
        """Seconds from start to tray, the median of all but the first."""
        return statistics.median(self.starts[1:])


def speaks_to_the_panel(desktop: VirtualDesktop) -> bool:
    """Whether an icon is there, as the panel counts those that speak to it over D-Bus."""
    return bool(desktop.bus.registered_items())


def measure(
    name: str, argv: Sequence[str | Path], has_icon: Callable[[VirtualDesktop], bool] = speaks_to_the_panel
) -> Sitting:
    """A tray program on a desktop of its own, started several times and then left alone."""
    with VirtualDesktop() as desktop:
        starts = []
        for turn in range(STARTS):
            begin = time.perf_counter()
            process = desktop.spawn(argv)
            wait_for(lambda: has_icon(desktop), 30, f"an icon of {name}", explain=desktop.output, every=0.005)
            starts.append(time.perf_counter() - begin)
            if turn < STARTS - 1:
                desktop.processes.end("program")
                wait_for(lambda: not has_icon(desktop), 10, f"the end of the icon of {name}")
        return _sit(name, process, tuple(starts))


def bare_interpreter() -> Sitting:
    """Python that does nothing at all, for comparison."""
    with VirtualDesktop("none", panel=False) as desktop:
        process = desktop.spawn([sys.executable, "-c", "import signal; signal.pause()"])
        return _sit("python, doing nothing", process, (), seconds=min(IDLE, 5.0))


def _sit(
    name: str, process: subprocess.Popen[bytes], starts: tuple[float, ...], seconds: float = IDLE
) -> Sitting:
    time.sleep(SETTLES)
    waking = procs.waking(process.pid, seconds)
    return Sitting(name, procs.memory(process.pid), waking, procs.threads(process.pid), starts)
