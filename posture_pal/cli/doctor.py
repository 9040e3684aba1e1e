"""`posture-pal doctor`: what serves here, what does not, and why."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="say what works on this desktop, what does not, and why",
        description="Looks at this desktop anew and says which part serves, and why the others cannot.",
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON, for a script")
    parser.add_argument("--watch", action="store_true", help="tell presence and holds live, until Ctrl+C")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the findings; 0 when everything that is needed works, else 1."""
    from posture_pal import examination
    from posture_pal.service import as_json

    if args.watch:
        from posture_pal import watching

        watching.Watch(lambda text: print(text, flush=True)).run()
    found = examination.examine()
    if args.json:
        print(as_json({finding.part: finding.data() for finding in found}))
    else:
        print("\n".join(line for finding in found for line in finding.lines()))
    return 0 if all(finding.is_well for finding in found) else 1
