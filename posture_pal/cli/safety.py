"""`posture-pal safety`: the symptoms that need urgent help, offline and in plain words."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "safety",
        help="list the symptoms that need urgent help",
        description="The symptoms that need urgent help, in plain words. Nothing is asked or recorded.",
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Prints the text; a broken config must never keep it away."""
    import textwrap

    from posture_pal import safety, settings
    from posture_pal.desktop.window import statement
    from posture_pal.errors import BadInput
    from posture_pal.model import Plan

    try:
        emergency = settings.load_plan().emergency
    except BadInput:
        emergency = Plan(()).emergency
    for line in safety.lines(emergency):
        hanging = "    " if line.startswith("  •") else ""
        print(textwrap.fill(line, width=90, subsequent_indent=hanging) if line else "")
    statement.mark_shown()
    return 0
