"""A week of prompts and what each offers: nothing twice a day, and the whole body over the days."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from posture_pal import catalogue, config_files, paths, profiles
from posture_pal.catalogue import Region, Routine
from posture_pal.cli import main
from posture_pal.events import Offered
from posture_pal.exercise_choice import ExerciseChoice
from posture_pal.model import Fact, Kind, Moment, Plan, Reminder
from posture_pal.state import Occurrence

pytestmark = pytest.mark.unit

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = 5
KNOWN = catalogue.load()
ROTATING = [routine for routine in KNOWN.routines.values() if routine.per_session]


class Desk:
    """Somebody who answers every prompt, and the record of what was offered to them."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.moment = Moment(MONDAY, 0.0)
        self._told: list[Offered] = []
        self._choice = ExerciseChoice(self, self._since, self._told.append)

    def now(self) -> Moment:
        return self.moment

    def real_time_in(self, seconds: float) -> datetime:
        return self.moment.wall + timedelta(seconds=seconds)

    def boot_id(self) -> str:
        return ""

    def suspended(self) -> None:
        return None

    def _since(self, day: date) -> list[Fact]:
        return [fact for fact in self.facts if fact.at.day >= day]

    def prompted(self, plan: Plan, name: str, at: datetime) -> tuple[str, ...]:
        """What the prompt of that reminder offers; none where it is words alone."""
        reminder = plan.reminder(name)
        assert reminder is not None
        self.moment = Moment(at, (at - MONDAY).total_seconds())
        before = len(self._told)
        prompt = Occurrence(f"{name}-{len(self.facts)}", name, reminder.kind, reminder.lasts, 0.0)
        self._choice.words(plan, prompt, has_window=True)
        items = self._told[-1].items if len(self._told) > before else ()
        self.facts.append(Fact(self.moment, "done", name, prompt.id, {"items": list(items)} if items else {}))
        return items

    def by_day(self, reminder: str | None = None) -> dict[date, list[str]]:
        """What was offered on each day, by one reminder or by all."""
        found: dict[date, list[str]] = {}
        for fact in self.facts:
            if reminder not in (None, fact.reminder):
                continue
            items = fact.details.get("items", [])
            assert isinstance(items, list)
            found.setdefault(fact.at.day, []).extend(items)
        return found


def regions(items: Iterable[str]) -> set[Region]:
    return {entry.region for item in items if (entry := KNOWN.entry(item)) is not None}


@pytest.mark.parametrize("routine", ROTATING, ids=lambda routine: routine.id)
def test_a_routine_in_turns_offers_nothing_twice_a_day_and_all_its_regions_in_a_week(
    routine: Routine,
) -> None:
    desk = Desk()
    plan = Plan((Reminder("take", Kind.STRETCH, every=1800.0, lasts=180.0, routine=routine.id),))
    a_day = len(routine.items) // (routine.per_session or 1)
    for number in range(DAYS * a_day):
        day, turn = divmod(number, a_day)
        desk.prompted(plan, "take", MONDAY + timedelta(days=day, minutes=25 * turn))
    for items in desk.by_day().values():
        assert len(items) == len(set(items)) == a_day * (routine.per_session or 1)
    offered = Counter(item for items in desk.by_day().values() for item in items)
    assert regions(offered) == {item.region for item in routine.items}
    assert set(offered) == {item.id for item in routine.items}
    assert max(offered.values()) - min(offered.values()) <= 2


def test_two_sessions_a_day_of_everything_move_the_whole_body_in_three_days() -> None:
    desk = Desk()
    plan = Plan((Reminder("take", Kind.STRETCH, every=1800.0, lasts=180.0, routine="week_mix"),))
    for number in range(6):
        at = MONDAY + timedelta(days=number // 2, hours=1.5 + 5 * (number % 2))
        desk.prompted(plan, "take", at)
    items = [item for day in desk.by_day().values() for item in day]
    assert regions(items) == set(Region) - {Region.DESK}
    assert len(set(items)) >= 15  # a region with one exercise comes again with it


@pytest.mark.parametrize("profile", list(profiles.TITLES))
def test_a_simulated_week_of_each_profile_repeats_nothing_in_a_day_while_something_else_remains(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = config_files.load_over(paths.builtin_config(), None, profile=profile)
    desk = Desk()
    for day in range(DAYS):
        for fact in simulated(profile, MONDAY + timedelta(days=day), tmp_path, capsys):
            if fact["fact"] == "prompted":
                desk.prompted(plan, fact["reminder"], datetime.fromisoformat(fact["at"]))
    for reminder in plan.reminders:
        routine = KNOWN.routines.get(reminder.routine or "")
        if routine is not None and routine.per_session:
            for items in desk.by_day(reminder.name).values():
                times = Counter({item.id: 0 for item in routine.items})
                times.update(items)
                assert max(times.values()) - min(times.values()) <= 1, (reminder.name, times)


def simulated(
    profile: str, start: datetime, folder: Path, capsys: pytest.CaptureFixture[str]
) -> list[dict[str, str]]:
    """The facts of a working day of eight hours on which every prompt is answered."""
    head = {"start": f"{start:%Y-%m-%dT%H:%M:%S}", "zone": "UTC", "lasts": "8 h"}
    line = {"t": 0, "always": {"respond": "done", "after": 20}}
    timeline = folder / "day.jsonl"
    timeline.write_text(f"{json.dumps(head)}\n{json.dumps(line)}\n")
    capsys.readouterr()
    assert main(["simulate", "--profile", profile, str(timeline)]) == 0
    return [json.loads(said) for said in capsys.readouterr().out.splitlines()]
