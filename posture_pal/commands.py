"""What a person can ask for, in the words that the tray menu, the command line and the keys share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from posture_pal import durations, schedule
from posture_pal.errors import PosturePalError, printable
from posture_pal.events import Answered, Event, Override, Pause, Resume, StartNow
from posture_pal.model import Answer, Moment, Plan

LONGEST = 7 * 24 * 3600.0
"""Seconds that a snooze or a pause may last."""


class NotUnderstood(PosturePalError):
    """Something was asked for that cannot be done; the message says what would do."""

    exit_code = 2


def event_of(words: Sequence[str], plan: Plan, now: Moment) -> Event:
    """The event that a command means. Raises NotUnderstood."""
    verb, *rest = words or [""]
    if verb in list(Answer):
        return _answered(Answer(verb), rest)
    match verb, rest:
        case "pause", [*until]:
            return Pause(_until(until, now))
        case "resume", []:
            return Resume()
        case "override", []:
            return Override()
        case "start", [name]:
            return StartNow(_known(name, plan))
    raise NotUnderstood(f"{' '.join(words)!r} is not something that can be asked for here.")


def _answered(answer: Answer, rest: Sequence[str]) -> Answered:
    text = " ".join(rest)
    if not text:
        return Answered(answer)
    if answer is Answer.PARTIAL:
        return Answered(answer, fraction=_fraction(text))
    if answer is Answer.SKIP:
        return Answered(answer, reason=printable(text)[:200])
    if answer is Answer.SNOOZE:
        return Answered(answer, snooze=_seconds(text))
    raise NotUnderstood(f"{str(answer)!r} takes nothing more; found {text!r}.")


def _known(name: str, plan: Plan) -> str:
    if plan.reminder(name) is None:
        names = ", ".join(reminder.name for reminder in plan.reminders) or "none is configured"
        raise NotUnderstood(f"There is no reminder {name!r}. The reminders are: {names}.")
    return name


def _fraction(text: str) -> float:
    try:
        fraction = float(text)
    except ValueError:
        fraction = -1.0
    if not 0.0 <= fraction <= 1.0:
        raise NotUnderstood(f"{text!r} is not a part between 0 and 1.")
    return fraction


def _seconds(text: str) -> float:
    try:
        seconds = float(durations.parse(text))
    except ValueError:
        hint = durations.guess(text)
        meant = f" Did you mean {hint!r}?" if hint else ""
        raise NotUnderstood(f"{text!r} is not a duration such as '10 min' or '1 h 30 min'.{meant}") from None
    if not 0.0 < seconds <= LONGEST:
        raise NotUnderstood(f"{text!r} is too long or too short: between 1 s and {durations.spell(LONGEST)}.")
    return seconds


def _until(words: Sequence[str], now: Moment) -> datetime | None:
    """A wall time: after a duration, at HH:MM, tomorrow morning, or None for until resumed."""
    match words:
        case []:
            return None
        case ["tomorrow"] | ["until", "tomorrow"]:
            return schedule.midnight_after(now.wall)
        case ["until", clock_time]:
            return _next_time(clock_time, now.wall)
    zone = now.wall.tzinfo
    return (now.wall.astimezone(UTC) + timedelta(seconds=_seconds(" ".join(words)))).astimezone(zone)


def _next_time(text: str, now: datetime) -> datetime:
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(f"{text!r} is not a time of day such as '14:30'.") from None
    today = schedule.instant(now.date(), at, now.tzinfo)
    # Of a time that comes twice that night the second will do; digits alone cannot tell the two apart.
    for moment in (today, today.replace(fold=1)):
        if moment.astimezone(UTC) > now.astimezone(UTC):
            return moment
    return schedule.instant(now.date() + timedelta(days=1), at, now.tzinfo)
