"""What the program can do is written where a newcomer looks for it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable

import pytest

from house.reading import ROOT

README = ROOT / "README.md"


def undocumented(commands: Iterable[str], readme: str) -> list[str]:
    """The commands that the text does not show in code, as `posture-pal NAME` or `NAME`."""
    code = (
        " ".join(re.findall(r"`([^`]+)`", readme))
        + " "
        + " ".join(re.findall(r"(?m)^(?:    |\$ ).+$", readme))
    )
    blocks = " ".join(re.findall(r"```.*?\n(.*?)```", readme, re.DOTALL))
    shown = set(re.findall(r"[a-z][a-z-]+", f"{code} {blocks}"))
    return [name for name in commands if not set(name.split()) <= shown]


def test_every_command_is_shown_in_the_readme() -> None:
    cli = importlib.import_module("posture_pal.cli")
    if not hasattr(cli, "commands"):
        pytest.skip("posture_pal.cli has no commands() yet; this rule begins by itself once it has")
    assert not undocumented(cli.commands(), README.read_text())


def test_a_command_that_the_readme_does_not_show_is_found() -> None:
    readme = "Say `posture-pal done`.\n\n```console\n$ posture-pal config check\n```\n\nYou can also pause.\n"
    assert undocumented(["done", "config check", "pause"], readme) == ["pause"]
