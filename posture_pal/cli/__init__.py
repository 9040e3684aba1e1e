"""Arguments in, exit code out: every command, and what it says when it cannot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from posture_pal import lean_start  # noqa: F401 - it acts by being there first
from posture_pal.cli import streams
from posture_pal.errors import BadInput, PosturePalError

_EPILOG = (
    "Without a command the program starts: a tray icon, notifications, and a record of what was done.\n"
    "Exit codes: 0 fine, 1 failed, 2 something written was wrong, 3 the program is not running."
)

_COMMANDS = (
    *(
        "run",
        "control",
        "stats",
        "report",
        "backfill",
        "cohort",
        "diary",
        "data",
        "simulate",
        "exercises",
        "config",
        "doctor",
    ),
    *("guide", "programme", "demo", "autostart", "safety"),
)
"""The modules of the commands, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; a failure is one message on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    streams.prepare()
    try:
        if not given:
            return _run_program()
        args = parser().parse_args(given)
        code: int = args.run(args)
    except BadInput as bad:
        print(bad, file=sys.stderr)
        return bad.exit_code
    except PosturePalError as error:
        print(f"posture-pal: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has seen enough; closing quietly is what they expect.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _run_program() -> int:
    # The resident program never pays for the parser of the commands.
    from posture_pal import app

    return app.run()


def parser() -> Any:
    """The parser of every command."""
    import argparse
    from functools import partial

    from posture_pal import __version__

    top = argparse.ArgumentParser(
        prog="posture-pal",
        description="Desk reminders that know when to stay quiet and count honestly.",
        epilog=_EPILOG,
        # One letter a level: with two, argparse breaks the line after its longest commands.
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, indent_increment=1),
    )
    top.add_argument("--version", action="version", version=f"Posture Pal {__version__}")
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        import_module(f"posture_pal.cli.{name}").add(subparsers)
    return top


def commands() -> list[str]:
    """The names of all commands."""
    import argparse

    actions = parser()._actions  # noqa: SLF001 - argparse offers no other way to list its subcommands
    choices = next(action.choices for action in actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    return list(choices)
