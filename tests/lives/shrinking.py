"""From a life in which something went wrong to the fewest lines in which it still does, to be replayed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from lives.afterwards import wrong_with
from lives.clock import MONDAY, LifeClock
from lives.script import BEYOND_A_TIMELINE, BROKEN, DAY, Line
from lives.stage import Life
from lives.truth import Broken
from posture_pal.clock import stopwatch
from posture_pal.service import Service

HOUR = 3600
PATIENCE = 60.0
"""Seconds that may be spent on finding a smaller case."""

A_LITTLE_LATER = 120.0
"""Seconds in which the same fault may still come where something else has been left out."""
KINDS_OF_STATE = ("presence", "always", "notifier", "log", "tray")


@dataclass(frozen=True)
class Case:
    """Something to live through: its lines, where and when it begins, its settings, how long it lasts."""

    lines: tuple[Line, ...]
    lasts: float
    zone: str = "Europe/Amsterdam"
    begins: float = 0.0
    config: str = ""
    pushes: bool = True


@dataclass(frozen=True)
class Fault:
    """The rule that was broken, how, and when: seconds of the case."""

    rule: str
    told: str
    at: float


def fault_of(case: Case, make: Callable[..., Service] = Service) -> Fault | None:
    """Lives through a case; what goes wrong first, or None."""
    with tempfile.TemporaryDirectory(prefix="life-") as name:
        folder = Path(name)
        if case.config:
            (folder / "config.toml").write_text(case.config)
        clock = LifeClock(MONDAY + timedelta(seconds=case.begins), case.zone)
        life = Life(case.lines, folder, lasts=case.lasts, clock=clock, pushes=case.pushes, make=make)
        try:
            life.live()
        except Broken as broken:
            return Fault(broken.rule, str(broken), life.clock.t)
        wrong = next(iter(wrong_with(life)), None)
        return None if wrong is None else Fault(wrong[0], ": ".join(wrong), case.lasts)


class Shrinker:
    """Looks for a smaller case with the same fault, for a minute at most."""

    def __init__(self, case: Case, fault: Fault, make: Callable[..., Service] = Service) -> None:
        self.case, self.rule, self._make = case, fault.rule, make
        self._fault_at = fault.at
        self._ends = stopwatch() + PATIENCE

    def run(self) -> Case:
        """The smallest case that was found."""
        until = self._fault_at + A_LITTLE_LATER
        lengths = [length for length in (6 * HOUR, DAY, 3 * DAY, 10 * DAY) if length < until]
        whole = self.case
        windows = [window(whole, until - length, until) for length in lengths]
        # Rather a few lines more than one that a timeline cannot say.
        if not any(self._is_the_same(_plainly(case)) for case in windows):
            any(self._is_the_same(case) for case in [*windows, window(whole, 0.0, until)])
        self._leave_lines_out()
        self._is_the_same(_plainly(self.case))
        return self.case

    def _is_the_same(self, case: Case) -> bool:
        if stopwatch() > self._ends:
            return False
        found = fault_of(case, self._make)
        if found is None or found.rule != self.rule:
            return False
        self.case = replace(case, lasts=min(case.lasts, found.at + 1))
        return True

    def _leave_lines_out(self) -> None:
        """In halves, in quarters and so on, as long as the fault stays."""
        size = max(1, len(self.case.lines) // 2)
        while True:
            begin = 0
            while begin < len(self.case.lines):
                fewer = (*self.case.lines[:begin], *self.case.lines[begin + size :])
                if not self._is_the_same(replace(self.case, lines=fewer)):
                    begin += size
            if size == 1:
                return
            size //= 2


def window(case: Case, since: float, until: float) -> Case:
    """A part of a case, beginning with all that stood at its first moment."""
    standing: dict[str, Line] = {}
    config, zone, forward = case.config, case.zone, 0.0
    for line in case.lines:
        if line["t"] >= since:
            break
        config = config if line.get("config", config) in BROKEN else line.get("config", config)
        zone = line.get("zone", zone)
        forward += line.get("clock", 0.0)
        for key in ("hold", "release"):
            if key in line:
                standing[line[key]] = {"t": 0, **{k: v for k, v in line.items() if k != "t"}}
        for key in KINDS_OF_STATE:
            if key in line:
                standing[key] = {**line, "t": 0}
    inside = ({**line, "t": line["t"] - since} for line in case.lines if since <= line["t"] <= until)
    begins = case.begins + since + forward
    return replace(
        case,
        lines=(*standing.values(), *inside),
        lasts=until - since,
        begins=begins,
        config=config,
        zone=zone,
    )


def _plainly(case: Case) -> Case:
    """The case without what a timeline cannot say."""
    return replace(case, lines=tuple(line for line in map(_plain, case.lines) if _is_plain(line)))


def _is_plain(line: Line) -> bool:
    return not set(line) & {*BEYOND_A_TIMELINE, "boot"}


def _plain(line: Line) -> Line:
    return {("restart" if key == "kill" else key): value for key, value in line.items() if key != "boot"}


def write(case: Case, fault: Fault, name: Path) -> Iterator[str]:
    """Writes the case as files beside `name`; yields how to replay it, line by line."""
    clock = LifeClock(MONDAY + timedelta(seconds=case.begins), case.zone)
    start = clock.now().wall.replace(tzinfo=None).isoformat()
    head: Line = {"start": start, "zone": case.zone, "lasts": f"{int(case.lasts) + 1} s"}
    timeline, settings = name.with_suffix(".jsonl"), name.with_suffix(".toml")
    _write_lines(timeline, [head, *_plainly(case).lines])
    settings.write_text(case.config)
    yield f"{fault.rule}: {len(case.lines)} lines are left of it"
    yield f"posture-pal simulate --config {settings} {timeline}"
    if not all(map(_is_plain, case.lines)):
        script = name.with_suffix(".script.jsonl")
        about: Line = {"zone": case.zone, "begins": case.begins, "lasts": case.lasts, "pushes": case.pushes}
        _write_lines(script, [{**about, "config": case.config}, *case.lines])
        yield f"A timeline cannot say all of it: make weeks ARGS='--replay {script}'"


def read(script: Path) -> Case:
    """A case as `write` left it."""
    about, *lines = [json.loads(line) for line in script.read_text().splitlines()]
    return Case(lines=tuple(lines), **about)


def _write_lines(file: Path, lines: Sequence[Line]) -> None:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
