"""What must be so of a life's record, once it is over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

from lives.ledger import Entry, entry_of
from lives.stage import Life
from posture_pal.event_log import EventLog

ENDED = (
    "done",
    "partial",
    "skipped",
    "missed",
    "dismissed",
    "natural",
    "auto_credited",
    "unobserved",
    "withheld",
)


def wrong_with(life: Life) -> Iterator[tuple[str, str]]:
    """Every rule that the record breaks, with what breaks it."""
    log = EventLog(life.ledger.record.path)
    facts = list(log.facts())
    for sentence in log.verify():
        yield "the record verifies", sentence
    log.close()
    with closing(sqlite3.connect(life.ledger.record.path)) as file:
        (found,) = file.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            yield "SQLite finds the file whole", found
        ids = [row[0] for row in file.execute("SELECT id FROM facts ORDER BY id")]
        if ids and ids != list(range(ids[0], ids[0] + len(ids))):
            yield "no fact has gone from the midst of the record", f"{len(ids)} from {ids[0]} to {ids[-1]}"
    listed, kept = life.ledger.listed(), [entry_of(fact) for fact in facts]
    if listed[len(listed) - len(kept) :] != kept:
        yield "the record holds what it took, in order", f"{len(kept)} of {len(listed)}"
    yield from _in_order(listed)
    yield from _ends_once(listed, life.said_done)


def _in_order(listed: list[Entry]) -> Iterator[tuple[str, str]]:
    for before, after in pairwise(listed):
        if after[0] < before[0] and after[2] != "started":
            yield "facts are in order", f"{before} then {after}"


def _ends_once(listed: list[Entry], said_done: set[str]) -> Iterator[tuple[str, str]]:
    by_occurrence: dict[str, list[Entry]] = {}
    for entry in listed:
        if entry[3]:
            by_occurrence.setdefault(entry[3], []).append(entry)
    for occurrence, entries in by_occurrence.items():
        names = [entry[2] for entry in entries]
        ends = [place for place, name in enumerate(names) if name in ENDED]
        if len(ends) > 1 or (ends and ends[0] != len(names) - 1):
            yield "an occurrence ends once", f"{occurrence}: {names}"
        if "done" in names and occurrence not in said_done:
            yield "shown is never counted as done", f"{occurrence}: {names}"
        showings = [entry[4]["showing"] for entry in entries if entry[2] == "prompted"]
        if showings != sorted(set(showings)):
            yield "a showing has one number", f"{occurrence}: {showings}"
