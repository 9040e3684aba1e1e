"""What is too old becomes daily totals while the program runs, a little at a time, and no figure changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import months
import pytest
from unit.fakes import HandWaits, Stage

from posture_pal import daily
from posture_pal.errors import LogUnusable
from posture_pal.event_log import EventLog, open_log
from posture_pal.retention import STEP, Retention

pytestmark = pytest.mark.unit

DAY = 86400.0
FACTS = months.facts("steady", 84)
LAST = FACTS[-1].at.day


class Waits(HandWaits):
    """Delays that are run by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Callable[[], None]] = []

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        self.asked.append(run)


class Desk:
    """A program that runs for weeks beside a record of twelve, of which five weeks are kept."""

    def __init__(self, path: Path) -> None:
        self.log, _ = open_log(path, FACTS[0].at)
        self.log.append(FACTS, "")
        stage = Stage()
        stage.plan = replace(stage.plan, keep_facts_days=35)
        self.clock, self.waits = stage.clock, Waits()
        self.clock.elapsed = (LAST - months.FIRST).days * DAY + 3600
        self.service = stage.service = stage.make()
        self.service.start()
        self.service.post = lambda run: run()  # type: ignore[method-assign]  # there is no loop here
        self.retention = Retention(self.service, self.log, self.clock, self.waits)

    def work_off(self) -> list[int]:
        """Looks once and runs every delay that comes of it; how many facts each of them took away."""
        self.retention.look(())
        taken = []
        while self.waits.asked:
            before = self.log.count()
            self.waits.asked.pop(0)()
            taken.append(before - self.log.count())
        return taken

    def figures(self) -> dict[date, object]:
        found = daily.read(self.log.path, months.FIRST, LAST, None).days
        return {day: replace(one, carried=()) for day, one in found.items()}

    def first(self) -> date:
        return min(fact.at.day for fact in self.log.facts())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "facts.sqlite3")


def test_at_the_start_what_is_too_old_goes_in_small_steps_and_every_figure_stays(desk: Desk) -> None:
    told = desk.figures()
    taken = desk.work_off()
    assert len([one for one in taken if one]) >= (84 - 35) // STEP
    assert max(taken) < len(FACTS) / 8
    assert desk.first() >= LAST - timedelta(days=35)
    assert desk.figures() == told


def test_at_midnight_the_day_that_has_become_too_old_follows(desk: Desk) -> None:
    desk.work_off()
    told, before = desk.figures(), desk.first()
    assert desk.work_off() == []
    desk.clock.elapsed += 2 * DAY
    assert sum(desk.work_off()) > 0
    assert desk.first() > before
    assert desk.figures() == told


def test_what_is_kept_can_be_changed_while_it_runs(desk: Desk) -> None:
    desk.work_off()
    desk.service.plan = replace(desk.service.plan, keep_facts_days=7)
    assert sum(desk.work_off()) > 0
    assert desk.first() >= LAST - timedelta(days=7)


def test_two_looks_make_one_chain_of_steps(desk: Desk) -> None:
    desk.retention.look(())
    desk.clock.elapsed += DAY
    desk.retention.look(())
    assert len(desk.waits.asked) == 1


def test_a_record_that_cannot_be_read_is_left_for_tomorrow(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LogUnusable("the disk is gone")

    monkeypatch.setattr(EventLog, "facts", broken)
    assert desk.work_off() == [0]
    monkeypatch.undo()
    desk.clock.elapsed += DAY
    assert sum(desk.work_off()) > 0
