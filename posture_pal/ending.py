"""How an occurrence ends: by an answer, by itself, by a break taken unasked, or with the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from posture_pal.events import Answered, Withdraw
from posture_pal.model import Answer, Kind
from posture_pal.state import Occurrence, Phase
from posture_pal.turn import Turn

LEFT_AT_ONCE = 60.0
"""Seconds after a prompt within which a person who leaves is taken not to have seen it (design 4.4)."""

OUTCOMES = {
    Answer.DONE: "done",
    Answer.PARTIAL: "partial",
    Answer.SKIP: "skipped",
    Answer.DISMISS: "dismissed",
}
_ROUNDING = 1e-6


def answer(turn: Turn, said: Answered) -> None:
    """Takes a response to an open prompt; to anything else it does nothing."""
    prompt = turn.state.open_prompt()
    if said.occurrence is not None:
        named = (o for o in turn.state.occurrences if o.id == said.occurrence and o.is_open)
        prompt = next(named, None)
    if prompt is None:
        return
    turn.effects.append(Withdraw(prompt.id))
    if said.answer is Answer.SNOOZE:
        _snooze(turn, prompt, said.snooze or turn.plan.prompts.snooze[0])
    else:
        evidence = said.evidence if said.answer is Answer.DONE else None
        kind = str(prompt.kind)
        details: dict[str, Any] = {"evidence": evidence, "reason": said.reason, "fraction": said.fraction}
        details |= {"items": list(said.items)} if said.items else {}
        turn.end(prompt, OUTCOMES[said.answer], kind=kind, **details)


def _snooze(turn: Turn, prompt: Occurrence, seconds: float) -> None:
    minutes = seconds / 60
    turn.record("snoozed", prompt, minutes=int(minutes) if minutes == int(minutes) else round(minutes, 3))
    turn.put(
        replace(
            prompt,
            phase=Phase.SNOOZED,
            until=turn.now.elapsed + seconds,
            free_since=None,
            requested=False,
            undelivered=False,
        )
    )


def end_overdue(turn: Turn) -> None:
    """Lets prompts expire whose time ran out while the machine slept: nobody was back by then."""
    for occurrence in turn.state.occurrences:
        open_until = occurrence.until if occurrence.phase is Phase.OPEN else None
        if open_until is not None and open_until < turn.now.elapsed - _ROUNDING:
            expire(turn, occurrence)


def end_waits(turn: Turn) -> None:
    """Lets prompts expire and snoozes end whose time has come."""
    for occurrence in turn.state.occurrences:
        if occurrence.until is None or turn.now.elapsed < occurrence.until - _ROUNDING:
            continue
        if occurrence.phase is Phase.OPEN:
            expire(turn, occurrence)
        else:  # snoozed: what waits ends by no time of its own
            # It was asked for at this very time: if nothing holds now, there is nothing to settle.
            since = turn.now.elapsed - turn.plan.prompts.settle
            turn.put(replace(occurrence, phase=Phase.WAITING, until=None, held=False, free_since=since))


def expire(turn: Turn, prompt: Occurrence) -> None:
    """Ends a prompt that nobody answered, with what is known of where the person was."""
    left_at, now = prompt.left_at, turn.now.elapsed
    if not prompt.withdrawn:
        turn.effects.append(Withdraw(prompt.id))
    on_break = prompt.kind is Kind.BREAK and left_at is not None
    if prompt.undelivered:
        # The `undelivered` fact, never followed by an answer, is its outcome already.
        turn.drop(prompt)
    elif prompt.credited or (on_break and now - (left_at or now) >= prompt.lasts - _ROUNDING):
        _credit(turn, prompt)
    elif on_break and not prompt.withdrawn:
        # Away on a break that lasts longer than a prompt: decided when it is long enough, or they return.
        until = (left_at or now) + prompt.lasts
        turn.put(replace(prompt, until=until, withdrawn=_unanswered(turn, prompt)))
    else:
        turn.end(prompt, prompt.withdrawn or _unanswered(turn, prompt))


def _credit(turn: Turn, prompt: Occurrence) -> None:
    """A break that was taken without a word; once back, the person is not said to have taken it again."""
    stood_for = [name for name, clock in turn.state.clocks.items() if clock.absorbed_by == prompt.id]
    turn.end(prompt, "auto_credited", evidence="idle")
    for name in (prompt.reminder, *stood_for):
        if name in turn.state.clocks and not turn.state.at_desk:
            clock = replace(turn.state.clock(name), credited=True)
            turn.change(clocks={**turn.state.clocks, name: clock})


def _unanswered(turn: Turn, prompt: Occurrence) -> str:
    presence = turn.state.presence
    if not presence.known or presence.away_reason == "not_running":
        return "unobserved"
    if presence.away_since is None:
        return "missed"
    return "unobserved" if presence.away_since - (prompt.shown_at or 0.0) <= LEFT_AT_ONCE else "missed"


def end_withdrawn(turn: Turn) -> None:
    """A person who came back too soon from a break that outlasted its prompt did not take it."""
    for prompt in turn.state.occurrences:
        if prompt.withdrawn and prompt.left_at is None:
            expire(turn, prompt)


def end_day(turn: Turn, new_day: date) -> None:
    """At midnight what was kept back all day is withheld, and the count of prompts begins anew.

    A clock set back past midnight ends no day.
    """
    if new_day < turn.state.day:
        turn.change(day=new_day)
        return
    for occurrence in turn.state.occurrences:
        kept_back = occurrence.phase is Phase.WAITING and occurrence.free_since is None
        if kept_back:
            turn.end(occurrence, "withheld" if occurrence.showings == 0 else "missed")
    turn.change(day=new_day, prompts_today=0)
