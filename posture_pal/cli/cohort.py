"""`posture-pal cohort`: the reports of many patients as one table, and a page for each programme."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posture_pal.cohort.figures import Cohort
    from posture_pal.cohort.listing import Listing

_ABOUT = (
    "Reads the reports that patients made with posture-pal report --json, or the tables that --parquet wrote,"
    " where they lie. No names are read; groups of fewer than 5 people are not told. Needs the extra:"
    " pip install 'posture-pal[cohort]'."
)
_MEMORY = re.compile(r"([1-9][0-9]{0,5})\s*(MB|GB)", re.IGNORECASE)
_LEAST = 64
"""Megabytes below which nothing can be read at all."""

_LISTED = 20


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "cohort", help="turn many patients' exports into one table and pages", description=_ABOUT
    )
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="with the patients' exports, or Parquet tables"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where the table and the pages go (./cohort)"
    )
    parser.add_argument(
        "--parquet", type=Path, metavar="FOLDER", help="write tables there, for any engine, alone"
    )
    parser.add_argument(
        "--memory", type=_memory, default="512MB", metavar="SIZE", help="what it may use at most (512 MB)"
    )
    parser.set_defaults(run=run)


def _memory(text: str) -> str:
    found = _MEMORY.fullmatch(text.strip())
    if found is None or int(found[1]) * {"MB": 1, "GB": 1024}[found[2].upper()] < _LEAST:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a size from {_LEAST} MB on, such as '512 MB' or '2 GB'"
        )
    return f"{found[1]}{found[2].upper()}"


def run(args: argparse.Namespace) -> int:
    """Reads the folder, and writes the table and the pages, or the Parquet tables."""
    from posture_pal.cohort import figures, listing, reading, store

    folder = args.folder.absolute()
    target = (args.parquet or args.out or Path("cohort")).absolute()
    _make(target)
    with store.opened(args.memory, folder, target) as opened:
        if listing.is_parquet(folder):
            found, reports = listing.Listing(folder), reading.take_tables(opened, folder)
        else:
            found = listing.look(folder)
            reports = reading.take_in(opened, found, _progress())
        if args.parquet is not None:
            written = reading.write_tables(opened, target)
        else:
            cohort = figures.gather(opened, reports)
            written = _write(cohort, target, len(found.left_out))
            _print(cohort)
    _tell_left_out(found)
    names = [path.name for path in written[:3]] + ["…"] * (len(written) > 3)
    print(f"{reports} reports read. Written: {target} ({', '.join(names)})")
    return 0


def _make(target: Path) -> None:
    from posture_pal import private_files
    from posture_pal.errors import PosturePalError

    try:
        private_files.make_folder(target)
    except OSError as error:
        raise PosturePalError(f"{target} cannot be used ({error.strerror or error}).") from error


def _progress() -> Any:
    """Draws how far the reading is, where somebody looks at it."""
    stream = sys.stderr

    def told(done: int, of: int) -> None:
        if stream.isatty():
            wide = 30 * done // max(1, of)
            stream.write(f"\r  {'█' * wide}{'░' * (30 - wide)}  {done}/{of} reports")
            stream.write("\n" if done == of else "")
            stream.flush()

    return told


def _write(cohort: Cohort, target: Path, left_out: int) -> list[Path]:
    from posture_pal import __version__, reporting
    from posture_pal.clock import SystemClock
    from posture_pal.cohort import pages

    made = SystemClock().now().day
    files = {
        target / "cohort.csv": ("\ufeff" + pages.table(cohort)).encode(),
        target / "index.html": pages.overview(cohort, left_out, made, __version__).encode(),
    }
    for course in cohort.courses:
        files[target / f"{course.id}.html"] = pages.page(course, made, __version__).encode()
    reporting.write(files)
    return list(files)


def _print(cohort: Cohort) -> None:
    rows = [["programme", "patients", "done/prescribed", "days with data"]]
    rows += [
        [course.title, str(course.patients), str(course.share), str(course.with_data)]
        for course in cohort.courses
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"  {first}  {'  '.join(cell.strip().rjust(len(cell)) for cell in rest)}")
    if cohort.hidden:
        print(f"  {cohort.hidden} programmes are not told: too few people.")
    if not cohort.courses:
        print("  No programme was followed by enough people to be told of.")


def _tell_left_out(found: Listing) -> None:
    for name, why in list(found.left_out.items())[:_LISTED]:
        print(f"left out: {name}: {why}", file=sys.stderr)
    if found.left_out:
        more = len(found.left_out) - _LISTED
        print(
            f"{len(found.left_out)} files left out{f', {more} more of them not listed' if more > 0 else ''}.",
            file=sys.stderr,
        )
