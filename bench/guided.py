"""The guided window: how soon it is on screen, and what the tray holds once it is gone again."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop.program import SHORT, Program, running
from desktop.virtual_desktop import VirtualDesktop
from desktop.window_driving import first_frame

from bench import procs

CONFIG = """\
[[reminder]]
name = "neck"
kind = "stretch"
every = "9 h"
lasts = "3 min"
routine = "desk_neck"
"""
WINDOWS = 5
SETTLES = 1.5
"""Seconds after which what a prompt needed is given back."""


@dataclass(frozen=True, slots=True)
class Guided:
    """wall, busy: seconds from start to first frame, and of the processor; the best of several.

    before, prompted, after: the tray's own memory in MiB: at rest; after prompts with a routine and without a
    window; after as many with one.
    """

    wall: float
    busy: float
    before: float
    prompted: float
    after: float


def measure() -> Guided:
    """Opens windows on a desktop of its own."""
    with VirtualDesktop() as desktop:
        took = [first_frame(desktop, "desk_neck") for _ in range(WINDOWS)]
        before, prompted = _held(desktop, SHORT)
        _, after = _held(desktop, SHORT.replace("guided = false", "guided = true"))
    wall, busy = min(first for first, _ in took), min(second for _, second in took)
    return Guided(wall, busy, before, prompted, after)


def _held(desktop: VirtualDesktop, settings: str) -> tuple[float, float]:
    """What the tray holds for itself, before and after prompts."""
    with running(desktop, settings + CONFIG) as pal:
        (pal.home / "data" / "safety-statement-shown").touch()
        time.sleep(SETTLES * 2)
        before = _uss(pal)
        for number in range(WINDOWS):
            pal.ask("start", "neck")
            if "guided = true" in settings:
                pal.fact("guided", number + 1)
            pal.ask("done")
        time.sleep(SETTLES)
        return before, _uss(pal)


def _uss(pal: Program) -> float:
    assert pal.process is not None
    return procs.uss(pal.process.pid)
