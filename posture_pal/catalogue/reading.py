"""The catalogue's files into values, or every problem at once, each with its file and its entry."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from posture_pal.catalogue.entries import (
    Catalogue,
    Check,
    Dose,
    Entry,
    Exercise,
    Position,
    Region,
    Routine,
    Style,
    Tag,
)
from posture_pal.errors import BadInput, Problem

_Choice = TypeVar("_Choice", bound=StrEnum)

DOSE_KEYS = frozenset(f.name for f in fields(Dose))
EXERCISE_KEYS = frozenset(f.name for f in fields(Exercise))
CHECK_KEYS = frozenset(f.name for f in fields(Check))
ROUTINE_KEYS = frozenset(f.name for f in fields(Routine))


class _Wrong(Exception):
    """One entry cannot be read; carries its problem without file and id."""

    def __init__(self, key: str, found: object, expected: str, nearest: str | None = None) -> None:
        super().__init__(key)
        self.key, self.found, self.expected, self.nearest = key, str(found), expected, nearest


class _Reader:
    """Collects what is read and what is wrong, file by file."""

    def __init__(self) -> None:
        self.exercises: dict[str, Exercise] = {}
        self.checks: dict[str, Check] = {}
        self.routines: dict[str, Routine] = {}
        self.sources: dict[str, str] = {}
        self.problems: list[Problem] = []

    def read(self, name: str, text: str) -> None:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(Problem(None, "", str(error), "this is not TOML", source=name))
            return
        self.sources.update(tables.pop("sources", {}))
        for kind, rows in tables.items():
            for row in rows if isinstance(rows, list) else [rows]:
                self._entry(name, text, kind, row)

    def _entry(self, name: str, text: str, kind: str, row: dict[str, Any]) -> None:
        try:
            self._keep(kind, row)
        except _Wrong as wrong:
            entry_id = row.get("id", "?")
            key = f"{entry_id}.{wrong.key}"
            line = _line_of(text, entry_id)
            self.problems.append(Problem(line, key, wrong.found, wrong.expected, wrong.nearest, name))

    def _keep(self, kind: str, row: dict[str, Any]) -> None:
        if kind not in ("exercise", "check", "routine"):
            raise _Wrong("kind", kind, "exercise, check or routine")
        entry_id = row.get("id", "")
        taken = self.routines if kind == "routine" else {**self.exercises, **self.checks}
        if entry_id in taken:
            raise _Wrong("id", entry_id, "an id that no other entry has")
        if kind == "exercise":
            self.exercises[entry_id] = _exercise(row)
        elif kind == "check":
            self.checks[entry_id] = _check(row)
        else:
            self.routines[entry_id] = self._routine(row)

    def _routine(self, row: dict[str, Any]) -> Routine:
        _known_keys(row, ROUTINE_KEYS, ("id", "name", "items"))
        items = tuple(self._item(item) for item in row["items"])
        return Routine(row["id"], row["name"], items, row.get("about", ""), row.get("per_session"))

    def _item(self, item: str | dict[str, Any]) -> Entry:
        entry_id = item if isinstance(item, str) else item.get("id", "")
        entry = self.exercises.get(entry_id) or self.checks.get(entry_id)
        if entry is None:
            near = _nearest(entry_id, [*self.exercises, *self.checks])
            raise _Wrong("items", entry_id, "an exercise or a check", near)
        if isinstance(item, dict) and isinstance(entry, Exercise) and "dose" in item:
            return replace(entry, dose=_dose(item["dose"]))
        return entry


def read(texts: Mapping[str, str]) -> Catalogue:
    """The catalogue written in these files, by name; routines after what they name.

    Raises BadInput with every problem found.
    """
    reader = _Reader()
    for name, text in texts.items():
        reader.read(name, text)
    if reader.problems:
        raise BadInput("catalogue", tuple(reader.problems))
    return Catalogue(reader.exercises, reader.checks, reader.routines, reader.sources)


def _exercise(row: dict[str, Any]) -> Exercise:
    _known_keys(row, EXERCISE_KEYS, ("id", "name", "region", "positions", "style", "steps"))
    style = _one(Style, "style", row["style"])
    if ("dose" in row) == (style is Style.CLINIC):
        raise _Wrong("dose", row.get("dose", "nothing"), "a dose, unless the style is clinic")
    plain = {
        k: row[k] for k in ("id", "name", "caution", "clinic_only", "off_by_default", "pack") if k in row
    }
    return Exercise(
        **plain,
        region=_one(Region, "region", row["region"]),
        positions=tuple(_one(Position, "positions", p) for p in row["positions"]),
        style=style,
        dose=_dose(row["dose"]) if "dose" in row else None,
        steps=_texts("steps", row["steps"]),
        tags=frozenset(_one(Tag, "tags", t) for t in row.get("tags", ())),
        needs=_texts("needs", row.get("needs", [])),
        sources=_texts("sources", row.get("sources", [])),
        general_knowledge=row.get("general_knowledge", False),
    )


def _check(row: dict[str, Any]) -> Check:
    _known_keys(row, CHECK_KEYS, ("id", "name", "topic", "text", "why"))
    return Check(**{**row, "sources": _texts("sources", row.get("sources", []))})


def _dose(row: dict[str, Any]) -> Dose:
    _known_keys(row, DOSE_KEYS, ())
    for key, value in row.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise _Wrong(f"dose.{key}", value, "a number above 0")
    if row.get("sides", 1) not in (1, 2):
        raise _Wrong("dose.sides", row["sides"], "1 or 2")
    return Dose(**row)


def _known_keys(row: dict[str, Any], known: frozenset[str], required: Iterable[str]) -> None:
    for key in row:
        if key not in known:
            raise _Wrong(key, "a key nobody knows", "a known key", _nearest(key, sorted(known)))
    for key in required:
        if not row.get(key):
            raise _Wrong(key, "nothing", "a value")


def _one(choices: type[_Choice], key: str, value: object) -> _Choice:
    names = [str(c) for c in choices]
    if value not in names:
        raise _Wrong(key, value, "one of " + ", ".join(names), _nearest(str(value), names))
    return choices(str(value))


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise _Wrong(key, value, "a list of texts")
    return tuple(value)


def _nearest(word: str, known: Sequence[str]) -> str | None:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, known, 1)
    return near[0] if near else None


def _line_of(text: str, entry_id: str) -> int | None:
    at = text.find(f'id = "{entry_id}"')
    return text.count("\n", 0, at) + 1 if at >= 0 else None
