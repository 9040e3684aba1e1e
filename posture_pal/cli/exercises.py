"""`posture-pal exercises`: everything there is to do and to look at, as a table, and each one in full."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from posture_pal.catalogue import Catalogue, Check, Entry, Exercise, Position, Region, load
from posture_pal.cli import half_blocks, whys
from posture_pal.errors import BadInput, PosturePalError, Problem

PICTURE_PIXELS = 512
ALWAYS = "Gentle range, keep breathing, stop if it hurts."


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser("exercises", help="list the exercises and checks, and show how to do them")
    parser.add_argument("--region", choices=list(Region), help="one part of the body; desk for the checks")
    parser.add_argument("--position", choices=list(Position), help="only what is done so")
    parser.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    parser.set_defaults(run=run_list)
    wanted = parser.add_subparsers(metavar="show | why", title="one of them, or what prompts say")
    whys.add(wanted)
    show = wanted.add_parser("show", help="show one exercise or check in full")
    show.add_argument("id", metavar="ID", help="its id, as the table has it")
    show.add_argument("--figure", type=Path, metavar="FILE.png", help="draw it into this file")
    show.add_argument("--side", choices=["right", "left"], help="which side the figure shows")
    show.add_argument("--theme", choices=["light", "dark"], default="light", help="the figure's colours")
    show.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    show.set_defaults(run=run_show)


def run_list(args: argparse.Namespace) -> int:
    """Prints what the choices leave of the catalogue."""
    chosen = _chosen(load(), args.region, args.position)
    if args.json:
        print(json.dumps([_plain(entry) for entry in chosen], ensure_ascii=False, indent=2))
        return 0
    if not chosen:
        print("Nothing fits both choices.")
        return 0
    print(_table([_row(entry) for entry in chosen]))
    print(f"\n{len(chosen)} in all. One in full: posture-pal exercises show {chosen[0].id}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Prints one entry in full, and draws it when asked to. Raises BadInput for an id that nothing has."""
    entry = _entry(load(), args.id)
    if args.figure is not None:
        _draw(entry, args.figure, args.theme, args.side)
    if args.json:
        print(json.dumps(_plain(entry), ensure_ascii=False, indent=2))
    else:
        if half_blocks.can_show(sys.stdout):
            print("\n".join(half_blocks.lines(entry.id, args.side)))
        print(_in_full(load(), entry))
    return 0


def _chosen(catalogue: Catalogue, region: str | None, position: str | None) -> list[Entry]:
    entries: list[Entry] = [*catalogue.exercises.values()]
    if position is None:
        entries += catalogue.checks.values()
    return [
        entry
        for entry in entries
        if region in (None, entry.region)
        and (position is None or (isinstance(entry, Exercise) and position in entry.positions))
    ]


def _entry(catalogue: Catalogue, entry_id: str) -> Entry:
    from difflib import get_close_matches

    entry = catalogue.entry(entry_id)
    if entry is None:
        known = [*catalogue.exercises, *catalogue.checks]
        near = [one for one in known if one.startswith(entry_id)] or get_close_matches(
            entry_id, known, 1, 0.4
        )
        expected = "the id of an exercise or a check would do"
        raise BadInput("exercises", (Problem(None, "ID", entry_id, expected, near[0] if near else None),))
    return entry


def _row(entry: Entry) -> tuple[str, str, str, str]:
    if isinstance(entry, Check):
        return entry.id, entry.text, entry.region, ""
    return entry.id, entry.name, entry.region, _dose(entry)


def _dose(exercise: Exercise) -> str:
    dose = str(exercise.dose or "as the clinic sets it")
    if exercise.clinic_only:
        return f"{dose} (clinic only)"
    return dose if exercise.offered else f"{dose} (only when asked for)"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    rows = [("ID", "WHAT", "REGION", "DOSE"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _in_full(catalogue: Catalogue, entry: Entry) -> str:
    if isinstance(entry, Check):
        lines = [entry.name, "", entry.text, entry.why]
    else:
        where = " or ".join(entry.positions)
        lines = [entry.name, f"{entry.region} · {where} · {_dose(entry)}", ""]
        lines += [f"{number}. {step}" for number, step in enumerate(entry.steps, 1)]
        lines += ["", f"Take care: {entry.caution}" if entry.caution else "", ALWAYS]
        if entry.needs:
            lines.append("Needs: " + ", ".join(entry.needs))
        if entry.tags:
            lines.append("Tags: " + ", ".join(sorted(entry.tags)))
    lines += ["", *_sources(catalogue, entry)]
    return "\n".join(lines).replace("\n\n\n", "\n\n")


def _sources(catalogue: Catalogue, entry: Entry) -> list[str]:
    """Where it comes from; a source says where a step or a dose was read, and promises nothing."""
    told = [f"{source}: {catalogue.sources[source]}" for source in entry.sources]
    if entry.general_knowledge:
        told.append("Some of it rests on general knowledge." if told else "Rests on general knowledge.")
    wrapped = (textwrap.wrap(line, 96, subsequent_indent="    ") for line in told)
    return ["Where it comes from:", *(f"  {line}" for lines in wrapped for line in lines)]


def _plain(entry: Entry) -> dict[str, Any]:
    plain = {
        key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(entry).items()
    }
    kind = "exercise" if isinstance(entry, Exercise) else "check"
    return {"kind": kind, **plain, "region": entry.region, "tags": sorted(entry.tags)}


def _draw(entry: Entry, file: Path, theme: str, side: str | None) -> None:
    from posture_pal import figures

    if not figures.has_figure(entry.id):
        raise PosturePalError(f"{entry.id} is a check: there is no figure of it.")
    picture = figures.draw(entry.id, figures.best_phase(entry.id), PICTURE_PIXELS, theme, side)
    try:
        picture.save(file)
    except (OSError, ValueError) as error:
        raise PosturePalError(f"The figure could not be written to {file}: {error}") from error
