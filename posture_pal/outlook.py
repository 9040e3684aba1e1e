"""What comes next, or why it is quiet and until when: the same words for tray, status and terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from posture_pal import durations, quiet, schedule
from posture_pal.model import Hold, Kind, Moment, Plan
from posture_pal.quiet import Reason
from posture_pal.schedule import Due
from posture_pal.state import Occurrence, Phase, State

KIND_WORDS = {
    Kind.POSTURE: "Time to change position",
    Kind.STRETCH: "Time for a stretch",
    Kind.BREAK: "Time for a break",
}
HOLD_WORDS = {
    Hold.LOCKED: "The screen is locked",
    Hold.PAUSED: "Paused",
    Hold.OUTSIDE_HOURS: "Outside your hours",
    Hold.MAX_PER_DAY: "Enough prompts for today",
    Hold.DO_NOT_DISTURB: "Do not disturb is on",
    Hold.CALL: "You are on a call",
    Hold.FULLSCREEN: "Another program fills the screen",
}


def upcoming(plan: Plan, state: State, now: Moment) -> list[Due]:
    """Whose prompt comes next and when, the soonest first; merged ones are not named."""
    dues = schedule.due_times(plan, state, now)
    leaders = [leader for leader, _ in schedule.merged(dues, plan, now)]
    snoozed = [
        Due(reminder, occurrence.until)
        for occurrence in state.occurrences
        if occurrence.phase is Phase.SNOOZED and occurrence.until is not None
        for reminder in [plan.reminder(occurrence.reminder)]
        if reminder is not None
    ]
    return sorted([*leaders, *snoozed], key=lambda due: due.elapsed)


def headline(plan: Plan, state: State, now: Moment) -> str:
    """One line that answers the first question anybody has, which is: what now."""
    reasons = quiet.standing(plan, state, now)
    if reasons and quiet.holds(plan, state, now):
        return why_quiet(reasons[0], now)
    prompt = state.open_prompt()
    if prompt is not None:
        return f"{prompt_title(plan, prompt)} · waiting for your answer"
    coming = upcoming(plan, state, now)
    if not state.at_desk:
        return "Away from the desk: nothing counts until you are back"
    if not coming:
        return "No reminder is due"
    due = coming[0]
    return f"Next: {due.reminder.name} {in_words(due.elapsed - now.elapsed)}"


def why_quiet(reason: Reason, now: Moment) -> str:
    """A hold in a sentence: what it is, and until when, or else since when, where that is known."""
    words = HOLD_WORDS[reason.hold]
    if reason.words:
        words = f"{words} ({reason.words})"
    if reason.until is not None:
        return f"{words} until {clock_time(reason.until, now.wall)}"
    if reason.hold is Hold.PAUSED:
        return f"{words} until you resume"
    return words if reason.since is None else f"{words} since {clock_time(reason.since, now.wall)}"


def clock_time(then: datetime, now: datetime) -> str:
    """A time of day, with its weekday or date when it is not today's."""
    local = then.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    if local.date() == now.date() + timedelta(days=1):
        return "tomorrow" if (local.hour, local.minute) == (0, 0) else f"tomorrow {local:%H:%M}"
    return f"{local:%a %H:%M}" if (local.date() - now.date()).days < 7 else f"{local:%Y-%m-%d %H:%M}"


def in_words(seconds: float) -> str:
    """How far off something is, as people say it."""
    if seconds < 60:
        return "in less than a minute"
    minutes = round(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    return "in " + " ".join(word for word in (hours and f"{hours} h", minutes and f"{minutes} min") if word)


def prompt_title(plan: Plan, occurrence: Occurrence) -> str:
    """What a prompt says first; in discreet mode nothing about a body or a condition."""
    if plan.prompts.discreet:
        return "Time to move"
    return "Time for your exercises" if occurrence.programme else KIND_WORDS[occurrence.kind]


def prompt_body(plan: Plan, occurrence: Occurrence) -> str:
    """What a prompt says beneath its title: the user's own message, or how long it lasts."""
    reminder = plan.reminder(occurrence.reminder)
    lasts = durations.spell(occurrence.lasts)
    if plan.prompts.discreet:
        return lasts
    if reminder is not None and reminder.message:
        return f"{reminder.message} ({lasts})"
    wish = {
        Kind.POSTURE: "Shift, stand or lean back",
        Kind.STRETCH: "Move gently, in a range that feels good",
        Kind.BREAK: "Leave the screen and move a little",
    }[occurrence.kind]
    return f"{wish}: {lasts}."


def programme_line(plan: Plan, day: date, widest: int = 200) -> str | None:
    """The programme in force, its author and its dates; None without one, or after its end.

    widest: letters of its title, and of its author's name, beyond which they are cut.
    """
    there = plan.programme
    if there is None or day > there.ends:
        return None
    when = f"from {_short(there.starts)}" if day < there.starts else f"until {_short(there.ends)}"
    return f"{_cut(there.title, widest)} · {_cut(there.author, widest)} · {when}"


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else text[: widest - 1].rstrip(" ,;") + "…"


def _short(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def moment_after(seconds: float, now: Moment) -> datetime:
    """The local time that many real seconds from now."""
    return (now.wall.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(now.wall.tzinfo)
