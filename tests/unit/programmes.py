"""Small programmes for tests: a text with some of its lines changed, and what comes of it."""

from __future__ import annotations

from posture_pal import catalogue, programme
from posture_pal.errors import BadInput, Problem
from posture_pal.programme import Programme

HEAD = """\
posture_pal_programme = 1
title = "Neck, two weeks"
author = "R. Example"
starts = 2026-03-02
ends = 2026-03-15
days_off = ["sat", "sun"]
"""
PHASE = """
[[phase]]
times_per_day = 3

[[phase.exercise]]
id = "chin_tuck"
"""
OWN = """
[[exercise]]
id = "towel_slide"
name = "Towel slide"
steps = ["Stand at a wall.", "Slide it up."]
reps = 8
"""


def read(text: str) -> Programme:
    return programme.parse(text.encode(), "p.toml", catalogue.load())


def problems(text: str | bytes) -> list[Problem]:
    """Every problem of a text; none where it is good."""
    data = text.encode() if isinstance(text, str) else text
    try:
        programme.parse(data, "p.toml", catalogue.load())
    except BadInput as bad:
        return list(bad.problems)
    return []


def only(text: str | bytes) -> Problem:
    """The one problem of a text."""
    (problem,) = problems(text)
    return problem
