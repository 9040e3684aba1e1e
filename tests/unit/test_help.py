"""What `--help` says: every command in one voice, each on a line of its own."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from posture_pal import cli

pytestmark = pytest.mark.unit

VERB = re.compile(
    r"(be|bring|check|copy|delete|end|enter|find|go|keep|list|mark|open|print|run|say|send|show|skip|start"
    r"|take|turn|watch|write)\b"
)


def told(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, str]]:
    """Every command below it, with what the help says of it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                yield f"{path}{choice.dest}", choice.help or ""
            for name, below in action.choices.items():
                yield from told(below, f"{path}{name} ")


@pytest.mark.parametrize(("command", "words"), list(told(cli.parser())))
def test_a_command_is_told_as_what_to_do(command: str, words: str) -> None:
    assert VERB.match(words), command
    assert not words.endswith(".")


def test_each_command_and_its_words_stand_on_one_line() -> None:
    lines = cli.parser().format_help().splitlines()
    for command in cli.commands():
        assert any(re.fullmatch(rf" +{command} +\S.*", line) for line in lines), command
