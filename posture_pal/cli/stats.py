"""`posture-pal stats`: what was done, n of N first, from the log alone."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import Any

from posture_pal.stats import DEFINITIONS, Figures


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
    from posture_pal import event_log, figures_table, paths, stats
    from posture_pal.clock import SystemClock
    from posture_pal.service import as_json

    now = SystemClock().now()
    days = [now.day - timedelta(days=back) for back in reversed(range(args.days))]
    facts = event_log.read(paths.log_file(), since=days[0])
    told = stats.figures(facts, _workdays(), days, _end(facts, now))
    if args.json:
        print(as_json(as_data(told, days)))
    else:
        print("\n".join(figures_table.lines(told, days)))
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
    from posture_pal import settings
    from posture_pal.errors import BadInput

    try:
        hours = settings.load_plan().hours
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
