"""Everything the running program knows, as plain data for scripts and as lines for people."""

from __future__ import annotations

from typing import Any

from posture_pal import durations, outlook, quiet
from posture_pal.model import Moment, Plan
from posture_pal.state import Phase, State
from posture_pal.stats import Figures


def status(plan: Plan, state: State, now: Moment, today: Figures, around: dict[str, Any]) -> dict[str, Any]:
    """The whole status; `around` is what the engine cannot know: who notifies, who shows the tray."""
    prompt = state.open_prompt()
    standing = quiet.standing(plan, state, now)
    return {
        "now": now.wall.isoformat(timespec="seconds"),
        "headline": outlook.headline(plan, state, now),
        "presence": presence(state),
        "quiet": [
            {
                "hold": str(reason.hold),
                "words": outlook.why_quiet(reason, now),
                "since": reason.since and reason.since.isoformat(timespec="seconds"),
                "until": reason.until and reason.until.isoformat(timespec="seconds"),
            }
            for reason in standing
        ],
        "overridden": bool(standing) and not quiet.holds(plan, state, now),
        "open": prompt
        and {
            "occurrence": prompt.id,
            "reminder": prompt.reminder,
            "kind": str(prompt.kind),
            "title": outlook.prompt_title(plan, prompt),
            "undelivered": prompt.undelivered,
            "expires_in": round((prompt.until or now.elapsed) - now.elapsed),
        },
        "waiting": [o.reminder for o in state.occurrences if o.phase is Phase.WAITING],
        "next": [
            {
                "reminder": due.reminder.name,
                "in_seconds": round(due.elapsed - now.elapsed),
                "at": outlook.moment_after(due.elapsed - now.elapsed, now).isoformat(timespec="seconds"),
            }
            for due in outlook.upcoming(plan, state, now)
            if due.elapsed < float("inf")
        ],
        "programme": _programme(plan, now),
        "today": today_data(today),
        **around,
    }


def _programme(plan: Plan, now: Moment) -> dict[str, Any] | None:
    """The clinic's programme in force, and how many sessions it has today."""
    there, line = plan.programme, outlook.programme_line(plan, now.day)
    if there is None or line is None:
        return None
    return {
        "id": there.id,
        "title": there.title,
        "author": there.author,
        "contact": there.contact,
        "starts": there.starts.isoformat(),
        "ends": there.ends.isoformat(),
        "sessions_today": sum(len(r.times_on(now.day)) for r in plan.reminders if r.programme is not None),
        "words": line,
    }


def today_data(today: Figures) -> dict[str, Any]:
    """Today's figures for scripts."""
    return {
        "done": today.completion.n,
        "of": today.completion.of,
        "answered": today.response.n,
        "natural": today.natural,
        "desk_time": round(today.desk_time),
        "outcomes": today.outcomes,
    }


def presence(state: State) -> str:
    """One word for where the person is."""
    seen = state.presence
    if seen.asleep:
        return "asleep"
    if seen.locked:
        return "locked"
    if seen.away_since is not None:
        return "away"
    return "at the desk" if seen.known else "unknown"


def today_line(today: Figures) -> str:
    """Today in one line, for the tray and the terminal."""
    parts = [f"{today.completion.n} of {today.completion.of} done"]
    for taken, how in (
        (today.outcomes.get("auto_credited", 0), "without an answer"),
        (today.natural, "unasked"),
    ):
        if taken:
            parts.append(f"{taken} break{'s' if taken > 1 else ''} taken {how}")
    parts.append(f"{spent(today.desk_time)} at the desk")
    return "Today: " + " · ".join(parts)


def spent(seconds: float) -> str:
    """A stretch of time in hours and minutes."""
    return durations.spell(seconds // 60 * 60) if seconds >= 60 else "0 min"


def lines(told: dict[str, Any]) -> list[str]:
    """The status as a person reads it."""
    out = [told["headline"]]
    others = [q["words"] for q in told["quiet"] if q["words"] != told["headline"]]
    out += [f"  also: {words}" for words in others]
    if told["overridden"]:
        out.append("  reminders come all the same, because you asked for them")
    if told["open"]:
        out.append(f"Open: {told['open']['title']} ({told['open']['reminder']}).")
        out.append("  answer with: posture-pal done | partial | snooze | skip | dismiss")
    if told["waiting"]:
        out.append("Waiting: " + ", ".join(told["waiting"]))
    for due in told["next"]:
        out.append(f"  {due['at'][11:16]}  {due['reminder']}  ({outlook.in_words(due['in_seconds'])})")
    if told["programme"]:
        sessions = told["programme"]["sessions_today"]
        out.append(f"Programme: {told['programme']['words']} ({sessions} today)")
    out.append(told["today_line"])
    out.append(f"You are: {told['presence']}. Prompts through: {told['notifier']}. Tray: {told['tray']}.")
    if told["login"]["trouble"]:
        out.append(f"At login: {told['login']['trouble']}")
    out += [f"Trouble with {part}: {why}" for part, why in told["troubles"].items()]
    return out
