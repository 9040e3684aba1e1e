"""The kinds of value that only a programme holds: dates, weeks, and lines that are nothing but words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from posture_pal.config.spots import Spot, describe
from posture_pal.config.values import Text

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LOOSE_DATE = re.compile(r"\s*([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})\s*")
_WEEKS = re.compile(r"([1-9][0-9]?)(-([1-9][0-9]?)?)?")
_MARKUP = re.compile(r"<\s*[A-Za-z/!?]|&(?:[A-Za-z]{2,8}|#[0-9xX]+);|\]\(")
_PILED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")
"""Marks upon marks on one letter, which draw over the lines around them."""


@dataclass(frozen=True, slots=True)
class Plain(Text):
    """One line of plain words up to a length: no markup, nothing a screen could take for anything else."""

    def read(self, value: Any, spot: Spot) -> str | None:
        line = Text.read(self, value, spot)
        if line is None:
            return None
        if _MARKUP.search(line):
            spot.wrong(describe(line), "expected plain words, without markup")
        elif _PILED.search(line):
            spot.wrong(describe(line), "expected letters without piles of accents")
        else:
            return line.strip()
        return None

    def words(self) -> str:
        return f"one line of plain words, at most {self.longest} characters"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, with quotes or without."""

    def read(self, value: Any, spot: Spot) -> date | None:
        day = value
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                spot.wrong(describe(value), "expected a date that the calendar has")
                return None
        if not isinstance(day, date) or isinstance(day, datetime):
            near = _guess_date(value) if isinstance(value, str) else None
            spot.wrong(describe(value), f"expected a date {spot.such_as.replace(chr(34), '')}", near)
        elif not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            spot.wrong(str(day), f"expected a year from {_FIRST_YEAR} to {_LAST_YEAR}")
        else:
            return day
        return None

    def words(self) -> str:
        return "a date, year-month-day"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Weeks:
    """Some weeks in a row: "1", "1-2", or "3-" for all from the third on; read as first and last."""

    def read(self, value: Any, spot: Spot) -> tuple[int, int | None] | None:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 99:
            return value, value
        found = _WEEKS.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            spot.wrong(describe(value), f'expected weeks, {spot.such_as}, or one week, or from one on: "3-"')
            return None
        first = int(found[1])
        last = first if found[2] is None else None if found[3] is None else int(found[3])
        if last is not None and last < first:
            spot.wrong(describe(value), f'expected the earlier week first: "{last}-{first}"')
            return None
        return first, last

    def words(self) -> str:
        return 'a week or weeks: "1", "1-2", or "3-" for all from the third on'

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_WEEKS.pattern}$"}


def _guess_date(text: str) -> str | None:
    loose = _LOOSE_DATE.fullmatch(text) if len(text) < 20 else None
    return f"{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}" if loose else None
