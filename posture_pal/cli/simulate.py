"""`posture-pal simulate`: what a config does to a written day, fact by fact."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from posture_pal.errors import BadInput, Problem
from posture_pal.profiles import TITLES


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "simulate",
        help="run a written day through the real program in a moment",
        description="Runs a timeline (JSON Lines; see docs/simulate.md) through the real engine and prints "
        "one JSON object per fact. Reads and writes nothing else; without --config the defaults hold.",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="the config to try")
    parser.add_argument("--profile", choices=list(TITLES), help="the ready-made settings beneath it")
    parser.add_argument("--programme", type=Path, metavar="FILE", help="a clinic's programme to follow")
    parser.add_argument("timeline", metavar="TIMELINE", help="the written day; - for standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the facts; nothing at all when anything in the input is wrong."""
    from posture_pal import config_files, paths, programme, programme_files, simulation, timeline
    from posture_pal.service import as_json

    plan = config_files.load_over(paths.builtin_config(), args.config, profile=args.profile)
    if args.programme is not None:
        plan = programme.with_programme(plan, programme_files.read(args.programme))
    source = "standard input" if args.timeline == "-" else args.timeline
    day = timeline.parse(_read(args.timeline), source)
    timeline.check_names(day, [reminder.name for reminder in plan.reminders], source)
    for told in simulation.Simulation(plan, day).run():
        print(as_json(told))
    return 0


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        problem = Problem(
            None, "", f"nothing that can be read ({why})", "expected the name of a timeline file"
        )
        raise BadInput(name, (problem,)) from None
