"""`posture-pal demo`: a working day in a minute, to see what the program does."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "demo",
        help="watch a working day in a minute",
        description="Plays a working day on a fast clock: real notifications, tray, answers and log, in a "
        "folder that is thrown away. Your own settings and record are not touched.",
    )
    parser.add_argument(
        "--seconds", type=float, default=60.0, metavar="N", help="how long the day takes (60)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Plays the day."""
    import os
    import tempfile

    from posture_pal import demo, paths

    if not 10.0 <= args.seconds <= 3600.0:
        raise SystemExit("posture-pal demo: --seconds takes a number between 10 and 3600")
    with tempfile.TemporaryDirectory(prefix="posture-pal-demo-") as folder:
        os.environ[paths.HOME_VARIABLE] = folder
        return demo.play(args.seconds, lambda text: print(text, flush=True))
