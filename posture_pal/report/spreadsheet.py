"""The report as tables for a spreadsheet: a row for each occurrence, each day, each diary entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from posture_pal import stats
from posture_pal.report.content import Contents
from posture_pal.stats import Day, Ended, Share, completion

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the begin of a formula, in half and in full width."""

_COUNTS = ("prompts", *stats.ANSWERABLE, "natural", "unseen", "auto_credited", "unobserved", "withheld")
_MORE_COUNTS = ("undelivered", "backfilled", "open", "snoozes", "hurt")


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
        if contents.wanted.first <= one.day <= contents.wanted.last
    )
    return _table(head, rows)


def days(contents: Contents) -> str:
    """A row for each day of the period, with the 95 % interval of its completion. Times in seconds."""
    head = (
        *("definitions", "day", "state", "workday", "marked_off", "desk_time", "longest_unbroken"),
        *("full_hours", "full_hours_with_break", "breaks_asked", "breaks_unasked"),
        *_COUNTS,
        *_MORE_COUNTS,
        *("completion_n", "completion_of", "completion_low", "completion_high"),
    )
    rows = []
    for cell in contents.cells:
        told = contents.by_day.get(cell.day) or Day(cell.day)
        outcomes = told.outcomes
        share: Share = completion(outcomes)
        low, high = share.interval or (None, None)
        rows.append(
            (
                *(stats.VERSION, cell.day, cell.state, int(cell.day.isoweekday() in contents.workdays)),
                int(bool(told.marked_off)),
                *(round(told.desk_time, 3), round(told.longest, 3)),
                *(told.coverage[1], told.coverage[0], *told.breaks),
                *(outcomes.get(name, 0) for name in (*_COUNTS, *_MORE_COUNTS)),
                *(share.n, share.of, _rounded(low), _rounded(high)),
            )
        )
    return _table(head, rows)


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
