"""How long figures and the report of five busy years take, from the facts and from what is kept of them."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import months

from bench.resident import PROGRAM
from posture_pal import daily
from posture_pal.event_log import EventLog, open_log
from posture_pal.model import Fact, Moment

DAYS = 75 * 28
"""Of a busy person: about 60,000 facts."""

FIRST = datetime.now().astimezone().date() - timedelta(days=DAYS - 1)

ROUNDS = 5
KEPT = 400
"""Days of facts in the second record, as the settings have it unless told otherwise."""


def facts(days: int = DAYS) -> Iterator[Fact]:
    """A made-up month of a busy person over and over again, each in its place."""
    month = months.facts("steady")
    for number in range(0, days, 28):
        later = FIRST - months.FIRST + timedelta(days=number)
        for fact in month:
            at = Moment(fact.at.wall + later, fact.at.elapsed + later.total_seconds())
            occurrence = fact.occurrence and f"{fact.occurrence}-{number}"
            yield Fact(at, fact.name, fact.reminder, occurrence, fact.details)


@contextmanager
def home(*, kept: int | None = None) -> Iterator[tuple[dict[str, str], EventLog]]:
    """An environment with such a record. kept: days of which the facts still stand; None for all."""
    with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
        place = Path(folder)
        (place / "data").mkdir()
        told = list(facts())
        log, _ = open_log(place / "data" / "facts.sqlite3", told[0].at)
        log.append(told, "")
        del told  # a command has but what it reads
        for before in _cuts(kept):
            daily.keep_totals(log, before)
        yield {**os.environ, "POSTURE_PAL_HOME": folder}, log
        log.close()


def _cuts(kept: int | None) -> Iterator[date]:
    if kept is not None:
        for day in range(7, DAYS - kept, 7):
            yield FIRST + timedelta(days=day)


@dataclass(frozen=True)
class Cost:
    """Seconds of a command, start of the interpreter included: on the clock, and of a processor."""

    wall: float
    processor: float


def command(environment: dict[str, str], *words: str) -> Cost:
    """What a whole command takes; the median of a few."""
    costs = []
    for _ in range(ROUNDS):
        begin, before = time.perf_counter(), _of_children()
        subprocess.run([PROGRAM, *words], check=True, stdout=subprocess.DEVNULL, env=environment)
        costs.append(Cost(time.perf_counter() - begin, _of_children() - before))
    return sorted(costs, key=lambda cost: cost.processor)[ROUNDS // 2]


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def worked_out(log: EventLog) -> float:
    """Seconds of a processor for every figure of every day, from the file on."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        daily.read(log.path, FIRST, FIRST + timedelta(days=DAYS), None)
        times.append(time.process_time() - begin)
    return statistics.median(times)


def whole(environment: dict[str, str], folder: Path) -> dict[str, Cost]:
    """The commands that read all of it."""
    period = ("--from", str(FIRST))
    return {
        "stats, of the last 28 days": command(environment, "stats", "--days", "28"),
        "stats, of all days": command(environment, "stats", "--days", "3660"),
        "report, of all days": command(environment, "report", *period, "--out", str(folder / "r.html")),
        "report as tables, of all days": command(
            environment, "report", *period, "--csv", "--out", str(folder / "r.csv")
        ),
    }


def longest_step(log: EventLog) -> float:
    """Seconds of the longest step in which a running program turns facts into totals, of some."""
    times = []
    for step in range(1, 9):
        begin = time.perf_counter()
        daily.keep_totals(log, FIRST + timedelta(days=7 * step))
        times.append(time.perf_counter() - begin)
    return max(times)
