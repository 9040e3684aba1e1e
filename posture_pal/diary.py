"""The diary: a person's own numbers for a day, kept as they were said, and what was corrected too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

WORST = 10
LONGEST_NOTE = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said about a day, all at once or bit by bit; None is what was not said.

    pain: back or neck pain, 0 to 10. headache: whether there was one; severity: of it, 0 to 10.
    cleared: everything said about the day before this was taken back.
    """

    day: date
    written: datetime
    pain: int | None = None
    headache: bool | None = None
    severity: int | None = None
    note: str | None = None
    cleared: bool = False


def said(day: date, written: datetime, words: dict[str, str]) -> Entry:
    """An entry from a person's words: `pain` 0 to 10, `headache` no, yes or 0 to 10, `note`.

    Raises ValueError with a sentence for words that say neither.
    """
    entry = Entry(day, written)
    if "pain" in words:
        entry = replace(entry, pain=_score(words["pain"], "Pain is"))
    if "headache" in words:
        text = words["headache"].strip().lower()
        if text in {"no", "yes"}:
            entry = replace(entry, headache=text == "yes")
        else:
            severity = _score(text, "A headache is no, yes, or")
            entry = replace(entry, headache=severity > 0, severity=severity)
    if "note" in words:
        note = " ".join("".join(c if c.isprintable() else " " for c in words["note"]).split())
        if len(note) > LONGEST_NOTE:
            raise ValueError(f"The note has {len(note)} characters; at most {LONGEST_NOTE} are kept.")
        entry = replace(entry, note=note)
    return entry


def _score(text: str, what: str) -> int:
    if text.strip() in {str(number) for number in range(WORST + 1)}:
        return int(text)
    raise ValueError(f"{what} a whole number from 0 to {WORST}; found {text!r}.")


def by_day(entries: Iterable[Entry]) -> dict[date, Entry]:
    """What stands for each day: what was said last about each thing. A day taken back is left out."""
    days: dict[date, Entry] = {}
    for entry in entries:
        known = days.get(entry.day)
        days[entry.day] = entry if known is None or entry.cleared else _corrected(known, entry)
    return {day: entry for day, entry in sorted(days.items()) if _says_something(entry)}


def _corrected(known: Entry, later: Entry) -> Entry:
    return Entry(
        later.day,
        later.written,
        known.pain if later.pain is None else later.pain,
        known.headache if later.headache is None else later.headache,
        known.severity if later.headache is None else later.severity,
        known.note if later.note is None else later.note,
    )


def _says_something(entry: Entry) -> bool:
    return entry.pain is not None or entry.headache is not None or bool(entry.note)


# --- as text ----------------------------------------------------------------------------------------------


def line(entry: Entry) -> str:
    """An entry as one line of the diary's file."""
    return json.dumps(as_data(entry), ensure_ascii=False)


def as_data(entry: Entry) -> dict[str, Any]:
    """An entry as plain data; what was not said is left out."""
    told = {
        "day": entry.day.isoformat(),
        "written": entry.written.isoformat(timespec="seconds"),
        "pain": entry.pain,
        "headache": entry.headache,
        "severity": entry.severity,
        "note": entry.note,
        "cleared": entry.cleared or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def parse(text: str) -> tuple[list[Entry], list[int]]:
    """The entries of the diary's file, and the numbers of the lines that are none."""
    entries: list[Entry] = []
    bad: list[int] = []
    for number, one in enumerate(text.split("\n"), 1):
        if not one.strip():
            continue
        try:
            entries.append(_entry(json.loads(one)))
        except (ValueError, KeyError, TypeError, RecursionError):
            bad.append(number)
    return entries, bad


def _entry(told: Any) -> Entry:
    if not isinstance(told, dict):
        raise TypeError("no entry")
    for name, kind in (("pain", int), ("severity", int), ("headache", bool), ("note", str)):
        found = told.get(name)
        if found is not None and type(found) is not kind:
            raise TypeError(name)
        if isinstance(found, int) and not 0 <= found <= WORST:
            raise ValueError(name)
    return Entry(
        date.fromisoformat(told["day"]),
        datetime.fromisoformat(told["written"]),
        told.get("pain"),
        told.get("headache"),
        told.get("severity"),
        told.get("note"),
        told.get("cleared") is True,
    )
