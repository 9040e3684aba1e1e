"""Whatever the plan and whatever the day: nothing is lost, nothing comes at a wrong moment."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, strategies as st
from played import Line, play, text_of
from random_days import (
    STARTS,
    clock_steps,
    everything,
    examples,
    hours_of_a_day,
    plans,
    presence,
    respond,
    sleep,
    steps,
)
from watched_day import ENDED, WatchedDay

from posture_pal import timeline
from posture_pal.model import Plan
from posture_pal.simulation import Simulation

Day = tuple[Plan, list[Line], dict[str, str]]


@st.composite
def days(draw: st.DrawFn) -> Day:
    plan = draw(plans())
    hours = draw(hours_of_a_day)
    start, zone = draw(st.sampled_from(STARTS))
    lines = draw(steps(everything(plan), 3600 * hours))
    return plan, lines, {"start": start, "zone": zone, "lasts": f"{hours} h"}


def fates(lines: list[Line]) -> tuple[set[str], set[str]]:
    """The occurrences that any fact names and that neither ended nor merged, and those that ended."""
    open_ids: dict[str, str] = {}
    ended: set[str] = set()
    for line in lines:
        name = line.get("occurrence")
        if name is None:
            continue
        assert name not in ended, f"{name} goes on after its end: {line}"
        open_ids[name] = line["reminder"]
        if line["fact"] in ENDED:
            ended.add(name)
            del open_ids[name]
        for merged in line.get("merged", ()):
            open_ids = {other: of for other, of in open_ids.items() if of != merged}
    return set(open_ids), ended


def undelivered_last(lines: list[Line]) -> set[str]:
    """Those whose last fact is that they were not delivered: that is their outcome once they expire."""
    last = {line["occurrence"]: line["fact"] for line in lines if "occurrence" in line}
    return {name for name, fact in last.items() if fact == "undelivered"}


@examples(1.2)
@given(days())
def test_whatever_happens_the_facts_hold_together(day: Day) -> None:
    plan, steps_of_day, head = day
    watched = WatchedDay(plan, steps_of_day, **head)
    lines = watched.play()
    summary = lines.pop()

    assert [line["t"] for line in lines] == sorted(line["t"] for line in lines)
    opened, ended = fates(lines)
    told = {line["occurrence"] for line in lines if "occurrence" in line}
    still_open = set(summary["open"])
    assert not still_open & ended
    assert still_open & told == opened - (undelivered_last(lines) - still_open)
    new = [line for line in lines if line["fact"] == "prompted" and line["showing"] == 1]
    assert summary["prompts"] == len(new)
    weight = {reminder.name: reminder.weight for reminder in plan.reminders}
    for line in new:
        assert all(weight[name] <= weight[line["reminder"]] for name in line.get("merged", ())), line
    slots = [(line["reminder"], line["at"][:10], line["slot"]) for line in lines if "slot" in line]
    assert len(set(slots)) == len(slots), "a clock time is withheld once"


@examples(0.2)
@given(days())
def test_the_same_day_gives_the_same_bytes(day: Day) -> None:
    plan, lines, head = day
    text = text_of(lines, **head).encode()

    def once() -> list[str]:
        return [json.dumps(line) for line in Simulation(plan, timeline.parse(text, "a day")).run()]

    assert once() == once()


def without_wall_time(lines: list[Line]) -> list[dict[str, Any]]:
    """Facts without what the clock on the wall has to do with: their local time, and the id made of it."""
    return [
        {key: value for key, value in line.items() if key not in ("at", "occurrence", "until", "open")}
        for line in lines
    ]


def counting(plan: Plan) -> Plan:
    """The plan without what goes by the clock on the wall: only reminders that count desk time."""
    from dataclasses import replace

    reminders = tuple(replace(r, every=r.every or 1800.0, at=()) for r in plan.reminders)
    return replace(plan, reminders=reminders, hours=None, prompts=replace(plan.prompts, max_per_day=0))


@st.composite
def days_with_a_clock(draw: st.DrawFn) -> tuple[Plan, list[Line], list[Line]]:
    """A day of eight hours, and the same with the clock set now and then, never past a midnight."""
    plan = counting(draw(plans()))
    plain = draw(steps(st.one_of(presence(), presence(), sleep(), respond()), 8 * 3600, most=20))
    changes = draw(steps(clock_steps(3600), 8 * 3600, most=4))
    both = sorted([*plain, *changes], key=lambda line: line["t"])
    return plan, plain, both


@examples(0.3)
@given(days_with_a_clock())
def test_a_clock_that_is_set_changes_nothing_that_counts_desk_time(
    days: tuple[Plan, list[Line], list[Line]],
) -> None:
    plan, plain, with_steps = days
    head = {"start": "2026-03-02T10:00:00"}
    assert without_wall_time(play(plan, *plain, **head)) == without_wall_time(play(plan, *with_steps, **head))


@examples(0.3)
@given(plans(), st.data(), st.sampled_from(["2026-03-29", "2026-10-25"]))
def test_the_night_of_the_clock_change_is_a_night_like_any_other(
    plan: Plan, data: st.DataObject, day: str
) -> None:
    counted = counting(plan)
    lines = data.draw(steps(everything(counted).filter(lambda line: "clock" not in line), 8 * 3600))
    changed = play(counted, *lines, start=f"{day}T01:00:00", zone="Europe/Amsterdam")
    usual = play(counted, *lines, start=f"{day}T01:00:00", zone="UTC")
    assert without_wall_time(changed) == without_wall_time(usual)
