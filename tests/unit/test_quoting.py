"""What is quoted from somebody else's text commands no terminal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from posture_pal import timeline
from posture_pal.commands import event_of
from posture_pal.config import Layer, parse
from posture_pal.errors import BadInput, Problem, printable
from posture_pal.events import Answered
from posture_pal.model import Moment, Plan

BELL_AND_CLEAR = "\x1b[2J\x07\u202e\u2028"


def test_a_line_is_one_line_and_says_what_cannot_be_shown() -> None:
    assert printable("café\n\x1b[2J\u202e") == "café\\n\\x1b[2J\\u202e"


def test_a_problem_shows_its_file_and_what_was_found_without_obeying_it() -> None:
    problem = Problem(3, f"key{BELL_AND_CLEAR}", BELL_AND_CLEAR, "expected a number", BELL_AND_CLEAR)
    said = problem.pointed(f"a{BELL_AND_CLEAR}.toml")
    assert said.isprintable()
    assert "\\x1b[2J\\x07" in said


@pytest.mark.parametrize("line", [f'{{"t": "{BELL_AND_CLEAR}"', BELL_AND_CLEAR, f'{{"{BELL_AND_CLEAR}": 1}}'])
def test_a_timeline_that_is_refused_commands_no_terminal(line: str) -> None:
    with pytest.raises(BadInput) as bad:
        timeline.parse(line.encode(), "day.jsonl")
    assert all(letter.isprintable() or letter == "\n" for letter in str(bad.value))


def test_a_config_that_is_refused_commands_no_terminal() -> None:
    text = '[desk]\n"a\\u001b[2J" = 1\n'
    with pytest.raises(BadInput) as bad:
        parse([Layer("user", "mine.toml", text.encode())])
    assert all(letter.isprintable() or letter == "\n" for letter in str(bad.value))


def test_a_reason_for_skipping_commands_no_terminal() -> None:
    said = event_of(
        ["skip", BELL_AND_CLEAR, "\udcff"], Plan(()), Moment(datetime(2026, 3, 2, tzinfo=UTC), 0.0)
    )
    assert isinstance(said, Answered)
    assert said.reason is not None
    assert said.reason.isprintable()
