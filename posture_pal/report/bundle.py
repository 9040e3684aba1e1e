"""The report as a bundle of HL7 FHIR R4 (4.0.1), for a clinic's own system.

Nobody is identified in it: the patient is "the report's owner". One plan is the person's own; a clinic's
programme is another, with its author (see `prescription`). Pain is LOINC 72514-3; for the rest no standard
code exists, so it has the project's own, with words.
"""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from posture_pal import stats
from posture_pal.diary import Entry
from posture_pal.model import Reminder
from posture_pal.report import prescription
from posture_pal.report.content import Contents, Row, setting

METRICS = "https://posture-pal.example/fhir/CodeSystem/metric"
"""The project's own codes: a name for them, not an address to be opened."""

_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_UNITS = "http://unitsofmeasure.org"
_SELF_REPORTED = "Self-reported. Not verified."
Resource = dict[str, Any]


def bundle(contents: Contents) -> Resource:
    """The whole bundle: the person, their own plan, adherence by reminder, and the diary if wanted."""
    seed = f"{contents.wanted.first} {contents.wanted.last} {contents.made.isoformat()}"
    resources = [_patient(contents)]
    if contents.has("programme"):
        for followed in contents.programmes:
            resources += prescription.resources(followed, METRICS)
    if contents.has("reminders"):
        if any(one.enabled and one.programme is None for one in contents.plan.reminders):
            resources.append(_care_plan(contents))
        resources += [_adherence(contents, row) for row in contents.rows if row.completion.of]
    if contents.has("diary"):
        for day, entry in contents.diary.items():
            resources += _diary(day, entry)
    addresses = [_address(seed, number) for number in range(len(resources))]
    for resource in resources[1:]:
        _point_to(resource, {"reference": addresses[0]})
    return {
        "resourceType": "Bundle",
        "meta": {"tag": [{"system": f"{METRICS}/definitions", "code": stats.VERSION}]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": _address(seed, -1)},
        "type": "collection",
        "timestamp": _instant(contents.made),
        "entry": [
            {"fullUrl": address, "resource": resource}
            for address, resource in zip(addresses, resources, strict=True)
        ],
    }


def _address(seed: str, number: int) -> str:
    """An address within the bundle, made of what is in it: it says nothing of the machine."""
    digits = sha256(f"{seed} {number}".encode()).hexdigest()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _point_to(resource: Resource, patient: Resource) -> None:
    resource["subject"] = patient
    if resource["resourceType"] == "Observation":
        resource["performer"] = [patient]
    else:
        resource.setdefault("author", patient)


def _patient(contents: Contents) -> Resource:
    words = "Owner of the report, not identified"
    patient: Resource = {
        "resourceType": "Patient",
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>'},
    }
    if contents.wanted.name:
        patient["name"] = [{"use": "usual", "text": contents.wanted.name}]
    return patient


def _care_plan(contents: Contents) -> Resource:
    enabled = [one for one in contents.plan.reminders if one.enabled and one.programme is None]
    return {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": "Desk reminders as the person set them",
        "period": _period(contents),
        "note": [{"text": "Set by the person on their own computer; ordered by nobody."}],
        "activity": [{"detail": _activity(reminder)} for reminder in enabled],
    }


def _activity(reminder: Reminder) -> Resource:
    if reminder.every is not None:
        minutes = round(reminder.every / 60, 2)
        repeat: Resource = {"frequency": 1, "period": minutes, "periodUnit": "min"}
    else:
        repeat = {
            "frequency": 1,
            "period": 1,
            "periodUnit": "d",
            "timeOfDay": [_clock(at) for at in reminder.at],
        }
    return {
        "code": {"text": reminder.name},
        "status": "in-progress",
        "scheduledTiming": {"repeat": repeat},
        "description": f"{reminder.kind}: {setting(reminder)}",
    }


def _adherence(contents: Contents, row: Row) -> Resource:
    counts = {**row.counts, "missed": row.missed}
    share = row.completion
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORIES, "code": "activity"}]}],
        "code": {
            "coding": [{"system": METRICS, "code": "reminder-adherence"}],
            "text": f"Desk reminders done, of those shown while at the desk: {row.name}",
        },
        "effectivePeriod": _period(contents),
        "valueRatio": {"numerator": {"value": share.n}, "denominator": {"value": share.of}},
        "component": [
            {
                "code": {"coding": [{"system": METRICS, "code": name}], "text": name},
                "valueInteger": counts.get(name, 0),
            }
            for name in ("done", "partial", "skipped", "missed")
        ],
        "note": [{"text": f"{_SELF_REPORTED} Without prompts that were not shown. {row.setting}."}],
    }


def _diary(day: date, entry: Entry) -> list[Resource]:
    found = []
    if entry.pain is not None:
        code = {
            "coding": [
                {
                    "system": "http://loinc.org",
                    "code": "72514-3",
                    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
                }
            ],
            "text": "Back or neck pain, 0-10",
        }
        found.append(_said(day, code, "valueQuantity", _score(entry.pain)))
    if entry.headache is not None:
        code = {"coding": [{"system": METRICS, "code": "headache"}], "text": "Headache on this day"}
        found.append(_said(day, code, "valueBoolean", entry.headache))
    if entry.headache and entry.severity is not None:
        code = {"coding": [{"system": METRICS, "code": "headache-severity"}], "text": "Headache, 0-10"}
        found.append(_said(day, code, "valueQuantity", _score(entry.severity)))
    return found


def _said(day: date, code: Resource, kind: str, value: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORIES, "code": "survey"}]}],
        "code": code,
        "effectiveDateTime": day.isoformat(),
        kind: value,
        "note": [{"text": _SELF_REPORTED}],
    }


def _score(value: int) -> Resource:
    return {"value": value, "unit": "{score}", "system": _UNITS, "code": "{score}"}


def _period(contents: Contents) -> Resource:
    return {"start": contents.wanted.first.isoformat(), "end": contents.wanted.last.isoformat()}


def _clock(at: time) -> str:
    return at.isoformat("seconds")


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
