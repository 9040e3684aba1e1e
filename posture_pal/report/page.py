"""The report as one page of HTML: nothing from outside, no script, one sheet of paper."""

from __future__ import annotations

from datetime import date
from html import escape

from posture_pal import stats
from posture_pal.report import drawings
from posture_pal.report.content import DEFINITIONS, STRIP, Contents, Row
from posture_pal.report.style import style
from posture_pal.stats import Share

MOST_ROWS = 8
"""Reminders on the page; with more, those of which least is known stand in the tables alone."""

_MOST_REASONS, _MOST_DATES, _LONGEST = 3, 5, 40
LONGEST_NOTE = 700
"""Characters of a note on the page; the data has it whole."""

_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_NOT_COUNTED = ("unobserved", "withheld", "undelivered", "backfilled")


def page(contents: Contents, paper: str | None = None) -> str:
    """The whole page. paper: a4 or letter; None leaves the sheet's size to the printer."""
    sections = {
        "reminders": _reminders,
        "days": _days,
        "work": _work,
        "diary": _diary,
        "note": _note,
        "definitions": _definitions,
    }
    body = "\n".join(make(contents) for name, make in sections.items() if contents.has(name))
    title = f"Report, {_period(contents.wanted.first, contents.wanted.last)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"{_POLICY}\n"
        f"<style>{style(paper)}</style></head><body>{drawings.PATTERNS}<main>\n"
        f"{_header(contents)}\n{body}\n</main></body></html>\n"
    )


def _n(key: str, value: object) -> str:
    """A figure, marked with what it is: whoever checks the page finds every one of them."""
    return f'<b data-n="{escape(key)}">{escape(str(value))}</b>'


def _share(key: str, share: Share) -> str:
    told = _n(key, _plain(share))
    if share.percent is None:
        return told
    return f'{told} <span data-n="{escape(key)}.percent">({share.percent} %)</span>'


def _plain(share: Share) -> str:
    return f"{share.n}/{share.of}"


def _header(contents: Contents) -> str:
    wanted, observed = contents.wanted, contents.figures.observed
    gaps = "".join(
        f'<p class="gap" data-label="date">The record before {_date(gap.before)} was deleted on'
        f" {_date(gap.on)}. Those days count as days without data.</p>"
        for gap in contents.deletions
    )
    today = f'<p class="facts" data-label="today">{escape(contents.today)}</p>' if contents.today else ""
    return (
        f'<header><div><h1>Breaks and exercises at the desk</h1><p class="period" data-label="date">'
        f'{_period(wanted.first, wanted.last)}</p></div><p class="who">Name <span class="name"'
        f' data-label="typed">{escape(wanted.name)}</span></p></header>\n'
        f'<div class="facts"><span class="said">Self-reported, unverified</span>'
        f"<span>{_n('days.data', _plain(contents.with_data))} days with data</span>"
        f"<span>{_n('days.observed', _plain(observed))} workdays with an hour at the desk"
        f"</span></div>{today}{gaps}"
    )


def _reminders(contents: Contents) -> str:
    ranked = sorted(contents.rows, key=lambda row: -row.counts.get("prompts", 0))
    kept = {row.name for row in ranked[:MOST_ROWS]}
    rows = [row for row in contents.rows if row.name in kept]
    left = len(contents.rows) - len(rows)
    more = f' <span data-label="count">{left} more in the tables.</span>' if left else ""
    return (
        "<section><h2>Done, of what was shown while at the desk</h2><table><thead><tr><th>Reminder</th>"
        '<th class="n">Done / shown</th><th></th><th class="n">Partial</th><th class="n">Skipped</th>'
        '<th class="n">No answer</th><th>Reasons given</th><th class="n">“It hurt”</th></tr></thead><tbody>'
        f"{''.join(map(_row, rows))}{_row(contents.total) if len(contents.rows) > 1 else ''}</tbody></table>"
        f'<div class="key">{drawings.bar_key()}<span>{_not_counted(contents)}{more}</span></div></section>'
    )


def _row(row: Row) -> str:
    name, counts = row.name, row.counts
    reasons = ", ".join(
        f"{escape(_short(words))} {_n(f'{name}.reason.{words}', count)}"
        for words, count in row.reasons[:_MOST_REASONS]
    )
    hurt = f"{_n(f'{name}.hurt', counts['hurt'])}: {_dates(row.hurt)}" if row.hurt else ""
    css, title = (' class="all"', "All") if not row.setting else ("", _short(name))
    setting = f'<small data-label="setting">{escape(row.setting)}</small>' if row.setting else ""
    return (
        f'<tr{css}><td data-label="name">{escape(title)}{setting}</td><td class="n">'
        f'{_share(f"{name}.done", row.completion)}</td><td class="bar">{drawings.bar(row)}</td>'
        f'<td class="n">{_n(f"{name}.partial", counts.get("partial", 0))}</td>'
        f'<td class="n">{_n(f"{name}.skipped", counts.get("skipped", 0))}</td>'
        f'<td class="n">{_n(f"{name}.missed", row.missed)}</td>'
        f'<td data-label="typed"><small>{reasons}</small></td><td>{hurt}</td></tr>'
    )


def _not_counted(contents: Contents) -> str:
    found = [
        f"{_n(f'not.{name}', count)} {name}"
        for name in _NOT_COUNTED
        if (count := contents.figures.outcomes.get(name, 0))
    ]
    return f"Not counted: {', '.join(found)}." if found else ""


def _days(contents: Contents) -> str:
    cells = contents.cells[-STRIP:]
    shown = "" if len(cells) == len(contents.wanted.days) else f"the last {len(cells)} of the period"
    return (
        f'<section><h2>Day by day <small data-label="count">{shown}</small></h2>{drawings.strip(cells)}'
        f"{drawings.key([cell.state for cell in cells])}</section>"
    )


def _work(contents: Contents) -> str:
    work = contents.work
    hours = work.desk_time / stats.HOUR
    longest = "none" if work.longest is None else _n("work.longest", _spent(work.longest))
    of_days = f'<i data-n="work.days">{work.of_days}</i>'
    covered = f'<i data-n="work.coverage">{work.coverage.n}/{work.coverage.of}</i>'
    tiles = (
        (longest, f"longest unbroken stretch of a day, median of {of_days} days"),
        (_n("work.asked", work.breaks[0]), f"breaks asked for{_rate('asked', work.breaks[0], hours)}"),
        (
            _n("work.unasked", work.breaks[1]),
            f"breaks taken unasked{_rate('unasked', work.breaks[1], hours)}",
        ),
        (_n("work.desk_time", _spent(work.desk_time)), f"at the desk; {covered} full hours held a break"),
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
        f" {_n('diary.pain', pain)} days; headache on {_n('diary.headache', f'{headaches}/{asked}')} days"
        " with an answer. Own numbers, shown as written.</p></section>"
    )


def _note(contents: Contents) -> str:
    note = contents.wanted.note.strip()
    head = "<section><h2>In my own words <small>what helped, what hurt, a question for you</small></h2>"
    if not note:
        return f'{head}<div class="own blank"><i></i><i></i></div></section>'
    short = note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1] + "…"
    return f'{head}<p class="own" data-label="typed">{escape(short)}</p></section>'


def _definitions(contents: Contents) -> str:
    made = f"Posture Pal {contents.version}, definitions {stats.VERSION}, made {_date(contents.made.date())}"
    return (
        f'<footer data-label="definitions"><p>{escape(" ".join(DEFINITIONS))}</p><p>{escape(made)} on their'
        " own computer from their own record. It shows what was recorded and concludes nothing from it."
        " A percentage appears from N = 10 on.</p></footer>"
    )


# --- words ------------------------------------------------------------------------------------------------


def _period(first: date, last: date) -> str:
    days = (last - first).days + 1
    if days == 1:
        return f"{first:%A} {_date(first)}"
    return f"{_date(first)} to {_date(last)} · {days} days"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _dates(days: tuple[date, ...]) -> str:
    told = ", ".join(f"{day.day} {day:%b}" for day in days[-_MOST_DATES:])
    earlier = f"{len(days) - _MOST_DATES} days before, " if len(days) > _MOST_DATES else ""
    return f'<span data-label="date">{earlier}{told}</span>'


def _spent(seconds: float) -> str:
    hours, minutes = divmod(int(seconds // 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
