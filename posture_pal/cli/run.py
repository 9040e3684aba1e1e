"""`posture-pal run`: starts the program, or hands over to the one that runs."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "run",
        help="start the program (what posture-pal alone does)",
        description="Starts Posture Pal in this desktop session. A second start hands over to the first.",
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Runs until it is told to quit."""
    from posture_pal import app

    return app.run()
