"""A clinic's programme in the bundle of HL7 FHIR R4: what its author prescribed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from posture_pal.programme import Phase, Programme, Task
from posture_pal.stats.adherence import Adherence, Followed

Resource = dict[str, Any]

CATEGORY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "activity"}]
}
_NOTE = (
    "Self-reported. Not verified. Sessions done, of those prescribed; days on which the program did not run"
    " are in the denominator, days off are not. What was entered later stands apart, in no share."
)


def resources(told: Followed, metrics: str) -> Iterator[Resource]:
    """The plan, adherence to its sessions, and to each exercise. metrics: the system of the codes."""
    yield _care_plan(told)
    whole = [("sessions", "All sessions of the programme", told.sessions)]
    tasks = told.programme.tasks
    each = [(item, tasks[item].name if item in tasks else item, told.exercise(item)) for item in told.items]
    for item, name, one in [*whole, *each]:
        if one.share.of:
            yield _adherence(told, item, name, one, metrics)


def _care_plan(told: Followed) -> Resource:
    plan = told.programme
    over = told.days[-1].day >= plan.ends
    return {
        "resourceType": "CarePlan",
        "status": "revoked" if told.removed else "completed" if over else "active",
        "intent": "plan",
        "title": plan.title,
        "description": f"A programme written by {plan.author}, followed with Posture Pal.",
        "period": {"start": plan.starts.isoformat(), "end": plan.ends.isoformat()},
        "author": {"display": plan.author},
        "activity": [
            {"detail": _activity(plan, phase, task)} for phase in plan.phases for task in phase.tasks
        ],
    }


def _activity(plan: Programme, phase: Phase, task: Task) -> Resource:
    often = phase.often(task)
    first = plan.starts + timedelta(days=7 * (phase.first - 1))
    last = (
        plan.ends if phase.last is None else min(plan.ends, plan.starts + timedelta(days=7 * phase.last - 1))
    )
    repeat: Resource = {
        "boundsPeriod": {"start": first.isoformat(), "end": max(first, last).isoformat()},
        "frequency": often.times,
        "period": 1,
        "periodUnit": "wk" if often.per_week else "d",
    }
    return {
        "code": {"text": task.name},
        "status": "in-progress",
        "scheduledTiming": {"repeat": repeat},
        "description": f"{task.dose}, {often}",
    }


def _adherence(told: Followed, item: str, name: str, one: Adherence, metrics: str) -> Resource:
    beside = {
        "done": one.share.n,
        "entered-later": one.entered_later,
        "partial": one.partial,
        "skipped": one.skipped,
        "missed": one.missed,
        "not-seen": one.unseen,
        "extra": one.extra,
    }
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [CATEGORY],
        "code": {
            "coding": [{"system": metrics, "code": "programme-adherence"}],
            "text": f"Sessions done, of those prescribed: {name}",
        },
        "effectivePeriod": {"start": _text(told.days[0].day), "end": _text(told.days[-1].day)},
        "valueRatio": {"numerator": {"value": one.share.n}, "denominator": {"value": one.share.of}},
        "component": [
            {"code": {"coding": [{"system": metrics, "code": code}], "text": code}, "valueInteger": count}
            for code, count in beside.items()
        ],
        "note": [{"text": f"{_NOTE} Programme: {told.programme.title}. Exercise: {item}."}],
    }


def _text(day: date) -> str:
    return day.isoformat()
