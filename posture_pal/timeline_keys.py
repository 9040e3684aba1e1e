"""What a line of a written day may say: each key, what it may hold, and how that is put in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from posture_pal.model import Answer, Hold

PRESENCES = ("active", "idle", "locked", "unlocked", "unknown")
RELEASABLE = (Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL)
LONGEST_DAY = 400 * 86400.0
"""Seconds that a written day may last."""

TEN_YEARS = 3.2e8


def is_number(value: object, least: float, most: float) -> bool:
    """Whether it is a number, true and false being none, within bounds."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _one_of(*names: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in names


def _number(least: float, most: float) -> Callable[[object], bool]:
    return lambda value: is_number(value, least, most)


def _is_always(value: object) -> bool:
    if value is None:
        return True
    return (
        isinstance(value, dict)
        and value.keys() <= {"respond", "after", "minutes"}
        and value.get("respond") in list(Answer)
        and is_number(value.get("after", 0), 0, LONGEST_DAY)
        and ("minutes" not in value or is_number(value["minutes"], 1 / 60, 10080))
    )


Rule = tuple[Callable[[object], bool], str]


@dataclass(frozen=True, slots=True)
class StepRule:
    """What one key may hold, in a test and in words, and what may stand beside it."""

    fits: Callable[[object], bool]
    expected: str
    extra: dict[str, Rule] = field(default_factory=dict)


_MINUTES: Rule = (_number(1 / 60, 10080), "a number of minutes above 0, up to a week")
_HOLDS = ", ".join(f'"{hold}"' for hold in RELEASABLE)
_ANSWERS = ", ".join(f'"{answer}"' for answer in Answer)
STEPS = {
    "presence": StepRule(_one_of(*PRESENCES), "one of " + ", ".join(f'"{p}"' for p in PRESENCES)),
    "sleep": StepRule(
        _number(0, LONGEST_DAY),
        "the seconds that the machine sleeps",
        {"signal": (lambda value: isinstance(value, bool), "true or false")},
    ),
    "clock": StepRule(
        _number(-TEN_YEARS, TEN_YEARS), "the seconds by which the clock is set forward, or back (negative)"
    ),
    "hold": StepRule(_one_of(*RELEASABLE), f"one of {_HOLDS}"),
    "release": StepRule(_one_of(*RELEASABLE), f"one of {_HOLDS}"),
    "respond": StepRule(_one_of(*Answer), f"one of {_ANSWERS}", {"minutes": _MINUTES}),
    "always": StepRule(_is_always, f'null, or {{"respond": …, "after": seconds}} with one of {_ANSWERS}'),
    "request": StepRule(
        _one_of("pause", "resume", "start", "override"),
        'one of "pause", "resume", "start", "override"',
        {"minutes": _MINUTES, "reminder": (lambda value: isinstance(value, str), "the name of a reminder")},
    ),
    "notifier": StepRule(_one_of("fails", "works"), '"fails" or "works"'),
    "restart": StepRule(_number(0, LONGEST_DAY), "the seconds for which the program is not running"),
}
LISTED = ", ".join(STEPS)
