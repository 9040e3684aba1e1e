"""`posture-pal stats`: what was done, n of N first, from the log alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from posture_pal.stats import DEFINITIONS, Figures, completion

_COLUMNS = ("done", "partial", "skipped", "missed")


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "stats", help="what was done, from the log", description="Figures from the event log: n of N first."
    )
    parser.add_argument(
        "--days", type=_days, default=7, metavar="N", help="how many days, today included (7)"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object, for scripts")
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days between 1 and 3660")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Prints the figures."""
    from posture_pal import event_log, paths, stats
    from posture_pal.clock import SystemClock
    from posture_pal.service import as_json

    now = SystemClock().now()
    days = [now.day - timedelta(days=back) for back in reversed(range(args.days))]
    facts = event_log.read(paths.log_file(), since=days[0])
    told = stats.figures(facts, _workdays(), days, _end(facts, now))
    if args.json:
        print(as_json(as_data(told, days)))
    else:
        print("\n".join(lines(told, days)))
    return 0


def _end(facts: Any, now: Any) -> Any:
    """Until when what still runs is counted: now, if the program runs; else its last fact."""
    from posture_pal import paths
    from posture_pal.desktop import instance
    from posture_pal.errors import NotRunning, Unavailable

    try:
        instance.ask(paths.socket_path(), {"do": ["hello"]})
    except (NotRunning, Unavailable):
        return facts[-1].at if facts else now
    return now


def _workdays() -> frozenset[int]:
    from posture_pal import app
    from posture_pal.errors import BadInput

    try:
        hours = app.load_plan().hours
    except BadInput:
        hours = None
    return hours.days if hours else frozenset({1, 2, 3, 4, 5})


def as_data(told: Figures, days: list[date]) -> dict[str, Any]:
    """The figures for scripts, with their definitions."""
    return {
        "from": days[0].isoformat(),
        "to": days[-1].isoformat(),
        "completion": _share(told.completion),
        "response": _share(told.response),
        "break_coverage": _share(told.coverage),
        "days_observed": _share(told.observed),
        "desk_time": round(told.desk_time),
        "prompts": told.prompts,
        "snoozes": told.snoozes,
        "natural": told.natural,
        "outcomes": told.outcomes,
        "by_reminder": told.by_reminder,
        "definitions": list(DEFINITIONS),
    }


def _share(share: Any) -> dict[str, Any]:
    return {"n": share.n, "of": share.of, "percent": share.percent}


def lines(told: Figures, days: list[date]) -> list[str]:
    """The figures as a table that a person reads in half a minute."""
    from posture_pal.status import spent

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
