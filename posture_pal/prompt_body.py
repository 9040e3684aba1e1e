"""The words of a prompt's notification: what to do, how long it takes, and a short why."""

from __future__ import annotations

from collections.abc import Sequence

from posture_pal import durations
from posture_pal.catalogue import Check, Entry, Exercise
from posture_pal.prompt_messages import Message

_LONGEST = 240
"""Letters of steps that a notification can carry."""


def body(message: Message, entries: Sequence[Entry], lasts: float, *, has_window: bool) -> str:
    """The text beneath the title; its last line, or sentence, says why.

    entries: what the prompt offers. lasts: its seconds. has_window: a window shows the steps of the
    exercises; without one the notification carries those of the first.
    """
    if entries and isinstance(entries[0], Check):
        return f"{entries[0].text} {entries[0].why}"
    if entries and not has_window:
        first = entries[0]
        told = steps(_short(first.name), first.steps if isinstance(first, Exercise) else ())
        return f"{told}\n{message.why}"
    what = message.text.rstrip(".")
    if entries:
        what = f"{what}: {_named(entries)}"
        return f"{what} ({durations.spell(lasts)}).\n{message.why}"
    return f"{what}: {durations.spell(lasts)}.\n{message.why}"


def _named(entries: Sequence[Entry]) -> str:
    names = [_short(entry.name) for entry in entries]
    *others, last = (name[:1].lower() + name[1:] for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def steps(name: str, lines: Sequence[str]) -> str:
    """An exercise's name with as many of its steps as a notification can carry."""
    told = f"{name}:"
    for step in lines:
        if len(told) + len(step) > _LONGEST:
            break
        told += f" {step}"
    return told


def _short(name: str) -> str:
    return name.partition(" (")[0]
