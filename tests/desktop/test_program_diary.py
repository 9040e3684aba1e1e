"""How somebody feels is written down from the tray, in two clicks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop

DIARY = "\n[diary]\nenabled = true\n"


@pytest.fixture
def pal(desktop: VirtualDesktop) -> Iterator[Program]:
    with running(desktop, DIARY + SHORT + reminder("look", "8 h")) as pal:
        yield pal


def entries(pal: Program) -> list[dict[str, Any]]:
    return [json.loads(line) for line in pal.cli("diary", "--history", "--json").stdout.splitlines()]


def test_two_clicks_write_it_and_two_more_correct_it(pal: Program) -> None:
    pal.choose("Log how I feel", "Back or neck pain 3")
    pal.wait_for(lambda: len(entries(pal)) == 1, what="the entry")
    pal.choose("Log how I feel", "Back or neck pain 5")
    pal.choose("Log how I feel", "No headache today")
    pal.wait_for(lambda: len(entries(pal)) == 3, what="the correction, and the headache")
    assert [one.get("pain") for one in entries(pal)] == [3, 5, None]
    (stands,) = [json.loads(line) for line in pal.cli("diary", "--json").stdout.splitlines()]
    assert (stands["pain"], stands["headache"]) == (5, False)
