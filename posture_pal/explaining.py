"""Why a prompt came or did not come: facts and waits as sentences a person can follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from posture_pal import durations, outlook, quiet
from posture_pal.model import Fact, Hold, Moment, Plan
from posture_pal.state import Occurrence, Phase, State

_LEFT = {
    "silence": "You left the desk: no input since {since}",
    "locked": "You left the desk: the screen was locked",
    "asleep": "You left the desk: the computer went to sleep",
}
_TAKEN_WHILE = {
    "silence": "you were away for {seconds}",
    "locked": "the screen was locked for {seconds}",
    "asleep": "the computer slept for {seconds}",
    "not_running": "the program did not run for {seconds}, so nobody saw it",
}


def sentence(fact: Fact) -> str:
    """A fact in words, without its time."""
    tell = _SENTENCES.get(fact.name)
    words = tell(fact) if tell is not None else fact.name.replace("_", " ")
    return words[0].upper() + words[1:] + "."


def told(fact: Fact) -> str:
    """A fact in words, with its time before it."""
    return f"{fact.at.wall:%H:%M:%S}  {sentence(fact)}"


def waits(plan: Plan, state: State, now: Moment) -> list[str]:
    """For each occurrence that waits, what it waits for."""
    return [
        f"{occurrence.reminder} is due and waits: {_what_for(plan, state, occurrence, now)}."
        for occurrence in state.occurrences
        if occurrence.phase is Phase.WAITING
    ]


def _what_for(plan: Plan, state: State, occurrence: Occurrence, now: Moment) -> str:
    holds = quiet.holds(plan, state, now)
    if holds:
        reasons = [r for r in quiet.standing(plan, state, now) if r.hold in holds]
        return "; ".join(_lower(outlook.why_quiet(reason, now)) for reason in reasons)
    if not state.at_desk:
        return "you are not at the desk"
    alone = quiet.first_minute_ends(state)
    if alone is not None and now.elapsed < alone:
        return "you have only just come back, and are left alone for a minute"
    if state.open_prompt() is not None:
        return "another prompt is open"
    if occurrence.free_since is not None:
        return f"a moment without input, at most {durations.spell(plan.prompts.settle)}"
    return "it is shown next"


# --- one sentence for each fact ------------------------------------------------------------------------


def _prompted(fact: Fact) -> str:
    merged = fact.details.get("merged")
    also = f", and stands for {_and(merged)} too, due close to it" if merged else ""
    if fact.details.get("requested"):
        return f"{fact.reminder} was shown because you asked for it{also}"
    again = "again after its snooze" if fact.details.get("showing", 1) > 1 else "on screen"
    return f"{fact.reminder} was shown {again}{also}"


def _held(fact: Fact) -> str:
    names = [fact.details.get("hold"), *(fact.details.get("also") or [])]
    return f"{fact.reminder} was due and waits: {_and([_lower(_hold_words(name)) for name in names])}"


def _hold_words(name: Any) -> str:
    return outlook.HOLD_WORDS[Hold(name)] if name in list(Hold) else str(name)


def _away(fact: Fact) -> str:
    since = fact.at.wall - timedelta(seconds=float(fact.details.get("seconds_ago", 0)))
    return _LEFT.get(str(fact.details.get("reason")), "You left the desk").format(since=f"{since:%H:%M:%S}")


def _natural(fact: Fact) -> str:
    why = _TAKEN_WHILE.get(str(fact.details.get("evidence")), "you were away for {seconds}")
    return f"{fact.reminder} counts as taken unasked: {why.format(seconds=_spelled(fact, 'seconds'))}"


def _paused(fact: Fact) -> str:
    until = fact.details.get("until")
    when = outlook.clock_time(datetime.fromisoformat(until), fact.at.wall) if until else "you resume"
    return f"You paused everything until {when}"


def _skipped(fact: Fact) -> str:
    reason = fact.details.get("reason")
    return f"You skipped {fact.reminder}" + (f" ({reason})" if reason else "")


def _started(fact: Fact) -> str:
    after = (
        ""
        if fact.details.get("after") is None
        else f" after {_spelled(fact, 'after')} in which it did not run"
    )
    note = fact.details.get("note")
    return f"Posture Pal started{after}" + (f"; {note}" if note else "")


def _awake(fact: Fact) -> str:
    slept = "" if fact.details.get("slept") is None else f" after {_spelled(fact, 'slept')}"
    return f"The computer woke up{slept}"


def _overridden(fact: Fact) -> str:
    names = [_lower(_hold_words(name)) for name in fact.details.get("holds", [])]
    return f"You asked to be reminded although {_and(names)}, until that changes"


def _undelivered(fact: Fact) -> str:
    why = fact.details.get("why")
    return f"{fact.reminder} could not be shown" + (f": {str(why).rstrip('.')}" if why else "")


_SENTENCES: dict[str, Callable[[Fact], str]] = {
    "started": _started,
    "stopped": lambda _: "Posture Pal ended",
    "prompted": _prompted,
    "held": _held,
    "snoozed": lambda fact: f"You snoozed {fact.reminder} for {fact.details.get('minutes')} min",
    "paused": _paused,
    "resumed": lambda fact: (
        "The pause was over" if fact.details.get("reason") == "time" else "You ended the pause"
    ),
    "away": _away,
    "back": lambda fact: f"You were back after {_spelled(fact, 'away')}",
    "asleep": lambda _: "The computer went to sleep",
    "awake": _awake,
    "config_changed": lambda _: "New settings came into force",
    "programme_used": lambda fact: f"The programme {fact.details.get('title')!r} came into force",
    "programme_removed": lambda _: "The programme is in force no longer",
    "overridden": _overridden,
    "done": lambda fact: f"You did {fact.reminder}",
    "partial": lambda fact: f"You did {fact.reminder} in part",
    "skipped": _skipped,
    "missed": lambda fact: f"Nobody answered {fact.reminder}, and you were at the desk",
    "dismissed": lambda fact: f"You sent {fact.reminder} away without an answer",
    "natural": _natural,
    "auto_credited": lambda fact: (
        f"{fact.reminder} counts as taken: you left at its prompt and stayed away long enough"
    ),
    "unobserved": lambda fact: f"Nobody answered {fact.reminder}, and nobody can know whether you saw it",
    "withheld": lambda fact: f"{fact.reminder} was never shown: its day or its time was over first",
    "undelivered": _undelivered,
    "guided": lambda fact: f"A window began to guide you through {fact.reminder}",
    "guide_lost": lambda fact: (
        f"The window for {fact.reminder} was gone without an answer ({fact.details.get('how')})"
    ),
}


def _spelled(fact: Fact, key: str) -> str:
    return durations.spell(float(fact.details.get(key, 0)))


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
