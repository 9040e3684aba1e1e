"""A written day: what happens at a desk, second by second, as a file that anyone can write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from posture_pal import durations
from posture_pal.errors import BadInput, Problem
from posture_pal.timeline_keys import LISTED, LONGEST_DAY, STEPS, TEN_YEARS, is_number

LARGEST = 32 * 1024 * 1024
_LINE_ENDS = re.compile("\r\n|\n|\r")
"""Those of editors; what else Unicode takes for the end of a line may stand in a name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: at `t` seconds of true elapsed time, `what` happens (a key of the format), with its value."""

    t: float
    what: str
    value: Any
    line: int = 0
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A day: where and when it starts, how many seconds it lasts, and its steps in order."""

    start: datetime
    lasts: float
    steps: tuple[Step, ...]


def parse(data: bytes, source: str) -> Timeline:
    """Reads a timeline. Raises BadInput with every bad line."""
    if len(data) > LARGEST:
        raise BadInput(source, (Problem(1, "file", f"{len(data)} bytes", f"expected at most {LARGEST}"),))
    try:
        lines = _LINE_ENDS.split(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(
            source, (Problem(line, "text", "bytes that are not UTF-8", "expected UTF-8 text"),)
        ) from None
    reader = _Reader()
    for number, text in enumerate(lines, start=1):
        if text.strip():
            reader.read(number, text)
    if reader.head is None and not reader.problems:
        reader.complain(
            1, "start", "nothing", 'a first line such as {"start": "2026-03-02T09:00:00", "zone": …}'
        )
    if reader.problems:
        raise BadInput(source, tuple(reader.problems))
    assert reader.head is not None
    start, lasts = reader.head
    return Timeline(start, lasts, tuple(reader.steps))


def check_names(timeline: Timeline, names: Sequence[str], source: str) -> None:
    """Refuses a timeline that starts a reminder which the config does not have. Raises BadInput."""
    problems = tuple(
        Problem(
            step.line,
            "reminder",
            f'"{step.extra["reminder"]}"',
            "expected the name of a reminder in the config: " + (", ".join(names) or "there is none"),
            _nearest(step.extra["reminder"], list(names)),
        )
        for step in timeline.steps
        if step.what == "request" and "reminder" in step.extra and step.extra["reminder"] not in names
    )
    if problems:
        raise BadInput(source, problems)


class _Reader:
    """Reads line after line and gathers what is wrong with each."""

    def __init__(self) -> None:
        self.head: tuple[datetime, float] | None = None
        self.steps: list[Step] = []
        self.problems: list[Problem] = []
        self._seen_head = False
        self._latest = 0.0
        self._set_forward = 0.0

    def complain(self, line: int, key: str, found: str, expected: str, nearest: str | None = None) -> None:
        self.problems.append(Problem(line, key, found, f"expected {expected}", nearest))

    def read(self, line: int, text: str) -> None:
        try:
            found = json.loads(text, object_pairs_hook=_no_twice, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            self._seen_head = True
            self.complain(line, "line", _short(text), f"one JSON object ({_first_words(error)})")
            return
        if not isinstance(found, dict):
            self._seen_head = True
            self.complain(line, "line", _short(text), "a JSON object in braces")
        elif not self._seen_head:
            self._seen_head = True
            self._read_head(line, found)
        else:
            self._read_step(line, found)

    def _read_head(self, line: int, found: dict[str, Any]) -> None:
        before = len(self.problems)
        for key in [key for key in found if key not in _HEAD]:
            self.complain(
                line,
                key,
                "an unknown key",
                "start, zone and lasts alone in the first line",
                _nearest(key, _HEAD),
            )
        zone = self._zone(line, found.get("zone"))
        start = self._start(line, found.get("start"), zone)
        lasts = self._lasts(line, found.get("lasts"))
        if len(self.problems) == before and start is not None and lasts is not None:
            self.head = (start, lasts)

    def _zone(self, line: int, name: object) -> tzinfo | None:
        try:
            if isinstance(name, str) and name:
                return ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            pass
        self.complain(line, "zone", _shown(name), 'the name of a time zone, such as "Europe/Amsterdam"')
        return None

    def _start(self, line: int, text: object, zone: tzinfo | None) -> datetime | None:
        try:
            start = datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            start = None
        if start is None or start.tzinfo is not None or not 1970 <= start.year <= 2200:
            self.complain(line, "start", _shown(text), 'a local date and time, such as "2026-03-02T09:00:00"')
            return None
        return start.replace(tzinfo=zone)

    def _lasts(self, line: int, text: object) -> float | None:
        try:
            lasts = float(durations.parse(text)) if isinstance(text, str) else 0.0
        except ValueError:
            lasts = 0.0
        if not 0 < lasts <= LONGEST_DAY:
            self.complain(
                line, "lasts", _shown(text), 'a duration in quotes, such as "8 h", of at most 400 days'
            )
            return None
        return lasts

    def _read_step(self, line: int, found: dict[str, Any]) -> None:
        before = len(self.problems)
        self._check_time(line, found)
        whats = [key for key in found if key in STEPS]
        allowed = {"t", *whats, *(key for what in whats for key in STEPS[what].extra)}
        for key in [key for key in found if key not in allowed]:
            known = [*STEPS, *(extra for step in STEPS.values() for extra in step.extra)]
            self.complain(line, key, "an unknown key", f"t and one of {LISTED}", _nearest(key, known))
        if len(whats) != 1:
            several = "several: " + ", ".join(whats) if whats else "none"
            self.complain(line, "line", several, f"exactly one of {LISTED}")
        for what in whats:
            self._check_value(line, what, found)
        if whats == ["clock"] and len(self.problems) == before:
            self._check_clock(line, found["clock"])
        if len(self.problems) == before:
            extra = {key: found[key] for key in STEPS[whats[0]].extra if key in found}
            self.steps.append(Step(float(found["t"]), whats[0], found[whats[0]], line, extra))

    def _check_time(self, line: int, found: dict[str, Any]) -> None:
        t = found.get("t")
        if not isinstance(t, int | float) or not is_number(t, 0, LONGEST_DAY):
            shown = _shown(t) if "t" in found else "nothing"
            self.complain(line, "t", shown, "seconds since the start, 0 or more, up to 400 days")
        elif t < self._latest:
            self.complain(line, "t", _shown(t), f"{self._latest:g} or more: a line before it has that")
        else:
            self._latest = t

    def _check_value(self, line: int, what: str, found: dict[str, Any]) -> None:
        step = STEPS[what]
        if not step.fits(found[what]):
            self.complain(line, what, _shown(found[what]), step.expected)
        for key, (fits, expected) in step.extra.items():
            if key in found and not fits(found[key]):
                self.complain(line, key, _shown(found[key]), expected)
        if what == "request" and found[what] == "start" and "reminder" not in found:
            self.complain(line, "reminder", "nothing", "the name of the reminder to start")

    def _check_clock(self, line: int, seconds: float) -> None:
        self._set_forward += seconds
        if abs(self._set_forward) > TEN_YEARS:
            together = f"{seconds:g}, which makes {self._set_forward:g} with those before"
            self.complain(line, "clock", together, "a clock that is less than ten years wrong")


_HEAD = ("start", "zone", "lasts")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{twice[0]!r} stands twice")
    return dict(pairs)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number here")


def _first_words(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error).split(": line")[0]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _shown(value: object) -> str:
    try:
        return _short(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "something nested too deep"


def _nearest(key: str, known: list[str] | tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key, known, n=1)), None)
