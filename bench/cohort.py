"""Made-up exports of many patients, and what it takes to read them all.

`python -m bench.cohort FOLDER [PATIENTS]` writes exports of three years each and leaves them there.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.resident import PROGRAM
from posture_pal.stats import VERSION, Share

FIRST = date(2023, 3, 6)
YEARS = 3
DAYS = YEARS * 364
TITLES = (
    "Neck and shoulders",
    "Lower back, gentle",
    "Desk strength",
    "Wrists and forearms",
    "After the winter",
)
EXERCISES = ("chin_tuck", "scap_retraction", "trunk_rotation", "hip_hinge")
PATIENTS = 2_000


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of a processor, and the most memory at any time in MiB, of a whole command."""

    seconds: float
    processor: float
    peak: float


def exports(folder: Path, patients: int = PATIENTS, days: int = DAYS) -> int:
    """Writes so many exports; how many bytes they have together. The same number writes the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for number in range(patients):
        text = json.dumps(export(number, days), indent=1)
        (folder / f"{number:05}.json").write_text(text)
        total += len(text)
    return total


def export(number: int, days: int = DAYS) -> dict[str, Any]:
    """One patient's export, as `posture-pal report --json` writes it: a programme each year."""
    drawn = random.Random(number)
    keen = drawn.uniform(0.2, 0.95)
    period = [FIRST + timedelta(days=n) for n in range(days)]
    programmes = [
        _programme(drawn, keen, year, period[year * 364 : (year + 1) * 364])
        for year in range(-(-days // 364))
    ]
    return {
        "posture_pal_report": 1,
        "program": "0.1.0",
        "made": f"{period[-1]}T17:{number // 60 % 60:02}:{number % 60:02}+01:00",
        "definitions": {"version": VERSION, "texts": ["…"] * 9},
        "provenance": "self-reported, unverified",
        "from": str(period[0]),
        "to": str(period[-1]),
        "name": f"Patient {number}",
        "programmes": programmes,
        "days": list(_days(drawn, period)),
        "note": "What should I do about my left side?",
    }


def _programme(drawn: random.Random, keen: float, year: int, period: list[date]) -> dict[str, Any]:
    which = drawn.randrange(len(TITLES))
    due = drawn.choice((1, 2, 3))
    days, done, prescribed = [], 0, 0
    for day in period:
        sessions = due if day.isoweekday() < 6 else 0
        runs = drawn.random() > 0.12
        n = sum(drawn.random() < keen for _ in range(sessions)) if runs else 0
        state = "off" if not sessions else "no data" if not runs else "all" if n == sessions else "some"
        days.append({"day": str(day), "state": state, "done": n, "prescribed": sessions, "entered_later": 0})
        done, prescribed = done + n, prescribed + sessions
    whole = _adherence(drawn, done, prescribed)
    return {
        "id": f"{TITLES[which].lower().replace(' ', '-').replace(',', '')}-{year}{which}abcdef"[:41],
        "title": f"{TITLES[which]}, year {year + 1}",
        "author": "R. Example, physiotherapist, Example Clinic",
        "starts": str(period[0]),
        "ends": str(period[-1]),
        "target_percent": 80,
        "from": str(period[0]),
        "to": str(period[-1]),
        "removed": None,
        "days_with_data": None,
        "marked_off": [],
        "sessions": whole,
        "exercises": [{"exercise": one, "name": one.replace("_", " "), "dose": "hold 5 s, 8 times", **whole}
                      for one in EXERCISES],
        "days": days,
    }  # fmt: skip


def _adherence(drawn: random.Random, done: int, prescribed: int) -> dict[str, Any]:
    low, high = Share(done, prescribed).interval or (0.0, 0.0)
    share = {
        "n": done,
        "of": prescribed,
        "percent": Share(done, prescribed).percent,
        "low": low,
        "high": high,
    }
    left = prescribed - done
    return {
        "adherence": share,
        "entered_later": 0,
        "partial": left // 4,
        "skipped": left // 3,
        "missed": left // 5,
        "not_seen": 0,
        "extra": 0,
        "hurt": drawn.randrange(3),
    }


def _days(drawn: random.Random, period: list[date]) -> Iterator[dict[str, Any]]:
    for day in period:
        done = drawn.randrange(8, 16)
        yield {
            "day": str(day),
            "state": "some",
            "done": done,
            "shown": 16,
            "desk_time": drawn.uniform(2e4, 3e4),
            "longest_unbroken": 5400.0,
            "breaks_asked": 4,
            "breaks_unasked": 2,
            "reminders": {
                name: {"done": done // 3, "prompts": 6} for name in ("posture", "stretch", "break")
            },
        }


_WATCHED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""


def read(folder: Path, out: Path, *more: str) -> Took:
    """What `posture-pal cohort` takes."""
    begin = time.perf_counter()
    words = [str(PROGRAM), "cohort", str(folder), "--out", str(out), *more]
    told = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words], capture_output=True, text=True, check=True
    )
    processor, peak = map(float, told.stdout.split())
    return Took(time.perf_counter() - begin, processor, peak)


if __name__ == "__main__":
    written = exports(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PATIENTS)
    print(f"{written / 1e6:.0f} MB")
