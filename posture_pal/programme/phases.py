"""Makes the phases of a programme from its tables: which exercise, how much, how often, in which weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from posture_pal.catalogue import Catalogue, Dose, Exercise, Style
from posture_pal.config.spots import Path, Trouble, describe, nearest
from posture_pal.programme import ceilings
from posture_pal.programme.check import Tables, Values
from posture_pal.programme.entries import DAYS_A_WEEK, Frequency, Phase, Task

MOST_A_DAY = 12
LAST_WEEK = 99
_COUNTED = ("sets", "reps", "hold", "each_side")
_DOSED = (*_COUNTED, "lasts")


class Phases:
    """Reads the exercises of the file's own, then phase by phase; the troubles go where the tables' are."""

    def __init__(self, tables: Tables, known: Catalogue) -> None:
        self._troubles = tables.troubles
        self._known = known
        self._working_days = DAYS_A_WEEK - len(tables.top.get("days_off", ()))
        self._own = self._own_exercises(tables.own)
        self._tables = tables

    def read(self) -> tuple[Phase, ...]:
        """The phases; those with trouble are told of and left out."""
        found = [self._phase(place, values) for place, values in enumerate(self._tables.phases)]
        self._check_weeks()
        return tuple(phase for phase in found if phase is not None)

    def _wrong(self, path: Path, found: str, expected: str, near: str | None = None) -> None:
        self._troubles.append(Trouble(path, found, expected, near))

    # --- exercises -------------------------------------------------------------------------------------

    def _own_exercises(self, tables: list[Values]) -> dict[str, Task]:
        own: dict[str, Task] = {}
        for place, values in enumerate(tables):
            path, entry_id = ("exercise", place), values.get("id")
            if entry_id is None:
                continue
            if entry_id in own or self._known.entry(entry_id) is not None:
                whose = "an exercise above" if entry_id in own else "the catalogue"
                expected = f"expected an id of its own; {whose} has this one"
                self._wrong((*path, "id"), describe(entry_id), expected)
            dose = self._dose(path, values, Dose(move_seconds=3.0))
            steps, name = values.get("steps", ()), str(values.get("name", entry_id))
            own[entry_id] = Task(entry_id, name, dose, steps, values.get("caution", ""), own=True)
            self._keep_below(path, values, dose, None)
        return own

    def _task(self, path: Path, values: Values) -> Task | None:
        entry_id = values.get("id")
        if entry_id is None:
            return None
        entry = self._known.exercises.get(entry_id)
        if entry is not None:
            task, style = self._of_catalogue(path, values, entry), entry.style
        elif entry_id in self._own:
            base = self._own[entry_id]
            task, style = replace(base, dose=self._dose(path, values, base.dose)), None
        else:
            self._unknown(path, entry_id)
            return None
        if task is None:
            return None
        if style is not None or any(key in values for key in _DOSED):
            self._keep_below(path, values, task.dose, style)
        return replace(task, note=values.get("note", ""), frequency=_frequency(values))

    def _of_catalogue(self, path: Path, values: Values, entry: Exercise) -> Task | None:
        if entry.dose is None and not any(key in values for key in _DOSED):
            expected = f"{entry.id} has no dose of its own; expected reps and hold, or lasts"
            self._troubles.append(Trouble(path, "", expected, at_key=True))
            return None
        return Task(
            entry.id,
            entry.name,
            self._dose(path, values, entry.dose or Dose()),
            entry.steps,
            entry.caution or "",
            tags=frozenset(str(tag) for tag in entry.tags),
        )

    def _unknown(self, path: Path, entry_id: str) -> None:
        expected = "expected an exercise of the catalogue (posture-pal exercises) or of this file"
        if entry_id in self._known.checks:
            expected = "expected an exercise; this is a check, which nobody can do in sets"
        near = nearest(entry_id, [*self._known.exercises, *self._own])
        self._wrong((*path, "id"), describe(entry_id), expected, near)

    def _dose(self, path: Path, values: Values, base: Dose) -> Dose:
        """The exercise's own dose with what the file says in place of it."""
        counted = [key for key in _COUNTED if key in values]
        if "lasts" in values:
            if counted:
                expected = "expected one of the two: by the clock, or counted"
                self._wrong((*path, "lasts"), f"`lasts` beside `{counted[0]}`", expected)
            return Dose(seconds=values["lasts"])
        if counted and base.seconds is not None:
            base = Dose()
        changed: dict[str, Any] = {key: values[key] for key in ("sets", "reps") if key in values}
        if "hold" in values:
            changed["hold_seconds"] = values["hold"]
        if "each_side" in values:
            changed["sides"] = 2 if values["each_side"] else 1
        return replace(base, **changed)

    def _keep_below(self, path: Path, values: Values, dose: Dose, style: Style | None) -> None:
        for key, found, expected in ceilings.above(dose, style):
            self._wrong((*path, key) if key in values else path, found, expected)

    # --- how often, and when ---------------------------------------------------------------------------

    def _phase(self, place: int, values: Values) -> Phase | None:
        path: Path = ("phase", place)
        tasks = self._tasks((*path, "exercise"), values.get("exercise", []))
        at = tuple(sorted(values.get("at", ())))
        often = _frequency(values) or (Frequency(len(at)) if at else None)
        if often is None:  # told where its keys were read
            return None
        first, last = values.get("weeks", (1, None))
        phase = Phase(place + 1, first, last, often, tuple(tasks), at)
        self._check_times(path, values, phase)
        return phase

    def _tasks(self, path: Path, tables: list[Values]) -> list[Task]:
        tasks: list[Task] = []
        for place, values in enumerate(tables):
            task = self._task((*path, place), values)
            if task is None:
                continue
            if any(task.id == other.id for other in tasks):
                expected = "expected each exercise once in a phase"
                self._wrong((*path, place, "id"), describe(task.id), expected)
            tasks.append(task)
        return tasks

    def _check_times(self, path: Path, values: Values, phase: Phase) -> None:
        """No day has more sessions than people can do, or than clock times are given for."""
        most = len(phase.at) or MOST_A_DAY
        self._check_frequency(path, phase.frequency, most, phase)
        for place, table in enumerate(values.get("exercise", [])):
            own = _frequency(table)
            if own is not None:
                self._check_frequency((*path, "exercise", place), own, most, phase)

    def _check_frequency(self, path: Path, often: Frequency, most: int, phase: Phase) -> None:
        a_day = -(-often.times // self._working_days) if often.per_week else often.times
        if a_day > most:
            key = "times_per_week" if often.per_week else "times_per_day"
            why = f"`at` has {most} times" if phase.at else f"at most {most} sessions fit into a day"
            self._wrong((*path, key), f"{a_day} sessions in a day", f"expected at most {most}; {why}")

    def _check_weeks(self) -> None:
        """Each week has one phase, and each phase a week of the programme."""
        top, taken = self._tables.top, dict[int, int]()
        weeks = (
            (top["ends"] - top["starts"]).days // DAYS_A_WEEK + 1 if {"starts", "ends"} <= top.keys() else 0
        )
        for place, values in enumerate(self._tables.phases):
            path: Path = ("phase", place, "weeks")
            first, last = values.get("weeks", (1, None))
            if 0 < weeks < first:
                expected = f"expected weeks of the programme, which has {weeks}"
                self._wrong(path, f"week {first}", expected)
            shared = [week for week in range(first, (last or LAST_WEEK) + 1) if week in taken]
            if shared:
                expected = f"expected each week once; week {shared[0]} is phase {taken[shared[0]]}'s"
                near = "" if "weeks" in values else "; `weeks` says which weeks this one has"
                self._wrong(path, "weeks that another phase has", expected + near)
            taken |= {week: place + 1 for week in range(first, (last or LAST_WEEK) + 1) if week not in taken}


def _frequency(values: Values) -> Frequency | None:
    if "times_per_day" in values:
        return Frequency(values["times_per_day"])
    if "times_per_week" in values:
        return Frequency(values["times_per_week"], per_week=True)
    return None
