"""A figure in the terminal: only where it can be shown, whole, and without a trace after it."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from posture_pal.catalogue import load
from posture_pal.cli import half_blocks
from posture_pal.figures import letters

COLOUR = re.compile("\x1b\\[[0-9;]*m")


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "can"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm-256color"}, True),
        ({"COLORTERM": "24bit"}, True),
        ({}, False),
        ({"COLORTERM": "truecolor", "TERM": "dumb"}, False),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, False),
    ],
)
def test_only_a_terminal_with_all_colours_shows_it(environ: dict[str, str], can: bool) -> None:
    assert half_blocks.can_show(Screen(), environ) is can
    assert not half_blocks.can_show(io.StringIO(), environ)


@pytest.mark.parametrize("exercise_id", load().exercises)
def test_every_figure_is_as_wide_as_it_says_and_leaves_no_colour_behind(exercise_id: str) -> None:
    lines = half_blocks.lines(exercise_id)
    assert len(lines) == letters.WIDE // 2
    for line in lines:
        assert len(COLOUR.sub("", line)) == letters.WIDE
        assert set(COLOUR.sub("", line)) <= {" ", "▀", "▄"}
        assert line.endswith("\x1b[0m")


def test_a_check_has_none() -> None:
    assert half_blocks.lines("pc_feet") == []


def test_two_pixels_make_a_letter_and_what_is_see_through_shows_the_terminal() -> None:
    picture = Image.new("RGBA", (4, 2), (0, 0, 0, 0))
    picture.putpixel((1, 0), (1, 2, 3, 255))
    picture.putpixel((2, 1), (4, 5, 6, 255))
    picture.putpixel((3, 0), (7, 8, 9, 255))
    picture.putpixel((3, 1), (10, 11, 12, 255))
    (line,) = letters.in_letters(picture)
    assert COLOUR.sub("", line) == " ▀▄▀"
    assert "\x1b[38;2;7;8;9m\x1b[48;2;10;11;12m▀" in line
