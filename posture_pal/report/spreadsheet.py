"""The report as tables for a spreadsheet: a row for each occurrence, each day, each diary entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from posture_pal import stats
from posture_pal.report.content import PROGRAMME, Cell, Contents
from posture_pal.stats import Day, Ended, completion

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the begin of a formula, in half and in full width."""

_COUNTS = (
    *("prompts", *stats.ANSWERABLE, "natural", "unseen", "auto_credited", "unobserved", "withheld"),
    *("undelivered", "backfilled", "open", "snoozes", "hurt"),
)


def occurrences(contents: Contents, ended: Iterable[Ended]) -> str:
    """A row for each occurrence whose facts still stand; what became daily totals is in `days` alone."""
    head = (
        *("definitions", "day", "began", "shown", "ended", "reminder", "kind", "outcome", "showings"),
        *("snoozes", "evidence", "reason", "fraction", "programme", "items", "entered"),
    )
    rows = (
        (
            *(stats.VERSION, one.day, one.began, one.asked, one.ended, one.reminder, one.kind),
            *(one.outcome or "open", one.prompted, one.snoozes, one.evidence, one.reason, one.fraction),
            *(one.programme, " ".join(one.items) or None, one.entered),
        )
        for one in ended
        if contents.wanted.first <= one.day <= contents.wanted.last and _told(contents, one)
    )
    return _table(head, rows)


def _told(contents: Contents, one: Ended) -> bool:
    """Whether an occurrence belongs to nothing that is left out."""
    is_left_out = one.programme is not None and PROGRAMME in contents.wanted.without
    return not is_left_out and contents.tells_of(one.outcome or "open")


def days(contents: Contents) -> str:
    """A row for each day of the period, with the 95 % interval of its completion. Times in seconds.

    A section that is left out takes its columns along.
    """
    rows = [_day(contents, cell) for cell in contents.cells]
    return _table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def _day(contents: Contents, cell: Cell) -> dict[str, Any]:
    """The cells of a day's row, by their columns."""
    told = contents.by_day.get(cell.day) or Day(cell.day)
    outcomes = told.outcomes
    share = completion(outcomes)
    low, high = share.interval or (None, None)
    row: dict[str, Any] = {"definitions": stats.VERSION, "day": cell.day, "state": cell.state}
    row["workday"] = int(cell.day.isoweekday() in contents.workdays)
    row["marked_off"] = int(bool(told.marked_off))
    if contents.has("work"):
        row |= {"desk_time": round(told.desk_time, 3), "longest_unbroken": round(told.longest, 3)}
        row |= {"full_hours": told.coverage[1], "full_hours_with_break": told.coverage[0]}
        row |= {"breaks_asked": told.breaks[0], "breaks_unasked": told.breaks[1]}
    if contents.has("reminders"):
        row |= {name: outcomes.get(name, 0) for name in _COUNTS if contents.tells_of(name)}
    row |= {"completion_n": share.n, "completion_of": share.of}
    return row | {"completion_low": _rounded(low), "completion_high": _rounded(high)}


_OF_PROGRAMMES = ("done", "backfilled", "partial", "skipped", "missed", "dismissed")
_MORE_OF_PROGRAMMES = ("unobserved", "withheld", "undelivered", "open", "hurt")


def programme(contents: Contents) -> str:
    """A row for each day of each programme: its sessions (exercise blank), then each of its exercises.

    week: of the programme, from 1; sessions beyond a week's are in no other one's adherence. `backfilled` is
    what was entered later; it is in no share.
    """
    names = (*_OF_PROGRAMMES, *_MORE_OF_PROGRAMMES)
    head = ("definitions", "programme", "author", "week", "day", "state", "exercise", "prescribed", *names)
    rows: list[Sequence[Any]] = []
    for followed in contents.programmes:
        plan = followed.programme
        for one in followed.days:
            week = (one.day - plan.starts).days // 7 + 1
            first = (stats.VERSION, plan.id, plan.author, week, one.day, one.state)
            rows.append((*first, None, one.prescribed, *(one.told.counts.get(name, 0) for name in names)))
            for item in followed.items:
                counts = one.told.exercises.get(item, {})
                due = one.exercises.get(item, 0)
                if due or counts:
                    rows.append((*first, item, due, *(counts.get(name, 0) for name in names)))
    return _table(head, rows)


def diary(contents: Contents) -> str:
    """A row for each day with a diary entry."""
    head = ("definitions", "day", "pain", "headache", "severity", "note")
    words = {None: None, True: "yes", False: "no"}
    rows = (
        (stats.VERSION, day, one.pain, words[one.headache], one.severity, one.note)
        for day, one in contents.diary.items()
    )
    return _table(head, rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Comma-separated values as RFC 4180 has them."""
    lines = [",".join(head), *(",".join(map(_cell, row)) for row in rows)]
    return "\r\n".join(lines) + "\r\n"


def _cell(value: Any) -> str:
    """A value; a text that a spreadsheet would run is kept from it by an apostrophe."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if not isinstance(value, str):
        return str(value)
    text = "'" + value if value.lstrip(" ").startswith(_FORMULA) else value
    if any(letter in text for letter in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
