"""A fact as a row of the record, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from posture_pal.model import Fact, Moment

COLUMNS = "instant, local, day, elapsed, name, reminder, occurrence, details"

TOLD = "local, elapsed, name, reminder, occurrence, details"
"""The columns that make a fact; the others say the same once more, for SQLite to search by."""

Row = tuple[int, str, str, float, str, str | None, str | None, str]

Told = tuple[str, float, str, str | None, str | None, str]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def row_of(fact: Fact) -> Row:
    """A fact's row. Raises ValueError for a wall time without a zone.

    Whatever else is odd about a fact, it is written as well as it can be: it must not keep others out.
    """
    wall = fact.at.wall
    if wall.tzinfo is None:
        raise ValueError(f"The fact {fact.name!r} has a wall time without a zone.")
    return (
        (wall - _EPOCH) // _MICROSECOND,
        wall.isoformat(),
        wall.date().isoformat(),
        float(fact.at.elapsed),
        _writable(fact.name) or "",
        _writable(fact.reminder),
        _writable(fact.occurrence),
        _as_json(fact.details),
    )


def fact_of(row: Row) -> Fact:
    """The fact of a row. Raises ValueError or TypeError for a row that no fact made."""
    _, local, _, elapsed, name, reminder, occurrence, details = row
    return fact_told((local, elapsed, name, reminder, occurrence, details))


def fact_told(told: Told) -> Fact:
    """The fact of what TOLD names. Raises ValueError or TypeError for what no fact made.

    Facts that say the same share it.
    """
    local, elapsed, name, reminder, occurrence, details = told
    at = Moment(datetime.fromisoformat(local), float(elapsed))
    return Fact(at, name, reminder, occurrence, _details(details))


@lru_cache(maxsize=256)  # most facts of a kind say the same: a year of them is read in half the time
def _details(text: str) -> dict[str, Any]:
    told = json.loads(text)
    if not isinstance(told, dict):
        raise TypeError("its details are not an object")
    return told


def _as_json(details: Mapping[str, Any]) -> str:
    try:  # in plain ASCII, since a name out of the file system may hold what no other encoding can
        return json.dumps(dict(details), allow_nan=False, default=str, separators=(",", ":"))
    except (ValueError, TypeError, RecursionError) as error:
        return json.dumps({"unwritable": str(error)})


def _writable(text: str | None) -> str | None:
    return None if text is None else text.encode("utf-8", "replace").decode()


def wrong_with(row: Row) -> str | None:
    """Why a row cannot be true, or None when it can."""
    instant, local, day, *_ = row
    try:
        fact = fact_of(row)
        if fact.at.wall.tzinfo is None or (fact.at.wall - _EPOCH) // _MICROSECOND != instant:
            return f"its local time {local} is not its instant"
    except (ValueError, TypeError) as error:
        return f"it cannot be read ({error})"
    return None if day == local[:10] else f"its day {day} is not that of {local}"
