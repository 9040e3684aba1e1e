"""How cost grows: with reminders, with facts, with years in a report, with exports in a cohort.

Every figure is processor time, so that a busy machine changes none. A series is worth a look where its
steepness, the power of the size that the time goes with, is above what the work explains.
"""

from __future__ import annotations

import importlib.util
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from unit.fakes import Stage

from bench import chart, cohort, record
from posture_pal.event_log import EventLog
from posture_pal.events import HoldBegan, Tick
from posture_pal.model import Fact, Hold, Kind, Moment, Plan, Prompts, Reminder
from posture_pal.simulation import Simulation
from posture_pal.state import HEARTBEAT
from posture_pal.timeline import Step, Timeline

REMINDERS = (1, 10, 100, 500)
FACTS = (1_000, 10_000, 100_000, 1_000_000)
YEARS = (1, 2, 5, 10)
EXPORTS = (10, 50, 250, 1000)
A_DAY = 40
"""Facts of a busy day."""
ENOUGH = 1.25
"""Steepness above which a series of one loop over its size is worth a look."""
PICTURES = Path(os.environ.get("BENCH_PICTURES", "build/growth"))

_NINE = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))


@dataclass(frozen=True, slots=True)
class Series:
    """One cost at growing sizes: `name`, in `unit`, for each size."""

    name: str
    unit: str
    points: tuple[tuple[int, float], ...]

    @property
    def steepest(self) -> float:
        """The power of the size with which the cost grows, where it grows most."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return max(math.log(b / a) / math.log(n / m) for (m, a), (n, b) in pairs if a > 0 < b)


# --- reminders ---------------------------------------------------------------------------------------------


def with_reminders() -> list[Series]:
    """An hour at the desk in which everything is done, and a call in which everything waits."""
    played = [(n, _an_hour(n)) for n in REMINDERS]
    held = [(n, _all_held(n)) for n in REMINDERS]
    return [
        Series("for each fact of a simulated hour", "ms", tuple(played)),
        Series("for each look while all of them wait", "ms", tuple(held)),
    ]


def _plan(count: int) -> Plan:
    several = tuple(Reminder(f"r{n}", Kind.POSTURE, every=1800.0 + n, lasts=30.0) for n in range(count))
    return Plan(several, prompts=Prompts(max_per_day=0, merge_within=0.0, settle=0.0))


def _an_hour(count: int) -> float:
    answers = (Step(0.0, "always", {"respond": "done", "after": 2}),)
    begin = time.process_time()
    told = list(Simulation(_plan(count), Timeline(_NINE, 3600.0, answers)).run())
    return 1000 * (time.process_time() - begin) / len(told)


def _all_held(count: int, looks: int = 10) -> float:
    stage = Stage()
    stage.plan = _plan(count)
    stage.service = stage.make()
    stage.service.start()
    stage.onlooker.silent_for = 1.0
    stage.service.handle(HoldBegan(Hold.CALL))
    begin = 0.0
    for look in range(80 + looks):  # forty minutes of a call, and then some looks that count
        begin = time.process_time() if look == 80 else begin
        stage.clock.elapsed += HEARTBEAT
        stage.service.handle(Tick())
    assert len(stage.service.state.occurrences) == count
    return 1000 * (time.process_time() - begin) / looks


# --- facts -------------------------------------------------------------------------------------------------


def with_facts() -> list[Series]:
    """The same person for ever more years: what is asked of the last weeks, and what each new fact costs."""
    found: dict[str, list[tuple[int, float]]] = {}
    for count in FACTS:
        with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
            place = Path(folder) / "data"
            place.mkdir()
            _filled(place / "facts.sqlite3", count)
            environment = {**os.environ, "POSTURE_PAL_HOME": folder}
            asked = {
                "opening the record to write": _opening(place / "facts.sqlite3"),
                "one more fact": _appending(place / "facts.sqlite3"),
                "stats of 28 days": 1000 * record.command(environment, "stats", "--days", "28").processor,
                "report of 28 days": 1000
                * record.command(environment, "report", "--out", str(place / "r.html")).processor,
            }
            for name, cost in asked.items():
                found.setdefault(name, []).append((count, cost))
    return [Series(name, "ms", tuple(points)) for name, points in found.items()]


def facts(count: int) -> Iterator[Fact]:
    """A busy person's facts, 40 a day, up to today."""
    first = datetime.now().astimezone().replace(hour=9, minute=0, second=0, microsecond=0)
    first -= timedelta(days=count // A_DAY - 1)
    for number in range(count):
        day, place = divmod(number, A_DAY)
        at = Moment(first + timedelta(days=day, minutes=10 * place), day * 86400.0 + place * 600.0)
        occurrence = f"{day}-{place // 2}"
        if place % 2:
            yield Fact(at, "done", "posture", occurrence, {"evidence": "self_report"})
        else:
            yield Fact(at, "prompted", "posture", occurrence, {"kind": "posture", "showing": 1})


def _filled(path: Path, count: int) -> None:
    log = EventLog(path)
    now = Moment(datetime.now().astimezone(), 1e9)
    log.open(now)
    batch: list[Fact] = []
    for fact in facts(count):
        batch.append(fact)
        if len(batch) == 20_000:
            log.append(batch, None)
            batch = []
    log.append(batch, "{}")
    log.close()


def _opening(path: Path) -> float:
    begin = time.process_time()
    log = EventLog(path)
    log.open(Moment(datetime.now().astimezone(), 1e9))
    cost = time.process_time() - begin
    log.close()
    return 1000 * cost


def _appending(path: Path, times: int = 50) -> float:
    log = EventLog(path)
    now = Moment(datetime.now().astimezone(), 1e9)
    log.open(now)
    begin = time.process_time()
    for number in range(times):
        log.append([Fact(now, "snoozed", "posture", f"more-{number}", {"minutes": 5})], "{}")
    cost = time.process_time() - begin
    log.close()
    return 1000 * cost / times


# --- years, exports ----------------------------------------------------------------------------------------


def with_years() -> list[Series]:
    """Reports over ever longer periods of one record."""
    found: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
        place = Path(folder) / "data"
        place.mkdir()
        _filled(place / "facts.sqlite3", YEARS[-1] * 365 * A_DAY)
        environment = {**os.environ, "POSTURE_PAL_HOME": folder}
        for years in YEARS:
            for form in ("html", "json", "csv"):
                words = ("report", f"--{form}", "--days", str(365 * years), "--out", str(place / "r"))
                cost = 1000 * record.command(environment, *words).processor
                found.setdefault(f"report --{form}", []).append((years, cost))
    return [Series(name, "ms", tuple(points)) for name, points in found.items()]


def with_exports() -> list[Series]:
    """A clinic's folder of ever more patients, each with a year; needs DuckDB."""
    if importlib.util.find_spec("duckdb") is None:
        return []
    points, peaks = [], []
    for count in EXPORTS:
        with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
            cohort.exports(Path(folder) / "in", count, days=364)
            took = cohort.read(Path(folder) / "in", Path(folder) / "out", "--memory", "512MB")
            points.append((count, took.processor))
            peaks.append((count, took.peak))
    return [Series("cohort", "s", tuple(points)), Series("its memory", "MiB", tuple(peaks))]


PARTS: dict[str, tuple[str, Callable[[], list[Series]]]] = {
    "reminders": ("reminders in the config", with_reminders),
    "facts": ("facts in the record", with_facts),
    "years": ("years in a report", with_years),
    "exports": ("exports in a cohort", with_exports),
}


def show() -> None:
    """Prints each series as a line of a table and draws each part."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (size, measure) in PARTS.items():
        found = measure()
        if not found:
            print(f"  {size}: left out, it needs DuckDB: pip install 'posture-pal[cohort]'")
            continue
        heads = " | ".join(f"{n:,}" for n, _ in found[0].points)
        print(f"\n| {size} | {heads} | steepest |\n|---|{'---:|' * (len(found[0].points) + 1)}")
        for one in found:
            cells = " | ".join(f"{cost:,.{1 if cost >= 10 else 2}f}" for _, cost in one.points)
            look = "" if one.steepest <= ENOUGH else " (look)"
            print(f"| {one.name}, {one.unit} | {cells} | {one.steepest:.2f}{look} |", flush=True)
        drawn = {f"{one.name}, {one.unit}": one.points for one in found}
        (PICTURES / f"{name}.svg").write_text(chart.loglog(size, drawn))
    print(f"\npictures: {PICTURES}")
