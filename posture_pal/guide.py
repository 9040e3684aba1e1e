"""The course of a guided session: which part runs, how much of it is left, and how the whole of it ended.

A guide is a value: every function is told the elapsed time and gives back a new one. What was done of each
part is remembered as the farthest point its clock reached: stepping back and forth counts nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from posture_pal.session import Part, Session

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
class Guide:
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


def begin(session: Session, now: float) -> Guide:
    """The first part runs from now on. Raises ValueError for a session without anything in it."""
    if not session.parts:
        raise ValueError("a session without parts cannot be guided through")
    return Guide(session, now, tuple(0.0 for _ in session.parts))


def look(guide: Guide, now: float) -> Guide:
    """Where it stands now: parts that ran out are left behind, and after the last one it is finished."""
    passed, guide = max(0.0, now - guide.looked), replace(guide, looked=now)
    if guide.ended is not None or not guide.running:
        return guide
    if passed > LONGEST_LOOK:
        return replace(guide, running=False)
    guide = _moved_on(guide, passed)
    while guide.left <= _ROUNDING:
        over = guide.position - guide.part.seconds
        if guide.next_part is None:
            return replace(guide, running=False, ended=How.FINISHED)
        guide = _moved_on(replace(guide, place=guide.place + 1, position=0.0), over)
    return guide


def toggle(guide: Guide, now: float) -> Guide:
    """Stops the clock, or lets it run on."""
    guide = look(guide, now)
    return guide if guide.ended is not None else replace(guide, running=not guide.running)


def step(guide: Guide, by: int, now: float) -> Guide:
    """To the part `by` places on (1) or back (-1), at its beginning; back at once returns to its own."""
    guide = look(guide, now)
    place = guide.place + by
    if by < 0 and guide.position > 3.0:
        place = guide.place
    if guide.ended is not None or place >= len(guide.session.parts):
        return guide
    return replace(guide, place=max(0, place), position=0.0)


def end(guide: Guide, how: How, now: float) -> Guide:
    """Somebody ended it. What has ended already stays as it is."""
    guide = look(guide, now)
    return guide if guide.ended is not None else replace(guide, running=False, ended=how)


def ending(guide: Guide) -> Ending:
    """What an ended session answers to its prompt.

    A clock that ran out after parts were passed over has not seen all of it: done in part. A window that is
    closed is an answer by what was done until then: from a quarter on in part, else the prompt is sent away.
    """
    fraction = round(guide.fraction, 2)
    match guide.ended:
        case How.FINISHED if guide.fraction >= ENOUGH:
            return Ending("done", evidence="timer", items=guide.items)
        case How.DONE:
            return Ending("done", items=guide.session.items)
        case How.FINISHED | How.PARTIAL:
            return Ending("partial", fraction=fraction, items=guide.items)
        case How.CLOSED if guide.fraction >= WORTH_NOTING:
            return Ending("partial", reason="closed", fraction=fraction, items=guide.items)
        case How.CLOSED:
            return Ending("dismiss", reason="closed", items=guide.items)
        case How.HURT:
            return Ending("skip", reason="it hurt", items=(guide.part.id,) if guide.part.id else ())
        case How.SKIPPED:
            return Ending("skip", items=guide.items)
    raise ValueError("a session that goes on has no ending yet")


def _moved_on(guide: Guide, seconds: float) -> Guide:
    position = guide.position + seconds
    reached = min(max(guide.reached[guide.place], position), guide.part.seconds)
    rest = guide.reached[guide.place + 1 :]
    return replace(guide, position=position, reached=(*guide.reached[: guide.place], reached, *rest))
