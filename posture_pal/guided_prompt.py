"""What becomes of a prompt that a window guides through: it stays open, and comes back if that is lost."""

from __future__ import annotations

from dataclasses import replace

from posture_pal import desk_time, ending, events
from posture_pal.turn import Turn


def answered(turn: Turn, event: events.Answered) -> None:
    """Somebody who followed a window to its end was there, however long they touched no key."""
    if event.evidence == "timer":
        desk_time.sign_of_life(turn)
    ending.answer(turn, event)


def offered(turn: Turn, event: events.Offered) -> None:
    """What a prompt offers is remembered until it ends."""
    for occurrence in turn.state.occurrences:
        if occurrence.id == event.occurrence:
            turn.put(replace(occurrence, items=event.items))


def guided(turn: Turn, event: events.Guided) -> None:
    """The window stands in for the prompt, which stays answerable for as long as that takes."""
    for occurrence in turn.state.occurrences:
        if occurrence.id == event.occurrence and occurrence.is_open:
            until = turn.now.elapsed + event.seconds + turn.plan.prompts.expires_after
            turn.put(replace(occurrence, until=max(until, occurrence.until or 0.0), undelivered=False))
            items = list(occurrence.items) or None
            turn.record("guided", occurrence, seconds=desk_time.whole(event.seconds), items=items)
            turn.effects.append(events.Withdraw(occurrence.id))


def lost(turn: Turn, event: events.GuideLost) -> None:
    """A window that went without an answer gives its prompt back; a desktop that ends shows nothing more."""
    for occurrence in turn.state.occurrences:
        if occurrence.id == event.occurrence and occurrence.is_open:
            turn.record("guide_lost", occurrence, how=event.how)
            if event.how != "logout":
                turn.effects.append(events.Show(occurrence.id))
