"""Takes what a peer says about the silence only when a person could have kept it."""

from __future__ import annotations

from typing import Any

LONGEST = 366 * 24 * 3600.0
"""Seconds. Nobody keeps silent for longer than this: the session is younger, or its clock is wrong."""


def plausible(seconds: float) -> float | None:
    """The same, or None for a silence that nobody can have kept."""
    return seconds if 0 <= seconds <= LONGEST else None


def seconds_of_silence(body: tuple[Any, ...]) -> float | None:
    """The silence in a reply of one number, milliseconds; None for anything else."""
    match body:
        case (bool(),):
            return None
        case (int() as milliseconds,):
            return plausible(milliseconds / 1000)
    return None
