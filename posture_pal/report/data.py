"""The report as plain data, for scripts and for whoever reads many of them."""

from __future__ import annotations

from typing import Any

from posture_pal import stats
from posture_pal.diary import as_data as diary_data
from posture_pal.report.content import DEFINITIONS, Cell, Contents, Row
from posture_pal.stats import Day, Share, completion, response
from posture_pal.stats.adherence import Adherence, Followed, ProgrammeDay
from posture_pal.stats.days import Counts

FORMAT = 1
"""Goes up when a reader of the last one would misread this one."""


def data(contents: Contents) -> dict[str, Any]:
    """Everything that the page tells, and each day of it. Times in seconds."""
    wanted, figures, work = contents.wanted, contents.figures, contents.work
    told: dict[str, Any] = {
        "posture_pal_report": FORMAT,
        "program": contents.version,
        "made": contents.made.isoformat(timespec="seconds"),
        "definitions": {"version": stats.VERSION, "texts": list(DEFINITIONS)},
        "provenance": "self-reported, unverified",
        "from": wanted.first.isoformat(),
        "to": wanted.last.isoformat(),
        "name": wanted.name or None,
        "days_with_data": _share(contents.with_data),
        "workdays_observed": _share(figures.observed),
        "deleted": [
            {"on": gap.on.isoformat(), "before": gap.before.isoformat()} for gap in contents.deletions
        ],
    }
    if contents.has("programme"):
        told["programmes"] = [programme(one) for one in contents.programmes]
    if contents.has("reminders"):
        told["reminders"] = [_row(contents, row) for row in contents.rows]
        told["all"] = _row(contents, contents.total)
    if contents.has("work"):
        told["work"] = {
            "longest_unbroken_median": work.longest,
            "longest_unbroken_days": work.of_days,
            "breaks_asked": work.breaks[0],
            "breaks_unasked": work.breaks[1],
            "desk_time": round(work.desk_time, 3),
            "coverage": _share(work.coverage),
        }
    if contents.has("days"):
        told["days"] = [_day(contents, cell) for cell in contents.cells]
    if contents.has("diary"):
        told["diary"] = [diary_data(entry) for entry in contents.diary.values()]
    if contents.has("note") and wanted.note:
        told["note"] = wanted.note
    return told


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {
        "n": share.n,
        "of": share.of,
        "percent": share.percent,
        "low": None if low is None else round(low, 4),
        "high": None if high is None else round(high, 4),
    }


def programme(told: Followed) -> dict[str, Any]:
    """A programme: who wrote it, what came of it, day by day."""
    plan = told.programme
    return {
        "id": plan.id,
        "title": plan.title,
        "author": plan.author,
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "target_percent": plan.target,
        "from": told.days[0].day.isoformat(),
        "to": told.days[-1].day.isoformat(),
        "removed": told.removed and told.removed.isoformat(),
        "days_with_data": _share(told.with_data),
        "marked_off": [day.isoformat() for day in told.marked_off],
        "sessions": adherence(told.sessions),
        "exercises": [
            {
                "exercise": item,
                "name": plan.tasks[item].name if item in plan.tasks else item,
                "dose": told.dose(item) or None,
                **adherence(told.exercise(item)),
            }
            for item in told.items
        ],
        "days": [_programme_day(one) for one in told.days],
    }


def adherence(told: Adherence) -> dict[str, Any]:
    """Done of prescribed, and what stands beside it."""
    return {
        "adherence": _share(told.share),
        "entered_later": told.entered_later,
        "partial": told.partial,
        "skipped": told.skipped,
        "missed": told.missed,
        "not_seen": told.unseen,
        "extra": told.extra,
        "hurt": told.hurt,
    }


def _programme_day(one: ProgrammeDay) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "state": one.state,
        "done": one.share.n,
        "prescribed": one.prescribed,
        "entered_later": one.entered_later,
    }


def _row(contents: Contents, row: Row) -> dict[str, Any]:
    return {
        "reminder": row.name,
        "setting": row.setting,
        "completion": _share(row.completion),
        "response": _share(response(row.counts)),
        "counts": _counts(contents, row.counts),
        "reasons": dict(row.reasons),
        "hurt": [day.isoformat() for day in row.hurt],
    }


def _counts(contents: Contents, counts: Counts) -> Counts:
    return {name: count for name, count in sorted(counts.items()) if contents.tells_of(name)}


def _day(contents: Contents, cell: Cell) -> dict[str, Any]:
    found = contents.by_day.get(cell.day) or Day(cell.day)
    share = completion(found.outcomes)
    told: dict[str, Any] = {
        "day": cell.day.isoformat(),
        "state": cell.state,
        "done": share.n,
        "shown": share.of,
    }
    if contents.has("work"):
        told["desk_time"] = round(found.desk_time, 3)
        told["longest_unbroken"] = round(found.longest, 3)
        told["breaks_asked"], told["breaks_unasked"] = found.breaks
    if contents.has("reminders"):
        told["reminders"] = {name: _counts(contents, tally.counts) for name, tally in found.tallies.items()}
    return told
