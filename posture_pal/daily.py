"""The days of the record, from their facts or what is left of them, and how the one becomes the other."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from posture_pal import event_log
from posture_pal.errors import LogUnusable
from posture_pal.event_log import Log
from posture_pal.model import Fact, Moment
from posture_pal.stats import Day, Ended, by_day, occurrences
from posture_pal.stats.days import dumps, loads
from posture_pal.stats.keeping import AROUND, cut, together
from posture_pal.stats.sessions import BEGUN, KEPT, OVER
from posture_pal.stats.stretches import last_moment
from posture_pal.stats.turns import Span, spans as found

_EARLY = date.min + timedelta(days=2 * AROUND)
"""Before which no day has so many days before it."""


@dataclass(frozen=True, slots=True)
class Read:
    """Some days of the record: their totals, and the facts that there are, some of days around them.

    counted: occurrences in the totals of earlier days, of which a last fact still stands.
    """

    days: dict[date, Day]
    facts: Sequence[Fact]
    counted: frozenset[str] = frozenset()

    def ended(self) -> list[Ended]:
        """Every occurrence of these days whose facts still stand."""
        return [one for one in occurrences(self.facts) if one.day in self.days and one.id not in self.counted]


def read(path: Path, since: date, until: date, now: Moment | None) -> Read:
    """Days of the record, both ends included. `now` ends what is running; None: its last fact does.

    Facts of some weeks before are read as well, so that a day's figures are the same whatever is asked for.
    Raises LogUnusable.
    """
    first = max(since, date.min + timedelta(days=AROUND)) - timedelta(days=AROUND)
    with closing(event_log.read_log(path)) as log, _no_collection():
        facts = list(log.facts(since=first))
        kept = _loaded(log.totals(since=first))
        told = by_day(facts, now or last_moment(facts) or facts[-1].at, _counted(kept)) if facts else {}
    days = together(kept, told)
    return Read({day: days[day] for day in sorted(days) if since <= day <= until}, facts, _counted(kept))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Years of facts are made at once and stay until the command ends.

    Looking for what may go, in the midst of it or afterwards, would take a third again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def spans(path: Path) -> list[Span]:
    """When each programme was in force, from all of the record. Raises LogUnusable."""
    with closing(event_log.read_log(path)) as log:
        facts = list(log.facts(names=(BEGUN, OVER, KEPT)))
        kept = _loaded({day: text for day, text in log.totals().items() if '"turns":[[' in text})
    told = by_day(facts, facts[-1].at) if facts else {}
    return found(together(kept, told))


def first_before(log: Log, day: date) -> date | None:
    """A day before that one of which facts still stand, as a rule the first; None of none.

    Raises LogUnusable.
    """
    first = next(iter(log.facts(until=day - timedelta(days=1))), None)
    return None if first is None else first.at.day


def keep_totals(log: Log, before: date) -> int:
    """Turns facts of days before that one into daily totals; how many facts that were. Raises LogUnusable.

    Where no figure stays the same but by cutting some days earlier, or not at all, so it is.
    """
    facts = list(log.facts(until=before + timedelta(days=AROUND)))
    first = min((fact.at.day for fact in facts), default=before)
    if first >= before:
        return 0
    kept = _loaded(log.totals(since=max(first, _EARLY) - timedelta(days=2 * AROUND)))
    made = cut(facts, before, _counted(kept))
    if made is None:
        return 0
    totals = together({day: kept[day] for day in kept.keys() & made.totals.keys()}, made.totals)
    return log.forget_before(made.before, {day: dumps(told) for day, told in totals.items()})


def _counted(kept: dict[date, Day]) -> frozenset[str]:
    return frozenset(occurrence for day in kept.values() for occurrence in day.carried)


def _loaded(texts: dict[date, str]) -> dict[date, Day]:
    try:
        return {day: loads(day, text) for day, text in texts.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise LogUnusable(f"A day's totals in the record cannot be read ({error}).") from error
