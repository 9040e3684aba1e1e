"""How much of a programme was done: sessions done, of sessions prescribed; not the same as completion.

The rules, which docs/report.md tells the reader:

- Every prescribed session is in the denominator, also of days on which the program did not run. Out of it are
  the programme's own days off, days that the person marked as days off, and what lies before its first day of
  use or after its end.
- Of today, and of the days on which it came into force or went out of it, the sessions that fell due count.
- What was done in part stands beside it. What was entered later stands beside it: it is never counted as
  done at the time.
- Within one of the programme's weeks a session counts on whatever day it was done; more sessions than a week
  prescribes make up for no other week, and are told apart as extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from posture_pal.programme import Programme, exercises_prescribed, sessions_prescribed
from posture_pal.stats.days import Counts, Day, add
from posture_pal.stats.sessions import Sessions
from posture_pal.stats.shares import Share
from posture_pal.stats.turns import Span

_WEEK = 7
_FELL_DUE = frozenset(
    ["done", "partial", "skipped", "missed", "dismissed", "unobserved", "withheld", "undelivered", "open"]
)


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """A day of a programme. prescribed, exercises: sessions, and of each exercise, that count on it.

    state: all, some, none (done); later: all that is known of it was entered later; quiet: nothing fell due
    so far; no data, deleted, off.
    """

    day: date
    state: str
    prescribed: int
    exercises: Mapping[str, int]
    told: Sessions = field(default_factory=Sessions)

    @property
    def share(self) -> Share:
        """Done of prescribed, of this day alone."""
        return Share(self.told.counts.get("done", 0), self.prescribed)

    @property
    def entered_later(self) -> int:
        return self.told.counts.get("backfilled", 0)


@dataclass(frozen=True, slots=True)
class Adherence:
    """What came of something prescribed: n of N, and beside it what is in no n.

    partial, skipped, missed (with dismissed), hurt: as the prompts were answered. unseen: sessions that were
    held back, not delivered, or fell due with nobody there. entered_later: from memory. extra: beyond what
    a week prescribes.
    """

    share: Share
    partial: int
    skipped: int
    missed: int
    unseen: int
    entered_later: int
    extra: int
    hurt: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme over the days of a report on which it was in force. removed: when it was, before its end.

    marked_off: days that the person marked as days off and on which there would have been sessions.
    """

    programme: Programme
    days: tuple[ProgrammeDay, ...]
    marked_off: tuple[date, ...] = ()
    removed: date | None = None

    @property
    def sessions(self) -> Adherence:
        """Of whole sessions."""
        return self._adherence([(one.day, one.prescribed, one.told.counts) for one in self.days])

    def exercise(self, item: str) -> Adherence:
        """Of one exercise, by its id."""
        return self._adherence(
            [(one.day, one.exercises.get(item, 0), one.told.exercises.get(item, {})) for one in self.days]
        )

    @property
    def items(self) -> list[str]:
        """The exercises that were prescribed or done in these days, in the order of the programme."""
        found = {item for one in self.days for item in (*one.exercises, *one.told.exercises)}
        ordered = [item for item in self.programme.tasks if item in found]
        return [*ordered, *sorted(found - set(ordered))]

    def dose(self, item: str) -> str:
        """What was prescribed of an exercise in these days: one dose, or each phase's after the other."""
        first, last = self.days[0].day, self.days[-1].day
        weeks = [(day - self.programme.starts).days // _WEEK + 1 for day in (first, last)]
        doses = {
            str(task.dose): None
            for phase in self.programme.phases
            for task in phase.tasks
            if task.id == item and phase.first <= weeks[1] and (phase.last or weeks[1]) >= weeks[0]
        }
        return "; then ".join(doses)

    @property
    def with_data(self) -> Share:
        """Days of it on which the program ran, of all on which something was prescribed."""
        due = [one for one in self.days if one.prescribed]
        return Share(sum(1 for one in due if one.state in {"all", "some", "none"}), len(due))

    def _adherence(self, told: Iterable[tuple[date, int, Counts]]) -> Adherence:
        weeks: dict[int, list[int]] = {}
        total: Counts = {}
        for day, prescribed, counts in told:
            week = weeks.setdefault((day - self.programme.starts).days // _WEEK, [0, 0])
            week[0] += counts.get("done", 0)
            week[1] += prescribed
            add(total, counts)
        counted = sum(min(done, prescribed) for done, prescribed in weeks.values())
        return Adherence(
            Share(counted, sum(prescribed for _, prescribed in weeks.values())),
            total.get("partial", 0),
            total.get("skipped", 0),
            total.get("missed", 0) + total.get("dismissed", 0),
            total.get("unobserved", 0) + total.get("withheld", 0) + total.get("undelivered", 0),
            total.get("backfilled", 0),
            sum(max(0, done - prescribed) for done, prescribed in weeks.values()),
            total.get("hurt", 0),
        )


def followed(
    programme: Programme, used: Iterable[Span], days: Mapping[date, Day], period: Iterable[date], today: date
) -> Followed | None:
    """The programme over a period, None where it was not in force on any day of it.

    used: the spans of all programmes. days: what was recorded. today: that day and no later one counts.
    """
    mine = [span for span in used if span.programme == programme.id]
    told, off = [], []
    for day in period:
        span = next((span for span in mine if _covers(span, programme, day)), None)
        if span is None or day > today:
            continue
        found = days.get(day)
        if found is not None and found.marked_off and sessions_prescribed(programme, day):
            off.append(day)
        told.append(_day(programme, day, found, in_part=day in (span.first, span.last, today), days=days))
    if not told:
        return None
    last = mine[-1].last
    removed = last if last is not None and last <= min(today, programme.ends) else None
    return Followed(programme, tuple(told), tuple(off), removed)


def _covers(span: Span, programme: Programme, day: date) -> bool:
    first, last = max(span.first, programme.starts), min(span.last or date.max, programme.ends)
    return first <= day <= last


def _day(
    programme: Programme, day: date, found: Day | None, *, in_part: bool, days: Mapping[date, Day]
) -> ProgrammeDay:
    told = (found.sessions.get(programme.id) if found is not None else None) or Sessions()
    if found is not None and found.marked_off:
        return ProgrammeDay(day, "off", 0, {}, told)
    prescribed, exercises = sessions_prescribed(programme, day), exercises_prescribed(programme, day)
    in_part = in_part and prescribed > 0
    if in_part:
        prescribed = min(prescribed, _fell_due(told.counts))
        exercises = {item: min(n, prescribed) for item, n in exercises.items()} if prescribed else {}
    state = _state(day, found, told, prescribed, days, in_part=in_part)
    return ProgrammeDay(day, state, prescribed, exercises, told)


def _fell_due(counts: Counts) -> int:
    return sum(count for name, count in counts.items() if name in _FELL_DUE)


def _state(
    day: date, found: Day | None, told: Sessions, prescribed: int, days: Mapping[date, Day], *, in_part: bool
) -> str:
    done = told.counts.get("done", 0)
    if not prescribed and not done:
        return "quiet" if found is not None and found.ran and in_part else "off"
    if found is None or not found.ran:
        if told.counts.get("backfilled"):
            return "later"
        gone = any(one.deleted_before and day < one.deleted_before for one in days.values())
        return "deleted" if gone else "no data"
    if done >= prescribed:
        return "all"
    if done or told.counts.get("partial"):
        return "some"
    return "later" if told.counts.get("backfilled") else "none"
