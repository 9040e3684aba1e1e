"""`posture-pal backfill` and `posture-pal day-off`: what is entered later, and marked as that for good."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posture_pal.model import Fact, Moment
    from posture_pal.programme import Programme
    from posture_pal.stats import Day

_ABOUT = (
    "Enters for a day what was done and not recorded then. It is kept as entered later: it stands beside what"
    " was done at the time in every figure and report, and is never added to it."
)
_OFF = (
    "Marks a day on which you did not work. A programme's sessions of that day, and the day itself, leave the"
    " denominators; reports say how many days were marked."
)


def add(subparsers: Any) -> None:
    """Adds the commands."""
    later = subparsers.add_parser("backfill", help="enter later what was done on a day", description=_ABOUT)
    later.add_argument("day", type=_day, metavar="DATE", help="YYYY-MM-DD, or yesterday")
    later.add_argument(
        "what", nargs="?", metavar="NAME", help="a reminder of yours; without: sessions of your programme"
    )
    later.add_argument(
        "--times", type=_times, metavar="N", help="how often it was done; without: shows the day"
    )
    later.add_argument(
        "--only", default="", metavar="A,B", help="of the programme's sessions, these exercises alone"
    )
    later.set_defaults(run=run)
    off = subparsers.add_parser("day-off", help="mark a day on which you did not work", description=_OFF)
    off.add_argument("day", type=_day, metavar="DATE", help="YYYY-MM-DD, or yesterday")
    off.add_argument("--undo", action="store_true", help="it was a working day after all")
    off.set_defaults(run=run_off)


def _day(text: str) -> date:
    from posture_pal.clock import SystemClock

    if text in {"today", "yesterday"}:
        return SystemClock().now().day - timedelta(days=int(text == "yesterday"))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31, or yesterday") from None


def _times(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 99:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of times")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Shows what is known of a day, or enters what was done on it."""
    from posture_pal import backfill, settings
    from posture_pal.clock import SystemClock
    from posture_pal.config_files import load_good

    now = SystemClock().now()
    found = _found(args.day, now)
    if args.what is not None:
        plan, _ = load_good(settings.places())
        facts = backfill.of_reminder(plan, args.what, args.day, args.times or 1, now)
        _write(facts, now)
        print(f"{args.day}: {args.what}, {len(facts)} entered later. Reports show it beside what was done.")
        return 0
    programme = _programme_on(args.day)
    if args.times is None:
        _show(programme, found)
        return 0
    only = [word.strip() for word in args.only.split(",") if word.strip()]
    facts = backfill.of_programme(programme, found, args.times, only, now)
    _write(facts, now)
    _show(programme, _found(args.day, now))
    return 0


def run_off(args: argparse.Namespace) -> int:
    """Marks the day, or takes the mark back."""
    from posture_pal import backfill
    from posture_pal.clock import SystemClock

    now = SystemClock().now()
    _write([backfill.of_day_off(args.day, now, off=not args.undo)], now)
    print(
        f"{args.day} is {'no day off' if args.undo else 'a day off'}. Reports say that it was marked by you."
    )
    return 0


def _found(day: date, now: Moment) -> Day:
    from posture_pal import daily, paths
    from posture_pal.stats import Day

    return daily.read(paths.log_file(), day, day, now).days.get(day, Day(day))


def _programme_on(day: date) -> Programme:
    from posture_pal import daily, paths, programme_files
    from posture_pal.commands import NotUnderstood
    from posture_pal.stats.turns import in_force

    ids = list(in_force(daily.spans(paths.log_file()), day))
    if not ids:
        raise NotUnderstood(
            f"No programme was in force on {day}. For a reminder of yours: posture-pal backfill {day} NAME"
        )
    return programme_files.kept(ids[-1])


def _show(programme: Programme, found: Day) -> None:
    from posture_pal.programme import sessions_on
    from posture_pal.stats.sessions import Sessions

    counts = found.sessions.get(programme.id, Sessions()).counts
    each = sessions_on(programme, found.day)
    print(f"{found.day}  {programme.title}, by {programme.author}")
    print(f"  prescribed     {len(each)} sessions{'; marked as a day off' if found.marked_off else ''}")
    for number, tasks in enumerate(each, 1):
        print(f"                 {number}: {', '.join(task.id for task in tasks)}")
    print(f"  done           {counts.get('done', 0)}{'' if found.ran else '  (Posture Pal was not running)'}")
    print(f"  entered later  {counts.get('backfilled', 0)}")


def _write(facts: list[Fact], now: Moment) -> None:
    from posture_pal import event_log, paths

    log, _ = event_log.open_log(paths.log_file(), now)
    try:
        log.append(facts, None)
    finally:
        log.close()
