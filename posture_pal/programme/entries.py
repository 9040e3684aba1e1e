"""What a clinic's programme is made of: its author, its dates, and what is done how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from posture_pal.catalogue import Dose

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: so many times on each working day of the programme, or so many times a week."""

    times: int
    per_week: bool = False

    def __str__(self) -> str:
        times = {1: "once", 2: "twice"}.get(self.times, f"{self.times} times")
        return f"{times} a {'week' if self.per_week else 'day'}"


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise of a phase, with the author's dose.

    id: the catalogue's, or one that the file defines (`own`). caution: the catalogue's or the file's, always
    shown. note: a line of the author's. tags: what it asks of the body, in the catalogue's words.
    frequency: how often, where that is not the phase's.
    """

    id: str
    name: str
    dose: Dose
    steps: tuple[str, ...]
    caution: str = ""
    note: str = ""
    own: bool = False
    tags: frozenset[str] = frozenset()
    frequency: Frequency | None = None

    @property
    def short_name(self) -> str:
        """The name without what stands in brackets behind it."""
        return self.name.partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks of a programme: what is done in them, how often, and at which clock times if set.

    first, last: weeks counted from 1, which begins on the programme's first day; last None: until the end.
    """

    number: int
    first: int
    last: int | None
    frequency: Frequency
    tasks: tuple[Task, ...]
    at: tuple[time, ...] = ()

    def covers(self, week: int) -> bool:
        """Whether that week is one of its own."""
        return self.first <= week and (self.last is None or week <= self.last)

    def often(self, task: Task) -> Frequency:
        """How often this exercise is to be done."""
        return task.frequency or self.frequency


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, checked.

    id: a name from its title with a short digest of its text; the same text has the same id everywhere.
    days_off: ISO weekdays (1 is Monday) without sessions, dates_off: single dates. target: the share of the
    sessions that the author aims at, in percent, None where the author set none.
    text: the file as it was read, line ends and byte order mark made alike.
    """

    id: str
    title: str
    author: str
    contact: str
    starts: date
    ends: date
    phases: tuple[Phase, ...]
    days_off: frozenset[int] = frozenset()
    dates_off: frozenset[date] = frozenset()
    target: int | None = None
    stop_rule: str = ""
    note: str = ""
    text: str = field(default="", repr=False)

    @property
    def weeks(self) -> int:
        """How many weeks it spans, the last one perhaps in part."""
        return (self.ends - self.starts).days // DAYS_A_WEEK + 1

    @property
    def tasks(self) -> dict[str, Task]:
        """Every exercise in it, by id, as the first phase that has it doses it."""
        found: dict[str, Task] = {}
        for phase in self.phases:
            for task in phase.tasks:
                found.setdefault(task.id, task)
        return found
