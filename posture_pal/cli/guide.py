"""`posture-pal guide ROUTINE`: a routine in the terminal, step by step, with a clock, a bar and keys."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from posture_pal.catalogue import Catalogue, load
from posture_pal.cli import asking, half_blocks, walk
from posture_pal.clock import Clock, SystemClock
from posture_pal.errors import BadInput, PosturePalError, Problem
from posture_pal.session_parts import Session, compose

_DAYS = 21


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "guide",
        help="go through a routine step by step",
        description="Goes through a routine in the terminal. Without a name: opens the window of the prompt.",
    )
    parser.add_argument("routine", nargs="?", metavar="ROUTINE", help="its id, such as desk_neck")
    parser.add_argument(
        "--text", action="store_true", help="the open prompt, in the terminal: its end answers"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Goes through the routine, or asks the running program for its window. Raises BadInput."""
    if args.text and args.routine is None:
        from posture_pal.cli import follow

        return follow.run()
    if args.routine is None:
        return _ask_for_window()
    return through(args.routine)


def _ask_for_window() -> int:
    sys.stdout.write(f"{asking.ask('guide')['say']}\n")
    return 0


def is_routine(name: str) -> bool:
    """Whether the catalogue has a routine of that name."""
    return name in load().routines


def through(name: str) -> int:
    """Goes through a routine. Raises BadInput for one that is not there."""
    from posture_pal.desktop.window import statement

    session = _session(load(), name, SystemClock())
    out = sys.stdout
    if not statement.was_shown():
        from textwrap import fill

        from posture_pal import safety

        out.write(fill(safety.STATEMENT, 90) + "\nSymptoms that need urgent help: posture-pal safety\n\n")
        statement.mark_shown()
    if not walk.has_keys():
        walk.print_steps(session)
        return 0
    drawn = walk.figure_of if half_blocks.can_show(out) else None
    with walk.keys(sys.stdin) as key:
        ended = walk.follow(session, SystemClock(), key, out, drawn)
    out.write(f"\n{walk.farewell(ended)}\n")
    return 0


def _session(known: Catalogue, name: str, clock: Clock) -> Session:
    from difflib import get_close_matches

    routine = known.routines.get(name)
    if routine is None and "." in name and (prescribed := _prescribed(name)) is not None:
        return prescribed
    if routine is None:
        near = get_close_matches(name, known.routines, 1, 0.4)
        expected = f"the name of a routine would do: {', '.join(known.routines)}"
        raise BadInput("guide", (Problem(None, "ROUTINE", name, expected, near[0] if near else None),))
    today = clock.now().day
    history = known.history(_offered(today - timedelta(days=_DAYS)))
    session = compose(routine, history, _avoid(), today)
    if not session.parts:
        raise PosturePalError(f"Everything in {name} is left out by your settings: [exercises] avoid.")
    return session


def _prescribed(name: str) -> Session | None:
    """The session of that name of the clinic's programme in force; None where there is none."""
    from posture_pal import programme, programme_files, session_parts

    there = programme_files.in_force().id
    told = programme_files.kept(there) if there is not None else None
    found = programme.session_named(told, name) if told is not None else None
    return session_parts.prescribed(told, found.tasks) if told is not None and found is not None else None


def _avoid() -> tuple[str, ...]:
    from posture_pal import settings

    try:
        return settings.load_plan().avoid
    except BadInput:
        return ()


def _offered(since: date) -> Iterator[tuple[str, date]]:
    """What reminders offered lately; nothing where the record cannot be read."""
    from posture_pal import event_log, paths

    try:
        facts = event_log.read(paths.log_file(), since=since)
    except PosturePalError:
        return
    for fact in facts:
        for item in fact.details.get("items") or () if fact.name != "guided" else ():
            yield str(item), fact.at.day
