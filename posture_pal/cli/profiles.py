"""`posture-pal config profile`: the ready-made settings there are, and which of them are in force."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from posture_pal import profiles
from posture_pal.profiles import Profile

if TYPE_CHECKING:
    from posture_pal.config_files import Places

_WIDE = 96


def add(subcommands: Any, places: Callable[[], Places]) -> None:
    """Adds the subcommand. places: where the config files are."""
    parser = subcommands.add_parser(
        "profile",
        help="list the ready-made settings, or put one of them in force",
        description="Profiles are ready-made settings beneath your own. With a NAME, your settings file gets "
        "the one line that chooses it; everything else in the file stays as it is.",
    )
    parser.add_argument("name", nargs="?", choices=list(profiles.TITLES), metavar="NAME", help="which one")
    parser.add_argument("--sources", action="store_true", help="write out where their numbers come from")
    parser.add_argument("--json", action="store_true", help="print them as JSON, for a script")
    parser.set_defaults(run=lambda args: run(args, places()))


def run(args: argparse.Namespace, places: Places) -> int:
    """Puts one in force, or lists all. Raises BadInput where the settings file has problems already."""
    from posture_pal import config_files

    if args.name is not None:
        print(config_files.choose_profile(places, args.name))
        return 0
    plan, _ = config_files.load_good(places)
    told = profiles.load()
    if args.json:
        import json

        rows = [_plain(profile, plan.profile) for profile in told.values()]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    print("\n".join(_list(told, plan.profile)))
    if args.sources:
        print("\n" + "\n".join(_sources(told)))
    return 0


def _list(told: dict[str, Profile], in_force: str) -> Iterator[str]:
    for profile in told.values():
        mark = "✓" if profile.name == in_force else " "
        yield f"{mark} {profile.name:<15} {profile.title}"
        for words in (profile.about, f"{profile.sure} ({', '.join(profile.sources)})"):
            yield from textwrap.wrap(words, _WIDE, initial_indent=" " * 18, subsequent_indent=" " * 18)


def _sources(told: dict[str, Profile]) -> Iterator[str]:
    from posture_pal import catalogue

    known = catalogue.load().sources
    for source in sorted({source for profile in told.values() for source in profile.sources}):
        yield from textwrap.wrap(f"{source}: {known[source]}", _WIDE, subsequent_indent="    ")


def _plain(profile: Profile, in_force: str) -> dict[str, Any]:
    return {
        "name": profile.name,
        "title": profile.title,
        "about": profile.about,
        "sure": profile.sure,
        "sources": list(profile.sources),
        "in_force": profile.name == in_force,
    }
