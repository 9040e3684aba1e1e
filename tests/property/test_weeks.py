"""Half a year of use in seconds, and what is told when a rule is broken in one."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from lives.script import PART_TIME
from lives.weeks import live

from posture_pal import quiet, timeline
from posture_pal.cli import main
from posture_pal.events import Event, Locked
from posture_pal.model import Fact
from posture_pal.service import Service

MOST_BLOCKS = 5000
"""Of Python's memory: what is imported on the way. Half a year of facts would be eighty thousand."""
MOST_KIB = 2048


@pytest.mark.property(deadline=300)
def test_half_a_year_of_use_breaks_no_rule_and_leaves_nothing_behind(tmp_path: Path) -> None:
    seed = int(os.environ.get("WEEKS_SEED") or random.SystemRandom().randrange(10**9))
    print(f"WEEKS_SEED={seed} repeats this run")  # noqa: T201 - shown when it fails
    lived = live(seed, 26, PART_TIME, into=tmp_path)
    assert lived.fault is None, "\n".join(lived.told)
    assert lived.shows > 300
    assert lived.desk_hours > 80
    blocks, resident, descriptors = lived.growth
    assert (blocks < MOST_BLOCKS, resident < MOST_KIB, descriptors <= 0) == (True, True, True), lived.held


def test_a_broken_engine_is_found_and_told_in_a_few_lines_that_simulate_replays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine is broken on purpose: it leaves nobody alone in the first minute."""
    monkeypatch.setattr(quiet, "FIRST_MINUTE", 0.0)
    lived = live(4, 1, into=tmp_path)
    assert lived.fault is not None
    assert lived.fault.rule == "nobody is prompted in the first minute"
    _, fewest, command = lived.told[:3]
    assert command == f"posture-pal simulate --config {tmp_path}/seed-4.toml {tmp_path}/seed-4.jsonl"
    lines = timeline.parse((tmp_path / "seed-4.jsonl").read_bytes(), "seed-4.jsonl").steps
    assert len(lines) <= 6, fewest

    def soonest() -> float:
        """Seconds from a return to the first prompt after it, as `simulate` tells the day."""
        capsys.readouterr()
        assert main(command.split()[1:]) == 0
        facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        back = [fact["t"] for fact in facts if fact["fact"] in ("back", "awake")]
        shown = [fact["t"] for fact in facts if fact["fact"] == "prompted"]
        return min((at - since for at in shown for since in back if since <= at), default=60.0)

    assert soonest() < 60
    monkeypatch.undo()
    assert soonest() >= 60


def test_a_service_that_loses_what_it_was_told_is_found(tmp_path: Path) -> None:
    """What only the service can break: it forgets that the screen is locked."""

    class Forgetful(Service):
        def handle(self, event: Event) -> Sequence[Fact]:
            return () if isinstance(event, Locked) else super().handle(event)

    lived = live(3, 1, make=Forgetful, into=tmp_path)
    assert lived.fault is not None
    assert lived.fault.rule in ("nothing is prompted on a locked screen", "desk time is bounded by presence")
    assert (tmp_path / "seed-3.jsonl").exists()
