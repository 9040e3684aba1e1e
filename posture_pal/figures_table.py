"""The figures of a day or a period as a table that a person reads in half a minute."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from posture_pal.report.content import row_of
from posture_pal.report.wording import full_date, spent
from posture_pal.stats import DEFINITIONS, Figures, completion
from posture_pal.stats.adherence import Adherence, Followed
from posture_pal.stats.days import Counts, add

_APART = {
    "auto_credited": "taken without an answer",
    "unobserved": "unobserved",
    "withheld": "withheld",
    "undelivered": "undelivered",
    "backfilled": "entered later",
}
_COLUMNS = ("done", "partial", "skipped", "missed")


WIDE = 200
"""Columns of a place that is as wide as one likes, such as a file."""

_FIRST_TO_GO = ("breaks", "partial", "skipped", "missed")


def lines(told: Figures, days: list[date], followed: Sequence[Followed] = (), width: int = WIDE) -> list[str]:
    """The figures as a table that a person reads in half a minute. width: columns of the terminal."""
    period = f"{days[0]:%a %d %b} to {days[-1]:%a %d %b %Y}" if len(days) > 1 else f"{days[0]:%A %d %B %Y}"
    out = [f"Posture Pal · {period}", ""]
    out += _table(fitting(_rows(told), width))
    out += ["", *_wrapped(_summary(told), width)]
    for one in followed:
        out += ["", *_wrapped(_programme(one), width)]
    return [*out, "", *_wrapped(DEFINITIONS, width)]


def _summary(told: Figures) -> Iterable[str]:
    """The figures of all reminders together."""
    yield f"Completion       {told.completion}"
    yield f"Response         {told.response}"
    yield f"Breaks unasked   {told.natural}"
    yield f"Break coverage   {told.coverage} full desk hours held a break"
    yield f"At the desk      {spent(told.desk_time)}"
    yield f"Days observed    {told.observed} workdays"
    apart = [f"{told.outcomes[name]} {words}" for name, words in _APART.items() if told.outcomes.get(name)]
    if apart:
        yield f"Not counted      {', '.join(apart)}"
    yield from _deleted(told)


def _deleted(told: Figures) -> Iterable[str]:
    if told.deleted_before is not None:
        yield f"Deleted          what was before {full_date(told.deleted_before)}: days without data"


def meaning(told: Figures, width: int = WIDE) -> list[str]:
    """What stands beneath rows of percentages: what they are of, and how much of the time was observed."""
    observed = f"Days observed: {told.observed} workdays. Self-reported."
    return ["", *_wrapped((*_deleted(told), DEFINITIONS[0], observed), width)]


def _wrapped(texts: Iterable[str], width: int) -> Iterable[str]:
    for text in texts:
        indent = " " * (2 + len(text) - len(text.lstrip()))
        more = f"{indent}  "
        yield from textwrap.wrap(
            text.lstrip(), max(20, width - 2), initial_indent=indent, subsequent_indent=more
        )


def fitting(rows: list[list[str]], width: int) -> list[list[str]]:
    """The rows, without some columns where all of them would be too wide. The first row has their names."""
    for name in _FIRST_TO_GO:
        if sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True)) <= width:
            break
        if name in rows[0]:
            at = rows[0].index(name)
            rows = [[*row[:at], *row[at + 1 :]] for row in rows]
    return rows


def _programme(told: Followed) -> Iterable[str]:
    """A programme in a few lines: its sessions, then each exercise."""
    plan = told.programme
    yield f"Programme        {plan.title}"
    yield f"by               {plan.author}, {plan.starts} to {plan.ends}"
    named = [(plan.tasks[item].short_name if item in plan.tasks else item, item) for item in told.items]
    width = max(len(name) for name, _ in [("sessions", ""), *named])
    for name, one in [("sessions", told.sessions), *((name, told.exercise(item)) for name, item in named)]:
        yield f"  {name.ljust(width)}  {one.share} prescribed{_beside(one)}"
    yield f"  {'days with data'.ljust(width)}  {told.with_data}"


def _beside(one: Adherence) -> str:
    """What stands beside done of prescribed."""
    told = (
        (one.entered_later, "entered later"),
        (one.partial, "in part"),
        (one.skipped, "skipped"),
        (one.missed, "no answer"),
        (one.unseen, "not seen"),
        (one.extra, "extra"),
    )
    return "".join(f" · {n} {words}" for n, words in told if n)


def _rows(told: Figures) -> list[list[str]]:
    rows = [["", "shown", *_COLUMNS, "completion"]]
    by_row: dict[str, Counts] = {}
    for name, counts in told.by_reminder.items():
        add(by_row.setdefault(row_of(name), {}), counts)
    for name, counts in by_row.items():
        rows.append([name, *_counted(counts), str(completion(counts))])
    total = dict(told.outcomes) | {"prompts": told.prompts}
    return [*rows, ["all", *_counted(total), str(completion(total))]]


def _counted(counts: dict[str, int]) -> list[str]:
    missed = counts.get("missed", 0) + counts.get("dismissed", 0)
    return [str(counts.get("prompts", 0)), *(str(counts.get(name, 0)) for name in _COLUMNS[:-1]), str(missed)]


def _table(rows: list[list[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        first = row[0].ljust(widths[0])
        rest = "  ".join(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield f"  {first}  {rest}"
        if number in {0, len(rows) - 2}:
            yield "  " + "─" * (sum(widths) + 2 * len(widths) - 2)
