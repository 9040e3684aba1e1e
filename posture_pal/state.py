"""What the program remembers between two events: clocks, open occurrences, presence, holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from posture_pal.model import Hold, Kind, Reminder

HEARTBEAT = 30.0
"""Seconds after which the engine wants to be woken at the latest, so that a lost signal is noticed."""


class Phase(StrEnum):
    """Where an occurrence stands on its way from due to ended."""

    WAITING = "waiting"
    OPEN = "open"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a reminder fell due. All times are elapsed seconds.

    due: when it fell due. free_since: since when nothing but the settle time keeps it off the screen.
    until: when the phase ends by itself (OPEN: expires, SNOOZED: shows again).
    held: a `held` fact was written for this wait. left_at: when the person went away close to the prompt.
    credited: they stayed away as long as a break lasts. withdrawn: off the screen already while the person is
    away on what may be a break: the outcome it has if they come back too soon.
    items: the ids of what it offers. programme: the id of the programme it belongs to.
    """

    id: str
    reminder: str
    kind: Kind
    lasts: float
    due: float
    phase: Phase = Phase.WAITING
    free_since: float | None = None
    until: float | None = None
    shown_at: float | None = None
    showings: int = 0
    held: bool = False
    requested: bool = False
    undelivered: bool = False
    left_at: float | None = None
    credited: bool = False
    withdrawn: str = ""
    items: tuple[str, ...] = ()
    programme: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a response to it counts."""
        return self.phase is Phase.OPEN and not self.withdrawn

    @property
    def weight(self) -> tuple[int, float]:
        """Orders occurrences for merging, as reminders are."""
        return self.kind.weight, self.lasts


@dataclass(frozen=True, slots=True)
class ReminderClock:
    """One reminder's own clock.

    since: the desk time total at which it last restarted. absorbed_by: the id of the heavier occurrence
    whose prompt stands for this one too. slot: the last local date and time of `at` that was dealt with.
    credited: the absence that lasts was counted as a break already, so it is not counted again.
    """

    since: float = 0.0
    absorbed_by: str | None = None
    slot: datetime | None = None
    credited: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody is at the desk, and since when. All times are elapsed seconds.

    last_input: the last sign of a person. continuous: input goes on until told otherwise.
    at_desk_since: when this spell at the desk began; while away, before when the next cannot have begun.
    away_since: None while at the desk. back_at: when they last came back.
    """

    last_input: float
    at_desk_since: float
    continuous: bool = False
    known: bool = True
    locked: bool = False
    asleep: bool = False
    away_since: float | None = None
    away_reason: str = ""
    back_at: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold of the desktop that stands: since when (wall), its words, and until when where that is known."""

    since: datetime
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause that somebody asked for: since when, and until when, or until resumed."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything the engine remembers. A value: `advance` returns a new one.

    desk_total: seconds of desk time ever counted, up to `counted_to` (elapsed).
    wake_at: the elapsed time at which the engine asked to be woken.
    overridden: the standing holds somebody overrode; it counts while exactly these stand.
    programme: the id of the programme that was in force when last looked.
    """

    presence: Presence
    day: date
    counted_to: float
    wake_at: float
    desk_total: float = 0.0
    serial: int = 0
    prompts_today: int = 0
    clocks: dict[str, ReminderClock] = field(default_factory=dict)
    occurrences: tuple[Occurrence, ...] = ()
    holds: dict[Hold, Standing] = field(default_factory=dict)
    paused: Paused | None = None
    overridden: frozenset[Hold] | None = None
    programme: str | None = None

    @property
    def at_desk(self) -> bool:
        return self.presence.away_since is None

    def clock(self, name: str) -> ReminderClock:
        return self.clocks.get(name) or ReminderClock(since=self.desk_total)

    def progress(self, reminder: Reminder) -> float:
        """Desk seconds counted by this reminder's clock."""
        return max(0.0, self.desk_total - self.clock(reminder.name).since)

    def occurrence_of(self, name: str) -> Occurrence | None:
        """The unfinished occurrence of a reminder, or None."""
        return next((o for o in self.occurrences if o.reminder == name), None)

    def open_prompt(self) -> Occurrence | None:
        """The prompt a response is meant for: the one that was shown last and is still open."""
        shown = [o for o in self.occurrences if o.is_open]
        return max(shown, key=lambda o: o.shown_at or 0.0, default=None)
