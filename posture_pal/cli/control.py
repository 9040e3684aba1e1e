"""The commands that reach the running program: what it knows, and everything its menu can do."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from posture_pal.cli import asking


def add(subparsers: Any) -> None:
    """Adds the commands."""
    status = subparsers.add_parser("status", help="say what is next, or why it is quiet and until when")
    status.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    status.add_argument(
        "--explain", action="store_true", help="tell the last twenty decisions too, with their reasons"
    )
    status.set_defaults(run=_status)
    _simple(subparsers, "done", "say that the open prompt's exercise or break was done")
    partial = _simple(subparsers, "partial", "say that the open prompt was done in part")
    partial.add_argument("words", nargs="?", metavar="PART", help="how much of it, between 0 and 1")
    skip = _simple(subparsers, "skip", "skip the open prompt")
    skip.add_argument("--reason", dest="words", help="why, in a few words: busy, meeting, hurt, …")
    snooze = _simple(subparsers, "snooze", "show the open prompt again later")
    snooze.add_argument(
        "words", nargs="*", metavar="DURATION", help='such as "10 min" (default: the config\'s first)'
    )
    _simple(subparsers, "dismiss", "send the open prompt away without an answer (counts as missed)")
    pause = _simple(subparsers, "pause", "keep quiet for a while")
    pause.add_argument(
        "words",
        nargs="*",
        metavar="HOW LONG",
        help='"30 min", "until 14:30", "tomorrow"; without: until you resume',
    )
    _simple(subparsers, "resume", "end the pause")
    _simple(subparsers, "override", "be reminded although something holds, until that changes")
    start = _simple(subparsers, "start", "take a reminder now, or go through a routine in the terminal")
    start.add_argument("words", metavar="NAME", help="a reminder of the config, or a routine")
    start.set_defaults(run=_start)
    _simple(subparsers, "quit", "end the running program")


def _simple(subparsers: Any, name: str, help_text: str) -> Any:
    parser = subparsers.add_parser(
        name, help=help_text, description=help_text[0].upper() + help_text[1:] + "."
    )
    parser.set_defaults(run=_ask, verb=name, words=None)
    return parser


def _ask(args: argparse.Namespace) -> int:
    given = args.words or []
    words = [given] if isinstance(given, str) else [word for part in given for word in part.split()]
    print(asking.ask(args.verb, *words)["say"])
    return 0


def _start(args: argparse.Namespace) -> int:
    """A reminder of that name is the running program's; another name may be a routine's."""
    from posture_pal import settings
    from posture_pal.cli import guide
    from posture_pal.errors import BadInput

    try:
        is_reminder = settings.load_plan().reminder(args.words) is not None
    except BadInput:
        # The running program has the last good settings, and says what is wrong; a routine needs neither.
        is_reminder = not guide.is_routine(args.words)
    if not is_reminder and guide.is_routine(args.words):
        return guide.through(args.words)
    return _ask(args)


def _status(args: argparse.Namespace) -> int:
    from posture_pal import status
    from posture_pal.service import as_json

    told = asking.ask("status")["status"]
    if args.json:
        print(as_json(told))
        return 0
    explained = ["", "What happened, and why:", *told["explained"]] if args.explain else []
    sys.stdout.write("\n".join([*status.lines(told), *explained]) + "\n")
    return 0
