"""Which groups are too small to be told of, and which others are hidden so that nobody works those out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5
"""People that a group has at least, for anything about it to be told."""

Name = TypeVar("Name")


def hidden(groups: Mapping[Name, int]) -> frozenset[Name]:
    """The groups about which nothing is told, given how many people each has; empty groups are nobody's.

    Every group below FEWEST is one. Whoever knows the total could take the groups that are told from it: what
    is left must then be at least two groups and FEWEST people, so the smallest of the others are hidden as
    well until it is.
    """
    people = {name: count for name, count in groups.items() if count > 0}
    found = {name for name, count in people.items() if count < FEWEST}
    if not found:
        return frozenset()
    others = sorted(people.keys() - found, key=lambda name: (people[name], str(name)))
    while others and sum(people[name] for name in found) < FEWEST:
        found.add(others.pop(0))
    return frozenset(found)
