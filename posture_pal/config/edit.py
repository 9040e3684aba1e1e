"""Changes one value in a config text and keeps every other byte: comments, order, spacing, line ends."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from posture_pal.config.document import Layer, read
from posture_pal.config.scan import Outline, Place, scan
from posture_pal.config.spots import Path, literal

_PART = re.compile(r"""(?:^|\.)([A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')|\[([1-9][0-9]{0,5})\]""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def set_value(text: str, dotted_key: str, toml_literal: str) -> str:
    """The text with one value changed, or added under its table, or with its table at the end.

    dotted_key: as in `prompts.settle` or `reminder[2].every`, list places counted from 1.
    Raises ValueError when the text is not TOML, the literal is not one value, or the key has no place.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    before = _load(body)
    path, value = path_of(dotted_key), _one_value(toml_literal)
    wanted = toml_literal.strip(" \t\r\n")
    outline = scan(body)
    place = outline.places.get(path)
    if place is not None:
        after = body[: place.start] + wanted + body[place.end :]
    else:
        after = _added(outline, path, wanted)
    # The one thing that must never happen is a change to something else: read it back, and see.
    if not _same(_load(after), _with(before, path, value)):
        raise ValueError(f"{dotted_key}: there is no place for this value in the text")
    return mark + after


def with_reminders(text: str, below: Sequence[Layer]) -> str:
    """The text with reminders of its own: where it names none, those of the layers below stand at its end.

    Raises ValueError when the text is not TOML, BadInput when a layer below is not.
    """
    if "reminder" in _load(text.removeprefix("\ufeff")):
        return text
    for layer in reversed(below):
        reminders = read(layer).values.get("reminder")
        if reminders is not None:
            return _with_tables(text, "reminder", reminders)
    return text


def _with_tables(text: str, name: str, tables: Sequence[Mapping[str, Any]]) -> str:
    end = _line_end(text)
    blocks = [
        [f"[[{name}]]", *(f"{_key(key)} = {literal(value)}" for key, value in table.items())]
        for table in tables
    ]
    return _ended(text, end) + "".join(end + "".join(line + end for line in block) for block in blocks)


def path_of(dotted_key: str) -> Path:
    """The path that a dotted key spells; ValueError where it spells none."""
    path: list[str | int] = []
    at = 0
    while at < len(dotted_key):
        part = _PART.match(dotted_key, at)
        if part is None or (at > 0 and not part[2] and dotted_key[at] != "."):
            raise ValueError(f"{dotted_key!r} is not a key such as prompts.settle or reminder[2].every")
        if part[2]:
            path.append(int(part[2]) - 1)
        else:
            path.append(next(iter(tomllib.loads(f"{part[1]} = 0"))))
        at = part.end()
    if not path or not isinstance(path[0], str):
        raise ValueError(f"{dotted_key!r} is not a key such as prompts.settle or reminder[2].every")
    return tuple(path)


def _one_value(toml_literal: str) -> Any:
    """The value of a literal that is one value and nothing more."""
    line = f"k = {toml_literal}"
    loaded = _load(line)
    place = scan(line).place(("k",))
    if list(loaded) != ["k"] or line[place.end :].strip(" \t\r\n"):
        raise ValueError(f"{toml_literal!r} is not one TOML value")
    return loaded["k"]


def _added(outline: Outline, path: Path, wanted: str) -> str:
    """The text with a new key, at the place where its table already is, or in a table of its own."""
    parent, name = path[:-1], path[-1]
    if not isinstance(name, str):
        raise ValueError("a list gets no new place this way; set the whole list")  # noqa: TRY004 - one kind of failure
    own = [number for number, section in enumerate(outline.sections) if section.path == parent]
    if own:
        return _after_last(outline, own[0], _key(name), wanted)
    place = outline.places.get(parent)
    if place is not None and outline.text[place.start : place.start + 1] == "{":
        return _in_braces(outline.text, place, _key(name), wanted)
    # Begun by dotted keys, or inside one [[table]]: the section that holds it takes another dotted key.
    holder = _holder(outline, parent)
    if holder is not None:
        rest = path[len(outline.sections[holder].path) :]
        return _after_last(outline, holder, ".".join(_key(str(part)) for part in rest), wanted)
    end = _line_end(outline.text)
    head = f"[{'.'.join(_key(str(part)) for part in parent)}]"
    gap = end if outline.text.strip() else ""
    return f"{_ended(outline.text, end)}{gap}{head}{end}{_key(name)} = {wanted}{end}"


def _holder(outline: Outline, parent: Path) -> int | None:
    """The section whose dotted keys make up a table, or whose list item it lies in."""
    place = outline.places.get(parent)
    if place is not None and place.end == place.start:
        return place.section
    while parent and not isinstance(parent[-1], int):
        parent = parent[:-1]
    if not parent:
        return None
    return next((n for n, section in enumerate(outline.sections) if section.path == parent), None)


def _after_last(outline: Outline, number: int, key: str, wanted: str) -> str:
    """The text with a line after the last value of a section, indented as that one is."""
    text, section = outline.text, outline.sections[number]
    end = _line_end(text)
    if not section.path and section.last is None:
        # Before every header, and below the comment that an editor reads on the first line.
        first = outline.sections[1].header if len(outline.sections) > 1 else len(text)
        head = _ended(text[:first], end)
        kept = head.rstrip("\r\n")  # the blank lines above the first header stay above it
        kept = head[: head.find("\n", len(kept)) + 1] if kept else ""
        return f"{kept}{key} = {wanted}{end}{head[len(kept) :]}{text[first:]}"
    last = section.header if section.last is None else section.last
    start = text.rfind("\n", 0, last) + 1
    indent = text[start:last] if not text[start:last].strip() else ""
    stop = text.find("\n", section.end)
    if stop < 0:
        return f"{text}{end}{indent}{key} = {wanted}"
    return f"{text[: stop + 1]}{indent}{key} = {wanted}{end}{text[stop + 1 :]}"


def _in_braces(text: str, place: Place, key: str, wanted: str) -> str:
    inside = text[place.start + 1 : place.end - 1]
    kept = inside.rstrip()
    comma = " " if not kept or kept.endswith(",") else ", "
    tail = inside[len(kept) :] or ("" if kept else " ")
    return f"{text[: place.start + 1]}{kept}{comma}{key} = {wanted}{tail}{text[place.end - 1 :]}"


def _load(text: str) -> dict[str, Any]:
    """Values with every float as its text, so that even one that is no number equals itself."""
    try:
        return tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise ValueError("the text has brackets within brackets without end") from None


def _with(values: Any, path: Path, value: Any) -> Any:
    """A copy of the values with one changed; only what leads to it is copied."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        if not isinstance(values, list) or part >= len(values):
            raise ValueError(f"there is no {part + 1}. entry in that list")
        return [*values[:part], _with(values[part], rest, value), *values[part + 1 :]]
    if not isinstance(values, dict):
        raise ValueError(f"{part}: what stands there is no table")  # noqa: TRY004 - one kind of failure
    return {**values, part: _with(values.get(part, {}), rest, value)}


def _same(left: Any, right: Any) -> bool:
    """Equal, and equal in kind: true is not 1."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else literal(name)


def _line_end(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else text + end
