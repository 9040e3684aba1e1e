"""`posture-pal config`: where the settings are, what is wrong with them, what holds, an editor for them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture_pal.cli import profiles
from posture_pal.errors import BadInput, PosturePalError, Problem, Unavailable

if TYPE_CHECKING:
    from posture_pal.config_files import Places


def add(subparsers: Any) -> None:
    """Adds the command, with a subcommand for each thing one may want of the config."""
    parser = subparsers.add_parser(
        "config",
        help="show, check or change the settings",
        description="The settings are one annotated file. What you leave out keeps its default.",
    )
    wanted = parser.add_subparsers(dest="wanted", required=True, metavar="WHAT")

    where = "print where your settings file is, or would be"
    wanted.add_parser("path", help=where).set_defaults(run=run_path)

    check = wanted.add_parser(
        "check",
        help="list everything that is wrong, each with its line",
        description="Checks the files in force, or FILE as if it were yours. Exit code 2 if any is wrong.",
    )
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a file to check instead of yours")
    check.add_argument("--json", action="store_true", help="print the problems as JSON, for a script")
    check.add_argument("--site", action="store_true", help="check FILE as a site's, which may have a policy")
    check.set_defaults(run=run_check)

    show = wanted.add_parser("show", help="print all settings in force, as a config file would have them")
    show.add_argument("--origin", action="store_true", help="say beside each from which file it comes")
    show.add_argument("--json", action="store_true", help="print them as JSON, for a script")
    show.set_defaults(run=run_show)

    profiles.add(wanted, lambda: _places())  # noqa: PLW0108 - which places is settled when it runs

    edit = wanted.add_parser(
        "edit",
        help="open your settings file, made with all defaults the first time",
        description="Opens your settings file in $VISUAL or $EDITOR, or else in what the desktop opens such "
        "files with, and checks it afterwards.",
    )
    edit.add_argument("--desktop", action="store_true", help="leave $VISUAL and $EDITOR aside")
    edit.set_defaults(run=run_edit)

    schema = "print the JSON Schema, for editors that check TOML"
    wanted.add_parser("schema", help=schema).set_defaults(run=run_schema)
    wanted.add_parser("manual", help="print what each setting means").set_defaults(run=run_manual)


def run_path(_args: argparse.Namespace) -> int:
    """Prints the path of the user's file."""
    print(_places().user)
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Prints every problem, and returns 2 if there is one."""
    from posture_pal import config_files

    try:
        if args.file is None:
            plan = config_files.load(_places(), _routines())
        else:
            layer = "site" if args.site else "user"
            plan = config_files.load_over(_places().builtin, args.file, _routines(), layer=layer)
    except BadInput as bad:
        return _tell_as_json(bad) if args.json else _tell(bad)
    vain = config_files.in_vain(_places()) if args.file is None and plan.locked else ()
    for note in vain:
        print(note.pointed(""), file=sys.stderr)
    if args.json:
        print("[]")
        return 0
    number = len(plan.reminders)
    print(f"Nothing is wrong: {number} reminder{'' if number == 1 else 's'}.")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Prints every value in force; a config file again, or JSON."""
    from posture_pal import config, config_files

    try:
        layers = config_files.layers(_places())
        values = config.origins(layers)
        locked, _ = config.policy_of(layers)
    except BadInput as bad:
        return _tell(bad)
    if args.json:
        import json
        import tomllib

        rows = [
            {
                "key": key,
                "value": tomllib.loads(f"v = {value}")["v"],
                "origin": origin,
                "locked": _is_locked(key, locked),
            }
            for key, value, origin in values
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    if args.origin:
        for layer in layers:
            print(f"# {layer.name:<8} {layer.source}")
        print()
    said = [
        (key, value, f"{origin}, locked by the site" if _is_locked(key, locked) else origin)
        for key, value, origin in values
    ]
    print("\n".join(_as_config(said, "  # " if args.origin else "")))
    return 0


def run_edit(args: argparse.Namespace) -> int:
    """Opens the user's file, made if need be, and checks it when the editor is done."""
    import subprocess

    from posture_pal import config_files

    places = _places()
    if config_files.seed(places):
        print(f"Made {places.user}, with every default in it.", file=sys.stderr)
    else:
        with suppress(PosturePalError):  # a settings folder that is only to be read can still be shown
            config_files.place_schema(places)
    _tell_what_is_locked(places)
    command = editor({} if args.desktop else os.environ, sys.platform)
    try:
        if command is None:
            os.startfile(places.user)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - Windows alone
        else:
            # What the person has set as their editor is what they want to run.
            subprocess.run([*command, str(places.user)], check=False)  # noqa: S603
    except OSError as error:
        wanted = command[0] if command else "Windows"
        raise Unavailable(
            f"{wanted} could not open {places.user}: {error.strerror}. Set EDITOR, or open it yourself."
        ) from None
    try:
        config_files.load(places, _routines())
    except BadInput as bad:
        return _tell(bad)
    return 0


def run_schema(_args: argparse.Namespace) -> int:
    """Prints the schema."""
    from posture_pal.config import schema

    print(schema.text(), end="")
    return 0


def run_manual(_args: argparse.Namespace) -> int:
    """Prints the manual, in Markdown."""
    from posture_pal.config.manual import manual

    print(manual(), end="")
    return 0


def editor(environment: Mapping[str, str], platform: str) -> list[str] | None:
    """The command that opens a file, without the file; None where Windows does it itself.

    Raises Unavailable when $VISUAL or $EDITOR is no command line.
    """
    import shlex

    for name in ("VISUAL", "EDITOR"):
        if environment.get(name, "").strip():
            try:
                words = shlex.split(environment[name], posix=platform != "win32")
                return [word.strip('"') for word in words] if platform == "win32" else words
            except ValueError as error:
                raise Unavailable(f"${name} is not a command: {error}.") from None
    if platform == "win32":
        return None
    return ["open", "-t"] if platform == "darwin" else ["xdg-open"]


def _is_locked(key: str, locked: Collection[str]) -> bool:
    return key in locked or (key.startswith("reminder[") and "reminder" in locked)


def _tell_what_is_locked(places: Places) -> None:
    """Before somebody takes the trouble of changing it."""
    from posture_pal import config_files

    plan, _ = config_files.load_good(places)
    if plan.locked:
        names = ", ".join(sorted(plan.locked))
        print(f"Set for everybody on this computer, in {places.site}, and locked: {names}", file=sys.stderr)


def _as_config(values: list[tuple[str, str, str]], before_origin: str) -> Iterator[str]:
    """The lines of a config file that says all of this, each with its origin after a mark if there is one."""
    table: str | None = None
    for key, value, origin in values:
        where, _, name = key.rpartition(".")
        if where != table:
            yield from ([] if table is None else [""])
            if where:
                yield "[[reminder]]" if where.startswith("reminder[") else f"[{where}]"
        table = where
        yield f"{name} = {value}" + (before_origin and before_origin + origin)


def _tell(bad: BadInput) -> int:
    print(bad, file=sys.stderr)
    number = len(bad.problems)
    print(f"{number} problem{'' if number == 1 else 's'}.", file=sys.stderr)
    return bad.exit_code


def _tell_as_json(bad: BadInput) -> int:
    import json

    print(json.dumps([_as_row(problem) for problem in bad.problems], indent=2, ensure_ascii=False))
    return bad.exit_code


def _as_row(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.source, "line": problem.line, "column": problem.column, "key": problem.key,
        "found": problem.found, "expected": problem.expected, "nearest": problem.nearest,
        "message": problem.sentence,
    }  # fmt: skip


def _places() -> Places:
    from posture_pal import paths
    from posture_pal.config_files import Places

    return Places(paths.builtin_config(), paths.site_place(), paths.user_config())


def _routines() -> frozenset[str]:
    from posture_pal import catalogue

    return frozenset(catalogue.load().routines)
