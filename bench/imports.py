"""What each import costs, alone in a fresh interpreter: time, and memory that stays."""

from __future__ import annotations

import statistics
import subprocess
import sys
from dataclasses import dataclass

ROUNDS = 7

LIBRARIES = (
    "apscheduler.schedulers.background",
    "jeepney.low_level",
    "PIL.Image, PIL.ImageDraw",
    "pystray._base",
    "plyer",
    "platformdirs",
    "sqlite3",
    "tomllib",
    "argparse",
    "json",
    "zoneinfo",
    "threading, selectors, socket",
)
OURS = (
    "posture_pal.engine",
    "posture_pal.config",
    "posture_pal.waits",
    "posture_pal.event_log",
    "posture_pal.desktop.bus",
    "posture_pal.service",
    "posture_pal.cli",
    "posture_pal.app",
)

PROBE = """
import os, sys, time
os.environ["PYSTRAY_BACKEND"] = "dummy"
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
before, count, begin = resident(), len(sys.modules), time.perf_counter()
import {names}
print(time.perf_counter() - begin, resident() - before, len(sys.modules) - count)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """One import: milliseconds, MiB resident, and how many modules came along."""

    names: str
    milliseconds: float
    mebibytes: float
    modules: int


def measure(names: str) -> Cost | None:
    """The median of several fresh interpreters; None when it cannot be imported here."""
    rows = []
    for _ in range(ROUNDS):
        seen = subprocess.run(
            [sys.executable, "-c", PROBE.format(names=names)], capture_output=True, text=True, check=False
        )
        if seen.returncode:
            return None
        rows.append([float(word) for word in seen.stdout.split()])
    seconds, mebibytes, modules = (statistics.median(column) for column in zip(*rows, strict=True))
    return Cost(names, seconds * 1000, mebibytes, int(modules))


def heaviest(names: str, most: int = 12) -> list[tuple[float, str]]:
    """The modules that take longest by themselves when these names are imported: milliseconds and name."""
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {names}"],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = []
    for line in seen.stderr.splitlines():
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            rows.append((int(own) / 1000, name.strip()))
    return sorted(rows, reverse=True)[:most]
