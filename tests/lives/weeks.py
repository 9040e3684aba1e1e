"""Some weeks of a life, checked from their first second to the record's last fact, with what they cost."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lives.afterwards import wrong_with
from lives.script import FULL_TIME, write
from lives.shrinking import Case, Fault, Shrinker, write as write_case
from lives.stage import DAY, Life
from lives.truth import Broken
from posture_pal.service import Service

WARM = 4
"""Weeks after which nothing may be held that was not held before."""


@dataclass
class Lived:
    """What a life came to. held: week by week, blocks of Python's memory, KiB of its own, descriptors."""

    seed: int
    turns: int = 0
    shows: int = 0
    facts: int = 0
    desk_hours: float = 0.0
    held: list[tuple[int, int, int]] = field(default_factory=list)
    fault: Fault | None = None
    told: list[str] = field(default_factory=list)

    @property
    def growth(self) -> tuple[int, int, int]:
        """By how much each of `held` is more at the end than it ever was until WARM weeks had gone."""
        early, late = self.held[:WARM] or self.held[:1], self.held[-2:]
        least = [min(at[kind] for at in late) - max(at[kind] for at in early) for kind in range(3)]
        return least[0], least[1], least[2]


def live(
    seed: int,
    weeks: int,
    hours: tuple[float, float] = FULL_TIME,
    make: Callable[..., Service] = Service,
    into: Path | None = None,
) -> Lived:
    """Lives it. What breaks is shrunk and written into a folder, the current one unless told otherwise."""
    lived = Lived(seed)
    lines, lasts, pushes = tuple(write(seed, weeks, hours)), weeks * 7 * DAY, seed % 2 == 0
    with tempfile.TemporaryDirectory(prefix="life-", dir=_quick_disk()) as folder:
        at_week = lambda _week: lived.held.append(_held())  # noqa: E731
        life = Life(lines, Path(folder), lasts=lasts, pushes=pushes, make=make, at_week=at_week)
        try:
            life.live()
            wrong = next(iter(wrong_with(life)), None)
            lived.fault = wrong and Fault(wrong[0], ": ".join(wrong), lasts)
        except Broken as broken:
            lived.fault = Fault(broken.rule, str(broken), life.clock.t)
        lived.turns, lived.shows = life.turns, life.shows
        lived.facts = life.ledger.record.count()
        lived.desk_hours = life.truth.present / 3600
        life.ledger.close()
    if lived.fault is not None:
        lived.told = list(_shrunk(Case(lines, lasts, pushes=pushes), lived, make, into or Path.cwd()))
    return lived


def _shrunk(case: Case, lived: Lived, make: Callable[..., Service], into: Path) -> Iterator[str]:
    assert lived.fault is not None
    yield f"seed {lived.seed}: {lived.fault.told}"
    small = Shrinker(case, lived.fault, make).run()
    yield from write_case(small, lived.fault, into / f"seed-{lived.seed}")


def _held() -> tuple[int, int, int]:
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    resident = next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
    return sys.getallocatedblocks(), resident, len(os.listdir("/proc/self/fd"))  # noqa: PTH208


def _quick_disk() -> str | None:
    """Memory, where there is such a disk: half a year of commits that wait for a real one take a minute."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
