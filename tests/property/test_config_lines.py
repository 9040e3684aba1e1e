"""On TOML nobody thought of, each value is found where it stands, and changed with every other byte kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import assume, given, strategies as st

from posture_pal.config.edit import set_value
from posture_pal.config.scan import Outline, scan
from posture_pal.config.spots import Path

Draw = Callable[[st.SearchStrategy[Any]], Any]

NAMES = st.sampled_from(["a", "b", "c", "d-e", "1", '"q q"', "'l.t'", '"\\u00e9\\""', '""'])
SPACE = st.sampled_from(["", " ", "  ", "\t"])
COMMENTS = st.sampled_from(["", "", " # c", " # a = 1", ' # [x] "', " #"])
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
# Texts that look like TOML themselves, so that only a scanner that knows a string from a line gets through.
WORDS = st.sampled_from(
    [
        "x",
        "a = 1",
        "[b]",
        "]",
        "}",
        ",",
        "# no",
        "=",
        ".",
        "é",
        "\U0001f9d8",
        "{ a = 1 }",
        "[[b]]",
        "''",
        "\\",
    ]
)
PLAIN = st.sampled_from(
    ["1", "-2", "0x1F", "1.5", "1e3", "true", "false", "inf", "nan", "1979-05-27 07:32:00Z", "07:32:00"]
)


@st.composite
def strings(draw: Draw) -> str:
    words = draw(st.lists(WORDS, max_size=3))
    style = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    end = draw(LINE_ENDS)
    if style in ('"', '"""'):
        words = [word.replace("\\", "\\\\") for word in words]
    if style == "'":
        words = [word.replace("'", "") for word in words]
    inside = (end if len(style) == 3 else " ").join(words)
    tail = draw(st.sampled_from(["", '"', '""'])) if style == '"""' else ""
    return f"{style}{inside}{tail}{style}"


@st.composite
def lists(draw: Draw, items: st.SearchStrategy[str]) -> str:
    between = st.sampled_from(["", " ", "\n", "\r\n  ", " # c ] , [\n", "\n\n"])
    parts = ["".join([draw(between), item, draw(between)]) for item in draw(st.lists(items, max_size=3))]
    comma = "," if parts and draw(st.booleans()) else ""
    return f"[{','.join(parts)}{comma}{draw(between)}]"


@st.composite
def inline_tables(draw: Draw, items: st.SearchStrategy[str]) -> str:
    entries = draw(st.lists(st.tuples(keys(), items), max_size=3))
    return (
        "{"
        + ",".join(f"{draw(SPACE)}{key}{draw(SPACE)}= {item}" for key, item in entries)
        + draw(SPACE)
        + "}"
    )


@st.composite
def keys(draw: Draw) -> str:
    dot = draw(st.sampled_from([".", " . "]))
    return dot.join(draw(st.lists(NAMES, min_size=1, max_size=2)))


VALUES = st.recursive(PLAIN | strings(), lambda items: lists(items) | inline_tables(items), max_leaves=6)


@st.composite
def texts(draw: Draw) -> str:
    """A TOML text, mostly good."""
    end = draw(LINE_ENDS)
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        what = draw(st.sampled_from(["value", "value", "value", "table", "tables", "blank"]))
        indent = draw(SPACE)
        if what == "value":
            lines.append(f"{indent}{draw(keys())}{draw(SPACE)}={draw(SPACE)}{draw(VALUES)}{draw(COMMENTS)}")
        elif what == "blank":
            lines.append(indent + draw(COMMENTS))
        else:
            marks = ("[", "]") if what == "table" else ("[[", "]]")
            lines.append(f"{indent}{marks[0]}{draw(SPACE)}{draw(keys())}{marks[1]}{draw(COMMENTS)}")
    return end.join(lines) + draw(st.sampled_from(["", end]))


def load(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=str)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is no table, with where it is; a list both as a whole and item by item."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
        return
    if path and not (isinstance(value, list) and value and all(isinstance(item, dict) for item in value)):
        yield path, value
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))


def spelled(path: Path) -> str:
    """A path as a dotted key, every name in quotes."""
    quoted = (
        f"[{part + 1}]" if isinstance(part, int) else '.""' if not part else f'."{part}"' for part in path
    )
    return "".join(quoted).removeprefix(".")


def good(text: str) -> tuple[dict[str, Any], Outline]:
    try:
        values = load(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    return values, scan(text)


@given(texts())
def test_each_value_is_found_where_it_stands(text: str) -> None:
    values, outline = good(text)
    for path, value in leaves(values):
        place = outline.places[path]
        assert load(f"k = {text[place.start : place.end]}")["k"] == value
        assert text[place.start : place.end].strip() == text[place.start : place.end]
        line, column = outline.line_and_column(place.start)
        assert text.split("\n")[line - 1][column - 1 :].startswith(
            text[place.start : place.end].split("\n", 1)[0]
        )


@given(texts())
def test_each_key_is_found_where_it_stands(text: str) -> None:
    values, outline = good(text)
    for path, _ in leaves(values):
        place = outline.places[path]
        if not isinstance(path[-1], str):
            assert place.key == place.start
            continue
        name = text[place.key : place.start].rpartition("=")[0]
        found = load(f"{name} = 1")
        # The key may be dotted: its last name is this value's.
        while isinstance(found, dict):
            ((last, found),) = found.items()
        assert last == path[-1]


@given(texts())
def test_nothing_is_found_that_is_not_there(text: str) -> None:
    values, outline = good(text)
    for path in outline.places:
        value: Any = values
        for part in path:
            value = value[part]


@given(texts(), st.data())
def test_a_changed_value_changes_no_other_byte(text: str, data: st.DataObject) -> None:
    values, outline = good(text)
    paths = [path for path, _ in leaves(values) if not any('"' in str(part) for part in path)]
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    literal = data.draw(VALUES)
    assume(_is_good(f"k = {literal}"))
    after = set_value(text, spelled(path), literal)
    place = outline.places[path]
    assert after == text[: place.start] + literal + text[place.end :]
    assert dict(leaves({"k": _at(load(after), path)})) == dict(leaves({"k": load(f"k = {literal}")["k"]}))


@given(texts(), st.lists(st.sampled_from(["a", "b", "new", "x y"]), min_size=1, max_size=3), PLAIN)
def test_an_added_value_leaves_every_byte_that_was_there(text: str, names: list[str], literal: str) -> None:
    values, _ = good(text)
    try:
        after = set_value(text, spelled(tuple(names)), literal)
    except ValueError:
        # Only what is there already may be in the way, such as a value that is no table.
        assert names[0] in values
        return
    if not _holds(values, names):
        assert _is_kept(text, after)
    assert _at(load(after), tuple(names)) == load(f"k = {literal}")["k"]


def _is_good(text: str) -> bool:
    try:
        load(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _holds(values: Any, names: list[str]) -> bool:
    for name in names:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True


def _is_kept(before: str, after: str) -> bool:
    """Whether `after` is `before` with one stretch put in."""
    start = next(
        (n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before)
    )
    rest = len(before) - start
    return after.startswith(before[:start]) and (not rest or after.endswith(before[-rest:]))
