"""Fuzzes one reader for a while: `python -m fuzz.one NAME FOUND SECONDS`, guided by what the code runs.

Without atheris, which is to be had for CPython on Linux alone, the mutations are blind.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import time
from pathlib import Path

MOST_BYTES = 4096
SLOW = 20
"""Seconds that one input may take."""
MEMORY = 1024
"""MiB that the process may take."""


def main(name: str, found: Path, seconds: float) -> None:
    """What is new goes into `found`; an input that fails is kept beside it, as `found`-crash-…"""
    found.mkdir(parents=True, exist_ok=True)
    if importlib.util.find_spec("atheris"):
        _guided(name, found, seconds)
    else:
        _blind(name, found, seconds)


def _guided(name: str, found: Path, seconds: float) -> None:
    import atheris

    with atheris.instrument_imports(include=["posture_pal", "jeepney"]):
        from fuzz.targets import CORPUS, READERS
    words = found.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in READERS[name].words if word) or "# none\n")
    limits = [f"-max_total_time={seconds:.0f}", f"-max_len={MOST_BYTES}", f"-timeout={SLOW}"]
    more = [f"-rss_limit_mb={MEMORY}", f"-dict={words}", f"-artifact_prefix={found}-", "-print_final_stats=1"]
    seeds = [str(folder) for folder in (CORPUS / name,) if folder.is_dir()]
    atheris.Setup([sys.argv[0], *limits, *more, str(found), *seeds], READERS[name].target)
    atheris.Fuzz()


def _blind(name: str, found: Path, seconds: float) -> None:
    from fuzz.mutating import mutants
    from fuzz.targets import READERS, seeds_of

    reader, seed, ends, count = READERS[name], random.randrange(2**32), time.monotonic() + seconds, 0
    print(f"blind, seed {seed}", flush=True)
    for data in mutants(seeds_of(name), reader.words, seed, 2**40):
        if time.monotonic() > ends:
            break
        try:
            reader.target(data)
        except BaseException:
            found.with_name(f"{found.name}-crash-{seed}").write_bytes(data)
            raise
        count += 1
    print(f"stat::number_of_executed_units: {count}", flush=True)


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
