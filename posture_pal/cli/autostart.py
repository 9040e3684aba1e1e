"""`posture-pal autostart`: whether the program starts at login, and how that is changed."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "autostart",
        help="start the program at login, or no longer",
        description="Starts the program at login, or no longer. status exits with 1 when the entry at login"
        " points to a program that is not there.",
    )
    wanted = parser.add_subparsers(metavar="on | off | status", required=True)
    wanted.add_parser("on", help="start this installation at login").set_defaults(run=run_change, verb="on")
    wanted.add_parser("off", help="start it at login no longer").set_defaults(run=run_change, verb="off")
    status = wanted.add_parser("status", help="say what is started at login, and whether it is there")
    status.add_argument("--json", action="store_true", help="as one JSON object, for scripts")
    status.set_defaults(run=run_status)


def run_change(args: argparse.Namespace) -> int:
    """Writes or takes away the entry; the running program hears of it, for its menu."""
    from posture_pal import paths
    from posture_pal.desktop import instance
    from posture_pal.errors import PosturePalError
    from posture_pal.login import Login

    print(Login().do([args.verb]))
    try:
        instance.ask(paths.socket_path(), {"do": ["autostart", "look"]})
    except PosturePalError:
        return 0  # nobody runs whose menu would have to know
    return 0


def run_status(args: argparse.Namespace) -> int:
    """Says what there is; 1 when it cannot work."""
    from posture_pal.login import Login, sentence
    from posture_pal.service import as_json

    told = Login().told()
    if args.json:
        print(as_json(told))
        return 1 if told["trouble"] else 0
    print(sentence(told))
    if told["starts"] and not told["trouble"] and _is_another(told["command"][0]):
        print("  That is another installation than this one; for this one say: posture-pal autostart on")
    return 1 if told["trouble"] else 0


def _is_another(program: str) -> bool:
    from pathlib import Path

    from posture_pal import ourselves
    from posture_pal.errors import Unavailable

    try:
        return Path(program).parent != Path(ourselves.at_login()[0]).parent
    except Unavailable:
        return True
