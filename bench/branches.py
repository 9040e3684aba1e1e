"""Whether the unit tests take every branch of the pure rooms: `make coverage`.

The pure rooms are those below the edges in the table of floors. What is never taken is printed with its
lines, and the exit code is then 1. Words after ARGS= go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from house.test_floors import FIRST_IMPURE, TABLE

ROOT = Path(__file__).parents[1]
DATA = ROOT / "build" / "coverage"
TESTS = ("tests/unit",)


def pure_files() -> list[str]:
    """The patterns of the pure rooms, from the ground up to the first floor that is not pure."""
    floors = list(TABLE)
    rooms = [room for floor in floors[: floors.index(FIRST_IMPURE)] for room in TABLE[floor].split()]
    return [f"posture_pal/{room}{tail}" for room in sorted(rooms) for tail in (".py", "/*")]


def main(words: list[str]) -> int:
    """Runs the tests under coverage and reports every branch that none of them takes."""
    DATA.parent.mkdir(exist_ok=True)
    DATA.unlink(missing_ok=True)
    here = ["--data-file", str(DATA)]
    only = ["--include", ",".join(pure_files())]
    run = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        *here,
        "--branch",
        *only,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
    ]
    tested = subprocess.run([*run, *(words or TESTS)], cwd=ROOT, check=False).returncode
    report = [sys.executable, "-m", "coverage", "report", *here, *only]
    shown = ["--show-missing", "--skip-covered", "--fail-under=100", "--precision=2"]
    return subprocess.run([*report, *shown], cwd=ROOT, check=False).returncode or tested


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
