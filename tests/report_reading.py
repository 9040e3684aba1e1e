"""Reads a report's page as a person does, and works its figures out anew from the tables alone."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from statistics import median
from typing import Any

import months

from posture_pal import stats
from posture_pal.diary import Entry
from posture_pal.model import Fact, Plan
from posture_pal.report import Contents, Wanted, gather, spreadsheet
from posture_pal.stats.adherence import followed
from posture_pal.stats.stretches import last_moment
from posture_pal.stats.turns import spans

MADE = datetime(2026, 3, 30, 8, tzinfo=UTC)
Table = list[dict[str, str]]


def contents(
    facts: list[Fact] | tuple[Fact, ...],
    *,
    plan: Plan | None = None,
    entries: dict[date, Entry] | None = None,
    **wanted: Any,
) -> Contents:
    """A report of the made-up month from these facts."""
    period = {"first": months.FIRST, "last": months.LAST, **wanted}
    days = stats.by_day(facts, last_moment(facts) or facts[-1].at) if facts else {}
    whole = Wanted(**period)
    used = spans(days)
    found = [followed(months.programme(), used, days, whole.days, MADE.date())] if used else []
    programmes = [one for one in found if one is not None]
    return gather(
        whole, days, plan or months.plan(), entries or {}, made=MADE, version="0.1.0", programmes=programmes
    )


def tables(facts: tuple[Fact, ...], told: Contents) -> tuple[Table, Table, Table, Table]:
    """The tables as a spreadsheet reads them: occurrences, days, diary, and the programme's."""
    texts = (
        spreadsheet.occurrences(told, stats.occurrences(facts)),
        spreadsheet.days(told),
        spreadsheet.diary(told),
        spreadsheet.programme(told),
    )
    occurrences, days, diary, programme = (
        list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts
    )
    return occurrences, days, diary, programme


@dataclass
class Page(HTMLParser):
    """Every figure on a page by its mark, and the text with digits that has none."""

    text: str
    figures: dict[str, str] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "img", "source"}:
            self._open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if any(tag in {"style", "title"} for tag, _ in self._open):
            return
        self.words.append(data)
        marks = [attrs["data-n"] for _, attrs in self._open if "data-n" in attrs]
        if marks:
            self.figures[str(marks[-1])] = data
        elif re.search(r"\d", data) and not self._explained():
            self.unmarked.append(data)

    def _explained(self) -> bool:
        """Dates, settings, definitions, what the person typed, and headings are no figures."""
        return any("data-label" in attrs or tag == "h2" for tag, attrs in self._open)


def figures_from(occurrences: Table, days: Table, diary: Table, programme: Table) -> dict[str, str]:
    """Every figure of the page, from nothing but the rows of the tables."""
    told = {
        **_answers(occurrences),
        **_work(occurrences, days),
        **_programme(programme, {day["day"] for day in days if day["marked_off"] == "1"}),
        "days.data": f"{sum(day['state'] not in _UNSEEN for day in days)}/{len(days)}",
    }
    due = [day for day in days if day["workday"] == "1" and day["marked_off"] != "1"]
    told["days.observed"] = f"{sum(float(day['desk_time']) >= 3600 for day in due)}/{len(due)}"
    for day in days[-28:]:
        n, of = _done([one for one in occurrences if one["day"] == day["day"]])
        if of:
            told |= {f"day.{day['day']}.n": str(n), f"day.{day['day']}.of": str(of)}
    shown = {day["day"] for day in days[-28:]}
    for one in diary:
        if one["pain"] and one["day"] in shown:
            told[f"pain.{one['day']}"] = one["pain"]
        if one["severity"] and one["headache"] == "yes" and one["day"] in shown:
            told[f"headache.{one['day']}"] = one["severity"]
    if diary:
        told["diary.pain"] = str(sum(one["pain"] != "" for one in diary))
        answers = [one["headache"] for one in diary if one["headache"]]
        told["diary.headache"] = f"{answers.count('yes')}/{len(answers)}"
    return told


_UNSEEN = {"no data", "off", "deleted"}
_ASKED = {"done", "partial", "skipped", "missed", "dismissed"}


def _done(rows: Table) -> tuple[int, int]:
    return sum(r["outcome"] == "done" for r in rows), sum(r["outcome"] in _ASKED for r in rows)


def _answers(occurrences: Table) -> dict[str, str]:
    told: dict[str, str] = {}
    rows_of = {id(one): "programme" if "." in one["reminder"] else one["reminder"] for one in occurrences}
    for name in [*sorted(set(rows_of.values())), "all"]:
        rows = [one for one in occurrences if name in {"all", rows_of[id(one)]}]
        outcomes = Counter(one["outcome"] for one in rows)
        n, of = _done(rows)
        told[f"{name}.done"] = f"{n}/{of}"
        if of >= 10:
            told[f"{name}.done.percent"] = f"({round(100 * n / of)} %)"
        told[f"{name}.partial"] = str(outcomes["partial"])
        told[f"{name}.skipped"] = str(outcomes["skipped"])
        told[f"{name}.missed"] = str(outcomes["missed"] + outcomes["dismissed"])
        reasons = Counter(one["reason"] for one in rows if one["reason"])
        if name != "all":
            told |= {f"{name}.reason.{why}": str(count) for why, count in reasons.items()}
            if reasons["hurt"]:
                told[f"{name}.hurt"] = str(reasons["hurt"])
    for outcome in ("unobserved", "withheld", "undelivered", "backfilled"):
        if count := sum(one["outcome"] == outcome for one in occurrences):
            told[f"not.{outcome}"] = str(count)
    return told


def _programme(rows: Table, marked_off: set[str]) -> dict[str, str]:
    """Adherence, week by week: a session counts in its week, and no more of them than that prescribes."""
    told: dict[str, str] = {}
    if not rows:
        return told
    for item in sorted({row["exercise"] for row in rows}):
        mark = f"exercise.{item}" if item else "adherence"
        mine = [row for row in rows if row["exercise"] == item]
        weeks: dict[str, list[int]] = {}
        for row in mine:
            week = weeks.setdefault(row["week"], [0, 0])
            week[0] += int(row["done"])
            week[1] += int(row["prescribed"])
        n, of = sum(min(week) for week in weeks.values()), sum(week[1] for week in weeks.values())
        told[f"{mark}.done"] = f"{n}/{of}"
        if of >= 10:
            told[f"{mark}.done.percent"] = f"({round(100 * n / of)} %)"
        for name, columns in _BESIDE.items():
            count = sum(int(row[column]) for row in mine for column in columns)
            if count or (item and name not in {"missed", "unseen", "hurt"}):
                told[f"{mark}.{name}"] = str(count)
    sessions = [row for row in rows if not row["exercise"]]
    seen = sum(row["state"] in {"all", "some", "none"} for row in sessions if row["prescribed"] != "0")
    told["adherence.data"] = f"{seen}/{sum(row['prescribed'] != '0' for row in sessions)}"
    if off := sum(row["day"] in marked_off for row in sessions):
        told["adherence.off"] = str(off)
    for row in sessions:
        if row["prescribed"] != "0" or row["done"] != "0":
            told[f"session.{row['day']}.n"] = row["done"]
            told[f"session.{row['day']}.of"] = row["prescribed"]
    return told


_BESIDE = {
    "later": ("backfilled",),
    "partial": ("partial",),
    "skipped": ("skipped",),
    "missed": ("missed", "dismissed"),
    "unseen": ("unobserved", "withheld", "undelivered"),
    "hurt": ("hurt",),
}


def _work(occurrences: Table, days: Table) -> dict[str, str]:
    long_enough = [float(day["longest_unbroken"]) for day in days if float(day["desk_time"]) >= 3600]
    asked = sum(o["kind"] == "break" and o["outcome"] in {"done", "auto_credited"} for o in occurrences)
    unasked = sum(o["outcome"] == "natural" and o["evidence"] != "not_running" for o in occurrences)
    seconds = sum(float(day["desk_time"]) for day in days)
    told = {
        "work.days": str(len(long_enough)),
        "work.asked": str(asked),
        "work.unasked": str(unasked),
        "work.desk_time": _hours(seconds),
        "work.coverage": "/".join(
            str(sum(int(day[column]) for day in days)) for column in ("full_hours_with_break", "full_hours")
        ),
    }
    if long_enough:
        told["work.longest"] = _hours(median(long_enough))
    if seconds >= 36000:
        told["work.asked.rate"] = f"{asked / (seconds / 3600):.1f}"
        told["work.unasked.rate"] = f"{unasked / (seconds / 3600):.1f}"
    return told


def _hours(seconds: float) -> str:
    minutes = int(seconds) // 60
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
