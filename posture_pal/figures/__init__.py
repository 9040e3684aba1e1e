"""Calm drawings of every exercise, at any size, light or dark, still or moving."""

from __future__ import annotations

from collections.abc import Iterator

from PIL.Image import Image

from posture_pal.catalogue import load
from posture_pal.figures.library import scripts
from posture_pal.figures.picture import figure


def draw(
    exercise_id: str, phase: float, size: int = 256, theme: str = "light", side: str | None = None
) -> Image:
    """The exercise at that phase of its cycle (0 to 1): RGBA, `size` pixels square, corners see-through.

    theme: light or dark. side: right or left, for an exercise with two; None draws the right.
    Raises KeyError for an exercise that has no figure.
    """
    return figure(exercise_id, phase, size, theme, side or "right")


def frames(
    exercise_id: str, size: int = 256, theme: str = "light", count: int = 24, side: str | None = None
) -> Iterator[Image]:
    """One whole cycle in so many even steps, each drawn when it is asked for."""
    return (draw(exercise_id, number / count, size, theme, side) for number in range(count))


def best_phase(exercise_id: str) -> float:
    """The phase that tells most in a still picture."""
    return scripts()[exercise_id].best_phase


def cycle_seconds(exercise_id: str) -> float:
    """How many seconds one cycle takes at a natural pace."""
    return scripts()[exercise_id].seconds


def two_sided(exercise_id: str) -> bool:
    """Whether the left side's figure differs from the right's."""
    return scripts()[exercise_id].sided


def has_figure(exercise_id: str) -> bool:
    """Whether there is a figure of it: of every exercise, of no check."""
    return exercise_id in scripts()


def describe(exercise_id: str, side: str | None = None) -> str:
    """The exercise in a few lines of text, for where no picture can be shown."""
    exercise = load().exercises[exercise_id]
    title = exercise.name + (f", {side or 'right'} side" if two_sided(exercise_id) else "")
    return "\n".join((title, *(f"  {number}. {step}" for number, step in enumerate(exercise.steps, 1))))


__all__ = ["best_phase", "cycle_seconds", "describe", "draw", "frames", "has_figure", "two_sided"]
