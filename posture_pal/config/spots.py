"""Where in a config something stands, what is wrong there, and how both are put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

Path = tuple[str | int, ...]
"""Keys from the outermost in, list places counted from 0: ("reminder", 1, "every")."""

_BARE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_LONGEST_QUOTE = 60
MOST_TROUBLES = 1_000
"""So many are told of one file; a file with more of them is no config, and nobody reads on."""


def dotted(path: Path) -> str:
    """A path as people read it, list places counted from 1: `reminder[2].every`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + (part if _BARE.fullmatch(part) else f'"{plain(part)}"')
    return text


def plain(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Text that is safe to show anywhere: no control or direction characters, and no endless line."""
    cut = text if len(text) <= longest else text[:longest] + "…"
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in cut)


def describe(value: object) -> str:
    """A value as it was found, with what it is where that is not plain to see."""
    match value:
        case bool():
            return f"{str(value).lower()} (a yes or no)"
        case int() if abs(value) >= 10**15:
            return "a very large number"
        case int() | float():
            return f"{value} (a number)"
        case str():
            return f'"{plain(value)}"'
        case list():
            return "an empty list" if not value else "a list"
        case dict():
            return "a table"
        case time():
            return f"{value} (a time without quotes)"
        case date():
            return f"{value} (a date)"
    return type(value).__name__


def literal(value: Any) -> str:
    """A checked value in TOML: text, numbers, yes or no, and lists of those."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            letters = {'"': '\\"', "\\": "\\\\"}
            return (
                '"'
                + "".join(letters.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in value)
                + '"'
            )
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
    return str(value)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like a word, or None when nothing is."""
    from difflib import get_close_matches  # only a mistake needs it

    # Comparing is slow work on long words, and nobody's slip of the keyboard is that long.
    near = get_close_matches(word[:_LONGEST_QUOTE].lower(), known, n=1)
    return near[0] if near else None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong in a text: at the key itself, or at its value."""

    path: Path
    found: str
    expected: str
    nearest: str | None = None
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of the value that is being read, and where to tell what is wrong with it.

    example: what a good value looks like, in TOML.
    """

    path: Path
    example: Any
    troubles: list[Trouble] = field(default_factory=list)

    def wrong(self, found: str, expected: str, near: str | None = None) -> None:
        self.troubles.append(Trouble(self.path, found, expected, near))

    def item(self, place: int) -> Spot:
        """The spot of one item of the list that stands here."""
        example = self.example[0] if isinstance(self.example, list) and self.example else self.example
        return Spot((*self.path, place), example, self.troubles)

    @property
    def such_as(self) -> str:
        return f"such as {literal(self.example)}"
