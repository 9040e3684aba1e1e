"""Says which tests one worker must have all of, and which are begun first because they take longest."""

from __future__ import annotations

from pathlib import PurePath

TOGETHER = {
    "windows/test_setup.py": "the set-up program",
    "windows": "Windows",
    "install": "installations",
    "desktop/test_day_of_use.py": "a day of use",
    "desktop/test_program_demo.py": "the demonstration",
}
"""Tests that look at one thing, made once for them all, in the order in which they are begun."""


def group_of(place: str) -> str | None:
    """The group of a test in this file of tests/, with slashes; None where it can run anywhere."""
    path = PurePath(place)
    return next((TOGETHER[str(part)] for part in (path, *path.parents) if str(part) in TOGETHER), None)


def rank(place: str) -> int:
    """Groups first, as they stand above: a group that is begun last keeps everybody waiting."""
    group = group_of(place)
    names = list(TOGETHER.values())
    return names.index(group) if group else len(names)
