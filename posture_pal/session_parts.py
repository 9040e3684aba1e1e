"""What one guided session is made of: its parts in order, each with its words and its time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from posture_pal import catalogue
from posture_pal.catalogue import Dose, Entry, Exercise, Moved, Routine
from posture_pal.programme import Programme, Task

ALWAYS = "Gentle range, keep breathing, stop if it hurts."
"""The line that stands beside every exercise."""

CHECK_SECONDS = 20.0
"""How long a check stays when nothing says how long it lasts."""

UNTIMED_SECONDS = 60.0
"""For an exercise whose dose only a clinic can set."""

SIDES = ("right", "left")

_REST = {
    "posture": ("A change of position", ("Shift, stand or lean back.", "Let your shoulders drop.")),
    "stretch": ("A stretch", ("Move gently, in a range that feels good.", "Breathe out as you reach.")),
    "break": (
        "A break",
        ("Leave the screen.", "Walk, fetch water, or stand for a while.", "Look at something far away."),
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a session with a clock of its own: an exercise, one side of it, a check, or a rest.

    lines: the steps; of a check the one question. note: what to take care with; of a check why it is asked.
    side: right or left, where each side has its turn. has_figure: whether there is something to draw.
    """

    id: str
    name: str
    lines: tuple[str, ...]
    seconds: float
    dose: str = ""
    note: str = ""
    side: str | None = None
    has_figure: bool = False
    is_check: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """The parts of one session, what it is called, and a sentence on what is behind it, if there is one.

    author, stop_rule: of one that a clinic's programme prescribes.
    """

    title: str
    parts: tuple[Part, ...]
    author: str = ""
    stop_rule: str = ""
    why: str = ""

    @property
    def seconds(self) -> float:
        """Seconds that the whole of it takes."""
        return sum(part.seconds for part in self.parts)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the catalogue that it is made of, each once."""
        return tuple(dict.fromkeys(part.id for part in self.parts if part.id))


def compose(
    routine: Routine,
    history: Sequence[Moved],
    avoid: Collection[str],
    day: date,
    lasts: float | None = None,
) -> Session:
    """The routine's session of that local day: all of it, or what its rotation chooses.

    history: what was offered before, oldest first. avoid: tags to leave out. lasts: seconds that a single
    check stays. Empty when every entry is to be avoided.
    """
    entries = catalogue.session(routine, history, avoid, day)
    alone = lasts if len(entries) == 1 else None
    return Session(routine.name, tuple(part for entry in entries for part in parts(entry, alone)))


def prescribed(programme: Programme, tasks: Sequence[Task]) -> Session:
    """A session of a clinic's programme, with the author's doses and words."""
    parts = tuple(
        part
        for task in tasks
        for part in _sided(
            Part(task.id, task.name, task.steps, 0.0, note=" ".join(filter(None, (task.caution, task.note)))),
            task.dose,
            has_figure=not task.own,
        )
    )
    return Session(programme.title, parts, programme.author, programme.stop_rule)


def rest(kind: str, lasts: float, message: str | None = None, why: str = "") -> Session:
    """What a reminder without a routine guides through: its words, for as long as it lasts."""
    name, lines = _REST[kind]
    return Session(name, (Part("", message or name, lines, lasts, note=why),), why=why)


def parts(entry: Entry, lasts: float | None = None) -> tuple[Part, ...]:
    """One entry of the catalogue as it is guided through; each side is a part of its own.

    lasts: seconds that a check stays, where that is known.
    """
    if not isinstance(entry, Exercise):
        seconds = lasts or CHECK_SECONDS
        return (Part(entry.id, entry.name, (entry.text,), seconds, note=entry.why, is_check=True),)
    part = Part(entry.id, entry.name, entry.steps, 0.0, note=entry.caution or "")
    return _sided(part, entry.dose, has_figure=True)


def _sided(part: Part, dose: Dose | None, *, has_figure: bool) -> tuple[Part, ...]:
    """A part for each side, with the words and the time of its dose."""
    sides = dose.sides if dose is not None else 1
    seconds = dose.total_seconds / sides if dose is not None else UNTIMED_SECONDS
    words = str(dose or "as the clinic sets it").removesuffix(" each side")
    words = words[:1].upper() + words[1:]
    both: tuple[str | None, ...] = SIDES if sides == 2 else (None,)
    timed = replace(part, seconds=seconds, dose=words, has_figure=has_figure)
    return tuple(replace(timed, side=side) for side in both)
