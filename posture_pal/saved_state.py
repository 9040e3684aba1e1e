"""The engine's memory as text, so that a restart finds clocks, open prompts and a pause as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from posture_pal.model import Kind, Moment
from posture_pal.state import Occurrence, Paused, Phase, Presence, ReminderClock, State

VERSION = 1
_DAY = 86400.0
_TEN_YEARS = 10 * 366 * _DAY
_LONGEST_WAIT = 8 * _DAY
_MOST_ITEMS = 100
"""Seconds that no snooze or pause exceeds: a week, and a clock changed in between."""
_MOST_OCCURRENCES = 2000
_UNANSWERED = ("", "missed", "unobserved")


class Implausible(ValueError):
    """The saved state cannot be true; the message says why."""


def dumps(state: State, now: Moment, boot: str) -> str:
    """The state as one line of JSON, with the moment and the boot it belongs to."""
    presence = state.presence
    saved = {
        "version": VERSION,
        "boot": boot,
        "wall": now.wall.isoformat(),
        "elapsed": now.elapsed,
        "day": state.day.isoformat(),
        "desk_total": state.desk_total,
        "serial": state.serial,
        "prompts_today": state.prompts_today,
        "paused": _paused_out(state.paused),
        "programme": state.programme,
        "presence": {
            "last_input": presence.last_input,
            "at_desk_since": presence.at_desk_since,
            "away_since": presence.away_since,
            "away_reason": presence.away_reason,
            "known": presence.known,
        },
        "clocks": {
            name: {
                "since": c.since,
                "absorbed_by": c.absorbed_by,
                "slot": c.slot and c.slot.isoformat(),
                "credited": c.credited,
            }
            for name, c in state.clocks.items()
        },
        "occurrences": [_occurrence_out(o) for o in state.occurrences],
    }
    return json.dumps(saved, separators=(",", ":"))


def loads(text: str, now: Moment, boot: str) -> tuple[State, float]:
    """The saved state on today's clocks, and the elapsed time at which it was saved.

    Within one boot the elapsed clock tells how long the program did not run; across boots the wall clock.
    Raises Implausible for anything out of range, from the future, or of another version.
    """
    try:
        saved = json.loads(text)
        if not isinstance(saved, dict) or saved.get("version") != VERSION:
            raise Implausible("it is not of this version")
        wall = datetime.fromisoformat(saved["wall"])
        if wall.tzinfo is None:
            raise Implausible("its time has no zone")
        elapsed = _number(saved["elapsed"], "elapsed", -_TEN_YEARS, _TEN_YEARS)
        if saved["boot"] == boot and elapsed <= now.elapsed:
            shift = 0.0
        else:
            away = (now.wall - wall).total_seconds()
            if not 0.0 <= away <= _TEN_YEARS:
                raise Implausible("it was saved in the future")
            shift = now.elapsed - away - elapsed
        state = _state_in(saved, now)
    except Implausible:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as problem:
        raise Implausible(f"it cannot be read ({type(problem).__name__})") from problem
    _check(state, elapsed)
    return _shifted(state, shift), elapsed + shift


def _state_in(saved: dict[str, Any], now: Moment) -> State:
    presence = saved["presence"]
    occurrences = saved["occurrences"]
    if not isinstance(occurrences, list) or len(occurrences) > _MOST_OCCURRENCES:
        raise Implausible("it has no list of occurrences")
    elapsed = float(saved["elapsed"])
    return State(
        presence=Presence(
            last_input=float(presence["last_input"]),
            at_desk_since=float(presence["at_desk_since"]),
            away_since=None if presence["away_since"] is None else float(presence["away_since"]),
            away_reason=str(presence["away_reason"]),
            known=presence["known"] is True,
        ),
        day=min(date.fromisoformat(saved["day"]), now.day),
        counted_to=elapsed,
        wake_at=elapsed,
        desk_total=_number(saved["desk_total"], "desk time", 0.0, _TEN_YEARS),
        serial=int(_number(saved["serial"], "serial", 0, 10**12)),
        prompts_today=int(_number(saved["prompts_today"], "prompts", 0, 10**6)),
        paused=_paused_in(saved["paused"]),
        programme=_name_in(saved.get("programme")),
        clocks={str(name): _clock_in(clock) for name, clock in saved["clocks"].items()},
        occurrences=tuple(_occurrence_in(o) for o in occurrences),
    )


def _check(state: State, saved_at: float) -> None:
    """Nothing saved may lie after the moment it was saved, and no clock may run ahead of desk time."""
    presence = state.presence
    for name, value in (
        ("last input", presence.last_input),
        ("return", presence.at_desk_since),
        ("absence", presence.away_since),
    ):
        _instant(value, name, saved_at)
    for name, clock in state.clocks.items():
        _number(clock.since, name, 0.0, state.desk_total + 1.0)
    if len({occurrence.id for occurrence in state.occurrences}) < len(state.occurrences):
        raise Implausible("it has two occurrences of one name")
    for occurrence in state.occurrences:
        _check_occurrence(occurrence, saved_at)


def _check_occurrence(occurrence: Occurrence, saved_at: float) -> None:
    """An occurrence is whole: what is on screen was shown, and what ends by itself has an end."""
    name = occurrence.id
    for value in (occurrence.due, occurrence.shown_at, occurrence.left_at):
        _instant(value, name, saved_at)
    _number(occurrence.lasts, name, 0.0, _DAY)
    _number(occurrence.showings, name, 0, 10**6)
    if occurrence.until is not None:
        _number(occurrence.until, name, -_TEN_YEARS, saved_at + _LONGEST_WAIT)
    if occurrence.withdrawn not in _UNANSWERED:
        raise Implausible(f"{name} ends as {occurrence.withdrawn!r}, which cannot be")
    waiting = occurrence.phase is Phase.WAITING
    if not waiting and (occurrence.until is None or occurrence.shown_at is None):
        raise Implausible(f"{name} is {occurrence.phase} without an end")


def _shifted(state: State, by: float) -> State:
    """The same state with every elapsed time moved, its holds forgotten and every wait begun anew."""
    presence = replace(
        state.presence,
        last_input=state.presence.last_input + by,
        at_desk_since=state.presence.at_desk_since + by,
        away_since=None if state.presence.away_since is None else state.presence.away_since + by,
    )
    occurrences = tuple(
        replace(
            o,
            due=o.due + by,
            until=None if o.until is None else o.until + by,
            shown_at=None if o.shown_at is None else o.shown_at + by,
            left_at=None if o.left_at is None else o.left_at + by,
        )
        for o in state.occurrences
    )
    return replace(
        state,
        presence=presence,
        occurrences=occurrences,
        counted_to=state.counted_to + by,
        wake_at=state.wake_at + by,
    )


def _instant(value: float | None, name: str, saved_at: float) -> None:
    """An elapsed time that was the past when it was saved, or none."""
    if value is not None:
        _number(value, name, -_TEN_YEARS, saved_at + 1.0)


def _number(value: object, name: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Implausible(f"{name} is {value!r}, which cannot be")
    return float(value)


def _paused_out(paused: Paused | None) -> list[str | None] | None:
    if paused is None:
        return None
    return [paused.since.isoformat(), None if paused.until is None else paused.until.isoformat()]


def _paused_in(saved: list[Any] | None) -> Paused | None:
    if saved is None:
        return None
    begin, end = saved
    since = datetime.fromisoformat(begin)
    until = None if end is None else datetime.fromisoformat(end)
    if since.tzinfo is None:
        raise Implausible("its pause has no zone")
    if until is not None and not 0.0 <= (until - since).total_seconds() <= _LONGEST_WAIT:
        raise Implausible("its pause is too long")
    return Paused(since, until)


def _name_in(saved: object) -> str | None:
    return None if saved is None else str(saved)[:80]


def _clock_in(saved: dict[str, Any]) -> ReminderClock:
    slot = saved["slot"]
    absorbed_by = saved["absorbed_by"]
    return ReminderClock(
        since=float(saved["since"]),
        absorbed_by=None if absorbed_by is None else str(absorbed_by),
        credited=saved["credited"] is True,
        slot=None if slot is None else datetime.fromisoformat(slot).replace(tzinfo=None),
    )


_KEPT = (
    "id",
    "reminder",
    "lasts",
    "due",
    "until",
    "shown_at",
    "showings",
    "requested",
    "undelivered",
    "credited",
    "left_at",
    "withdrawn",
    "held",
)


def _occurrence_out(occurrence: Occurrence) -> dict[str, Any]:
    kept = {name: getattr(occurrence, name) for name in _KEPT}
    return {
        **kept,
        "programme": occurrence.programme,
        "items": list(occurrence.items),
        "kind": str(occurrence.kind),
        "phase": str(occurrence.phase),
    }


def _occurrence_in(saved: dict[str, Any]) -> Occurrence:
    return Occurrence(
        id=str(saved["id"])[:80],
        reminder=str(saved["reminder"])[:80],
        kind=Kind(saved["kind"]),
        phase=Phase(saved["phase"]),
        lasts=float(saved["lasts"]),
        due=float(saved["due"]),
        until=None if saved["until"] is None else float(saved["until"]),
        shown_at=None if saved["shown_at"] is None else float(saved["shown_at"]),
        showings=int(saved["showings"]),
        requested=saved["requested"] is True,
        undelivered=saved["undelivered"] is True,
        credited=saved["credited"] is True,
        left_at=None if saved["left_at"] is None else float(saved["left_at"]),
        withdrawn=str(saved["withdrawn"]),
        held=saved["held"] is True,
        programme=_name_in(saved.get("programme")),
        items=tuple(str(item)[:80] for item in saved.get("items", ())[:_MOST_ITEMS]),
    )
