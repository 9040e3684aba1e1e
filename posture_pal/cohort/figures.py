"""The figures of each programme, of groups large enough to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from posture_pal.cohort.hiding import FEWEST, hidden
from posture_pal.cohort.store import Store
from posture_pal.stats.shares import Share

ENOUGH_FOR_QUARTERS = 20
"""Patients from which on the quarters of their shares say nothing of any one of them."""

_STEP = 5
"""Percent to which the quarters are rounded, for the same reason."""

_PEOPLE = "SELECT programme, count(DISTINCT patient) FROM courses WHERE prescribed > 0 GROUP BY programme"
_COURSE = """
    SELECT mode(title), mode(author), mode(starts), mode(ends), sum(done), sum(prescribed),
        sum(entered_later), sum(partial), sum(skipped), sum(missed), sum(not_seen), sum(extra),
        sum(days_with_data), sum(days_due), quantile_cont(done / prescribed, [0.25, 0.5, 0.75])
    FROM courses WHERE programme = ? AND prescribed > 0
"""
_EXERCISES = """
    SELECT exercise, mode(name), count(DISTINCT patient), sum(done), sum(prescribed), sum(entered_later),
        sum(partial), sum(skipped), sum(hurt), count(DISTINCT patient) FILTER (hurt > 0)
    FROM exercises WHERE programme = ? AND prescribed > 0
    GROUP BY exercise ORDER BY sum(prescribed) DESC, exercise
"""
_WEEKS = """
    SELECT week, count(DISTINCT patient), sum(done), sum(prescribed), sum(days_with_data), sum(days_due)
    FROM weeks WHERE programme = ? AND prescribed > 0 GROUP BY week ORDER BY week
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside done of prescribed, in sessions."""

    entered_later: int
    partial: int
    skipped: int
    missed: int = 0
    not_seen: int = 0
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of a programme over all patients. hurt: sessions, None where too few people said so."""

    name: str
    patients: int
    share: Share
    beside: Beside
    hurt: int | None


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a programme, counted from each patient's first. share: None where too few were in it."""

    number: int
    patients: int | None
    share: Share | None
    with_data: Share | None


@dataclass(frozen=True, slots=True)
class Course:
    """A programme and everybody who followed it. quarters: of the patients' own shares, in percent.

    hidden_exercises: how many are not told, because too few people were in them; such a week has no share.
    """

    id: str
    title: str
    author: str
    starts: date
    ends: date
    patients: int
    share: Share
    beside: Beside
    with_data: Share
    quarters: tuple[int, int, int] | None
    exercises: tuple[Exercise, ...]
    weeks: tuple[Week, ...]
    hidden_exercises: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """What may be told of a folder of reports. hidden: how many programmes are not."""

    reports: int
    courses: tuple[Course, ...]
    hidden: int


def gather(store: Store, reports: int) -> Cohort:
    """The figures of everything that was read. reports: how many that were."""
    people = dict(store.run(_PEOPLE))
    untold = hidden(people)
    shown = sorted(people.keys() - untold, key=lambda programme: (-people[programme], programme))
    return Cohort(reports, tuple(_course(store, one, people[one]) for one in shown), len(untold))


def _course(store: Store, programme: str, patients: int) -> Course:
    (row,) = store.run(_COURSE, [programme])
    title, author, starts, ends, done, prescribed, *beside, seen, due, quarters = row
    exercises, untold_exercises = _exercises(store, programme)
    return Course(
        programme,
        title,
        author,
        starts,
        ends,
        patients,
        Share(int(done), int(prescribed)),
        Beside(*map(int, beside)),
        Share(int(seen), int(due)),
        _rounded(quarters) if patients >= ENOUGH_FOR_QUARTERS else None,
        exercises,
        _weeks(store, programme),
        untold_exercises,
    )


def _rounded(quarters: Sequence[float]) -> tuple[int, int, int]:
    low, middle, high = (_STEP * round(100 * share / _STEP) for share in quarters)
    return low, middle, high


def _exercises(store: Store, programme: str) -> tuple[tuple[Exercise, ...], int]:
    rows = store.run(_EXERCISES, [programme])
    untold = hidden({row[0]: row[2] for row in rows})
    told = tuple(
        Exercise(
            name,
            patients,
            Share(int(done), int(prescribed)),
            Beside(int(later), int(partial), int(skipped)),
            int(hurt) if who >= FEWEST else None,
        )
        for key, name, patients, done, prescribed, later, partial, skipped, hurt, who in rows
        if key not in untold
    )
    return told, len(untold)


def _weeks(store: Store, programme: str) -> tuple[Week, ...]:
    rows = store.run(_WEEKS, [programme])
    untold = hidden({row[0]: row[1] for row in rows})
    return tuple(
        Week(number, None, None, None)
        if number in untold
        else Week(number, patients, Share(int(done), int(prescribed)), Share(int(seen), int(due)))
        for number, patients, done, prescribed, seen, due in rows
    )
