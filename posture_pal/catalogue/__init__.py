"""The exercises, checks and routines to choose from, read from plain files when first asked for."""

from __future__ import annotations

from functools import cache

from posture_pal import beside
from posture_pal.catalogue.entries import (
    Catalogue,
    Check,
    Dose,
    Entry,
    Exercise,
    Moved,
    Position,
    Region,
    Routine,
    Style,
    Tag,
)
from posture_pal.catalogue.reading import read
from posture_pal.catalogue.rotation import choose_next, session

# Routines come last: they name what the others hold.
FILES = (
    "neck.toml",
    "shoulders.toml",
    "upper_back.toml",
    "lower_back.toml",
    "legs.toml",
    "hands.toml",
    "calm.toml",
    "checks.toml",
    "sources.toml",
    "routines.toml",
)


@cache
def load() -> Catalogue:
    """The catalogue that comes with the program, read on the first call.

    Raises BadInput when its files are damaged, with every problem.
    """
    return read(texts())


def texts() -> dict[str, str]:
    """The catalogue's files as they are, by name."""
    return {name: beside.text(__spec__, name) for name in FILES}


__all__ = [
    "Catalogue",
    "Check",
    "Dose",
    "Entry",
    "Exercise",
    "Moved",
    "Position",
    "Region",
    "Routine",
    "Style",
    "Tag",
    "choose_next",
    "load",
    "session",
    "texts",
]
