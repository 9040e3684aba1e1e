"""What a prompt offers and says: the exercises or the check whose turn it is, and the message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from posture_pal.clock import Clock
from posture_pal.errors import LogUnusable, PosturePalError
from posture_pal.events import Offered
from posture_pal.model import Fact, Plan
from posture_pal.state import Occurrence

if TYPE_CHECKING:
    from posture_pal.catalogue import Catalogue, Entry, Moved
    from posture_pal.prompt_messages import Message

_DAYS = 21
"""How far back is looked for what was offered before."""

_DAYS_OF_WORDS = 7
"""The same for the messages before one: no two in a row are alike."""


class ExerciseChoice:
    """Chooses, once for each occurrence, by what the record says was offered and shown before.

    facts: the record since a day. tell: takes events. The catalogue is read when it is needed, and not kept:
    that is a few times a day. Every method is for the service's thread.
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
        if occurrence.programme is not None:
            return None if has_window or plan.prompts.discreet else _prescribed(occurrence)
        entries = self._entries(plan, occurrence)
        reminder = plan.reminder(occurrence.reminder)
        if plan.prompts.discreet or (reminder is not None and reminder.message):
            return None
        from posture_pal import prompt_body

        return prompt_body.body(self._message(occurrence), entries, occurrence.lasts, has_window=has_window)

    def message(self, plan: Plan, occurrence: Occurrence) -> tuple[str, str]:
        """What the prompt says in a few words, and why; no why beside a reminder's own message."""
        reminder = plan.reminder(occurrence.reminder)
        if reminder is not None and reminder.message:
            return reminder.message, ""
        message = self._message(occurrence)
        return message.text.rstrip("."), message.why

    def _message(self, occurrence: Occurrence) -> Message:
        from posture_pal import prompt_messages

        facts = self._since(self._clock.now().day - timedelta(days=_DAYS_OF_WORDS))
        kind = str(occurrence.kind)
        shown = [f.occurrence for f in facts if f.name == "prompted" and f.details.get("kind") == kind]
        earlier = list(dict.fromkeys(one for one in shown if one is not None))
        before = earlier[: earlier.index(occurrence.id)] if occurrence.id in earlier else earlier
        return prompt_messages.choose(prompt_messages.load(), occurrence.kind, [*before, occurrence.id])

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
        facts = self._since(today - timedelta(days=_DAYS))
        offered = ((str(item), fact.at.day) for fact in facts for item in _items(fact))
        return known.history(offered)

    def _since(self, day: date) -> list[Fact]:
        """What the record has; one that cannot be read just now keeps no prompt off the screen."""
        try:
            return list(self._facts(day))
        except LogUnusable:
            return []


def _prescribed(occurrence: Occurrence) -> str | None:
    """The steps of the first exercise that a clinic's programme has in this session."""
    from posture_pal import programme_files, prompt_body

    try:
        tasks = programme_files.kept(occurrence.programme or "").tasks
    except PosturePalError:
        return None
    task = tasks.get(occurrence.items[0]) if occurrence.items else None
    return None if task is None else prompt_body.steps(task.short_name, task.steps)


def _items(fact: Fact) -> Iterable[object]:
    """What an outcome was about; `guided` only says the same before it."""
    items = fact.details.get("items")
    return items if isinstance(items, list) and fact.name != "guided" else ()
