"""What a report tells, section by section, before it is put into any form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from posture_pal import durations, stats
from posture_pal.diary import Entry
from posture_pal.model import Plan, Reminder
from posture_pal.stats import HOUR, Day, Figures, Share, completion, of_days
from posture_pal.stats.adherence import Followed
from posture_pal.stats.days import Counts, add

SECTIONS = ("programme", "reminders", "days", "work", "diary", "note", "definitions")
"""Each can be left out, and one without data leaves itself out."""

PROGRAMME = "programme"
"""The row of a programme's prompts among the reminders."""

_UNASKED = frozenset({"natural", "unseen"})
"""Outcomes that tell of no prompt, only of somebody's coming and going."""

STRIP = 28
"""Days that the strip shows: the last ones of the period."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a report. name, note: blank unless typed. without: sections left out."""

    first: date
    last: date
    name: str = ""
    note: str = ""
    without: frozenset[str] = frozenset()

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder: how it is set, and what its occurrences came to. hurt: the days on which that was said."""

    name: str
    setting: str
    counts: Counts
    reasons: tuple[tuple[str, int], ...] = ()
    hurt: tuple[date, ...] = ()

    @property
    def completion(self) -> Share:
        return completion(self.counts)

    @property
    def missed(self) -> int:
        """Shown and not answered, or sent away."""
        return self.counts.get("missed", 0) + self.counts.get("dismissed", 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the strip. state: all, some, none (done); later, quiet, no data, off, deleted.

    later: how many were entered later, besides the share.
    """

    day: date
    state: str
    share: Share
    later: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """How the desk time fell. longest: median over the days with an hour or more, in seconds; None of none.

    breaks: asked for and taken unasked. desk_time: seconds.
    """

    longest: float | None
    of_days: int
    breaks: tuple[int, int]
    desk_time: float
    coverage: Share


@dataclass(frozen=True, slots=True)
class Deletion:
    """On that day, everything before a day was deleted."""

    on: date
    before: date


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole report. with_data: days on which the program ran, of all days of the period.

    made: when. version: the program's. cells: every day of the period. today: a line about today, or blank.
    by_day, plan: what everything else was gathered from. programmes: followed, the last one last.
    """

    wanted: Wanted
    made: datetime
    version: str
    figures: Figures
    with_data: Share
    rows: tuple[Row, ...]
    total: Row
    cells: tuple[Cell, ...]
    work: Work
    diary: Mapping[date, Entry]
    deletions: tuple[Deletion, ...]
    by_day: Mapping[date, Day] = field(default_factory=dict)
    plan: Plan = field(default_factory=lambda: Plan(()))
    today: str = ""
    programmes: tuple[Followed, ...] = ()

    @property
    def workdays(self) -> frozenset[int]:
        return workdays(self.plan)

    def tells_of(self, outcome: str) -> bool:
        """Whether such outcomes are told of: breaks taken unasked are a part of the work."""
        return outcome not in _UNASKED or self.has("work")

    def has(self, section: str) -> bool:
        """Whether the section is wanted and has anything to tell."""
        if section in self.wanted.without:
            return False
        return bool({"diary": self.diary, "programme": self.programmes}.get(section, True))


def gather(
    wanted: Wanted,
    days: Mapping[date, Day],
    plan: Plan,
    entries: Mapping[date, Entry],
    *,
    made: datetime,
    version: str,
    today: str = "",
    programmes: Sequence[Followed] = (),
) -> Contents:
    """The report of a period. days: with some days after it, where something was deleted since.

    entries: the diary, empty for none. programmes: in the order in which they came into force.
    """
    due = workdays(plan)
    period = wanted.days
    told = {day: days[day] for day in period if day in days}
    if PROGRAMME in wanted.without:
        told = {day: _own(one) for day, one in told.items()}
    figures = of_days(told, due, period)
    deletions = tuple(
        Deletion(day, one.deleted_before)
        for day, one in sorted(days.items())
        if one.deleted_before and one.deleted_before > wanted.first
    )
    rows = _rows(told, plan)
    return Contents(
        wanted,
        made,
        version,
        figures,
        Share(sum(1 for day in told.values() if day.ran), len(period)),
        rows,
        _total(rows),
        tuple(_cell(day, told.get(day), due, deletions) for day in period),
        _work(told),
        {day: entries[day] for day in period if day in entries} if "diary" not in wanted.without else {},
        deletions,
        told,
        plan,
        today,
        tuple(programmes) if "programme" not in wanted.without else (),
    )


def workdays(plan: Plan) -> frozenset[int]:
    """The ISO weekdays on which work is due; Monday to Friday where no hours are set."""
    return plan.hours.days if plan.hours else frozenset({1, 2, 3, 4, 5})


def _rows(told: Mapping[date, Day], plan: Plan) -> tuple[Row, ...]:
    own = [reminder for reminder in plan.reminders if reminder.enabled and reminder.programme is None]
    counts: dict[str, Counts] = {reminder.name: {} for reminder in own}
    reasons: dict[str, Counts] = {}
    hurt: dict[str, list[date]] = {}
    for day, one in told.items():
        for session, tally in one.tallies.items():
            name = row_of(session)
            add(counts.setdefault(name, {}), tally.counts)
            add(reasons.setdefault(name, {}), tally.reasons)
            if tally.counts.get("hurt"):
                hurt.setdefault(name, []).append(day)
    return tuple(
        Row(
            name,
            "its prompts, answered or not" if name == PROGRAMME else setting(plan.reminder(name)),
            counts[name],
            tuple(sorted(reasons.get(name, {}).items(), key=lambda reason: (-reason[1], reason[0]))),
            tuple(hurt.get(name, ())),
        )
        for name in counts
    )


def _own(told: Day) -> Day:
    """A day without what came of programmes."""
    own = {name: tally for name, tally in told.tallies.items() if row_of(name) != PROGRAMME}
    return replace(told, tallies=own, sessions={})


def row_of(name: str) -> str:
    """The row that a reminder's answers stand in: its own, or that of all sessions of programmes.

    A session's name has a dot, such as `neck-six-weeks.2b`, and no other reminder's.
    """
    return PROGRAMME if "." in name else name


def setting(reminder: Reminder | None) -> str:
    """How a reminder is set, in words."""
    if reminder is None:
        return "no longer set"
    lasts = durations.spell(reminder.lasts)
    if reminder.every is not None:
        return f"{lasts}, every {durations.spell(reminder.every)} at the desk"
    return f"{lasts}, at {', '.join(f'{at:%H:%M}' for at in reminder.at)}"


def _total(rows: tuple[Row, ...]) -> Row:
    total: Counts = {}
    for row in rows:
        add(total, row.counts)
    return Row("all", "", total)


def _cell(day: date, told: Day | None, due: frozenset[int], deletions: tuple[Deletion, ...]) -> Cell:
    share = completion(told.outcomes) if told else Share(0, 0)
    if told is None or not told.ran:
        gone = any(day < deletion.before for deletion in deletions)
        is_off = day.isoweekday() not in due or (told is not None and bool(told.marked_off))
        state = "deleted" if gone else "off" if is_off else "no data"
    elif not share.of:
        state = "quiet"
    elif share.n == share.of:
        state = "all"
    else:
        state = "some" if share.n or told.outcomes.get("partial") else "none"
    return Cell(day, state, share)


def _median(values: list[float]) -> float | None:
    """The middle one, or the mean of the two in the middle; None of none."""
    ranked, half = sorted(values), len(values) // 2
    if not ranked:
        return None
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def _work(told: Mapping[date, Day]) -> Work:
    long_enough = [day for day in told.values() if day.desk_time >= HOUR]
    return Work(
        _median([day.longest for day in long_enough]),
        len(long_enough),
        (sum(day.breaks[0] for day in told.values()), sum(day.breaks[1] for day in told.values())),
        sum(day.desk_time for day in told.values()),
        Share(sum(day.coverage[0] for day in told.values()), sum(day.coverage[1] for day in told.values())),
    )


DEFINITIONS = (
    *stats.DEFINITIONS,
    "Longest unbroken stretch of a day: desk time between two breaks, 5 min or more away counting as one.",
    "Its median is over the days with an hour or more at the desk.",
    "Breaks: asked for (said to be done, or seen after a prompt), or taken unasked, as silence shows them.",
    "Not counted: prompts that nobody can have seen, that were held back, or that could not be shown.",
)
