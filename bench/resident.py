"""The program as it sits in the tray all day: how soon it is there, how much it holds, how often it wakes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.virtual_desktop import VirtualDesktop

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
    wakeups: float
    threads: int
    starts: tuple[float, ...] = ()

    @property
    def start(self) -> float:
        """Seconds from start to tray, the median of all but the first."""
        return statistics.median(self.starts[1:])


def measure(name: str, argv: Sequence[str | Path]) -> Sitting:
    """A tray program on a desktop of its own, started several times and then left alone."""
    with VirtualDesktop() as desktop:
        starts = []
        for turn in range(STARTS):
            seconds, process = _start(desktop, argv)
            starts.append(seconds)
            if turn < STARTS - 1:
                desktop.processes.end("program")
                desktop.wait_for(lambda: not desktop.bus.registered_items(), 10, "the icon's end")
        return _sit(name, process, tuple(starts))


def bare_interpreter() -> Sitting:
    """Python that does nothing at all, for comparison."""
    with VirtualDesktop("none", panel=False) as desktop:
        process = desktop.spawn([sys.executable, "-c", "import signal; signal.pause()"])
        return _sit("python, doing nothing", process, (), seconds=min(IDLE, 5.0))


def _start(desktop: VirtualDesktop, argv: Sequence[str | Path]) -> tuple[float, subprocess.Popen[bytes]]:
    watcher = "org.kde.StatusNotifierWatcher"
    with desktop.bus.hearing(watcher, "StatusNotifierItemRegistered") as heard:
        begin = time.perf_counter()
        process = desktop.spawn(argv)
        try:
            heard.next(30)
        except TimeoutError:
            raise SystemExit(f"no icon within 30 s of {argv}\n{desktop.output()}") from None
        return time.perf_counter() - begin, process


def _sit(
    name: str, process: subprocess.Popen[bytes], starts: tuple[float, ...], seconds: float = IDLE
) -> Sitting:
    time.sleep(SETTLES)
    woken = procs.wakeups(process.pid, seconds)
    return Sitting(name, procs.memory(process.pid), woken, procs.threads(process.pid), starts)
