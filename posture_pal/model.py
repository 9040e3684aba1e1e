"""The vocabulary: reminders, plans, moments and facts, as values that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What a reminder asks for, lightest first: a merged prompt is the heaviest one's."""

    POSTURE = "posture"
    STRETCH = "stretch"
    BREAK = "break"

    @property
    def weight(self) -> int:
        return _WEIGHTS[self]


_WEIGHTS = {kind: weight for weight, kind in enumerate(Kind)}


class Answer(StrEnum):
    """What a person can say to a prompt."""

    DONE = "done"
    PARTIAL = "partial"
    SKIP = "skip"
    SNOOZE = "snooze"
    DISMISS = "dismiss"


class Hold(StrEnum):
    """A reason to stay quiet just now, the most restrictive first."""

    LOCKED = "locked"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside_hours"
    MAX_PER_DAY = "max_per_day"
    DO_NOT_DISTURB = "do_not_disturb"
    CALL = "call"
    FULLSCREEN = "fullscreen"


class Moment(NamedTuple):
    """One instant on both clocks.

    wall: aware local time, for hours, dates and the log; it can be set, and jump.
    elapsed: seconds on a clock that only goes forward and counts sleep, for every duration.
    """

    wall: datetime
    elapsed: float

    @property
    def day(self) -> date:
        return self.wall.date()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder; durations in seconds. It has `every` (desk time), `at` (local clock time), or an agenda.

    programme, items, agenda: of one that a clinic's programme makes: the programme's id, the ids of the
    session's exercises, and its clock times date by date.
    """

    name: str
    kind: Kind
    every: float | None = None
    at: tuple[time, ...] = ()
    lasts: float = 30.0
    routine: str | None = None
    natural_after: float | None = None
    enabled: bool = True
    message: str | None = None
    programme: str | None = None
    items: tuple[str, ...] = ()
    agenda: Mapping[date, tuple[time, ...]] | None = None

    @property
    def by_clock(self) -> bool:
        """Whether it falls due at clock times."""
        return bool(self.at) or self.agenda is not None

    def times_on(self, day: date) -> tuple[time, ...]:
        """The local clock times at which it falls due on a day."""
        return self.at if self.agenda is None else self.agenda.get(day, ())

    @property
    def weight(self) -> tuple[int, float]:
        """Orders reminders for merging: by kind, then the longer of two alike."""
        return self.kind.weight, self.lasts

    @property
    def has_session(self) -> bool:
        """Whether there is something to guide through: a routine, or the time of a break."""
        return self.routine is not None or self.kind is Kind.BREAK


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours: ISO weekdays (1 is Monday) and ranges of local time; a range may cross midnight."""

    days: frozenset[int]
    ranges: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Prompts:
    """How prompts appear; durations in seconds, `max_per_day` 0 for no limit."""

    settle: float = 30.0
    expires_after: float = 600.0
    merge_within: float = 300.0
    max_per_day: int = 16
    snooze: tuple[float, ...] = (300.0, 600.0, 1800.0)
    discreet: bool = False
    sound: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeInForce:
    """What is always shown of a programme that the person uses: whose it is, and from when to when."""

    id: str
    title: str
    author: str
    starts: date
    ends: date
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole config, checked: everything the engine may know about what the person wants.

    programme: the one in force, its reminders among the others. programme_since: the local day on which that
    was asked for, or its end was.
    """

    reminders: tuple[Reminder, ...]
    away_after: float = 180.0
    hours: Hours | None = None
    prompts: Prompts = field(default_factory=Prompts)
    respected_holds: frozenset[Hold] = frozenset({Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL})
    while_running: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    guided_window: bool = True
    diary_enabled: bool = False
    diary_at: time = time(16, 30)
    keep_facts_days: int = 400
    emergency: str = "112"
    programme: ProgrammeInForce | None = None
    programme_since: date | None = None
    profile: str = "office"
    locked: frozenset[str] = frozenset()
    """The settings that this computer's site keeps as they are, by name; all reminders are `reminder`."""

    def reminder(self, name: str) -> Reminder | None:
        """The reminder of that name, or None."""
        return next((r for r in self.reminders if r.name == name), None)

    def natural_after(self, reminder: Reminder) -> float:
        """Seconds of absence that restart this reminder's clock (design 4.2)."""
        if reminder.natural_after is not None:
            return reminder.natural_after
        return max(reminder.lasts, self.away_after)


class Fact(NamedTuple):
    """One line of the event log: what happened, when, to which occurrence, and what else is worth knowing.

    A tuple by name, as Moment is: a record of years is sixty thousand of them, made in half the time.
    """

    at: Moment
    name: str
    reminder: str | None = None
    occurrence: str | None = None
    details: Mapping[str, Any] = {}
