"""The kinds of value a config may hold: how each is read, described, and told to an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any, Protocol

from posture_pal import durations
from posture_pal.config.spots import Spot, describe, nearest

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_LOOSE_CLOCK = re.compile(r"\s*([0-9]{1,2})\s*[:.h]?\s*([0-9]{2})?\s*([ap])?\.?m?\.?\s*", re.IGNORECASE)
_DASHES = re.compile(r"\s*(?:[-\u2010-\u2015\u2212~]|to)\s*")


class Kind(Protocol):
    """A kind of value."""

    def read(self, value: Any, spot: Spot) -> Any:
        """The value as the program uses it; None, with the trouble told to the spot, where it will not do."""

    def words(self) -> str:
        """What may be written, as a phrase."""

    def schema(self) -> dict[str, Any]:
        """What may be written, in JSON Schema; never stricter than `read`."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A written duration between two bounds in seconds, read as seconds; `step` 86400 asks for whole days."""

    least: int
    most: int
    step: int = 1

    def read(self, value: Any, spot: Spot) -> float | None:
        if not isinstance(value, str):
            spot.wrong(describe(value), f"expected a duration in quotes, {spot.such_as}")
            return None
        try:
            seconds = durations.parse(value)
        except ValueError:
            spot.wrong(describe(value), f"expected a duration {spot.such_as}", durations.guess(value))
            return None
        if not self.least <= seconds <= self.most:
            spot.wrong(describe(value), f"expected from {self._bounds()}")
        elif seconds % self.step:
            spot.wrong(describe(value), f"expected whole days, {spot.such_as}")
        else:
            return float(seconds)
        return None

    def words(self) -> str:
        return f"{'whole days' if self.step > 1 else 'a duration'}, from {self._bounds()}"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": durations.PATTERN}

    def _bounds(self) -> str:
        # A day's worth of a short thing reads better in hours.
        most = "24 h" if self.most == 86_400 else durations.spell(self.most)
        return f'"{durations.spell(self.least)}" to "{most}"'


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A local clock time, "HH:MM"."""

    def read(self, value: Any, spot: Spot) -> time | None:
        if isinstance(value, str) and re.fullmatch(_CLOCK, value):
            return time.fromisoformat(value)
        quotes = "" if isinstance(value, str) else " in quotes"
        spot.wrong(describe(value), f"expected a clock time{quotes}, {spot.such_as}", _guess_clock(value))
        return None

    def words(self) -> str:
        return 'a clock time, "00:00" to "23:59"'

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_CLOCK}$"}


@dataclass(frozen=True, slots=True)
class Range:
    """A range of local time, "HH:MM-HH:MM"; it may cross midnight, and 24:00 may end it (read as 00:00)."""

    def read(self, value: Any, spot: Spot) -> tuple[time, time] | None:
        if not (isinstance(value, str) and re.fullmatch(rf"{_CLOCK}-(?:{_CLOCK}|24:00)", value)):
            quotes = "" if isinstance(value, str) else " in quotes"
            expected = f"expected a range of clock times{quotes}, {spot.such_as}"
            spot.wrong(describe(value), expected, _guess_range(value))
            return None
        start, end = value.split("-")
        if start == end:
            expected = 'expected two different times; the whole day is "00:00-24:00"'
            spot.wrong(describe(value), expected)
            return None
        return time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end)

    def words(self) -> str:
        return 'a range of clock times, "HH:MM-HH:MM"; it may cross midnight, and end at 24:00'

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_CLOCK}-(?:{_CLOCK}|24:00)$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, each standing for a value."""

    options: tuple[tuple[str, Any], ...]

    def read(self, value: Any, spot: Spot) -> Any:
        known = dict(self.options)
        if isinstance(value, str) and value in known:
            return known[value]
        near = nearest(value, known) if isinstance(value, str) else None
        if near is None and isinstance(value, str) and value[:3].lower() in known:
            near = value[:3].lower()
        spot.wrong(describe(value), f"expected {self.words()}", near)
        return None

    def words(self) -> str:
        words = [f'"{word}"' for word, _ in self.options]
        return f"{', '.join(words[:-1])} or {words[-1]}"

    def schema(self) -> dict[str, Any]:
        return {"enum": [word for word, _ in self.options]}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    def read(self, value: Any, spot: Spot) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        quoted = ", without quotes" if isinstance(value, str) else ""
        spot.wrong(describe(value), f"expected {self.words()}{quoted}")
        return None

    def words(self) -> str:
        return f"a whole number, {self.least} to {self.most}"

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    def read(self, value: Any, spot: Spot) -> bool | None:
        if isinstance(value, bool):
            return value
        spot.wrong(describe(value), "expected true or false, without quotes")
        return None

    def words(self) -> str:
        return "true or false"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text up to a length; `pattern` and `pattern_words` narrow it to a name."""

    longest: int
    pattern: str = ""
    pattern_words: str = ""

    def read(self, value: Any, spot: Spot) -> str | None:
        if not isinstance(value, str):
            spot.wrong(describe(value), f"expected text in quotes, {spot.such_as}")
        elif not value.strip():
            spot.wrong("nothing but quotes", f"expected {self.words()}")
        elif len(value) > self.longest:
            spot.wrong(f"{len(value)} characters", f"expected at most {self.longest}")
        elif not value.isprintable():
            spot.wrong(describe(value), "expected one line, without control characters")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            spot.wrong(describe(value), f"expected {self.pattern_words}", self._guess(value))
        else:
            return value
        return None

    def words(self) -> str:
        return self.pattern_words or f"one line of text, at most {self.longest} characters"

    def schema(self) -> dict[str, Any]:
        pattern = {"pattern": f"^{self.pattern}$"} if self.pattern else {}
        return {"type": "string", "minLength": 1, "maxLength": self.longest, **pattern}

    def _guess(self, value: str) -> str | None:
        near = re.sub(r"[^a-z0-9_-]+", "_", value.lower()).strip("_-")
        return near if re.fullmatch(self.pattern, near) else None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind, none twice, read as a tuple."""

    item: Kind
    most: int

    def read(self, value: Any, spot: Spot) -> tuple[Any, ...] | None:
        if not isinstance(value, list):
            spot.wrong(describe(value), f"expected a list in square brackets, {spot.such_as}")
            return None
        if not 1 <= len(value) <= self.most:
            spot.wrong(
                f"{len(value)} entries" if value else "an empty list",
                f"expected 1 to {self.most} entries, {spot.such_as}",
            )
            return None
        told = len(spot.troubles)
        read = tuple(self.item.read(entry, spot.item(place)) for place, entry in enumerate(value))
        for place, entry in enumerate(read):
            if entry is not None and entry in read[:place]:
                spot.item(place).wrong(
                    describe(value[place]), "expected each entry once; it stands here twice"
                )
        return read if len(spot.troubles) == told else None

    def words(self) -> str:
        return f"a list of 1 to {self.most} entries, each {self.item.words()}"

    def schema(self) -> dict[str, Any]:
        return {
            "type": "array", "items": self.item.schema(),
            "minItems": 1, "maxItems": self.most, "uniqueItems": True,
        }  # fmt: skip


def _guess_clock(value: object) -> str | None:
    """The accepted form of what was probably meant: "9:30", "9.30 am", "4pm"."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    loose = _LOOSE_CLOCK.fullmatch(value) if isinstance(value, str) and len(value) < 20 else None
    if not loose or not (loose[2] or loose[3]):
        return None
    hour, minute, half = int(loose[1]), int(loose[2] or 0), (loose[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _guess_range(value: object) -> str | None:
    ends = _DASHES.split(value.strip().lower()) if isinstance(value, str) and len(value) < 40 else []
    guesses = [
        _guess_clock(end) or (f"{int(end):02}:00" if re.fullmatch("[0-9]{1,2}", end) else None)
        for end in ends
    ]
    if len(guesses) != 2 or None in guesses or guesses[0] == guesses[1]:
        return None
    near = f"{guesses[0]}-{guesses[1]}"
    return near if re.fullmatch(rf"{_CLOCK}-{_CLOCK}", near) else None
