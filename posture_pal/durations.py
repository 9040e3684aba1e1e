"""Durations as people write them: "30 min", "1 h 30 min", "90 s", "400 days"."""

from __future__ import annotations

import re

_SECONDS = {"day": 86_400, "h": 3_600, "min": 60, "s": 1}
_ORDER = list(_SECONDS)
_PART = r"[0-9]{1,8} ?(?:days?|h|min|s)"
PATTERN = rf"^{_PART}(?: ?{_PART})*$"
"""What a written duration looks like, for Python, JavaScript and JSON Schema alike."""

# What people write for a unit and mean by it; read for a suggestion alone, never accepted.
_MEANT = {
    "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "min", "mins": "min", "minute": "min", "minutes": "min",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "day", "days": "day", **{unit: unit for unit in _SECONDS},
}  # fmt: skip
_LOOSE_PART = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*([a-z]{1,8})[\s,]*")


def parse(text: str) -> int:
    """Seconds of a written duration; ValueError where it is not one.

    Whole numbers, each with its unit (day or days, h, min, s), the largest unit first and each at most once;
    the spaces between are free to leave out.
    """
    # fullmatch, because `$` would let a line break at the end through.
    if re.fullmatch(PATTERN, text) is None:
        raise ValueError(f"{text[:40]!r} is not a duration")
    parts = [(int(n), unit.rstrip("s") or "s") for n, unit in re.findall(r"([0-9]+) ?([a-z]+)", text)]
    ranks = [_ORDER.index(unit) for _, unit in parts]
    if ranks != sorted(set(ranks)):
        raise ValueError(f"{text[:40]!r} names its units out of order, or one of them twice")
    return sum(number * _SECONDS[unit] for number, unit in parts)


def spell(seconds: float) -> str:
    """The written form of whole seconds, the shortest there is; `parse` reads it back."""
    left = round(seconds)
    words = []
    for unit, size in _SECONDS.items():
        number, left = divmod(left, size)
        if number:
            words.append(f"{number} {unit}{'s' if unit == 'day' and number > 1 else ''}")
    return " ".join(words) or "0 s"


def guess(text: str) -> str | None:
    """The accepted form of what was probably meant ("1.5 h", "30 minutes", "30 mni"), or None."""
    seconds, rest = 0.0, text.strip().lower()
    while rest:
        part = _LOOSE_PART.match(rest)
        unit = part and _meant_unit(part[2])
        if not part or not unit:
            return None
        seconds += float(part[1].replace(",", ".")) * _SECONDS[unit]
        rest = rest[part.end() :]
    return spell(seconds) if seconds else None


def _meant_unit(word: str) -> str | None:
    if word in _MEANT:
        return _MEANT[word]
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, _MEANT, n=1)
    return _MEANT[near[0]] if near else None
