"""`posture-pal data`: where everything is kept, a copy of all of it, and its deletion."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture_pal.errors import PosturePalError

if TYPE_CHECKING:
    from posture_pal.model import Fact

_EXPORTED = """What is in this folder, made by Posture Pal at your own command:

facts.jsonl    every fact of the record, one JSON object a line, as it was written
totals.jsonl   what is left of days whose facts were turned into daily totals
diary.jsonl    every entry of the diary, corrected ones as well
config.toml    your own settings
programme-*    every clinic's programme that was used, as it was written

Files that are missing had nothing in them. Whoever has this folder has your record: it is not encrypted.
"""


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser("data", help="find, copy or delete everything that is kept")
    wanted = parser.add_subparsers(metavar="path | export | delete", required=True)
    wanted.add_parser("path", help="print the folder it is in").set_defaults(run=run_path)
    export = wanted.add_parser("export", help="copy all of it into a folder, in forms that anybody can read")
    export.add_argument(
        "folder", type=Path, metavar="FOLDER", help="made if need be; files in it are replaced"
    )
    export.set_defaults(run=run_export)
    delete = wanted.add_parser(
        "delete",
        help="delete some of it for good",
        description="What is deleted is gone from the disk. Reports go on to say that something was deleted.",
    )
    delete.add_argument("--diary", action="store_true", help="the whole diary")
    delete.add_argument("--before", type=_day, metavar="DATE", help="the record of all days before that one")
    delete.add_argument(
        "--everything", action="store_true", help="record, diary and settings, as when the program is removed"
    )
    delete.add_argument("--yes", action="store_true", help="do not ask first")
    delete.set_defaults(run=run_delete)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from None


def run_path(_args: argparse.Namespace) -> int:
    """Prints the folder."""
    from posture_pal import paths

    print(paths.data_dir())
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Copies everything."""
    from posture_pal import diary, diary_file, event_log, paths, private_files, programme_files, reporting

    try:
        private_files.make_folder(args.folder)
        config = paths.user_config().read_bytes() if paths.user_config().exists() else b""
    except OSError as error:
        raise PosturePalError(f"{error.filename} cannot be used ({error.strerror or error}).") from error
    facts = event_log.read(paths.log_file())
    totals = event_log.read_totals(paths.log_file())
    told = {
        "facts.jsonl": _lines(map(_fact, facts)),
        "totals.jsonl": _lines({"day": str(day), **json.loads(text)} for day, text in totals.items()),
        "diary.jsonl": "".join(
            diary.line(one) + "\n" for one in diary_file.read(paths.diary_file())
        ).encode(),
        "config.toml": config,
    }
    used = programme_files.texts(programme_files.every_kept())
    told |= {f"programme-{name}.toml": text.encode() for name, text in used.items()}
    files = {args.folder / name: content for name, content in told.items() if content}
    reporting.write({**files, args.folder / "README.txt": _EXPORTED.encode()})
    print(f"{args.folder}: {', '.join(path.name for path in files) or 'nothing was kept so far'}")
    return 0


def _lines(told: Iterator[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told).encode()


def _fact(fact: Fact) -> dict[str, Any]:
    told = {
        "at": fact.at.wall.isoformat(),
        "elapsed": fact.at.elapsed,
        "fact": fact.name,
        "reminder": fact.reminder,
        "occurrence": fact.occurrence,
    }
    return {**{name: value for name, value in told.items() if value is not None}, "details": fact.details}


def run_delete(args: argparse.Namespace) -> int:
    """Deletes what was named, after asking."""
    from posture_pal.clock import SystemClock
    from posture_pal.commands import NotUnderstood

    now = SystemClock().now()
    if args.everything:
        return _delete_everything(args)
    if not args.diary and args.before is None:
        raise NotUnderstood("Say what is to be deleted: --diary, --before DATE, both, or --everything.")
    if args.before is not None and args.before > now.day:
        raise NotUnderstood(f"{args.before} has not been yet. Today's own record can go tomorrow.")
    if not args.yes:
        _ask(args)
    if args.diary:
        _delete_diary()
    if args.before is not None:
        _delete_record(args.before, now)
    return 0


def _ask(args: argparse.Namespace) -> None:
    parts = ["the whole diary"] if args.diary else []
    parts += [f"the record of all days before {args.before}"] if args.before else []
    _confirm(" and ".join(parts))


def _confirm(what: str) -> None:
    if not sys.stdin.isatty():
        raise PosturePalError("Nothing was deleted: say --yes where nobody can be asked.")
    if input(f"Delete {what} for good? Type yes: ").strip().lower() != "yes":
        raise PosturePalError("Nothing was deleted.")


def _delete_everything(args: argparse.Namespace) -> int:
    """All that belongs to the person: their data folder, and the settings in theirs."""
    import shutil

    from posture_pal import paths
    from posture_pal.config import schema
    from posture_pal.desktop import instance
    from posture_pal.errors import NotRunning

    with suppress(NotRunning):
        instance.ask(paths.socket_path(), {"do": ["hello"]})
        raise PosturePalError("Posture Pal is running, and would write on. End it first: posture-pal quit")
    data, config = paths.data_dir(), paths.user_config()
    if not args.yes:
        _confirm(f"everything in {data}, and {config}")
    try:
        for file in (config, config.with_name(schema.FILE_NAME)):
            file.unlink(missing_ok=True)
        shutil.rmtree(data)
        if config.parent.is_dir() and not any(config.parent.iterdir()):
            config.parent.rmdir()
    except OSError as error:
        raise PosturePalError(f"{error.filename} cannot be deleted ({error.strerror or error}).") from error
    print(f"Everything in {data} is deleted, and {config}.")
    return 0


def _delete_diary() -> None:
    from posture_pal import diary_file, paths

    print("The diary is deleted." if diary_file.delete(paths.diary_file()) else "There was no diary.")


def _delete_record(before: date, now: Any) -> None:
    from posture_pal import daily, event_log, paths
    from posture_pal.model import Fact

    if not paths.log_file().exists():
        print("There was no record.")
        return
    # What a programme prescribes after the gap is still prescribed: that it was in force outlives its facts.
    kept = [span for span in daily.spans(paths.log_file()) if span.last is None or span.last >= before]
    log, _ = event_log.open_log(paths.log_file(), now)
    try:
        # The gap is written down first: whatever happens next, no report is complete in silence.
        gap = Fact(now, "deleted", details={"before": before.isoformat()})
        log.append([gap, *(Fact(now, "programme_kept", details=span.as_details()) for span in kept)], None)
        gone = log.forget_before(before)
    finally:
        log.close()
    print(f"{gone} facts of days before {before} are deleted. Reports say that they were.")
