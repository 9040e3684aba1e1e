"""Turns the bytes of one config file into its values, or says where and why they are not a config."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from posture_pal.config.spots import MOST_TROUBLES, Trouble, dotted, plain
from posture_pal.errors import BadInput, Problem

if TYPE_CHECKING:
    from posture_pal.config.scan import Outline

MOST_BYTES = 256 * 1024
_MOST_DOTS = 32
_LONGEST_EXCERPT = 100


@dataclass(frozen=True, slots=True)
class Layer:
    """One config file: which layer it is ("built-in", "site", "user"), what to call it, and what it holds."""

    name: str
    source: str
    text: bytes


@dataclass(frozen=True)
class Document:
    """A layer that is good TOML: its text, without a byte order mark, and its values."""

    layer: Layer
    text: str
    values: dict[str, Any]

    @cached_property
    def outline(self) -> Outline:
        from posture_pal.config.scan import scan  # a good config needs no lines

        return scan(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def problems(self, troubles: list[Trouble]) -> tuple[Problem, ...]:
        """Each trouble with its line, in the order of the text."""
        placed = []
        for trouble in troubles:
            place = self.outline.place(trouble.path)
            offset = place.key if trouble.at_key else place.start
            placed.append((offset, trouble))
        placed.sort(key=lambda pair: pair[0])
        shown = [self._problem(offset, trouble) for offset, trouble in placed[:MOST_TROUBLES]]
        if len(placed) > MOST_TROUBLES:
            last, more = shown[-1], len(placed) - MOST_TROUBLES
            shown.append(Problem(last.line, "", "", f"and {more} more", source=last.source))
        return tuple(shown)

    def _problem(self, offset: int, trouble: Trouble) -> Problem:
        line, column = self.outline.line_and_column(offset)
        problem = Problem(line, dotted(trouble.path), trouble.found, trouble.expected, trouble.nearest)
        return _pointing(problem, self.layer.source, self.lines[line - 1], column)


def read(layer: Layer) -> Document:
    """The document of a layer. Raises BadInput with the one thing that keeps it from being read."""
    text = _decoded(layer)
    _refuse_endless_keys(layer, text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(layer, text, str(error)) from None
    except RecursionError:
        line = _busiest_line(text, "[{")
        raise _refusal(layer, text, line, 1, "brackets within brackets without end; expected a few") from None
    except ValueError:
        # Python reads no number of more than some thousand digits.
        line = _busiest_line(text, "0123456789")
        raise _refusal(layer, text, line, 1, "expected a number of at most a few digits") from None
    return Document(layer, text, values)


def _decoded(layer: Layer) -> str:
    data = layer.text
    if len(data) > MOST_BYTES:
        found = f"found more than {MOST_BYTES // 1024} KiB; expected a config, which is far smaller"
        raise _refusal(layer, "", 1, 1, found)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(layer, "", 1, 1, "found text saved as UTF-16; save the file again as UTF-8")
    try:
        # Editors on Windows begin a file with a byte order mark, which means nothing and harms nobody.
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        rest = data[error.start :].split(b"\n", 1)[0].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        wrong = "found a letter that is not UTF-8; save the file again as UTF-8"
        raise _refusal(layer, before + rest, line, column, wrong) from None
    if "\0" in text:
        at = text.index("\0")
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise _refusal(
            layer, text, line, column, "found a NUL byte; expected text: this may be another kind of file"
        )
    return text


def _refuse_endless_keys(layer: Layer, text: str) -> None:
    # Each dot in a key is a table within a table; tomllib takes memory by the square of them.
    if text.count(".") <= _MOST_DOTS:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS and not line.lstrip().startswith("#"):
            raise _refusal(layer, text, number, 1, f"expected at most {_MOST_DOTS} dots in a line")


def _busiest_line(text: str, letters: str) -> int:
    lines = text.split("\n")
    counts = [sum(map(line.count, letters)) for line in lines]
    return counts.index(max(counts)) + 1


_IN_OTHER_WORDS = (
    (
        "Expected newline or end of document",
        'expected the end of the line; text such as "30 min" goes in quotes',
    ),
    (
        "Invalid value",
        'expected a value: a number, true, false, or text in straight quotes, such as "30 min"',
    ),
    ("Invalid date or datetime", "expected a date that the calendar has"),
    ("Expected '='", 'expected "=" after the name; a line reads: name = value'),
    ("Invalid statement", "expected a line such as: name = value"),
    ("Cannot overwrite a value", "this name is given a second time; expected it once"),
    ("Cannot declare", "this table is begun a second time; expected each [table] once"),
    ("Cannot mutate immutable", "this table is begun a second time; expected each [table] once"),
    ("Cannot redefine namespace", "this table is begun a second time; expected each [table] once"),
    ('Expected "\'"', "this text has no end; expected a quote at its end"),
    ("Unterminated string", "this text has no end; expected a quote at its end"),
    (
        "Found invalid character",
        "a letter that may not stand here; expected text in quotes to end on its own line",
    ),
    ("Illegal character", "a letter that may not stand here; expected text in quotes to end on its own line"),
    ("Unescaped '\\'", "a backslash; write it twice, or put the text in 'single quotes'"),
    ("Invalid hex value", "a backslash; write it twice, or put the text in 'single quotes'"),
    ("Unclosed array", 'this list has no end; expected "," or "]"'),
    ("Unclosed inline table", 'this table has no end; expected "," or "}" on the same line'),
    ("Expected ']", 'expected "]" at the end of the table\'s name'),
    ("Expected ']]", 'expected "]]" at the end of the table\'s name'),
)
_AFTER_A_NUMBER = ("Expected newline", "Invalid value")
_A_DATE = re.compile(r"=\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*(?:#.*)?$")
"""A date as people write it elsewhere, without quotes."""

_PLACE = re.compile(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)$")


def _syntax(layer: Layer, text: str, message: str) -> BadInput:
    found = _PLACE.search(message)
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
    else:
        from posture_pal.config.scan import unclosed  # only a mistake needs it

        # What is missing at the end began somewhere, and that is what the person wants to see.
        opened = unclosed(text)
        end = len(text.rstrip()) if opened is None else opened
        line, column = text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)
    said = _PLACE.sub("", message)
    words = next((ours for theirs, ours in _IN_OTHER_WORDS if said.startswith(theirs)), plain(said))
    if said.startswith(_AFTER_A_NUMBER) and _A_DATE.search(text.split("\n")[line - 1]):
        words = "expected a date as year-month-day, such as 2026-03-02"
    return _refusal(layer, text, line, column, f"at column {column}, {words}")


def _refusal(layer: Layer, text: str, line: int, column: int, words: str) -> BadInput:
    problem = Problem(line, "", "", words)
    return BadInput(layer.source, (_pointing(problem, layer.source, text.split("\n")[line - 1], column),))


def _pointing(problem: Problem, source: str, line: str, column: int) -> Problem:
    """The problem with the line it is in: cut to a length around the column, safe for any terminal."""
    whole = line.removesuffix("\r")
    first = max(0, column - 1 - _LONGEST_EXCERPT // 2) if len(whole) > _LONGEST_EXCERPT else 0
    part = whole[first : first + _LONGEST_EXCERPT]
    before = _shown(part[: column - 1 - first])
    excerpt = before + _shown(part[column - 1 - first :]) if part.strip() else None
    return replace(problem, source=source, column=len(before) + 1, excerpt=excerpt)


def _shown(text: str) -> str:
    return "\t".join(plain(part, _LONGEST_EXCERPT) for part in text.split("\t"))
