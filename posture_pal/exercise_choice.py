"""What a prompt offers: the exercises or the check whose turn it is, chosen once for each occurrence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from posture_pal import durations
from posture_pal.clock import Clock
from posture_pal.events import Offered
from posture_pal.model import Fact, Plan
from posture_pal.state import Occurrence

if TYPE_CHECKING:
    from posture_pal.catalogue import Catalogue, Entry, Moved

_DAYS = 21
"""How far back is looked for what was offered before."""

_LONGEST = 240
"""Letters of steps that a notification can carry."""


class ExerciseChoice:
    """Chooses by what the record says was offered before. Every method is for the service's thread.

    facts: the record since a day. tell: takes events. The catalogue is read when it is needed, and not kept:
    that is a few times a day.
    """

    def __init__(
        self, clock: Clock, facts: Callable[[date], Iterable[Fact]], tell: Callable[[Offered], None]
    ) -> None:
        self._clock = clock
        self._facts = facts
        self._tell = tell

    def words(self, plan: Plan, occurrence: Occurrence, *, has_window: bool) -> str | None:
        """The notification's words; None where the reminder has its own, or none may be said.

        has_window: it shows the steps; without one the notification carries those of the first exercise.
        """
        entries = self._entries(plan, occurrence)
        reminder = plan.reminder(occurrence.reminder)
        if not entries or plan.prompts.discreet or (reminder is not None and reminder.message):
            return None
        return _words(entries, occurrence.lasts, has_window=has_window)

    def _entries(self, plan: Plan, occurrence: Occurrence) -> list[Entry]:
        reminder = plan.reminder(occurrence.reminder)
        if reminder is None or reminder.routine is None:
            return []
        from posture_pal import catalogue

        known = catalogue.load()
        catalogue.load.cache_clear()
        if occurrence.items:
            return [entry for entry in map(known.entry, occurrence.items) if entry is not None]
        routine = known.routines.get(reminder.routine)
        if routine is None:
            return []
        today = self._clock.now().day
        chosen = list(catalogue.session(routine, self._history(known, today), plan.avoid, today))
        if chosen:
            self._tell(Offered(occurrence.id, tuple(entry.id for entry in chosen)))
        return chosen

    def _history(self, known: Catalogue, today: date) -> tuple[Moved, ...]:
        facts = self._facts(today - timedelta(days=_DAYS))
        offered = ((str(item), fact.at.day) for fact in facts for item in _items(fact))
        return known.history(offered)


def _items(fact: Fact) -> Iterable[object]:
    """What an outcome was about; `guided` only says the same before it."""
    items = fact.details.get("items")
    return items if isinstance(items, list) and fact.name != "guided" else ()


def _words(entries: list[Entry], lasts: float, *, has_window: bool) -> str:
    from posture_pal.catalogue import Check

    first = entries[0]
    if isinstance(first, Check):
        return f"{first.text} {first.why}"
    if has_window:
        names = [_short(entry.name) for entry in entries]
        *others, last = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
        named = f"{', '.join(others)} and {last}" if others else last
        return f"{named}: {durations.spell(lasts)}."
    steps = ""
    for step in getattr(first, "steps", ()):
        if len(steps) + len(step) > _LONGEST:
            break
        steps += f" {step}"
    return f"{_short(first.name)}:{steps}"


def _short(name: str) -> str:
    return name.partition(" (")[0]
