"""Honest figures from the event log alone: what was asked, what was answered, what nobody can know.

Every share is n of N first; a percentage appears from N = 10 on, and never a composite score.
The definitions are design 4.6; `DEFINITIONS` travels with whatever shows a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from posture_pal.model import Fact, Moment

FEWEST = 10
"""The smallest N for which a percentage says anything (design 4.6)."""

ANSWERABLE = ("done", "partial", "skipped", "missed", "dismissed")
ENDED = (*ANSWERABLE, "natural", "auto_credited", "unobserved", "withheld", "undelivered", "backfilled")
HOUR = 3600.0

DEFINITIONS = (
    "Completion: done, of all prompts shown while you were at the desk (done, partial, skipped, missed).",
    "Response: done, partial or skipped, of the same prompts.",
    "Break coverage: hours of desk time that held a break, asked for or taken unasked.",
    "Days observed: workdays with at least an hour of use.",
    "Self-reported; being shown is never counted as done.",
)


@dataclass(frozen=True, slots=True)
class Share:
    """n of N."""

    n: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole percent, or None where N is too small to say."""
        return round(100 * self.n / self.of) if self.of >= FEWEST else None

    def __str__(self) -> str:
        percent = self.percent
        return f"{self.n}/{self.of}" + ("" if percent is None else f" ({percent} %)")


@dataclass(frozen=True, slots=True)
class Ended:
    """One occurrence as the log tells it. `outcome` is None while it is open; `day` is the day it began."""

    id: str
    reminder: str
    kind: str
    day: date
    outcome: str | None = None
    prompted: int = 0
    snoozes: int = 0
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Desk time without a gap: the local day it began on, and its seconds. `breaks`: taken at its end."""

    day: date
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period or a day comes to; desk time in seconds."""

    outcomes: dict[str, int]
    by_reminder: dict[str, dict[str, int]]
    prompts: int
    snoozes: int
    desk_time: float
    natural: int
    coverage: Share
    observed: Share

    @property
    def completion(self) -> Share:
        return completion(self.outcomes)

    @property
    def response(self) -> Share:
        return response(self.outcomes)


def completion(outcomes: dict[str, int]) -> Share:
    """Done, of what was shown while the person was at the desk."""
    return Share(outcomes.get("done", 0), sum(outcomes.get(name, 0) for name in ANSWERABLE))


def response(outcomes: dict[str, int]) -> Share:
    """Answered in whatever way, of the same."""
    answered = sum(outcomes.get(name, 0) for name in ("done", "partial", "skipped"))
    return Share(answered, sum(outcomes.get(name, 0) for name in ANSWERABLE))


def occurrences(facts: Iterable[Fact]) -> list[Ended]:
    """Every occurrence with its last word; an `undelivered` one that was answered later has the answer's."""
    told: dict[str, Ended] = {}
    for fact in facts:
        if fact.occurrence is None:
            continue
        known = told.get(fact.occurrence) or Ended(fact.occurrence, fact.reminder or "", "", fact.at.day)
        told[fact.occurrence] = _told(known, fact)
    return list(told.values())


def _told(known: Ended, fact: Fact) -> Ended:
    if fact.name == "prompted":
        shown = known.prompted + 1
        return replace(known, prompted=shown, kind=str(fact.details.get("kind", "")), outcome=None)
    if fact.name == "snoozed":
        return replace(known, snoozes=known.snoozes + 1, outcome=None)
    if fact.name in ENDED:
        kind = "break" if fact.name == "natural" else known.kind
        return replace(known, outcome=fact.name, kind=kind, evidence=fact.details.get("evidence"))
    return known


def figures(facts: Sequence[Fact], workdays: frozenset[int], days: Sequence[date], now: Moment) -> Figures:
    """The figures of these days. `now` ends what is still running; `workdays` are ISO weekdays."""
    wanted = set(days)
    ended = [occurrence for occurrence in occurrences(facts) if occurrence.day in wanted]
    by_reminder: dict[str, Counter[str]] = {}
    for occurrence in ended:
        counts = by_reminder.setdefault(occurrence.reminder, Counter())
        counts[occurrence.outcome or "open"] += 1
        counts["prompts"] += 1 if occurrence.prompted else 0
        counts["snoozes"] += occurrence.snoozes
    outcomes = Counter(occurrence.outcome for occurrence in ended if occurrence.outcome)
    at_desk = desk_time(facts, now)
    return Figures(
        outcomes=dict(outcomes),
        by_reminder={name: dict(counts) for name, counts in sorted(by_reminder.items())},
        prompts=sum(1 for occurrence in ended if occurrence.prompted),
        snoozes=sum(occurrence.snoozes for occurrence in ended),
        desk_time=sum(at_desk.get(day, 0.0) for day in wanted),
        natural=sum(1 for o in ended if o.outcome == "natural" and o.evidence != "not_running"),
        coverage=break_coverage(facts, wanted, now),
        observed=_observed(at_desk, workdays, days),
    )


def _observed(at_desk: dict[date, float], workdays: frozenset[int], days: Sequence[date]) -> Share:
    due = [day for day in days if day.isoweekday() in workdays]
    return Share(sum(1 for day in due if at_desk.get(day, 0.0) >= HOUR), len(due))


def desk_time(facts: Iterable[Fact], now: Moment) -> dict[date, float]:
    """Seconds at the desk on each local day, from the facts of coming and going."""
    days: dict[date, float] = {}
    for stretch, _ in _stretches(facts, now):
        days[stretch.day] = days.get(stretch.day, 0.0) + stretch.seconds
    return days


def break_coverage(facts: Iterable[Fact], days: set[date], now: Moment) -> Share:
    """Full hours of desk time in a day that held a break, of all full hours.

    A day's desk time is laid end to end; its first hour is the first hour of work, wherever the pauses fell.
    """
    worked: dict[date, float] = {}
    breaks: dict[date, list[float]] = {}
    for stretch, ends_in_break in _stretches(facts, now):
        worked[stretch.day] = worked.get(stretch.day, 0.0) + stretch.seconds
        if ends_in_break:
            breaks.setdefault(stretch.day, []).append(worked[stretch.day])
    covered = total = 0
    for day in days & worked.keys():
        hours = int(worked[day] // HOUR)
        total += hours
        covered += len({int(max(0.0, at - 1e-3) // HOUR) for at in breaks.get(day, ())} & set(range(hours)))
    return Share(covered, total)


def _stretches(facts: Iterable[Fact], now: Moment) -> Iterable[tuple[Stretch, bool]]:
    """Stretches of desk time in order, each with whether a break was taken at its end.

    Within one run of the program the elapsed clock measures; a run that ended without a word ends with its
    last fact, since nobody knows more.
    """
    since: Moment | None = None
    last: Moment | None = None
    for fact in facts:
        if fact.name == "started":
            if since is not None and last is not None:
                yield from _split(since, last.elapsed, ends_in_break=False)
            since = fact.at if fact.details.get("after") is None else None
        elif fact.name in {"away", "stopped"} and since is not None:
            ago = float(fact.details.get("seconds_ago", 0.0))
            yield from _split(since, fact.at.elapsed - ago, ends_in_break=False)
            since = None
        elif fact.name == "back":
            since = fact.at
        if _is_break(fact):
            begun = since or fact.at
            yield from _split(begun, fact.at.elapsed, ends_in_break=True)
            since = fact.at if since is not None else None
        last = fact.at
    if since is not None and now.elapsed >= since.elapsed:
        yield from _split(since, now.elapsed, ends_in_break=False)


def _is_break(fact: Fact) -> bool:
    if fact.name in {"natural", "auto_credited"}:
        return fact.details.get("evidence") != "not_running"
    return fact.name == "done" and fact.details.get("kind") == "break"


def _split(since: Moment, until: float, *, ends_in_break: bool) -> Iterable[tuple[Stretch, bool]]:
    """A stretch in pieces that each lie on one local day."""
    left = max(0.0, until - since.elapsed)
    wall = since.wall
    while True:
        midnight = (wall + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        piece = min(left, max(1.0, (midnight - wall).total_seconds()))
        left -= piece
        yield Stretch(wall.date(), piece), ends_in_break and left <= 0
        if left <= 0:
            return
        wall = midnight
