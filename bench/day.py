"""How long a written day takes: eight hours at a desk, through `posture-pal simulate`."""

from __future__ import annotations

import statistics
import subprocess
import time
from pathlib import Path

from bench.resident import PROGRAM

DAY = Path(__file__).with_name("day.jsonl")
ROUNDS = 5


def simulate() -> float:
    """Seconds for the whole command, start of the interpreter included; the median of a few."""
    return _median([PROGRAM, "simulate", DAY])


def help_page() -> float:
    """Seconds for `posture-pal --help`: what any command costs before it begins."""
    return _median([PROGRAM, "--help"])


def _median(argv: list[str | Path]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)
