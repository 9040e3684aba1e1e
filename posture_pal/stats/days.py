"""A day in totals: everything that any figure needs of it, once its facts themselves are gone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from posture_pal.model import Fact, Moment
from posture_pal.stats.ended import Ended, occurrences
from posture_pal.stats.sessions import BEGUN, KEPT, OVER, Sessions, as_data, by_programme, from_data, turns
from posture_pal.stats.stretches import BY_COMMAND, Sitting, sittings

Counts = dict[str, int]

_APART = frozenset({"deleted", "day_off", BEGUN, OVER, KEPT})
"""Facts that tell something of a whole day."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a reminder's occurrences of one day came to.

    kinds: what it asked for. counts: outcomes by name, and `prompts`, `snoozes`, `open`, `hurt`, and
    `unseen`: breaks that are ones only because the program did not run. reasons: why it was skipped.
    """

    kinds: tuple[str, ...] = ()
    counts: Counts = field(default_factory=dict)
    reasons: Counts = field(default_factory=dict)

    def of_kinds(self, kinds: Iterable[str]) -> Tally:
        """The same of a reminder that asked for these."""
        return Tally(tuple(sorted(kinds)), self.counts, self.reasons)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day. Seconds: `desk_time`, `longest` (unbroken), `at_desk` by hour of the day.

    ran: whether the program did. coverage: full desk hours with a break, and all of them.
    breaks: asked for and taken unasked. by_hour: outcomes and prompts by the hour they were first shown in.
    deleted_before: on this day, everything before that one was deleted.
    carried: occurrences that are counted here although they have facts that stand on later days.
    sessions: of each programme, by its id. turns: the programmes that began or ended on this day, in order.
    marked_off: whether the person called it a day off, the last word on it; None where nothing was said.
    """

    day: date
    ran: bool = False
    desk_time: float = 0.0
    longest: float = 0.0
    coverage: tuple[int, int] = (0, 0)
    breaks: tuple[int, int] = (0, 0)
    tallies: dict[str, Tally] = field(default_factory=dict)
    at_desk: dict[int, float] = field(default_factory=dict)
    by_hour: dict[int, Counts] = field(default_factory=dict)
    deleted_before: date | None = None
    carried: tuple[str, ...] = ()
    sessions: dict[str, Sessions] = field(default_factory=dict)
    turns: tuple[tuple[str, str], ...] = ()
    marked_off: bool | None = None

    @property
    def outcomes(self) -> Counts:
        """How often each outcome came, and `prompts`, `snoozes` and the like, of all reminders."""
        total: Counts = {}
        for tally in self.tallies.values():
            add(total, tally.counts)
        return total


def add(total: Counts, counts: Counts) -> None:
    """Adds the counts to a total."""
    for name, count in counts.items():
        total[name] = total.get(name, 0) + count


def count(total: Counts, words: Iterable[str]) -> None:
    """Adds one for each word to a total."""
    for word in words:
        total[word] = total.get(word, 0) + 1


def by_day(facts: Sequence[Fact], now: Moment, counted: frozenset[str] = frozenset()) -> dict[date, Day]:
    """Every day that the facts tell of. `now` ends what is still running.

    counted: occurrences that the totals of an earlier day have already.

    A stretch or an occurrence that begins before the first fact handed in is not seen: hand in some days more
    than are wanted.
    """
    seen = _Seen(facts)
    seated = sittings(facts, now)
    ended: dict[date, list[Ended]] = {}
    for occurrence in occurrences(facts):
        if occurrence.id not in counted:
            ended.setdefault(occurrence.day, []).append(occurrence)
    days = sorted({*seen.ran, *seated, *ended, *seen.deleted, *seen.turns, *seen.off})
    return {day: _day(day, seen, seated.get(day) or Sitting(), ended.get(day, ())) for day in days}


class _Seen:
    """The days on which the program ran, something was deleted, a programme turned, a day off was marked."""

    __slots__ = ("deleted", "off", "ran", "turns")

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.ran = {fact.at.wall.date() for fact in facts if fact.name not in BY_COMMAND}
        self.deleted: dict[date, date] = {}
        self.turns: dict[date, tuple[tuple[str, str], ...]] = {}
        self.off: dict[date, bool] = {}
        for fact in [fact for fact in facts if fact.name in _APART]:
            if fact.name == "deleted":
                before = date.fromisoformat(str(fact.details["before"]))
                self.deleted[fact.at.day] = max(before, self.deleted.get(fact.at.day, before))
            elif fact.name == "day_off":
                self.off[fact.at.day] = bool(fact.details.get("off", True))
            else:
                for day, turn in turns(fact):
                    self.turns[day] = (*self.turns.get(day, ()), turn)


def _day(day: date, seen: _Seen, sitting: Sitting, ended: Sequence[Ended]) -> Day:
    tallies: dict[str, Tally] = {}
    kinds: dict[str, set[str]] = {}
    by_hour: dict[int, Counts] = {}
    asked = unasked = 0
    for one in ended:
        told, name, kind = told_by(one), one.reminder, one.kind
        tally = tallies.get(name)
        if tally is None:
            tally = tallies[name] = Tally()
            kinds[name] = set()
        count(tally.counts, told)
        if one.asked is not None:
            count(by_hour.setdefault(one.asked.hour, {}), told)
        if reason := one.reason:
            count(tally.reasons, (reason,))
        if kind:
            kinds[name].add(kind)
        if one.outcome == "natural":
            unasked += not one.unseen
        elif kind == "break":
            asked += one.outcome in {"done", "auto_credited"}
    return Day(
        day,
        day in seen.ran,
        sitting.desk_time,
        sitting.longest,
        sitting.coverage(),
        (asked, unasked),
        {name: tallies[name].of_kinds(kinds[name]) for name in sorted(tallies)},
        sitting.hours,
        by_hour,
        seen.deleted.get(day),
        sessions=by_programme(ended),
        turns=seen.turns.get(day, ()),
        marked_off=seen.off.get(day),
    )


def told_by(one: Ended) -> list[str]:
    """What one occurrence adds to the counts: one to each word, as often as it is named."""
    told = [one.outcome or "open"]
    if one.prompted:
        told.append("prompts")
    if one.snoozes:
        told += ["snoozes"] * one.snoozes
    if one.reason and one.hurt:
        told.append("hurt")
    if one.outcome == "natural" and one.unseen:
        told.append("unseen")
    return told


# --- as text ----------------------------------------------------------------------------------------------


def dumps(day: Day) -> str:
    """A day as the record keeps it."""
    told: dict[str, Any] = {
        "ran": day.ran,
        "desk_time": day.desk_time,
        "longest": day.longest,
        "coverage": day.coverage,
        "breaks": day.breaks,
        "tallies": {n: [t.kinds, t.counts, t.reasons] for n, t in day.tallies.items()},
        "at_desk": day.at_desk,
        "by_hour": day.by_hour,
        "deleted_before": day.deleted_before and day.deleted_before.isoformat(),
        "carried": day.carried,
        "sessions": as_data(day.sessions),
        "turns": day.turns,
        "marked_off": day.marked_off,
    }
    return json.dumps(told, separators=(",", ":"))


def loads(day: date, text: str) -> Day:
    """The same day again. Raises ValueError, KeyError or TypeError for what no day made."""
    told = json.loads(text)
    deleted = told["deleted_before"]
    return Day(
        day,
        told["ran"],
        told["desk_time"],
        told["longest"],
        (told["coverage"][0], told["coverage"][1]),
        (told["breaks"][0], told["breaks"][1]),
        {n: Tally(tuple(kinds), counts, reasons) for n, (kinds, counts, reasons) in told["tallies"].items()},
        {int(hour): seconds for hour, seconds in told["at_desk"].items()},
        {int(hour): counts for hour, counts in told["by_hour"].items()},
        date.fromisoformat(deleted) if deleted else None,
        tuple(told["carried"]),
        from_data(told.get("sessions", {})),
        tuple((name, programme) for name, programme in told.get("turns", ())),
        told.get("marked_off"),
    )
