"""Finds where in a TOML text each key and value stands, so that a person can be shown their own line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from posture_pal.config.spots import Path

_TOKEN = re.compile(
    r"""
    (?P<text>   \"""(?:\\[\s\S]|[^\\])*?\"""(?:"{0,2}) | '''[\s\S]*?'''(?:'{0,2})
              | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
  | (?P<comment>\#[^\n]*)
  | (?P<newline>\r?\n)
  | (?P<blank>  [ \t]+)
  | (?P<mark>   [][{},=.])
  | (?P<bare>   [^][{},=."'\#\s]+)
  | (?P<stray>  [\s\S])
    """,
    re.VERBOSE,
)
_DEEPEST = 32
"""Paths are followed so far down; below that a place is its container's, to keep memory in proportion."""


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets into the text: where the key begins (a list item has its value's), its value, end excluded.

    section: which of the outline's sections it stands in. The value of a table's header is the header itself.
    """

    key: int
    start: int
    end: int
    section: int


@dataclass(slots=True)
class Section:
    """A stretch of the text under one header (the first has none): its table, and where that begins.

    end: where its last value ends, or else its header. last: where its last key begins, None without any.
    """

    path: Path
    header: int
    end: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """Where everything in one text stands."""

    text: str
    places: dict[Path, Place]
    sections: list[Section]

    def place(self, path: Path) -> Place:
        """Where a path stands; for one that is not in the text, its nearest container."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path) or Place(0, 0, 0, 0)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1."""
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


@dataclass(slots=True)
class _Frame:
    """A list or an inline table that has begun and not yet ended; `item` counts in a list."""

    path: Path
    key: int
    start: int
    item: int | None


def scan(text: str) -> Outline:
    """The outline of a text that tomllib accepts; of any other text, an outline of what looks like keys."""
    return _Scan(text).run()


def unclosed(text: str) -> int | None:
    """Where the quote or the bracket stands that nothing closes, in a text that ends before it should."""
    brackets = []
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "stray" and token[0] in "\"'":
            return token.start()
        if token[0] in ("[", "{"):
            brackets.append(token.start())
        elif token[0] in ("]", "}") and brackets:
            brackets.pop()
    return brackets[0] if brackets else None


class _Scan:
    """One walk over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._token: re.Match[str] | None = next(self._tokens, None)
        self._places: dict[Path, Place] = {}
        self._sections = [Section((), 0, 0)]
        self._items: dict[Path, int] = {}

    def run(self) -> Outline:
        while (token := self._token) is not None:
            if token.lastgroup in ("newline", "blank", "comment"):
                self._next()
            elif token[0] == "[":
                self._header(token.start())
            else:
                self._statement()
        return Outline(self._text, self._places, self._sections)

    def _next(self) -> None:
        self._token = next(self._tokens, None)

    def _header(self, start: int) -> None:
        self._next()
        is_list = self._token is not None and self._token[0] == "[" and self._token.start() == start + 1
        if is_list:
            self._next()
        names = [name for name, _ in self._names("]")]
        end = start
        while self._token is not None and self._token[0] == "]":
            end = self._token.end()
            self._next()
        path: Path = ()
        self._sections.append(Section(path, start, end))
        for depth, name in enumerate(names[:_DEEPEST], 1):
            path = (*path, name)
            self._note(path, start, start, end)
            if is_list and depth == len(names):
                self._items[path] = self._items.get(path, -1) + 1
            if path in self._items:
                path = (*path, self._items[path])
                self._note(path, start, start, end)
        self._sections[-1].path = path
        # A table may be mentioned by its children first; its own header is the better place to point at.
        self._places[path] = Place(start, start, end, len(self._sections) - 1)

    def _statement(self) -> None:
        section = self._sections[-1]
        names = self._names("=")
        if self._token is None or self._token[0] != "=":
            # Not TOML: skip what stands in the way, so that the walk always ends.
            self._next()
            return
        self._next()
        path, key = self._keyed(section.path, names)
        section.end = self._value(path, key)
        section.last = key

    def _names(self, until: str) -> list[tuple[str, int]]:
        """The parts of a dotted key with their offsets, up to a mark that is not a dot."""
        names: list[tuple[str, int]] = []
        while (token := self._token) is not None:
            if token.lastgroup in ("bare", "text"):
                names.append((_name(token[0]), token.start()))
            elif token[0] == until or (token[0] != "." and token.lastgroup != "blank"):
                break
            self._next()
        return names

    def _keyed(self, path: Path, names: list[tuple[str, int]]) -> tuple[Path, int]:
        key = names[0][1] if names else 0
        for name, _ in names:
            if len(path) < _DEEPEST:
                path = (*path, name)
            self._note(path, key, key, key)
        return path, key

    def _note(self, path: Path, key: int, start: int, end: int) -> None:
        self._places.setdefault(path, Place(key, start, end, len(self._sections) - 1))

    def _found(self, path: Path, key: int, start: int, end: int) -> None:
        if len(path) < _DEEPEST:
            self._places[path] = Place(key, start, end, len(self._sections) - 1)

    def _value(self, path: Path, key: int) -> int:
        """Walks over one value, with all that it holds, and says where it ends."""
        frames: list[_Frame] = []
        start, end = -1, key  # of the plain value being walked over; start is -1 between values
        while (token := self._token) is not None:
            kind, mark = token.lastgroup, token[0]
            ends = kind in ("newline", "comment") or mark in (",", "]", "}")
            if ends and start >= 0:
                self._found(path, key, start, end)
                start = -1
            if ends and not frames:
                break
            if mark in ("[", "{"):
                in_list = bool(frames) and frames[-1].item is not None
                item = 0 if mark == "[" else None
                frames.append(_Frame(path, token.start() if in_list else key, token.start(), item))
                path, key = self._inside(frames[-1], token.end())
                continue
            if mark in ("]", "}"):
                frame = frames.pop()
                path, key, end = frame.path, frame.key, token.end()
                self._found(path, key, frame.start, end)
            elif mark == ",":
                path, key = self._inside(frames[-1], token.end())
                continue
            elif not ends and kind != "blank":
                start = token.start() if start < 0 else start
                end = token.end()
                if frames and frames[-1].item is not None:
                    key = start
            self._next()
        if start >= 0:
            self._found(path, key, start, end)
        return end

    def _inside(self, frame: _Frame, after: int) -> tuple[Path, int]:
        """Steps to the next item of a list, or over the next key of an inline table and its equals sign."""
        self._next()
        if frame.item is not None:
            path = (*frame.path, frame.item) if len(frame.path) < _DEEPEST else frame.path
            frame.item += 1
            return path, after
        while self._token is not None and self._token.lastgroup in ("newline", "blank", "comment"):
            self._next()
        path, key = self._keyed(frame.path, self._names("="))
        if self._token is not None and self._token[0] == "=":
            self._next()
        return path, key


def _name(token: str) -> str:
    if token[0] not in "\"'":
        return token
    try:
        return str(tomllib.loads(f"k = {token}")["k"])
    except ValueError:
        return token
