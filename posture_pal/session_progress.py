"""How far through a session somebody is: which part runs, what is left of it, and how the whole ended.

Progress is a value: every function is told the elapsed time and gives back a new one. What was done of each
part is remembered as the farthest point its clock reached: stepping back and forth counts nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from posture_pal.session_parts import Part, Session

ENOUGH = 0.9
"""The share of a session that counts as all of it when its clock has run to the end."""

WORTH_NOTING = 0.25
"""The share from which a closed window counts as done in part."""

LONGEST_LOOK = 10.0
"""Seconds between two looks beyond which the machine is taken to have slept: that time was not spent."""

_ROUNDING = 1e-6


class How(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    DONE = "done"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    HURT = "hurt"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a session stands.

    place: which part runs. reached: seconds to which each part's clock came, at most its length.
    position: seconds on the running part's clock, at `looked`. running: whether the clock runs.
    """

    session: Session
    looked: float
    reached: tuple[float, ...]
    place: int = 0
    position: float = 0.0
    running: bool = True
    ended: How | None = None

    @property
    def part(self) -> Part:
        return self.session.parts[self.place]

    @property
    def next_part(self) -> Part | None:
        """What comes after the running part, or None."""
        following = self.session.parts[self.place + 1 : self.place + 2]
        return following[0] if following else None

    @property
    def left(self) -> float:
        """Seconds left of the running part."""
        return max(0.0, self.part.seconds - self.position)

    @property
    def fraction(self) -> float:
        """How much of the whole was done, 0 to 1."""
        return min(1.0, sum(self.reached) / self.session.seconds)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of what was begun in earnest: a tenth of it at least."""
        begun = (
            part.id
            for part, reached in zip(self.session.parts, self.reached, strict=True)
            if part.id and reached >= part.seconds / 10
        )
        return tuple(dict.fromkeys(begun))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a session ended, in the words of the answers to a prompt.

    answer: done, partial, skip or dismiss. fraction: how much was done, with partial. items: what was.
    """

    answer: str
    evidence: str = "self_report"
    reason: str | None = None
    fraction: float | None = None
    items: tuple[str, ...] = ()


def begin(session: Session, now: float) -> Progress:
    """The first part runs from now on. Raises ValueError for a session without anything in it."""
    if not session.parts:
        raise ValueError("a session without parts cannot be guided through")
    return Progress(session, now, tuple(0.0 for _ in session.parts))


def look(progress: Progress, now: float) -> Progress:
    """Where it stands now: parts that ran out are left behind, and after the last one it is finished."""
    passed, progress = max(0.0, now - progress.looked), replace(progress, looked=now)
    if progress.ended is not None or not progress.running:
        return progress
    if passed > LONGEST_LOOK:
        return replace(progress, running=False)
    progress = _moved_on(progress, passed)
    while progress.left <= _ROUNDING:
        over = progress.position - progress.part.seconds
        if progress.next_part is None:
            return replace(progress, running=False, ended=How.FINISHED)
        progress = _moved_on(replace(progress, place=progress.place + 1, position=0.0), over)
    return progress


def toggle(progress: Progress, now: float) -> Progress:
    """Stops the clock, or lets it run on."""
    progress = look(progress, now)
    return progress if progress.ended is not None else replace(progress, running=not progress.running)


def step(progress: Progress, by: int, now: float) -> Progress:
    """To the part `by` places on (1) or back (-1), at its beginning; back at once returns to its own."""
    progress = look(progress, now)
    place = progress.place + by
    if by < 0 and progress.position > 3.0:
        place = progress.place
    if progress.ended is not None or place >= len(progress.session.parts):
        return progress
    return replace(progress, place=max(0, place), position=0.0)


def end(progress: Progress, how: How, now: float) -> Progress:
    """Somebody ended it. What has ended already stays as it is."""
    progress = look(progress, now)
    return progress if progress.ended is not None else replace(progress, running=False, ended=how)


def ending(progress: Progress) -> Ending:
    """What an ended session answers to its prompt.

    A clock that ran out after parts were passed over has not seen all of it: done in part. A window that is
    closed is an answer by what was done until then: from a quarter on in part, else the prompt is sent away.
    """
    fraction = round(progress.fraction, 2)
    match progress.ended:
        case How.FINISHED if progress.fraction >= ENOUGH:
            return Ending("done", evidence="timer", items=progress.items)
        case How.DONE:
            return Ending("done", items=progress.session.items)
        case How.FINISHED | How.PARTIAL:
            return Ending("partial", fraction=fraction, items=progress.items)
        case How.CLOSED if progress.fraction >= WORTH_NOTING:
            return Ending("partial", reason="closed", fraction=fraction, items=progress.items)
        case How.CLOSED:
            return Ending("dismiss", reason="closed", items=progress.items)
        case How.HURT:
            return Ending("skip", reason="it hurt", items=(progress.part.id,) if progress.part.id else ())
        case How.SKIPPED:
            return Ending("skip", items=progress.items)
    raise ValueError("a session that goes on has no ending yet")


def _moved_on(progress: Progress, seconds: float) -> Progress:
    position = progress.position + seconds
    reached = min(max(progress.reached[progress.place], position), progress.part.seconds)
    rest = progress.reached[progress.place + 1 :]
    return replace(progress, position=position, reached=(*progress.reached[: progress.place], reached, *rest))
