"""What a site's file may keep everybody on a computer from changing, and what no site may touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from posture_pal.config.check import Reading
from posture_pal.config.document import Layer, read
from posture_pal.config.keys import KEYS
from posture_pal.config.spots import Spot, Trouble, describe, literal, nearest
from posture_pal.errors import BadInput, Problem

Name = tuple[str, str]

REMINDERS: Name = ("reminder", "")
"""Stands for all the reminders: a list of them is locked as a whole, as it is replaced as a whole."""

_THEIRS = {
    "diary": "what a person feels is theirs alone",
    "exercises": "what a person's body can bear is theirs to say",
    "policy": "it is the policy itself",
}
"""The tables of which nothing can be locked, each with why."""

_ONLY_AS = {
    ("holds", "do_not_disturb"): True,
    ("holds", "fullscreen"): True,
    ("holds", "call"): True,
    ("prompts", "discreet"): True,
    ("prompts", "sound"): False,
}
"""What may be locked with this value alone: a policy may keep people undisturbed, never disturb them."""


def apply(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with what the site has locked taken out of the person's own file.

    What the policy may not lock becomes a trouble of the site's reading, and so does a policy elsewhere.
    """
    wanted: set[Name] = set()
    below: dict[Name, Any] = {}
    reminders: list[dict[str, Any]] | None = None
    for reading in readings:
        if reading.document.layer.name == "user":
            continue
        below |= reading.values
        reminders = reminders if reading.reminders is None else reading.reminders
        if reading.document.layer.name == "site":
            wanted |= _wanted(reading, below)
        else:
            _refuse_policy(reading)
    return [
        _without(reading, frozenset(wanted), {**below, REMINDERS: reminders})
        if reading.document.layer.name == "user"
        else reading
        for reading in readings
    ]


def locked(readings: Sequence[Reading]) -> frozenset[str]:
    """The dotted names of what is locked, after `apply`; all reminders are `reminder`."""
    return frozenset(
        _dotted(name)
        for reading in readings
        if reading.document.layer.name == "site"
        for name in _wanted(replace(reading, troubles=[]), _all_below(readings))
    )


def notes(readings: Sequence[Reading]) -> tuple[Problem, ...]:
    """What the person's own file says in vain, after `apply`, each with its line."""
    site = next((r.document.layer.source for r in readings if r.document.layer.name == "site"), "")
    return tuple(
        problem
        for reading in readings
        for problem in reading.document.problems(
            [
                Trouble(
                    tuple(filter(None, name)),
                    "",
                    f"this is set for everybody on this computer, in {site}; yours is left aside",
                    at_key=True,
                )
                for name in sorted(reading.set_aside)
            ]
        )
    )


def locks_profile(site: Layer) -> bool:
    """Whether a site's file locks the profile, which is looked for before anything else is read."""
    try:
        policy = read(site).values.get("policy")
    except BadInput:
        return False
    wanted = policy.get("locked") if isinstance(policy, dict) else None
    return isinstance(wanted, list) and "profile" in wanted


def _all_below(readings: Sequence[Reading]) -> dict[Name, Any]:
    return {
        name: value
        for reading in readings
        if reading.document.layer.name != "user"
        for name, value in reading.values.items()
    }


def _wanted(site: Reading, below: dict[Name, Any]) -> set[Name]:
    """What the site's file locks; what it may not becomes a trouble. below: the values up to the site's."""
    found: set[Name] = set()
    for place, entry in enumerate(site.values.get(("policy", "locked"), ())):
        names = _names(entry)
        why = _why_not(entry, names, below)
        if why is None:
            found |= _as_they_stand(names, below)  # of a table, all that may be
        else:
            near = None if names else nearest(entry, map(_dotted, _lockable()))
            site.troubles.append(Trouble(("policy", "locked", place), describe(entry), why, near))
    return found


def _why_not(entry: str, names: set[Name], below: dict[Name, Any]) -> str | None:
    table, _, key = entry.partition(".")
    if table in _THEIRS:
        return f"no policy locks this: {_THEIRS[table]}"
    if table.startswith("reminder") and entry != "reminder":
        return 'expected "reminder": reminders are locked all together'
    if not names:
        return 'expected a setting such as "prompts.max_per_day", or a table such as "hours"'
    if key and names - _as_they_stand(names, below):
        only = literal(_ONLY_AS[table, key])
        return f"{entry} can be locked as {only} alone; expected {key} = {only} above it"
    return None


def _as_they_stand(names: set[Name], below: dict[Name, Any]) -> set[Name]:
    """Those that may be locked with the values they have."""
    return {name for name in names if name not in _ONLY_AS or _value(name, below) is _ONLY_AS[name]}


def _value(name: Name, below: dict[Name, Any]) -> Any:
    return below[name] if name in below else KEYS[name].kind.read(KEYS[name].default, Spot(name, None))


def _names(entry: str) -> set[Name]:
    """The names that one entry of the list means: a setting, or all those of a table."""
    if entry == "reminder":
        return {REMINDERS}
    return {name for name in _lockable() if entry in {_dotted(name), name[0]}}


def _lockable() -> set[Name]:
    return {name for name in KEYS if name[0] not in {*_THEIRS, "reminder"}} | {REMINDERS}


def _refuse_policy(reading: Reading) -> None:
    if any(table == "policy" for table, _ in reading.values):
        expected = "only a site's own file may have a policy; expected nothing of it here"
        reading.troubles.append(Trouble(("policy",), "", expected, at_key=True))


def _without(user: Reading, names: frozenset[Name], below: dict[Name, Any]) -> Reading:
    _refuse_policy(user)
    said = {**user.values, **({} if user.reminders is None else {REMINDERS: user.reminders})}
    return replace(
        user,
        values={name: value for name, value in user.values.items() if name not in names},
        reminders=None if REMINDERS in names else user.reminders,
        # To say the same again is not to say it in vain.
        set_aside=frozenset(name for name in names & said.keys() if said[name] != _value(name, below)),
    )


def _dotted(name: Name) -> str:
    return ".".join(filter(None, name))
