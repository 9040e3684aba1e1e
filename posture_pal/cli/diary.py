"""`posture-pal diary`: back or neck pain and headache, a day at a time, for the person alone."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from posture_pal.cli.streams import typed
from posture_pal.errors import PosturePalError

_ABOUT = (
    "Your own numbers, kept on this computer in a file of their own. They are shown back as you wrote them;"
    " nothing is concluded from them. Off until [diary] enabled = true stands in your settings."
)


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "diary", help="write down how you feel: pain 0-10 and headache", description=_ABOUT
    )
    parser.add_argument("--history", action="store_true", help="list corrected entries as well, in order")
    parser.add_argument("--json", action="store_true", help="print one JSON object an entry, for a script")
    parser.set_defaults(run=run_list)
    wanted = parser.add_subparsers(metavar="add | clear", title="to write")
    new = wanted.add_parser("add", help="write an entry, or correct one; the earlier one is kept beside it")
    new.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="which day (today)")
    new.add_argument("--pain", metavar="0-10", help="back or neck pain")
    new.add_argument("--headache", metavar="no|yes|0-10", help="whether there was one, or how strong")
    words = "anything worth keeping; - reads it from standard input"
    new.add_argument("--note", type=typed, metavar="TEXT", help=words)
    new.set_defaults(run=run_add)
    clear = wanted.add_parser("clear", help="take back what was said about a day")
    clear.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="which day (today)")
    clear.set_defaults(run=run_clear)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from None


def run_list(args: argparse.Namespace) -> int:
    """Prints what stands for each day, or everything that was ever said."""
    from posture_pal import diary, diary_file, paths

    entries = diary_file.read(paths.diary_file())
    shown = entries if args.history else list(diary.by_day(entries).values())
    for entry in shown:
        print(diary.line(entry) if args.json else _in_words(diary.as_data(entry)))
    if not shown and not args.json:
        print("The diary is empty.")
    return 0


def run_add(args: argparse.Namespace) -> int:
    """Writes an entry."""
    from posture_pal import diary, diary_file, paths
    from posture_pal.clock import SystemClock
    from posture_pal.commands import NotUnderstood

    now = _allowed(SystemClock().now())
    words = {
        name: value for name in ("pain", "headache", "note") if (value := getattr(args, name)) is not None
    }
    if not words:
        raise NotUnderstood("An entry says something: --pain, --headache or --note.")
    day = args.day or now.day
    if day > now.day:
        raise NotUnderstood(f"{day} has not been yet.")
    try:
        entry = diary.said(day, now.wall, words)
    except ValueError as wrong:
        raise NotUnderstood(str(wrong)) from None
    diary_file.add(paths.diary_file(), entry)
    print(_in_words(diary.as_data(diary.by_day(diary_file.read(paths.diary_file()))[day])))
    return 0


def run_clear(args: argparse.Namespace) -> int:
    """Takes a day back; what was said stays in the history until the diary is deleted."""
    from posture_pal import diary_file, paths
    from posture_pal.clock import SystemClock
    from posture_pal.diary import Entry

    now = _allowed(SystemClock().now())
    diary_file.add(paths.diary_file(), Entry(args.day or now.day, now.wall, cleared=True))
    print(f"{args.day or now.day}: nothing is said about this day any more.")
    return 0


def _allowed(now: Any) -> Any:
    from posture_pal import settings

    if not settings.load_plan().diary_enabled:
        raise PosturePalError(
            "The diary is off. To switch it on: posture-pal config edit, enabled = true under [diary]."
        )
    return now


def _in_words(told: dict[str, Any]) -> str:
    if told.get("cleared"):
        return f"{told['day']}  taken back"
    parts = [f"pain {told['pain']} of 10"] if "pain" in told else []
    if "headache" in told:
        strength = f" {told['severity']} of 10" if told.get("severity") else ""
        parts.append(f"headache{strength}" if told["headache"] else "no headache")
    if told.get("note"):
        parts.append(json.dumps(told["note"], ensure_ascii=False))
    return f"{told['day']}  {' · '.join(parts)}"
