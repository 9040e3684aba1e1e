"""`posture-pal stats`: what was done, n of N first, from the log alone."""

from __future__ import annotations

import argparse
import shutil
from datetime import date, timedelta
from typing import Any

from posture_pal.model import Moment
from posture_pal.stats import DEFINITIONS, VERSION, Day, Figures


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "stats",
        help="show what was done, from the record",
        description="Figures from the event log: n of N first.",
    )
    parser.add_argument(
        "--days", type=_days, default=7, metavar="N", help="how many days, today included (7)"
    )
    parser.add_argument(
        "--by", choices=["reminder", "day", "hour"], default="reminder", help="what the rows are (reminder)"
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days between 1 and 3660")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Prints the figures."""
    from posture_pal import config_files, daily, figures_map, figures_table, paths, reporting, settings, stats
    from posture_pal.clock import SystemClock
    from posture_pal.report.content import workdays
    from posture_pal.report.data import programme as programme_data
    from posture_pal.service import as_json

    now = SystemClock().now()
    days = [now.day - timedelta(days=back) for back in reversed(range(args.days))]
    record = daily.read(paths.log_file(), days[0], days[-1], until_when(now))
    plan, _ = config_files.load_good(settings.places())
    told = stats.of_days(record.days, workdays(plan), days)
    followed = reporting.programmes(record.days, days, now.day)
    if args.json:
        programmes = {"programmes": [programme_data(one) for one in followed]}
        print(as_json({**as_data(told, days), **programmes, **_broken_down(args.by, record.days)}))
        return 0
    width = shutil.get_terminal_size((figures_table.WIDE, 24)).columns  # a pipe or a file is wide
    if args.by == "reminder":
        print("\n".join(figures_table.lines(told, days, followed, width)))
        return 0
    rows = figures_map.by_day if args.by == "day" else figures_map.by_hour
    print("\n".join([*rows(record.days, days, width), *figures_table.meaning(told, width)]))
    return 0


def until_when(now: Moment) -> Moment | None:
    """Until when what still runs is counted: now, if the program runs; else None, for its last fact."""
    from posture_pal import paths
    from posture_pal.desktop import instance
    from posture_pal.errors import NotRunning, Unavailable

    try:
        instance.ask(paths.socket_path(), {"do": ["hello"]})
    except (NotRunning, Unavailable):
        return None
    return now


def _broken_down(by: str, days: dict[date, Day]) -> dict[str, Any]:
    if by == "day":
        return {
            "by_day": {str(day): {"desk_time": round(d.desk_time), **d.outcomes} for day, d in days.items()}
        }
    if by == "hour":
        from posture_pal.figures_map import hours_of

        return {"by_hour": {str(hour): counts for hour, counts in sorted(hours_of(days.values()).items())}}
    return {}


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
        "deleted_before": told.deleted_before and told.deleted_before.isoformat(),
        "outcomes": told.outcomes,
        "by_reminder": told.by_reminder,
        "definitions": list(DEFINITIONS),
        "definitions_version": VERSION,
    }


def _share(share: Any) -> dict[str, Any]:
    return {"n": share.n, "of": share.of, "percent": share.percent}
