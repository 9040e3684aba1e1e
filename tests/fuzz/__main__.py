"""Thirty minutes of processor time shared out over every reader: `make fuzz`.

ARGS="--minutes 5 tray diary" for less; --keep works what was found into the corpus, which stays small.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import resource
import subprocess
import sys
from pathlib import Path

from fuzz.keeping import worth_keeping
from fuzz.targets import CORPUS, READERS, seeds_of

FOUND = Path(__file__).parents[2] / "build" / "fuzz"
MOST_KEPT = 40
"""Files of a corpus."""
_RUNS = re.compile(r"stat::number_of_executed_units: *(\d+)")
_EDGES = re.compile(r"cov: (\d+)")


def main() -> int:
    """One line a reader; the exit code is 1 when one of them failed."""
    args = _arguments()
    chosen = args.names or list(READERS)
    seconds = args.minutes * 60 / len(chosen)
    print(f"{'reader':<14}{'tries':>10}{'a second':>10}{'edges':>8}{'corpus':>8}")
    failed = [name for name in chosen if not _fuzz(name, seconds)]
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{(spent.ru_utime + spent.ru_stime) / 60:.1f} minutes of processor time")
    if args.keep:
        for name in chosen:
            print(f"{name}: {_keep(name)} files kept")
    for name in failed:
        print(f"FAILED: {name}; what did it is in {FOUND}/{name}-crash-…, and the story in {name}.txt")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *READERS], help="these readers alone")
    parser.add_argument("--minutes", type=float, default=30.0, help="of processor time, all together (30)")
    parser.add_argument("--keep", action="store_true", help="works what was found into the corpus")
    return parser.parse_args()


def _fuzz(name: str, seconds: float) -> bool:
    FOUND.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.one", name, str(FOUND / name), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    (FOUND / f"{name}.txt").write_text(said)
    runs = int((_RUNS.findall(said) or ["0"])[-1])
    edges = (_EDGES.findall(said) or ["-"])[-1]
    size = len(list((FOUND / name).iterdir()))
    word = "" if done.returncode == 0 else "   FAILED"
    print(f"{name:<14}{runs:>10}{runs / seconds:>10.0f}{edges:>8}{size:>8}{word}", flush=True)
    return done.returncode == 0


def _keep(name: str) -> int:
    """Works what was found into the corpus, where what was written by hand stays; how many there are."""
    folder = CORPUS / name
    found = [file.read_bytes() for file in (FOUND / name).iterdir()]
    written = [file.read_bytes() for file in folder.glob("seed-*")]
    kept = worth_keeping(READERS[name].target, [*seeds_of(name), *found], MOST_KEPT)
    for file in folder.iterdir():
        if not file.name.startswith("seed-"):
            file.unlink()
    for data in [data for data in kept if data not in written]:
        (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
    return len(list(folder.iterdir()))


if __name__ == "__main__":
    sys.exit(main())
