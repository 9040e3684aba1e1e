"""An hour on a desktop whose parts come and go, a prompt every few seconds: what is lost, what is left."""

from __future__ import annotations

import argparse
import random
import sys

from desktop import packages
from desktop.program import running
from desktop.soak import CONFIG, MOST_GROWTH, Held, Soak, Soaked
from desktop.virtual_desktop import VirtualDesktop


def soak(minutes: float, seed: int) -> Soaked:
    """Runs it; a tenth of the time, five minutes at most, is warm-up."""
    with VirtualDesktop() as desktop:
        scratch = desktop.folder / "tmp"
        scratch.mkdir()
        desktop.env["TMPDIR"] = str(scratch)
        with running(desktop, CONFIG) as pal:
            seconds = minutes * 60
            warm_up = min(300.0, seconds / 5)
            return Soak(desktop, pal, seconds=seconds, warm_up=warm_up, every=30.0, seed=seed).run()


def tell(result: Soaked) -> None:
    """Prints what came of it as a table."""
    print(f"  {result.seconds / 60:.0f} minutes, {result.facts} facts, {result.prompts} prompts,")
    print(f"  {result.panels} panels and {result.daemons} notification daemons killed and started,")
    answers = ", ".join(f"{count} {name}" for name, count in sorted(result.acknowledged.items()))
    print(f"  acknowledged: {answers}")
    assert result.first is not None
    assert result.last is not None
    print(f"  {'':<14}{'after warm-up':>14}{'at the end':>14}")
    for what in Held.__slots__:
        first, last = getattr(result.first, what), getattr(result.last, what)
        print(f"  {what:<14}{first:>14g}{last:>14g}")
    print(f"  memory of its own grew by {result.growth:.0f} KiB (at most {MOST_GROWTH:g})")
    step = max(1, len(result.samples) // 12)
    told = ", ".join(f"{at / 60:.0f} min {memory:.0f}" for at, memory in result.samples[::step])
    print(f"  KiB over time: {told}")
    print("  nothing lost, nothing left" if not result.wrong else "  WRONG:")
    for what in result.wrong[:20]:
        print(f"    {what}")


def main() -> int:
    """Exit code 1 when anything was lost or left."""
    reader = argparse.ArgumentParser(prog="make soak", description=__doc__)
    reader.add_argument("--minutes", type=float, default=60.0)
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    wanted = reader.parse_args()
    if absent := packages.missing():
        print(f"It needs a desktop: {packages.how_to_install(absent)}", file=sys.stderr)
        return 2
    print(f"seed {wanted.seed}", flush=True)
    result = soak(wanted.minutes, wanted.seed)
    tell(result)
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
