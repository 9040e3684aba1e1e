"""Holds one config file against the table of keys, and collects everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from posture_pal.config.document import Document
from posture_pal.config.keys import KEYS, MOST_REMINDERS, TABLES, Key, rows
from posture_pal.config.spots import MOST_TROUBLES, Path, Spot, Trouble, describe, dotted, literal, nearest


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says: its values as the program uses them and, in `written`, as they stand in the file.

    reminders: None where the file names none. Where there is trouble, what was good is still here.
    set_aside: what it says in vain, for a site has locked it.
    """

    document: Document
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    reminders: list[dict[str, Any]] | None = None
    troubles: list[Trouble] = field(default_factory=list)
    set_aside: frozenset[tuple[str, str]] = frozenset()

    def written(self, path: Path) -> Any:
        """The value at a path, as the file has it."""
        value: Any = self.document.values
        for part in path:
            value = value[part]
        return value


def check(document: Document, routines: Collection[str] | None = None) -> Reading:
    """The reading of one document. routines: the known names, where they are to be checked."""
    reading = Reading(document)
    reminders: list[dict[str, Any]] | None = None
    at_head = rows("")
    for name, value in document.values.items():
        if name in at_head:
            read = at_head[name].kind.read(value, Spot((name,), at_head[name].shown, reading.troubles))
            reading.values.update({("", name): read} if read is not None else {})
        elif name not in TABLES:
            reading.troubles.append(_unknown((name,), (*TABLES, *at_head), len(reading.troubles)))
        elif name == "reminder":
            reminders = _reminders(value, reading.troubles, routines)
        else:
            found = _table((name,), value, reading.troubles)
            reading.values.update({(name, key): read for key, read in found.items()})
    _keep_policy_from_the_diary(reading)
    return Reading(document, reading.values, reminders, reading.troubles)


def _table(path: Path, value: Any, troubles: list[Trouble]) -> dict[str, Any]:
    """The good values of one table, by name."""
    table = str(path[0])
    if not isinstance(value, dict):
        how = f"[[{table}]]" if table == "reminder" else f"[{table}]"
        troubles.append(Trouble(path, describe(value), f"expected a table, begun with {how}"))
        return {}
    known, good = rows(table), {}
    for name, entry in value.items():
        here = (*path, name)
        if name not in known:
            troubles.append(_unknown(here, known, len(troubles)))
            continue
        read = known[name].kind.read(entry, Spot(here, known[name].shown, troubles))
        if read is not None:
            good[name] = read
    return good


def _reminders(value: Any, troubles: list[Trouble], routines: Collection[str] | None) -> list[dict[str, Any]]:
    path = ("reminder",)
    if not isinstance(value, list):
        troubles.append(Trouble(path, describe(value), "expected [[reminder]], in double brackets"))
        return []
    if len(value) > MOST_REMINDERS:
        troubles.append(Trouble(path, f"{len(value)} reminders", f"expected at most {MOST_REMINDERS}"))
        return []
    reminders = [_table((*path, place), entry, troubles) for place, entry in enumerate(value)]
    first: dict[str, int] = {}
    for place, (entry, good) in enumerate(zip(value, reminders, strict=True)):
        if not isinstance(entry, dict):
            continue
        _whole(("reminder", place), entry, troubles)
        _known_routine(("reminder", place, "routine"), good.get("routine"), routines, troubles)
        name = good.get("name")
        if name is not None and first.setdefault(name, place) != place:
            expected = f"expected a name of its own; reminder[{first[name] + 1}] has this one"
            troubles.append(Trouble(("reminder", place, "name"), describe(name), expected))
    return reminders


def _whole(path: Path, entry: dict[str, Any], troubles: list[Trouble]) -> None:
    """A reminder has what it needs, and one way of falling due."""
    troubles += [
        Trouble(path, "", f"`{row.name}` is missing; expected {_line(row)}", at_key=True)
        for row in rows("reminder").values()
        if row.required and row.name not in entry
    ]
    if "every" in entry and "at" in entry:
        expected = "expected one of the two"
        troubles.append(Trouble((*path, "at"), "`at` beside `every`", expected, at_key=True))
    elif "every" not in entry and "at" not in entry:
        every, at = (f"{name} = {literal(KEYS['reminder', name].shown)}" for name in ("every", "at"))
        expected = f"`every` or `at` is missing; expected when it comes: {every}, or {at}"
        troubles.append(Trouble(path, "", expected, at_key=True))


def _line(row: Key) -> str:
    return f"a line such as: {row.name} = {literal(row.shown)}"


def _known_routine(
    path: Path, name: str | None, routines: Collection[str] | None, troubles: list[Trouble]
) -> None:
    if name is not None and routines is not None and name not in routines:
        expected = "expected the name of a routine in the catalogue"
        troubles.append(Trouble(path, describe(name), expected, nearest(name, routines)))


def _keep_policy_from_the_diary(reading: Reading) -> None:
    """What a person feels is theirs: a site's file cannot switch its record on."""
    if reading.document.layer.name == "site" and reading.values.get(("diary", "enabled")):
        expected = "expected nothing here; only a person's own file may switch the diary on"
        reading.troubles.append(Trouble(("diary", "enabled"), "true", expected))


def _unknown(path: Path, known: Collection[str], told: int) -> Trouble:
    """An unknown key, with the name that was probably meant: here, or in the table it belongs to."""
    name = str(path[-1])
    if told >= MOST_TROUBLES:  # nobody will see it, and looking for names takes its time
        return Trouble(path, "", "unknown key", at_key=True)
    elsewhere = {row.name: dotted(row.place) for row in KEYS.values()}
    near = elsewhere.get(name) or nearest(name, known) or elsewhere.get(nearest(name, elsewhere) or "")
    return Trouble(path, "", "unknown key", near, at_key=True)
