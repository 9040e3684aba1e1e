"""How old facts become daily totals without a figure changing: the cut is proved before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from posture_pal.model import Fact
from posture_pal.stats import sessions
from posture_pal.stats.days import Counts, Day, Tally, add, by_day
from posture_pal.stats.stretches import last_moment

AROUND = 35
"""Days on either side whose facts must be at hand: a prompt stays open while a machine sleeps for weeks."""

LONGEST_WALK = 40
"""Days by which a cut may lie before the wanted one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Facts of the days before `before` may go; `totals` are what is to stay of them."""

    before: date
    totals: Mapping[date, Day]


def cut(facts: Sequence[Fact], wanted: date, counted: frozenset[str] = frozenset()) -> Cut | None:
    """The latest cut up to the wanted day that changes no figure, or None when there is nothing to cut.

    facts: all of the days before the wanted one, and of AROUND days from it on. counted: as for by_day.
    Somebody who sits at the desk over midnight has facts on both days that belong together: such a midnight
    is no cut. An occurrence that ends after it is counted where it began, and remembered there.
    """
    if all(fact.at.day >= wanted for fact in facts):
        return None
    now = last_moment(facts) or facts[-1].at
    whole = by_day(facts, now, counted)
    for back in range(LONGEST_WALK):
        before = wanted - timedelta(days=back)
        left = [fact for fact in facts if fact.at.day >= before]
        if len(left) == len(facts):
            return None
        carried = _carried(facts, before) - counted
        # A fact may tell of an earlier day that a programme began on it: told twice, it is merged into one.
        told = by_day(left, now, counted | carried)
        days = {day: one for day, one in told.items() if day >= before}
        if days == {day: told for day, told in whole.items() if day >= before}:
            totals = {day: told for day, told in whole.items() if day < before}
            if carried:
                last = max(totals)
                totals[last] = replace(totals[last], carried=tuple(sorted(carried)))
            return Cut(before, totals)
    return None


def _carried(facts: Sequence[Fact], before: date) -> set[str]:
    """The occurrences with facts on both sides."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for fact in facts:
        if fact.occurrence is not None:
            sides[fact.at.day >= before].add(fact.occurrence)
    return sides[0] & sides[1]


def merged(kept: Day, more: Day) -> Day:
    """Totals, and what was entered for that day after they were made."""
    tallies = dict(kept.tallies)
    for name, tally in more.tallies.items():
        known = tallies.get(name, Tally())
        kinds = tuple(sorted({*known.kinds, *tally.kinds}))
        tallies[name] = Tally(kinds, _sum(known.counts, tally.counts), _sum(known.reasons, tally.reasons))
    hours = {*kept.by_hour, *more.by_hour}
    return replace(
        kept,
        ran=kept.ran or more.ran,
        desk_time=kept.desk_time + more.desk_time,
        longest=max(kept.longest, more.longest),
        coverage=(kept.coverage[0] + more.coverage[0], kept.coverage[1] + more.coverage[1]),
        breaks=(kept.breaks[0] + more.breaks[0], kept.breaks[1] + more.breaks[1]),
        tallies=dict(sorted(tallies.items())),
        at_desk={
            h: kept.at_desk.get(h, 0.0) + more.at_desk.get(h, 0.0) for h in {*kept.at_desk, *more.at_desk}
        },
        by_hour={h: _sum(kept.by_hour.get(h, {}), more.by_hour.get(h, {})) for h in hours},
        carried=tuple(sorted({*kept.carried, *more.carried})),
        deleted_before=max(filter(None, (kept.deleted_before, more.deleted_before)), default=None),
        sessions=sessions.merged(kept.sessions, more.sessions),
        turns=(*kept.turns, *(turn for turn in more.turns if turn not in kept.turns)),
        marked_off=kept.marked_off if more.marked_off is None else more.marked_off,
    )


def together(kept: Mapping[date, Day], more: Mapping[date, Day]) -> dict[date, Day]:
    """Days from their totals, from their facts, or from both."""
    days = {**more, **kept}
    for day in kept.keys() & more.keys():
        days[day] = merged(kept[day], more[day])
    return days


def _sum(one: Counts, other: Counts) -> Counts:
    total = dict(one)
    add(total, other)
    return total
