"""Everything that a programme would do, in plain words, before anything changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from posture_pal.durations import spell
from posture_pal.model import Hours, Plan
from posture_pal.programme import warnings
from posture_pal.programme.entries import DAYS_A_WEEK, Phase, Programme, Task
from posture_pal.programme.in_force import Session, sessions
from posture_pal.programme.prescribed import days, sessions_prescribed

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
PROMISE = (
    "It comes as reminders beside your own, which stay as they are. A session is never merged with another"
    " reminder and does not count towards your most prompts of a day. Everything else that keeps reminders"
    " quiet keeps these quiet too. You can remove it at any time; the record of what was done stays."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; the second of a pair explains the first and stands back a little."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A programme in words. about: whose it is and for when, name by name. warnings: each a sentence."""

    title: str
    about: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]


def preview(programme: Programme, plan: Plan, today: date) -> Preview:
    """What would happen with these settings from today on."""
    told = (*warnings.for_person(programme, plan, today), *warnings.for_author(programme))
    sections = [_phase(phase, programme) for phase in programme.phases]
    sections.append(_week(programme, plan.hours, max(today, programme.starts)))
    return Preview(programme.title, about(programme), told, tuple(sections))


def about(programme: Programme) -> tuple[tuple[str, str], ...]:
    """Whose it is, from when to when, and what holds all through it."""
    total = sum(sessions_prescribed(programme, day) for day in days(programme))
    weeks = f"{programme.weeks} week{'s' if programme.weeks > 1 else ''}"
    told = [
        ("From", programme.author),
        ("Contact", programme.contact),
        ("Dates", f"{spoken(programme.starts)} to {spoken(programme.ends)} ({weeks})"),
        ("Sessions", f"{total} in all"),
        ("Days off", _days_off(programme)),
        ("Target", f"{programme.target} % of the sessions" if programme.target else ""),
        ("When to stop", programme.stop_rule),
        ("Note", programme.note),
    ]
    return tuple((name, words) for name, words in told if words)


def on_day(programme: Programme, hours: Hours | None, day: date) -> list[tuple[str, Session]]:
    """The day's sessions in order, each with its clock time."""
    found = [
        (f"{at:%H:%M}", session)
        for session in sessions(programme, hours)
        for at in session.times.get(day, ())
    ]
    return sorted(found, key=lambda pair: pair[0])


def lines(told: Preview) -> list[str]:
    """The preview as the command line prints it."""
    out = [told.title, ""]
    wide = max(len(name) for name, _ in told.about)
    out += [f"  {name:<{wide}}  {words}" for name, words in told.about]
    for section in told.sections:
        out += ["", section.heading]
        for first, second in section.lines:
            out += [f"  {first}", *([f"      {second}"] if second else [])]
    out += ["", *(f"Please note: {words}" for words in told.warnings)]
    return [*out, *([""] if told.warnings else []), PROMISE]


def spoken(day: date) -> str:
    """A date as people write it: Mon 2 March 2026."""
    return f"{day:%a} {day.day} {day:%B} {day.year}"


def often(phase: Phase, task: Task, *, named: bool) -> str:
    """How much of an exercise; how often too, where that is named."""
    dose = str(task.dose)
    return f"{dose}, {phase.often(task)}" if named else dose


def _phase(phase: Phase, programme: Programme) -> Section:
    first = programme.starts + timedelta(weeks=phase.first - 1)
    last = programme.ends
    if phase.last is not None:
        last = min(last, programme.starts + timedelta(weeks=phase.last, days=-1))
    when = f"{first.day} {first:%B} to {last.day} {last:%B}"
    at = " at " + ", ".join(f"{one:%H:%M}" for one in phase.at) if phase.at else ""
    longest = max((s.seconds for s in sessions(programme, None) if s.phase is phase), default=0.0)
    takes = f", about {_minutes(longest)} each" if longest else ""
    heading = f"{_weeks(phase, programme)}, {when}: {phase.frequency}{at}{takes}"
    named = any(task.frequency is not None for task in phase.tasks)
    lines = []
    for task in phase.tasks:
        dose = often(phase, task, named=named)
        own = ", the author's own" if task.own else ""
        lines.append((f"{task.name}: {dose}{own}", " ".join(filter(None, (task.caution, task.note)))))
    return Section(heading, tuple(lines))


def _weeks(phase: Phase, programme: Programme) -> str:
    last = programme.weeks if phase.last is None else min(phase.last, programme.weeks)
    return f"Week {phase.first}" if last <= phase.first else f"Weeks {phase.first} to {last}"


def _week(programme: Programme, hours: Hours | None, first: date) -> Section:
    """A week from that day on, as a calendar."""
    lines = []
    for day in (first + timedelta(days=n) for n in range(DAYS_A_WEEK)):
        if day > programme.ends:
            break
        each = on_day(programme, hours, day)
        times: dict[tuple[str, ...], list[str]] = {}
        for at, session in each:
            times.setdefault(tuple(task.short_name for task in session.tasks), []).append(at)
        words = " · ".join(f"{', '.join(at)} {', '.join(names).lower()}" for names, at in times.items())
        lines.append((f"{day:%a} {day.day:>2} {day:%b}   {words or 'nothing'}", ""))
    heading = "The first week" if first == programme.starts else "A week from today"
    return Section(heading, tuple(lines) or (("Nothing: it has ended.", ""),))


def _days_off(programme: Programme) -> str:
    named = [WEEKDAYS[day - 1] for day in sorted(programme.days_off)]
    return ", ".join([*named, *(f"{day.day} {day:%b}" for day in sorted(programme.dates_off))])


def _minutes(seconds: float) -> str:
    return spell(max(60, round(seconds / 60) * 60))


def shown(programme: Programme, each: list[tuple[str, Session]], today: date) -> list[str]:
    """The programme in force as the command line shows it. each: the day's sessions with their times."""
    told = about(programme)
    wide = max(len(name) for name, _ in told)
    out = [programme.title, "", *(f"  {name:<{wide}}  {words}" for name, words in told), ""]
    if today > programme.ends:
        return [*out, "It has ended: nothing of it comes any more."]
    if today < programme.starts:
        return [*out, f"It begins on {spoken(programme.starts)}."]
    out.append(f"Today, {spoken(today)}:" if each else f"Today, {spoken(today)}: nothing is prescribed.")
    for at, session in each:
        out.append(f"  {at}  {session.name} ({_minutes(session.seconds)})")
        out += [f"         {task.name}: {task.dose}" for task in session.tasks]
    return out
