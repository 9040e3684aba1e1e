"""Every reader, fed with its corpus and with a few hundred changes of it, the same on every run."""

from __future__ import annotations

import os
import zlib

import pytest

from fuzz.mutating import mutants
from fuzz.targets import CORPUS, READERS, seeds_of

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MOST_BYTES = 64 * 1024
"""Of a corpus, so that it stays something to read and to review."""


@pytest.mark.parametrize("name", READERS)
def test_what_was_found_once_is_taken_for_good(name: str) -> None:
    for data in seeds_of(name):
        READERS[name].target(data)


@pytest.mark.parametrize("name", READERS)
def test_what_nobody_would_write_is_taken_or_refused_in_words(name: str) -> None:
    reader = READERS[name]
    seed = SEED + zlib.crc32(name.encode())
    for number, data in enumerate(mutants(seeds_of(name), reader.words, seed, reader.short)):
        try:
            reader.target(data)
        except BaseException as error:
            error.add_note(f"FUZZ_SEED={SEED}, change {number} of {name}: {data!r}")
            raise


@pytest.mark.parametrize("name", READERS)
def test_every_reader_has_a_corpus_and_it_is_small(name: str) -> None:
    sizes = [len(data) for data in seeds_of(name)]
    assert 3 <= len(sizes) <= 60
    assert sum(sizes) <= MOST_BYTES


def test_no_corpus_is_of_a_reader_that_is_no_more() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(READERS)
