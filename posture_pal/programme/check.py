"""Holds a programme's tables against the table of keys, and collects everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from posture_pal.config.keys import Key
from posture_pal.config.spots import MOST_TROUBLES, Path, Spot, Trouble, describe, literal, nearest
from posture_pal.programme.keys import KEYS, MARK, MOST_OWN, MOST_PHASES, MOST_TASKS, VERSION, rows

Values = dict[str, Any]
"""The good values of one table, by name; of a phase also `exercise`, the list of its own tables."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file says, table by table; where there is trouble, what was good is still here."""

    top: Values
    phases: list[Values]
    own: list[Values]
    troubles: list[Trouble] = field(default_factory=list)


def check(values: dict[str, Any]) -> Tables:
    """The tables of one document, and every trouble with their keys and values."""
    troubles: list[Trouble] = []
    if not _is_ours(values, troubles):
        return Tables({}, [], [], troubles)
    top = _table("", (), {k: v for k, v in values.items() if k not in ("phase", "exercise")}, troubles)
    phases = _list("phase", ("phase",), values.get("phase", ()), MOST_PHASES, troubles)
    own = _list("exercise", ("exercise",), values.get("exercise", ()), MOST_OWN, troubles)
    if "phase" in values:
        _whole_phases(values["phase"], troubles)
    else:
        expected = "a phase is missing; expected [[phase]], and beneath it how often and which exercises"
        troubles.append(Trouble((), "", expected, at_key=True))
    return Tables(top, phases, own, troubles)


def _is_ours(values: dict[str, Any], troubles: list[Trouble]) -> bool:
    """Whether it says that it is a programme; of any other file nothing more is told."""
    if MARK not in values:
        expected = f"this is not a programme; expected a line such as: {MARK} = {VERSION}"
        troubles.append(Trouble((), "", expected, at_key=True))
        return False
    version = values[MARK]
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        expected = f"expected {VERSION}; it was written for a newer Posture Pal, which can read it"
        troubles.append(Trouble((MARK,), str(describe(version)), expected))
        return False
    return True


def _list(table: str, path: Path, value: Any, most: int, troubles: list[Trouble]) -> list[Values]:
    """Every table of a list of tables, its good values each."""
    if value == ():  # there is none
        return []
    if not isinstance(value, list) or not value:
        troubles.append(Trouble(path, describe(value), f"expected [[{table}]], in double brackets"))
        return []
    if len(value) > most:
        troubles.append(Trouble(path, f"{len(value)} of them", f"expected at most {most}"))
        return []
    return [_table(table, (*path, place), entry, troubles) for place, entry in enumerate(value)]


def _table(table: str, path: Path, value: Any, troubles: list[Trouble]) -> Values:
    """The good values of one table, by name."""
    if not isinstance(value, dict):
        troubles.append(Trouble(path, describe(value), f"expected a table, begun with [[{table}]]"))
        return {}
    known, good = rows(table), {}
    for name, entry in value.items():
        here = (*path, name)
        if table == "phase" and name == "exercise":
            good[name] = _list("phase.exercise", here, entry, MOST_TASKS, troubles)
        elif name in known:
            read = known[name].kind.read(entry, Spot(here, known[name].shown, troubles))
            if read is not None:
                good[name] = read
        else:
            troubles.append(_unknown(table, here, known, len(troubles)))
    troubles += [_missing(row, path) for row in known.values() if row.required and row.name not in value]
    return good


def _whole_phases(phases: Any, troubles: list[Trouble]) -> None:
    """A phase says how often in one way, and has exercises."""
    for place, phase in enumerate(phases if isinstance(phases, list) else []):
        if not isinstance(phase, dict):
            continue
        path: Path = ("phase", place)
        if not {"times_per_day", "times_per_week", "at"} & phase.keys():
            expected = "how often is missing; expected a line such as: times_per_day = 3"
            troubles.append(Trouble(path, "", expected, at_key=True))
        if "exercise" not in phase:
            expected = 'an exercise is missing; expected [[phase.exercise]], and beneath it id = "chin_tuck"'
            troubles.append(Trouble(path, "", expected, at_key=True))
        tables = phase.get("exercise")
        inner = enumerate(tables if isinstance(tables, list) else [])
        for here, table in [(path, phase), *(((*path, "exercise", n), one) for n, one in inner)]:
            if isinstance(table, dict) and {"times_per_day", "times_per_week"} <= table.keys():
                found, expected = "`times_per_week` beside `times_per_day`", "expected one of the two"
                troubles.append(Trouble((*here, "times_per_week"), found, expected, at_key=True))


def _missing(row: Key, path: Path) -> Trouble:
    line = f"{row.name} = {literal(row.shown)}"
    return Trouble(path, "", f"`{row.name}` is missing; expected a line such as: {line}", at_key=True)


def _unknown(table: str, path: Path, known: Collection[str], told: int) -> Trouble:
    """An unknown key, with the name that was probably meant: here, or in the table it belongs to."""
    if told >= MOST_TROUBLES:  # nobody will see it, and looking for names takes its time
        return Trouble(path, "", "unknown key", at_key=True)
    name = str(path[-1])
    near = nearest(name, [*known, *(["phase", "exercise"] if not table else []), *_nested(table)])
    if near is None:
        elsewhere = {row.name: row.table for row in reversed(KEYS.values()) if row.table != table}
        found = name if name in elsewhere else nearest(name, elsewhere)
        if found is not None:
            return Trouble(path, "", f"unknown key here; `{found}` belongs {_where(elsewhere[found])}",
                           at_key=True)  # fmt: skip
    return Trouble(path, "", "unknown key", near, at_key=True)


def _nested(table: str) -> list[str]:
    return ["exercise"] if table == "phase" else []


def _where(table: str) -> str:
    return f"beneath [[{table}]]" if table else "above the first heading in brackets"
