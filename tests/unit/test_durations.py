"""Durations: what is accepted, what is suggested, and that writing and reading agree."""

from __future__ import annotations

import pytest

from posture_pal import durations


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0 s", 0),
        ("90 s", 90),
        ("30 min", 1_800),
        ("1 h 30 min", 5_400),
        ("1h30min", 5_400),
        ("1 day", 86_400),
        ("400 days", 34_560_000),
        ("1 day 2 h 3 min 4 s", 93_784),
    ],
)
def test_a_written_duration_is_read_as_seconds(text: str, seconds: int) -> None:
    assert durations.parse(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", " ", "30", "min", "1.5 h", "-5 min", "30 minutes", "5 m", "30 min 1 h", "5 min 5 min", "30 s\n",
     " 30 s", "30  s", "٣ s", "1e3 s", "999999999 s"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|order"):
        durations.parse(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (90, "1 min 30 s"), (5_400, "1 h 30 min"), (86_400, "1 day"), (34_560_000, "400 days")],
)
def test_seconds_are_spelled_the_shortest_way(seconds: int, text: str) -> None:
    assert durations.spell(seconds) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.5 h", "1 h 30 min"),
        ("1,5 h", "1 h 30 min"),
        ("30 minutes", "30 min"),
        ("30 mni", "30 min"),
        ("5m", "5 min"),
        ("2 Hours", "2 h"),
        ("1h, 20m", "1 h 20 min"),
        ("30 min 1 h", "1 h 30 min"),
        ("2 weeks", None),
        ("30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_what_was_probably_meant_is_suggested(text: str, meant: str | None) -> None:
    assert durations.guess(text) == meant
