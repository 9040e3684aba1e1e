"""How much a programme may ask for: the catalogue's ceilings, by the way in which an exercise is counted."""

from __future__ import annotations

from dataclasses import dataclass

from posture_pal.catalogue import Dose, Style
from posture_pal.durations import spell

MOST_SETS = 4
LONGEST_SECONDS = 1_200


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most of each; None where that way of counting has no such thing. why: in words."""

    reps: int | None
    hold: int | None
    seconds: int | None
    why: str


CEILINGS = {
    Style.STRETCH: Ceiling(4, 30, None, "a still stretch is held at most 30 s, at most 4 times (R-ACSM)"),
    Style.HOLD: Ceiling(10, 10, None, "an effort is held at most 10 s, at most 10 times"),
    Style.MOVE: Ceiling(12, None, None, "a paced movement is done at most 12 times in a set"),
    Style.TIMED: Ceiling(None, None, LONGEST_SECONDS, "by the clock it is at most 20 min"),
    Style.CLINIC: Ceiling(
        12, 30, LONGEST_SECONDS, "at most 12 times, held at most 30 s, 20 min by the clock"
    ),
}
"""As catalogue/schema.json has them; a test holds the two together. Where the catalogue leaves a dose to the
clinic, the widest of them hold."""


def style_of(dose: Dose) -> Style:
    """How a dose without a catalogue entry is counted."""
    if dose.seconds is not None:
        return Style.TIMED
    if dose.hold_seconds <= 0:
        return Style.MOVE
    # What is held longer than an effort may be is a stretch, and is done as seldom as one.
    return Style.STRETCH if dose.hold_seconds > (CEILINGS[Style.HOLD].hold or 0) else Style.HOLD


def above(dose: Dose, style: Style | None) -> list[tuple[str, str, str]]:
    """What exceeds a ceiling: the key of the file, what was asked for, and what would do.

    style: the catalogue's, or None for an exercise of the file's own.
    """
    ceiling = CEILINGS[_counted_as(dose, style)]
    found = []
    if dose.sets > MOST_SETS:
        found.append(("sets", f"{dose.sets}", f"expected at most {MOST_SETS} sets"))
    if dose.seconds is not None:
        if dose.seconds > LONGEST_SECONDS:
            found.append(("lasts", spell(dose.seconds), f"expected at most 20 min; {ceiling.why}"))
        return found
    if ceiling.reps is not None and dose.reps > ceiling.reps:
        found.append(("reps", f"{dose.reps}", f"expected at most {ceiling.reps}; {ceiling.why}"))
    if ceiling.hold is not None and dose.hold_seconds > ceiling.hold:
        found.append(("hold", spell(dose.hold_seconds), f"expected at most {ceiling.hold} s; {ceiling.why}"))
    return found


def _counted_as(dose: Dose, style: Style | None) -> Style:
    """The catalogue's way of counting, unless the author counts another way: by the clock, or with a hold."""
    if style is Style.CLINIC:
        return style
    by_the_clock = dose.seconds is not None
    other_way = style is Style.MOVE and dose.hold_seconds > 0
    if style is None or (style is Style.TIMED) is not by_the_clock or other_way:
        return style_of(dose)
    return style
