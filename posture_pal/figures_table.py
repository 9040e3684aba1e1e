"""The figures of a day or a period as a table that a person reads in half a minute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from posture_pal.stats import DEFINITIONS, Figures, completion
from posture_pal.status import spent

_COLUMNS = ("done", "partial", "skipped", "missed")


def lines(told: Figures, days: list[date]) -> list[str]:
    """The figures as a table that a person reads in half a minute."""
    period = f"{days[0]:%a %d %b} to {days[-1]:%a %d %b %Y}" if len(days) > 1 else f"{days[0]:%A %d %B %Y}"
    out = [f"Posture Pal · {period}", ""]
    out += _table(_rows(told))
    taken = told.natural + told.outcomes.get("auto_credited", 0)
    out += [
        "",
        f"  Completion       {told.completion}",
        f"  Response         {told.response}",
        f"  Breaks unasked   {taken}",
        f"  Break coverage   {told.coverage} full desk hours held a break",
        f"  At the desk      {spent(told.desk_time)}",
        f"  Days observed    {told.observed} workdays",
    ]
    apart = [
        f"{told.outcomes[name]} {name}"
        for name in ("unobserved", "withheld", "undelivered")
        if told.outcomes.get(name)
    ]
    if apart:
        out.append(f"  Not counted      {', '.join(apart)}")
    return [*out, "", *(f"  {text}" for text in DEFINITIONS)]


def _rows(told: Figures) -> list[list[str]]:
    rows = [["", "shown", *_COLUMNS, "completion"]]
    for name, counts in told.by_reminder.items():
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
