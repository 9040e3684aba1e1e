"""Lays the config files over each other, the built-in one at the bottom, and makes one plan of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import time
from typing import Any

from posture_pal.config import policy
from posture_pal.config.check import Reading, check
from posture_pal.config.document import Layer, read
from posture_pal.config.keys import KEYS, MOST_RANGES, rows
from posture_pal.config.spots import Spot, Trouble, describe, literal
from posture_pal.config.values import Range
from posture_pal.errors import BadInput, Problem
from posture_pal.model import Hold, Hours, Plan, Prompts, Reminder
from posture_pal.profiles import DEFAULT, TITLES

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_MIDNIGHT = time(0)
_HOLDS = (Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL)

Name = tuple[str, str]


def parse(layers: Sequence[Layer], routines: Collection[str] | None = None) -> Plan:
    """The plan that the layers make together, the first at the bottom.

    routines: the known names of routines; None leaves them unchecked.
    Raises BadInput with every problem of every layer.
    """
    return _plan(_readings(layers, routines))


def origins(layers: Sequence[Layer]) -> list[tuple[str, str, str]]:
    """Every value in force: its dotted key, the value in TOML, and the name of the layer it comes from.

    A value that no layer gives is the built-in one. Raises BadInput as `parse` does.
    """
    readings = _readings(layers, None)
    values = _merged(readings)
    table = []
    for name, row in KEYS.items():
        if name[0] == "reminder":
            continue
        key = ".".join(row.place)
        if name in values:
            reading = values[name][1]
            table.append((key, literal(reading.written(row.place)), reading.document.layer.name))
        elif row.default is not None:
            table.append((key, literal(row.default), "built-in"))
    above = _naming_reminders(readings)
    if above is not None and not above.reminders:
        table.insert(0, ("reminder", "[]", above.document.layer.name))
    for place in range(len(above.reminders or ()) if above else 0):
        assert above is not None
        written = above.written(("reminder", place))
        layer = above.document.layer.name
        table += [
            (f"reminder[{place + 1}].{key}", literal(written[key]), layer)
            for key in rows("reminder")
            if key in written
        ]
    return table


def profile_named(layers: Sequence[Layer]) -> str:
    """The profile that the topmost layer to name one names; a layer that cannot be read names none.

    Where a site has locked it, a person's own file has no say.
    """
    mute = {"built-in", *("user" for layer in layers if layer.name == "site" and policy.locks_profile(layer))}
    for layer in reversed(layers):
        if layer.name not in mute and b"profile" in layer.text:
            try:
                named = read(layer).values.get("profile")
            except BadInput:
                continue
            if isinstance(named, str) and named in TITLES:
                return named
    return DEFAULT


def policy_of(layers: Sequence[Layer]) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """What the site has locked, by dotted name, and what the person's own file says in vain, with its line.

    Raises BadInput as `parse` does.
    """
    readings = _readings(layers, None)
    return policy.locked(readings), policy.notes(readings)


def _readings(layers: Sequence[Layer], routines: Collection[str] | None) -> list[Reading]:
    """The readings of good layers; BadInput with the problems of all layers where there are any."""
    found: list[Reading | BadInput] = []
    for layer in layers:
        try:
            found.append(check(read(layer), routines))
        except BadInput as bad:
            found.append(bad)
    readings = policy.apply([reading for reading in found if isinstance(reading, Reading)])
    _check_hours(readings)
    problems: list[Problem] = []
    applied = iter(readings)
    for one in found:
        if isinstance(one, BadInput):
            problems += one.problems
        elif (reading := next(applied)).troubles:
            problems += reading.document.problems(reading.troubles)
    if problems:
        raise BadInput(problems[0].source or "", tuple(problems))
    return readings


def _merged(readings: list[Reading]) -> dict[Name, tuple[Any, Reading]]:
    """Each value in force, with the reading it comes from."""
    return {name: (value, reading) for reading in readings for name, value in reading.values.items()}


def _naming_reminders(readings: list[Reading]) -> Reading | None:
    return next((reading for reading in reversed(readings) if reading.reminders is not None), None)


def _check_hours(readings: list[Reading]) -> None:
    """No two ranges of the week may overlap; the days may come from another layer than the ranges."""
    reading = next((reading for reading in reversed(readings) if _written_ranges(reading)), None)
    if reading is None:
        return
    values = _merged(readings)
    days = values["hours", "days"][0] if ("hours", "days") in values else range(1, 8)
    taken, seen = [False] * _WEEK_MINUTES, set()
    for place, written in enumerate(_written_ranges(reading)):
        read = Range().read(written, Spot((), None))
        if read is None or read in seen:
            continue  # told already, where the list was read
        seen.add(read)
        minutes = _minutes(days, *read)
        if any(taken[minute] for minute in minutes):
            expected = "expected ranges that do not overlap; this one overlaps with one before it"
            reading.troubles.append(Trouble(("hours", "ranges", place), describe(written), expected))
        for minute in minutes:
            taken[minute] = True


def _written_ranges(reading: Reading) -> list[Any]:
    """The ranges of a file, the bad ones among them too: the good ones may still overlap."""
    hours = reading.document.values.get("hours")
    ranges = hours.get("ranges") if isinstance(hours, dict) else None
    if ("hours", "ranges") in reading.set_aside:
        return []
    return ranges if isinstance(ranges, list) and len(ranges) <= MOST_RANGES else []


def _minutes(days: Iterable[int], start: time, end: time) -> list[int]:
    """The minutes of the week that a range covers, from midnight before Monday on."""
    first = start.hour * 60 + start.minute
    length = (end.hour * 60 + end.minute - first) % _DAY_MINUTES or _DAY_MINUTES
    return [
        ((day - 1) * _DAY_MINUTES + first + minute) % _WEEK_MINUTES
        for day in days
        for minute in range(length)
    ]


def _plan(readings: list[Reading]) -> Plan:
    values = {name: _default(name) for name, row in KEYS.items() if row.default is not None}
    values |= {name: value for name, (value, _) in _merged(readings).items()}
    above = _naming_reminders(readings)
    return Plan(
        reminders=tuple(_reminder(given) for given in (above.reminders or ())) if above else (),
        away_after=values["desk", "away_after"],
        hours=_hours(values),
        prompts=Prompts(**{name: values["prompts", name] for name in rows("prompts")}),
        respected_holds=frozenset(hold for hold in _HOLDS if values["holds", str(hold)]),
        while_running=values.get(("holds", "while_running")) or (),
        avoid=values.get(("exercises", "avoid")) or (),
        guided_window=values["window", "guided"],
        diary_enabled=values["diary", "enabled"],
        diary_at=values["diary", "at"],
        keep_facts_days=int(values["keep", "facts"]) // 86_400,
        emergency=values["safety", "emergency"],
        profile=values["", "profile"],
        locked=policy.locked(readings),
    )


def _default(name: Name) -> Any:
    return KEYS[name].kind.read(KEYS[name].default, Spot(name, None))


def _hours(values: dict[Name, Any]) -> Hours | None:
    days, ranges = values.get(("hours", "days")), values.get(("hours", "ranges"))
    if days is None and ranges is None:
        return None
    return Hours(frozenset(days or range(1, 8)), ranges or ((_MIDNIGHT, _MIDNIGHT),))


def _reminder(given: dict[str, Any]) -> Reminder:
    lasts = given.get("lasts", _default(("reminder", "lasts")))
    return Reminder(**{**given, "lasts": lasts, "at": given.get("at", ())})
