"""The report's section on a clinic's programme: who wrote it, its days, and each exercise as n of N."""

from __future__ import annotations

from html import escape

from posture_pal.report import drawings, pictures
from posture_pal.report.content import STRIP, Cell, Contents
from posture_pal.report.wording import dates, figure, full_date, share, short
from posture_pal.stats import Share
from posture_pal.stats.adherence import Adherence, Followed, ProgrammeDay

MOST_ROWS = 6
"""Exercises on the page; with more, those that were prescribed least often stand in the tables alone."""

_NAME, _AUTHOR, _DOSE = 42, 48, 48
_LONGEST_TITLE = 60

_LINE, _SPARE = 3.4, 13.0
"""Millimetres: a row without a figure, and what the fullest sheet has left for all the figures together."""


def section(contents: Contents) -> str:
    """The programme that was followed last in the period; of those before it, a line each."""
    told = contents.programmes[-1]
    return (
        f"<section>{_head(told)}{_sessions(told)}{_strip(contents, told)}{_table(told)}"
        f"{''.join(map(_before, contents.programmes[:-1]))}</section>"
    )


def rows_of(told: Followed) -> list[tuple[str, Adherence]]:
    """The exercises on the page, in the order of the programme."""
    rows = [(item, told.exercise(item)) for item in told.items]
    kept = {item for item, _ in sorted(rows, key=lambda row: -row[1].share.of)[:MOST_ROWS]}
    return [row for row in rows if row[0] in kept]


def _head(told: Followed) -> str:
    programme = told.programme
    aim = f"; the author aims at {programme.target} % of the sessions" if programme.target else ""
    by = short(programme.author, _AUTHOR)
    return (
        f'<h2><span data-label="name">Programme: {escape(short(programme.title, _LONGEST_TITLE))}</span></h2>'
        f'<p class="quiet" data-label="name">By {escape(by)}, {full_date(programme.starts)} to'
        f" {full_date(programme.ends)}{aim}.</p>"
    )


def _sessions(told: Followed) -> str:
    whole = told.sessions
    data = figure("adherence.data", f"{told.with_data.n}/{told.with_data.of}")
    parts = [
        f"<span>{share('adherence.done', whole.share)} sessions done, of those prescribed</span>",
        *_beside(whole, "adherence"),
        f"<span>{data} of their days with data</span>",
    ]
    if told.marked_off:
        days = figure("adherence.off", len(told.marked_off))
        parts.append(f"<span>{days} more marked as days off</span>")
    if told.removed:
        parts.append(f'<span data-label="date">ended early, on {full_date(told.removed)}</span>')
    return f'<div class="facts">{"".join(parts)}</div>'


def _beside(told: Adherence, mark: str) -> list[str]:
    found = (
        ("later", told.entered_later, "entered later"),
        ("partial", told.partial, "in part"),
        ("skipped", told.skipped, "skipped"),
        ("missed", told.missed, "no answer"),
        ("unseen", told.unseen, "not seen"),
        ("extra", told.extra, "extra"),
    )
    return [f"<span>{figure(f'{mark}.{name}', n)} {words}</span>" for name, n, words in found if n]


def cell(one: ProgrammeDay) -> Cell:
    """A day of a programme, as the strip draws it."""
    return Cell(one.day, one.state, one.share, one.entered_later)


def states(contents: Contents) -> list[str]:
    """The states of the strip's days, each of which is in its key."""
    cells = _cells(contents, contents.programmes[-1])
    return [one.state for one in cells] + ["later"] * any(one.later for one in cells)


def _cells(contents: Contents, told: Followed) -> list[Cell]:
    """The same days as in the report's other strips; those on which it was not in force stay blank."""
    known = {one.day: cell(one) for one in told.days}
    days = [one.day for one in contents.cells[-STRIP:]]
    return [known.get(day) or Cell(day, "outside", Share(0, 0)) for day in days]


def _strip(contents: Contents, told: Followed) -> str:
    return drawings.strip(_cells(contents, told), "session", "of") + drawings.key(states(contents))


def _table(told: Followed) -> str:
    rows = rows_of(told)
    left = len(told.items) - len(rows)
    more = f'<p class="quiet" data-label="count">{left} more exercises in the tables.</p>' if left > 0 else ""
    return (
        f'<table class="programme close" style="--close: {_side(len(rows)):.1f}mm">'
        "<thead><tr><th>Exercise</th><th>As prescribed</th>"
        '<th class="n">Done / prescribed</th><th class="n">In part</th><th class="n">Skipped</th>'
        '<th class="n">Later</th><th>“It hurt”</th></tr></thead><tbody>'
        f"{''.join(_row(told, item, one) for item, one in rows)}</tbody></table>{more}"
    )


def _side(rows: int) -> float:
    """Millimetres of a figure's side where everything stands close: the fewer rows, the more."""
    return min(9.0, _LINE + _SPARE / max(1, rows))


def _row(told: Followed, item: str, one: Adherence) -> str:
    task = told.programme.tasks.get(item)
    name, dose = (task.short_name if task is not None else item), told.dose(item)
    drawn = "" if task is not None and task.own else pictures.picture(item)
    key = f"exercise.{item}"
    days = [day.day for day in told.days if day.told.exercises.get(item, {}).get("hurt")]
    last = f', last <span data-label="date">{dates(days[-1:], 1)}</span>' if days else ""
    hurt = figure(f"{key}.hurt", one.hurt) + last if one.hurt else ""
    return (
        f'<tr><td><div class="what"><i>{drawn}</i><span data-label="name">{escape(short(name, _NAME))}</span>'
        "</div></td>"
        f'<td data-label="setting"><small>{escape(short(dose, _DOSE))}</small></td>'
        f'<td class="n">{share(f"{key}.done", one.share)}</td>'
        f'<td class="n">{figure(f"{key}.partial", one.partial)}</td>'
        f'<td class="n">{figure(f"{key}.skipped", one.skipped)}</td>'
        f'<td class="n">{figure(f"{key}.later", one.entered_later)}</td><td><small>{hurt}</small></td></tr>'
    )


def _before(told: Followed) -> str:
    first, last = told.days[0].day, told.days[-1].day
    mark = f"before.{told.programme.id}"
    return (
        f'<p class="quiet"><span data-label="name">Before it: {escape(short(told.programme.title, 60))}, by'
        f" {escape(short(told.programme.author, _AUTHOR))}, {full_date(first)} to {full_date(last)}:</span>"
        f" {share(f'{mark}.done', told.sessions.share)} sessions done, of those prescribed.</p>"
    )
