"""Changes to bytes, the same for the same seed: for a short run where no guided fuzzer is at hand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence


def mutants(seeds: Sequence[bytes], words: Sequence[bytes], seed: int, count: int) -> Iterator[bytes]:
    """So many changed seeds, one after another."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(chance.choice(seeds) if seeds else b"")
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            _change(data, words, seeds, chance)
        yield bytes(data[:4096])


def _change(data: bytearray, words: Sequence[bytes], seeds: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 0, 1, 2, 8, 64)))
    match chance.randrange(5):
        case 0 if words:
            piece = chance.choice(words)
        case 1 if seeds:
            other = chance.choice(seeds)
            cut = chance.randrange(len(other) + 1)
            piece = other[cut : cut + chance.randrange(64)]
        case 2:
            piece = bytes(data[start:end]) * 2
        case _:
            piece = chance.randbytes(chance.randrange(5))
    data[start:end] = piece
