"""`posture-pal report`: one page for a clinic, or the same as tables, as data or as a FHIR bundle."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture_pal.cli.streams import typed
from posture_pal.report.content import SECTIONS
from posture_pal.report.style import PAPERS

if TYPE_CHECKING:
    from posture_pal.reporting import Gathered

_ABOUT = (
    "Writes one file (with --csv, one for each table) into this folder, for you to print or to hand on."
    " Nothing is sent anywhere, and no name is on it unless you type one. Work devices may be backed up or"
    " looked into by others."
)
LONGEST = 3660
"""Days of a period."""

LONGEST_NAME = 40


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "report", help="write one page of what was done, to print", description=_ABOUT
    )
    period = parser.add_argument_group("period")
    period.add_argument("--days", type=_days, metavar="N", help="the last N days, today included (28)")
    period.add_argument("--from", dest="first", type=_day, metavar="DATE", help="the first day, YYYY-MM-DD")
    period.add_argument("--to", dest="last", type=_day, metavar="DATE", help="the last day (today)")
    what = parser.add_argument_group("what is in it")
    words = "a name or initials; blank unless typed; - reads it from standard input"
    what.add_argument("--name", default="", type=typed, metavar="TEXT", help=words)
    words = "what helped, what hurt, a question; - reads a line of standard input"
    what.add_argument("--note", default="", type=typed, metavar="TEXT", help=words)
    what.add_argument(
        "--without",
        type=_sections,
        default=frozenset(),
        metavar="A,B",
        help=f"leave out: {', '.join(SECTIONS)}",
    )
    form = parser.add_argument_group("form").add_mutually_exclusive_group()
    for name, words in (
        ("html", "one page that any browser shows and prints (this)"),
        ("pdf", "the page as PDF, through a browser on this computer"),
        ("csv", "tables: occurrences, days, programme, diary"),
        ("json", "everything, for a script"),
        ("fhir", "a bundle of HL7 FHIR R4"),
    ):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=words)
    parser.add_argument("--paper", choices=PAPERS, help="the sheet (with --pdf: a4)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to (a name with the period, here)")
    parser.add_argument("--preview", action="store_true", help="write nothing: print exactly what it would")
    what.add_argument("--today", action="store_true", help="put a line about today above it")
    parser.add_argument("--open", action="store_true", help="open what was written")
    parser.set_defaults(run=run, form="html")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from None


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days between 1 and {LONGEST}")
    return int(text)


def _sections(text: str) -> frozenset[str]:
    found = {word.strip() for word in text.split(",")} - {""}
    if unknown := found - set(SECTIONS):
        known = ", ".join(SECTIONS)
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))!r} is no section; they are: {known}")
    return frozenset(found)


def run(args: argparse.Namespace) -> int:
    """Writes the report, or prints what it would write."""
    from posture_pal import reporting, settings, status
    from posture_pal.cli.stats import until_when
    from posture_pal.clock import SystemClock
    from posture_pal.config_files import load_good

    now = SystemClock().now()
    wanted = _wanted(args, now.day)
    plan, _ = load_good(settings.places())
    line = status.today_line if args.today else lambda _: ""
    gathered = reporting.collect(wanted, plan, now, until=until_when(now), line=line)
    stem = args.out or Path(f"posture-pal-report-{wanted.first}-to-{wanted.last}.{_ENDING[args.form]}")
    files = files_of(gathered, args.form, stem, args.paper, preview=args.preview)
    if args.preview:
        for path, content in files.items():
            print(f"--- {path}", file=sys.stderr)
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        return 0
    reporting.write(files)
    _tell(gathered, list(files))
    if args.open:
        from posture_pal.desktop.opening import open_with_desktop

        open_with_desktop(str(next(iter(files)).absolute()))
    return 0


def _wanted(args: argparse.Namespace, today: date) -> Any:
    from posture_pal.commands import NotUnderstood
    from posture_pal.report import Wanted

    if args.days and (args.first or args.last):
        raise NotUnderstood("A period is --days, or --from and --to.")
    last = args.last or today
    first = args.first or last - timedelta(days=(args.days or 28) - 1)
    if first > last or (last - first).days >= LONGEST:
        raise NotUnderstood(f"From {first} to {last} is no period of 1 to {LONGEST} days.")
    name, note = (" ".join(text.split()) for text in (args.name, args.note))
    if len(name) > LONGEST_NAME:
        raise NotUnderstood(f"The name has {len(name)} characters; {LONGEST_NAME} fit on the page.")
    return Wanted(first, last, name, note, args.without)


_ENDING = {"html": "html", "pdf": "pdf", "csv": "csv", "json": "json", "fhir": "fhir.json"}


def files_of(
    gathered: Gathered, form: str, stem: Path, paper: str | None, *, preview: bool = False
) -> dict[Path, bytes]:
    """What is written, by its path. A preview of a PDF is the page that is printed."""
    contents = gathered.contents
    if form == "csv":
        return {
            stem.with_name(f"{stem.stem}-{name}.csv"): ("\ufeff" + text).encode()
            for name, text in _tables(gathered).items()
        }
    if form in {"json", "fhir"}:
        from posture_pal.report import bundle, data

        told = data.data(contents) if form == "json" else bundle.bundle(contents)
        return {stem: (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()}
    from posture_pal.report.page import page

    if form == "pdf":
        html = page(contents, paper or "a4")
        if preview:
            return {stem: html.encode()}
        from posture_pal.printing import to_pdf

        return {stem: to_pdf(html, stem)}
    return {stem: page(contents, paper).encode()}


def _tables(gathered: Gathered) -> dict[str, str]:
    from posture_pal.report import spreadsheet

    contents = gathered.contents
    tables = {}
    if contents.has("reminders"):
        tables["occurrences"] = spreadsheet.occurrences(contents, gathered.record.ended())
    if contents.has("days"):
        tables["days"] = spreadsheet.days(contents)
    if contents.has("programme"):
        tables["programme"] = spreadsheet.programme(contents)
    if contents.has("diary"):
        tables["diary"] = spreadsheet.diary(contents)
    return tables


def _tell(gathered: Gathered, files: list[Path]) -> None:
    contents = gathered.contents
    held = [section for section in SECTIONS if contents.has(section)]
    for path in files:
        print(path)
    print(f"In it: {', '.join(held)}. Leave any out with --without; see it all first with --preview.")
    if contents.wanted.name:
        print(f"The name on it: {contents.wanted.name}")
