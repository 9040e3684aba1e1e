"""One event being worked out: the state so far, and what has been decided so far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from posture_pal.events import Effect, Record
from posture_pal.model import Fact, Moment, Plan, Reminder
from posture_pal.state import Occurrence, State


class Turn:
    """The engine's workbench for one event; nothing of it outlives the call of `advance`."""

    def __init__(self, plan: Plan, state: State, now: Moment) -> None:
        self.plan = plan
        self.state = state
        self.now = now
        self.effects: list[Effect] = []

    def change(self, **fields: Any) -> None:
        """Puts other values into the state."""
        self.state = replace(self.state, **fields)

    def change_presence(self, **fields: Any) -> None:
        """Puts other values into the state's presence."""
        self.change(presence=replace(self.state.presence, **fields))

    def record(self, name: str, of: Occurrence | None = None, **details: Any) -> None:
        """Decides that a fact be written; details that are None are left out."""
        if of is not None and of.programme is not None:
            details["programme"] = of.programme
        fact = Fact(
            at=self.now,
            name=name,
            reminder=of.reminder if of else details.pop("reminder", None),
            occurrence=of.id if of else None,
            details={key: value for key, value in details.items() if value is not None},
        )
        self.effects.append(Record(fact))

    def put(self, occurrence: Occurrence) -> None:
        """Keeps an occurrence, in place of its earlier self."""
        others = tuple(o for o in self.state.occurrences if o.id != occurrence.id)
        self.change(occurrences=(*others, occurrence))

    def new_occurrence(self, reminder: Reminder, due: float) -> Occurrence:
        """An occurrence with an id of its own: the local time of its birth and a running number."""
        serial = self.state.serial + 1
        self.change(serial=serial)
        return Occurrence(
            id=f"{self.now.wall:%Y%m%d-%H%M%S}-{serial}",
            reminder=reminder.name,
            kind=reminder.kind,
            lasts=reminder.lasts,
            due=due,
            items=reminder.items,
            programme=reminder.programme,
        )

    def restart_clock(self, name: str) -> None:
        """Lets a reminder's clock begin at nothing again; one that is put to rest has none."""
        reminder = self.plan.reminder(name)
        if reminder is None or not reminder.enabled:
            self.change(clocks={other: clock for other, clock in self.state.clocks.items() if other != name})
            return
        clock = replace(self.state.clock(name), since=self.state.desk_total, absorbed_by=None, credited=False)
        self.change(clocks={**self.state.clocks, name: clock})

    def drop(self, occurrence: Occurrence) -> None:
        """Forgets an occurrence that has ended and restarts its clock and those it stood for."""
        self.change(occurrences=tuple(o for o in self.state.occurrences if o.id != occurrence.id))
        self.restart_clock(occurrence.reminder)
        for name, clock in self.state.clocks.items():
            if clock.absorbed_by == occurrence.id:
                self.restart_clock(name)

    def end(self, occurrence: Occurrence, outcome: str, **details: Any) -> None:
        """Ends an occurrence with its outcome: the one fact that says so, and what was offered."""
        details.setdefault("items", list(occurrence.items) or None)
        self.record(outcome, occurrence, **details)
        self.drop(occurrence)
