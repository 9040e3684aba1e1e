"""The report as one page of HTML: nothing from outside, no script, one sheet of paper."""

from __future__ import annotations

from html import escape

from posture_pal import stats
from posture_pal.report import answers, drawings, followed
from posture_pal.report.content import DEFINITIONS, STRIP, Contents
from posture_pal.report.style import style
from posture_pal.report.wording import figure, full_date, period, plain, short, spent

_EASY_NOTE = 250
LONGEST_NOTE = 500
"""Characters of a note on the page; the data has it whole."""

_POLICY = (
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


def page(contents: Contents, paper: str | None = None) -> str:
    """The whole page. paper: a4 or letter; None leaves the sheet's size to the printer."""
    sections = {
        "programme": followed.section,
        "reminders": answers.table,
        "days": _days,
        "work": _work,
        "diary": _diary,
        "note": _note,
        "definitions": _definitions,
    }
    body = "\n".join(make(contents) for name, make in sections.items() if contents.has(name))
    css = f' class="{_tightness(contents)}"'
    title = f"Report, {period(contents.wanted.first, contents.wanted.last)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"{_POLICY}\n"
        f"<style>{style(paper)}</style></head><body>{drawings.PATTERNS}<main{css}>\n"
        f"{_header(contents)}\n{body}\n</main></body></html>\n"
    )


def _tightness(contents: Contents) -> str:
    """How close everything must stand for one sheet of paper."""
    much = answers.is_full(contents) or len(contents.wanted.note) > _EASY_NOTE
    if contents.has("programme"):
        return "fullest" if much or contents.has("diary") else "full"
    return "full" if much else ""


def _header(contents: Contents) -> str:
    wanted, observed = contents.wanted, contents.figures.observed
    gaps = "".join(
        f'<p class="gap" data-label="date">The record before {full_date(gap.before)} was deleted on'
        f" {full_date(gap.on)}. Those days count as days without data.</p>"
        for gap in contents.deletions
    )
    today = f'<p class="facts" data-label="today">{escape(contents.today)}</p>' if contents.today else ""
    return (
        f'<header><div><h1>Breaks and exercises at the desk</h1><p class="period" data-label="date">'
        f'{period(wanted.first, wanted.last)}</p></div><p class="who">Name <span class="name"'
        f' data-label="typed">{escape(wanted.name)}</span></p></header>\n'
        f'<div class="facts"><span class="said">Self-reported, unverified</span>'
        f"<span>{figure('days.data', plain(contents.with_data))} days with data</span>"
        f"<span>{figure('days.observed', plain(observed))} workdays with an hour at the desk"
        f"</span></div>{today}{gaps}"
    )


def _days(contents: Contents) -> str:
    cells = contents.cells[-STRIP:]
    shown = "" if len(cells) == len(contents.wanted.days) else f"the last {len(cells)} of the period"
    return (
        f'<section><h2>Day by day <small data-label="count">{shown}</small></h2>{drawings.strip(cells)}'
        f"{drawings.key(_not_told(contents, [cell.state for cell in cells]))}</section>"
    )


def _not_told(contents: Contents, states: list[str]) -> list[str]:
    """The states whose signs are not in the key of the programme's days, a little higher on the page."""
    told = followed.states(contents) if contents.has("programme") else []
    return [state for state in states if state not in told]


def _work(contents: Contents) -> str:
    work = contents.work
    hours = work.desk_time / stats.HOUR
    longest = "none" if work.longest is None else figure("work.longest", spent(work.longest))
    of_days = f'<i data-n="work.days">{work.of_days}</i>'
    covered = f'<i data-n="work.coverage">{work.coverage.n}/{work.coverage.of}</i>'
    tiles = (
        (longest, f"longest unbroken stretch of a day, median of {of_days} days"),
        (figure("work.asked", work.breaks[0]), f"breaks asked for{_rate('asked', work.breaks[0], hours)}"),
        (
            figure("work.unasked", work.breaks[1]),
            f"breaks taken unasked{_rate('unasked', work.breaks[1], hours)}",
        ),
        (figure("work.desk_time", spent(work.desk_time)), f"at the desk; {covered} full hours held a break"),
    )
    told = "".join(f"<div>{figure}<span>{words}</span></div>" for figure, words in tiles)
    return f'<section><h2>Work pattern</h2><div class="tiles">{told}</div></section>'


def _rate(key: str, count: int, hours: float) -> str:
    """Breaks in an hour at the desk, where there are hours enough to say."""
    if hours < stats.FEWEST:
        return ""
    return f', <i data-n="work.{key}.rate">{count / hours:.1f}</i> an hour at the desk'


def _diary(contents: Contents) -> str:
    entries = contents.diary.values()
    pain = sum(1 for entry in entries if entry.pain is not None)
    asked = sum(1 for entry in entries if entry.headache is not None)
    headaches = sum(1 for entry in entries if entry.headache)
    return (
        "<section><h2>Diary <small>pain is back or neck pain, 0 none to 10 worst; a mark is a day with"
        " headache, with its strength where given</small></h2>"
        f'{drawings.diary(contents.cells[-STRIP:], contents.diary)}<p class="quiet">Pain written down on'
        f" {figure('diary.pain', pain)} days; headache on {figure('diary.headache', f'{headaches}/{asked}')}"
        " days with an answer. Own numbers, shown as written.</p></section>"
    )


def _note(contents: Contents) -> str:
    note = contents.wanted.note.strip()
    head = "<section><h2>In my own words <small>what helped, what hurt, a question for you</small></h2>"
    if not note:
        return f'{head}<div class="own blank"><i></i><i></i></div></section>'
    return f'{head}<p class="own" data-label="typed">{escape(short(note, LONGEST_NOTE))}</p></section>'


def _definitions(contents: Contents) -> str:
    made = (
        f"Posture Pal {contents.version}, definitions {stats.VERSION}, made {full_date(contents.made.date())}"
    )
    return (
        f'<footer data-label="definitions"><p>{escape(" ".join(DEFINITIONS))}</p><p>{escape(made)} on their'
        " own computer from their own record. It shows what was recorded and concludes nothing from it."
        " A percentage appears from N = 10 on.</p></footer>"
    )
