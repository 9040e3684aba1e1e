"""`posture-pal programme`: a clinic's programme written, checked, previewed, used, shown and removed."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture_pal.errors import BadInput, PosturePalError, Problem

if TYPE_CHECKING:
    from posture_pal.programme import Programme

_WIDE = 98


def add(subparsers: Any) -> None:
    """Adds the command, with a subcommand for each thing one may want of a programme."""
    parser = subparsers.add_parser(
        "programme",
        help="write, check or use a clinic's programme",
        description="A programme is a small file from a clinic: an author, dates, and exercises with doses."
        " docs/programmes.md has all of it.",
    )
    wanted = parser.add_subparsers(dest="wanted", required=True, metavar="WHAT")
    new = wanted.add_parser("new", help="write an annotated file to fill in")
    new.add_argument("file", nargs="?", metavar="FILE", help="where to write it; without: print it")
    new.set_defaults(run=run_new)
    check = wanted.add_parser("check", help="list all that is wrong, each with its line; then exit code 2")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="print the problems as JSON, for a script")
    check.set_defaults(run=run_check)
    preview = wanted.add_parser("preview", help="say everything it would do, and change nothing")
    preview.add_argument("file", type=Path, metavar="FILE")
    preview.set_defaults(run=run_preview)
    use = wanted.add_parser("use", help="show the preview, ask, and bring it into force")
    use.add_argument("file", type=Path, metavar="FILE")
    use.add_argument("--yes", action="store_true", help="do not ask first")
    use.set_defaults(run=run_use)
    show = wanted.add_parser("show", help="say what is in force, by whom, until when, and today's sessions")
    show.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    show.set_defaults(run=run_show)
    remove = wanted.add_parser("remove", help="end the programme in force; the record of it stays")
    remove.set_defaults(run=run_remove)
    manual = wanted.add_parser("manual", help="print everything a programme's file may say")
    manual.set_defaults(run=run_manual)


def run_new(args: argparse.Namespace) -> int:
    """Writes the template, over nothing that is there."""
    from posture_pal.programme import template

    text = template.text(_today())
    if args.file is None:
        print(text, end="")
        return 0
    try:
        with Path(args.file).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise PosturePalError(f"{args.file} is there already. Give another name.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PosturePalError(f"{args.file} cannot be written ({why}).") from None
    print(f"Written: {args.file}. Fill it in, then: posture-pal programme preview {args.file}")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Prints every problem, and returns 2 if there is one; else what its author may want to change."""
    from posture_pal import programme_files
    from posture_pal.programme import warnings

    try:
        told = programme_files.read(args.file)
    except BadInput as bad:
        if not args.json:
            number = len(bad.problems)
            print(f"{bad}\n{number} problem{'' if number == 1 else 's'}.", file=sys.stderr)
            return bad.exit_code
        import json

        print(json.dumps([_as_row(problem) for problem in bad.problems], indent=2, ensure_ascii=False))
        return bad.exit_code
    if args.json:
        print("[]")
        return 0
    for words in warnings.for_author(told):
        print(f"Please note: {words}")
    print(f"Nothing is wrong: {told.title}, {told.starts} to {told.ends}.")
    return 0


def run_preview(args: argparse.Namespace) -> int:
    """Prints what would happen."""
    from posture_pal import programme_files

    _print_preview(programme_files.read(args.file))
    return 0


def run_use(args: argparse.Namespace) -> int:
    """Shows the preview, asks, and brings the programme into force."""
    from posture_pal import programme_change, programme_files

    told = programme_files.read(args.file)
    _print_preview(told)
    if not args.yes and not _agreed("\nUse this programme? [y/N] "):
        print("Nothing was changed.")
        return 1
    print(f"\n{programme_change.use(told, _today())}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Prints whose programme is in force, and the day's sessions."""
    from posture_pal import programme_change, programme_files
    from posture_pal.programme import preview

    now = programme_files.in_force()
    if now.id is None:
        print(
            "null"
            if args.json
            else "No programme is in force. One is used with: posture-pal programme use FILE"
        )
        return 0
    told, plan, today = programme_files.kept(now.id), programme_change.plan(), _today()
    each = preview.on_day(told, plan.hours, today)
    if args.json:
        import json

        from posture_pal import durations

        print(json.dumps({
            "id": told.id, "title": told.title, "author": told.author, "contact": told.contact,
            "starts": told.starts.isoformat(), "ends": told.ends.isoformat(),
            "since": now.since and now.since.isoformat(), "target": told.target,
            "today": [
                {"at": at, "reminder": session.name, "lasts": durations.spell(session.seconds),
                 "exercises": list(session.items)}
                for at, session in each
            ],
        }, indent=2, ensure_ascii=False))  # fmt: skip
        return 0
    print("\n".join(preview.shown(told, each, today)))
    return 0


def run_remove(_args: argparse.Namespace) -> int:
    """Ends the programme in force."""
    from posture_pal import programme_change, programme_files

    now = programme_files.in_force()
    if now.id is None:
        print("No programme is in force.")
        return 0
    print(programme_change.remove(_today()))
    print("What was done stays in the record, and a copy of the programme beside it.")
    return 0


def run_manual(_args: argparse.Namespace) -> int:
    """Prints the reference, in Markdown."""
    from posture_pal.programme.manual import manual

    print(manual(), end="")
    return 0


def _print_preview(told: Programme) -> None:
    import textwrap

    from posture_pal import programme_change
    from posture_pal.programme import preview

    for line in preview.lines(preview.preview(told, programme_change.plan(), _today())):
        indent = " " * (len(line) - len(line.lstrip()))
        print(textwrap.fill(line, _WIDE, subsequent_indent=indent + "  " * bool(indent)) if line else "")


def _agreed(question: str) -> bool:
    """Whether the person says yes; nobody there to ask has not said it."""
    if not sys.stdin.isatty():
        raise PosturePalError("Nobody is here to ask. To use it without a question: --yes")
    return input(question).strip().lower() in {"y", "yes"}


def _today() -> date:
    from posture_pal.clock import SystemClock

    return SystemClock().now().day


def _as_row(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.source, "line": problem.line, "column": problem.column, "key": problem.key,
        "found": problem.found, "expected": problem.expected, "nearest": problem.nearest,
        "message": problem.sentence,
    }  # fmt: skip
