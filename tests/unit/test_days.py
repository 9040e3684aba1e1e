"""Written days: each answers a complaint about a peer or a rule of the design, to the second.

A day is three files in tests/days: NAME.toml, the config, headed by what it answers; NAME.jsonl, the
timeline; and NAME.expected.jsonl, the facts it must come to, worked out by hand from the design. Where a
clinic's programme is followed there is a fourth, NAME.toml in tests/programmes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posture_pal import config_files, paths, programme, programme_files, timeline
from posture_pal.simulation import Simulation

pytestmark = pytest.mark.unit

DAYS = sorted(path.stem for path in (Path(__file__).parents[1] / "days").glob("*.toml"))
COMINGS_AND_GOINGS = {"started", "stopped", "away", "back", "asleep", "awake", "summary"}
"""Left out of the comparison, unless a day names them."""


def told(name: str) -> list[dict[str, Any]]:
    folder = Path(__file__).parents[1] / "days"
    plan = config_files.load_over(paths.builtin_config(), folder / f"{name}.toml")
    followed = folder.parent / "programmes" / f"{name}.toml"
    if followed.exists():
        plan = programme.with_programme(plan, programme_files.read(followed))
    day = timeline.parse((folder / f"{name}.jsonl").read_bytes(), name)
    first, *facts = Simulation(plan, day).run()
    assert first["fact"] == "started"
    return facts


def expected(name: str) -> list[dict[str, Any]]:
    lines = (Path(__file__).parents[1] / "days" / f"{name}.expected.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_there_are_at_least_forty_days() -> None:
    assert len(DAYS) >= 40


@pytest.mark.parametrize("name", DAYS)
def test_a_day_comes_to_its_facts(name: str) -> None:
    wanted = expected(name)
    named = {fact["fact"] for fact in wanted}
    facts = [fact for fact in told(name) if fact["fact"] in named or fact["fact"] not in COMINGS_AND_GOINGS]
    shown = [{key: fact.get(key) for key in like} for fact, like in zip(facts, wanted, strict=False)]
    assert (shown, len(facts)) == (wanted, len(wanted))


@pytest.mark.parametrize("name", DAYS)
def test_a_day_says_what_it_answers(name: str) -> None:
    head = (Path(__file__).parents[1] / "days" / f"{name}.toml").read_text().splitlines()[:2]
    assert head[0].startswith("# ")
    assert head[1].startswith("# Answers: ")
