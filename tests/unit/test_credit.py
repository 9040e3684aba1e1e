"""One absence is one break, however it is found out."""

from __future__ import annotations

import pytest
from played import BREAK, of, plan_of, play

pytestmark = pytest.mark.unit


def test_an_absence_that_was_credited_at_its_prompt_is_not_counted_again_at_the_return() -> None:
    """Shown at 3330, left at 3340, decided at 3930, back at 4500: one break, not two."""
    shown = play(
        plan_of(BREAK), {"t": 3340, "presence": "idle"}, {"t": 4500, "presence": "active"}, lasts="2 h"
    )
    assert [fact["t"] for fact in of(shown, "auto_credited")] == [3930]
    assert of(shown, "natural") == []


def test_the_absence_after_that_counts_anew() -> None:
    shown = play(
        plan_of(BREAK),
        {"t": 3340, "presence": "idle"},
        {"t": 4500, "presence": "active"},
        {"t": 5000, "presence": "locked"},
        {"t": 5400, "presence": "unlocked"},
        lasts="2 h",
    )
    assert [fact["t"] for fact in of(shown, "natural")] == [5400]


def test_it_is_not_counted_again_after_a_restart_either() -> None:
    shown = play(
        plan_of(BREAK),
        {"t": 3340, "presence": "idle"},
        {"t": 4200, "restart": 60},
        {"t": 4500, "presence": "active"},
        lasts="2 h",
    )
    assert len(of(shown, "auto_credited")) == 1
    assert of(shown, "natural") == []
