"""Days played in a moment: short words for reminders and steps, and the facts that come of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import time
from typing import Any

from posture_pal import timeline
from posture_pal.model import Kind, Plan, Reminder
from posture_pal.simulation import Simulation

Line = dict[str, Any]

MINUTE = 60
HOUR = 3600


def reminder(name: str, kind: str, *, at: Iterable[str] = (), lasts: float = 30, **more: Any) -> Reminder:
    return Reminder(name, Kind(kind), at=tuple(map(time.fromisoformat, at)), lasts=lasts, **more)


POSTURE = reminder("posture", "posture", every=1800)
STRETCH = reminder("stretch", "stretch", at=("10:30", "15:30"), lasts=180)
BREAK = reminder("break", "break", every=3300, lasts=300)
DEFAULTS = (POSTURE, STRETCH, BREAK)
"""The reminders of the built-in config."""


def plan_of(*reminders: Reminder, **more: Any) -> Plan:
    return Plan(reminders, **more)


def text_of(
    steps: Iterable[Line],
    start: str = "2026-03-02T09:00:00",
    zone: str = "Europe/Amsterdam",
    lasts: str = "8 h",
) -> str:
    """The steps as the text of a timeline."""
    head = {"start": start, "zone": zone, "lasts": lasts}
    return "".join(json.dumps(line) + "\n" for line in (head, *steps))


def play(plan: Plan, *steps: Line, **head: str) -> list[Line]:
    """Every line that `simulate` prints of the day, the summary last."""
    return list(Simulation(plan, timeline.parse(text_of(steps, **head).encode(), "a day")).run())


def brief(lines: Iterable[Line], *names: str) -> list[tuple[Any, ...]]:
    """When and what, without the summary: (t, fact) or (t, fact, reminder); of these facts alone, if any."""
    return [
        (line["t"], line["fact"], *([line["reminder"]] if "reminder" in line else []))
        for line in lines
        if line["fact"] != "summary" and (not names or line["fact"] in names)
    ]


def of(lines: Iterable[Line], fact: str) -> list[Line]:
    """The lines of one fact."""
    return [line for line in lines if line["fact"] == fact]
