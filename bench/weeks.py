"""Half a year of a person's use, several times over, on the real service and written clocks."""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from lives.script import FULL_TIME, PART_TIME
from lives.shrinking import fault_of, read
from lives.weeks import Lived, live


def tell(lived: Lived, seconds: float) -> None:
    """Prints one life as a few lines."""
    blocks, resident, descriptors = lived.growth if lived.held else (0, 0, 0)
    print(
        f"  seed {lived.seed}: {lived.desk_hours:.0f} h at the desk, {lived.shows} prompts shown,"
        f" {lived.facts} facts, {lived.turns} turns of the loop in {seconds:.0f} s;"
        f" grew by {blocks} blocks, {resident} KiB, {descriptors} descriptors"
    )
    for line in lived.told:
        print(f"    {line}")


def main() -> int:
    """Exit code 1 when a life broke a rule."""
    reader = argparse.ArgumentParser(prog="make weeks", description=__doc__)
    reader.add_argument("--weeks", type=int, default=26)
    reader.add_argument("--lives", type=int, default=4)
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    reader.add_argument(
        "--part-time", action="store_true", help="two to four hours a day instead of five to nine"
    )
    reader.add_argument("--replay", type=Path, help="a .script.jsonl that an earlier run wrote")
    wanted = reader.parse_args()
    if wanted.replay:
        fault = fault_of(read(wanted.replay))
        print(fault.told if fault else "nothing goes wrong in it")
        return 1 if fault else 0
    broken = 0
    hours = PART_TIME if wanted.part_time else FULL_TIME
    for seed in range(wanted.seed, wanted.seed + wanted.lives):
        began = time.perf_counter()
        lived = live(seed, wanted.weeks, hours)
        tell(lived, time.perf_counter() - began)
        sys.stdout.flush()
        broken += lived.fault is not None
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
