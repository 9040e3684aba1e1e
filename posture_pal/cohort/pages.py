"""A cohort as a table and as pages: one of all programmes, and one of each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from html import escape

from posture_pal import stats
from posture_pal.cohort.figures import Cohort, Course, Week
from posture_pal.cohort.hiding import FEWEST
from posture_pal.report.style import style
from posture_pal.report.wording import full_date
from posture_pal.stats.shares import FEWEST as FEWEST_FOR_PERCENT, Share

_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_SAID = '<span class="said">Self-reported, unverified</span>'
_MORE_STYLE = """
table { table-layout: auto; } th, td { width: auto !important; } td b { font-size: 1em; }
.all td:first-child, .all th:first-child { width: 34% !important; } td.n { padding-left: 2mm; }
h1 { white-space: normal; } .lead { font-size: 1.05em; margin-top: 2mm; } p + .facts { padding-top: 1mm; }
.facts + p { margin-top: 1.5mm; } a { color: inherit; } nav { margin-top: 3mm; }
.weeks { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 7mm; align-items: start; }
.weeks table { font-size: .92em; } .weeks td { padding-top: .5mm; padding-bottom: .5mm; }
@media (max-width: 620px) { .weeks { grid-template-columns: 1fr; } }
"""
_RULES = f"""
Adherence: sessions done, of those prescribed; days without data count, days off do not. What was entered
later stands apart. Self-reported, unverified: diaries tell more than was done.
Groups of fewer than {FEWEST} people are not told, nor the next larger ones where those could be worked out. A
percentage appears from N = {FEWEST_FOR_PERCENT} on. Quarters are of patients, rounded to 5 %. A patient
with two different reports in the folder counts twice.
"""


def overview(cohort: Cohort, left_out: int, made: date, version: str) -> str:
    """The page of all programmes."""
    rows = "".join(
        f'<tr><td><a href="{escape(course.id)}.html">{escape(course.title)}</a>'
        f"<small>{escape(course.author)}</small></td>"
        f'<td class="n"><b>{course.patients}</b></td>{_share(course.share)}{_share(course.with_data)}'
        f'<td class="n">{course.beside.entered_later}</td><td class="n">{_quarters(course)}</td></tr>'
        for course in cohort.courses
    )
    body = (
        f"<header><div><h1>Programmes followed at the desk</h1>"
        f'<p class="period">{cohort.reports:,} reports of patients, without names</p></div></header>'
        f'<div class="facts">{_SAID}<span>{_left_out(left_out)}</span>'
        f"<span>{_hidden(cohort.hidden, 'programmes')}</span></div>"
        '<section><h2>Sessions done, of those prescribed</h2><table class="all"><thead><tr><th>Programme</th>'
        '<th class="n">Patients</th><th class="n">Done / prescribed</th><th class="n">Days with data</th>'
        '<th class="n">Entered later</th><th class="n">Quarters of patients</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>{_footer(made, version)}"
    )
    return _page("Programmes followed at the desk", body)


def page(course: Course, made: date, version: str) -> str:
    """The page of one programme."""
    beside = course.beside
    told = (
        (beside.entered_later, "entered later"),
        (beside.partial, "in part"),
        (beside.skipped, "skipped"),
        (beside.missed, "no answer"),
        (beside.not_seen, "not seen"),
        (beside.extra, "extra"),
    )
    facts = "".join(f"<span><b>{n:,}</b> {words}</span>" for n, words in told if n)
    quarters = (
        ""
        if course.quarters is None
        else (
            f"<p>Of the patients, a quarter did at most {course.quarters[0]} % of their sessions, half at"
            f" most {course.quarters[1]} %, three quarters at most {course.quarters[2]} %.</p>"
        )
    )
    body = (
        f'<header><div><h1>{escape(course.title)}</h1><p class="period">By {escape(course.author)},'
        f" {full_date(course.starts)} to {full_date(course.ends)}</p></div></header>"
        f'<div class="facts">{_SAID}'
        f"<span><b>{course.patients}</b> patients</span><span><b>{_plain(course.with_data)}</b> of their days"
        f' with data</span></div><p class="lead"><b>{_plain(course.share)}</b>{_percent(course.share)}'
        f' sessions done, of those prescribed</p><div class="facts">{facts}</div>{quarters}'
        f"{_chart(course.weeks)}{_exercises(course)}{_weeks(course)}"
        f'<nav><a href="index.html">All programmes</a></nav>{_footer(made, version)}'
    )
    return _page(course.title, body)


def table(cohort: Cohort) -> str:
    """A row for each programme, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(
                "definitions",
                "programme",
                "title",
                "author",
                "starts",
                "ends",
                "patients",
                "done",
                "prescribed",
            ),
            *("low", "high", "entered_later", "partial", "skipped", "missed", "not_seen", "extra"),
            *("days_with_data", "days_due", "quarter", "half", "three_quarters"),
        ]
    )
    for one in cohort.courses:
        low, high = one.share.interval or (0.0, 0.0)
        writer.writerow(
            [
                *(stats.VERSION, one.id, _guarded(one.title), _guarded(one.author), one.starts, one.ends),
                *(one.patients, one.share.n, one.share.of, round(low, 4), round(high, 4)),
                *(one.beside.entered_later, one.beside.partial, one.beside.skipped, one.beside.missed),
                *(one.beside.not_seen, one.beside.extra, one.with_data.n, one.with_data.of),
                *(one.quarters or ("", "", "")),
            ]
        )
    return out.getvalue()


def _guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return "'" + text if text.lstrip()[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20") else text


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n{_POLICY}\n'
        f"<style>{style(None)}{_MORE_STYLE}</style></head><body><main>\n{body}\n</main></body></html>\n"
    )


def _share(share: Share) -> str:
    return f'<td class="n"><b>{_plain(share)}</b>{_percent(share)}</td>'


def _plain(share: Share) -> str:
    return f"{share.n:,}/{share.of:,}"


def _percent(share: Share) -> str:
    return "" if share.percent is None else f" ({share.percent} %)"


def _quarters(course: Course) -> str:
    return "" if course.quarters is None else " · ".join(f"{quarter} %" for quarter in course.quarters)


def _left_out(number: int) -> str:
    return f"<b>{number}</b> files left out" if number else "no file left out"


def _hidden(number: int, what: str) -> str:
    return f"<b>{number}</b> {what} not told: too few people" if number else ""


def _chart(weeks: Sequence[Week]) -> str:
    """A bar for each week, as high as what was done; a dashed one where too few people were in it."""
    if not weeks:
        return ""
    step, high, top = min(30.0, 690.0 / len(weeks)), 92.0, 10.0
    drawn = "".join(
        f'<path d="M40 {top + high * (1 - percent / 100):g}H{40 + step * len(weeks):g}" stroke="var(--line)"'
        f' stroke-width=".6"/><text x="34" y="{top + high * (1 - percent / 100) + 3.4:g}" text-anchor="end"'
        f' font-size="9.5" fill="var(--soft)">{percent} %</text>'
        for percent in (0, 50, 100)
    )
    every = max(1, round(len(weeks) / 13))
    for place, week in enumerate(weeks):
        x, wide = 40 + place * step + step * 0.12, step * 0.76
        percent = week.share.percent if week.share is not None else None
        if percent is None:
            drawn += (
                f'<rect x="{x:.1f}" y="{top + high - 8:g}" width="{wide:.1f}" height="8" fill="none"'
                ' stroke="var(--ink)" stroke-width=".8" stroke-dasharray="2.4 2"/>'
            )
        else:
            tall = high * percent / 100
            drawn += (
                f'<rect x="{x:.1f}" y="{top + high - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                ' fill="var(--fill)" stroke="var(--ink)" stroke-width=".8"/>'
            )
        if place % every == 0:
            drawn += (
                f'<text x="{x + wide / 2:.1f}" y="{top + high + 13:g}" text-anchor="middle" font-size="9.5"'
                f' fill="var(--soft)">{week.number}</text>'
            )
    return (
        "<section><h2>Week by week <small>done of prescribed, by the week of the programme; dashed: not told"
        f'</small></h2><svg class="chart" viewBox="0 0 740 120" role="img" aria-label="Done of prescribed'
        f' in each week">{drawn}</svg></section>'
    )


def _exercises(course: Course) -> str:
    rows = "".join(
        f'<tr><td>{escape(one.name)}</td><td class="n">{one.patients}</td>{_share(one.share)}'
        f'<td class="n">{one.beside.partial:,}</td><td class="n">{one.beside.skipped:,}</td>'
        f'<td class="n">{one.beside.entered_later:,}</td>'
        f'<td class="n">{"·" if one.hurt is None else one.hurt}</td></tr>'
        for one in course.exercises
    )
    more = _hidden(course.hidden_exercises, "exercises")
    return (
        '<section><h2>Each exercise</h2><table><thead><tr><th>Exercise</th><th class="n">Patients</th>'
        '<th class="n">Done / prescribed</th><th class="n">In part</th><th class="n">Skipped</th>'
        f'<th class="n">Later</th><th class="n">“It hurt”</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="quiet">{more}{" " if more else ""}“·” is nobody, or fewer than {FEWEST} people.</p>'
        "</section>"
    )


def _weeks(course: Course) -> str:
    """The weeks as three tables side by side."""
    tall = -(-len(course.weeks) // 3)
    parts = [course.weeks[start : start + tall] for start in range(0, len(course.weeks), tall or 1)]
    head = '<tr><th>Week</th><th class="n">Patients</th><th class="n">Done / prescribed</th></tr>'
    tables = "".join(
        f"<table><thead>{head}</thead><tbody>{''.join(map(_week, part))}</tbody></table>" for part in parts
    )
    return f'<section><h2>The weeks in numbers</h2><div class="weeks">{tables}</div></section>'


def _week(week: Week) -> str:
    if week.share is None:
        return f'<tr><td>{week.number}</td><td class="n">·</td><td class="n">not told</td></tr>'
    return f'<tr><td>{week.number}</td><td class="n">{week.patients}</td>{_share(week.share)}</tr>'


def _footer(made: date, version: str) -> str:
    return (
        f"<footer><p>{escape(' '.join(_RULES.split()))}</p>"
        f"<p>Posture Pal {escape(version)}, definitions {stats.VERSION}, made {full_date(made)}."
        " It shows what was recorded and concludes nothing from it.</p></footer>"
    )
