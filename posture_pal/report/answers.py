"""The report's table of answers: a row for each reminder, closer together the more of them there are."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from posture_pal.report import drawings
from posture_pal.report.content import Contents, Row
from posture_pal.report.wording import dates, figure, share, short

MOST_ROWS, FEWEST_ROWS = 8, 3
"""Reminders on the page; with more, those that were shown least stand in the tables alone."""

_AT_EASE = 4
_NOT_COUNTED = {
    "unobserved": "unobserved",
    "withheld": "withheld",
    "undelivered": "undelivered",
    "backfilled": "entered later",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """What a row has room for: characters of a name and of reasons, dates, and whether its setting."""

    name: int
    reasons: int
    dates: int
    setting: bool


_WIDE = _Room(name=44, reasons=48, dates=3, setting=True)
_CLOSE = _Room(name=24, reasons=22, dates=0, setting=False)
"""A few reminders, each on two lines; many, each on one."""


def is_full(contents: Contents) -> bool:
    """Whether there are so many reminders that everything must stand closer together."""
    return len(contents.rows) > _AT_EASE


def table(contents: Contents) -> str:
    """The section."""
    ranked = sorted(contents.rows, key=lambda row: -row.counts.get("prompts", 0))
    taken = len(contents.programmes[-1].items) if contents.has("programme") else 0
    kept = {row.name for row in ranked[: max(FEWEST_ROWS, MOST_ROWS - taken)]}
    rows = [row for row in contents.rows if row.name in kept]
    room = _CLOSE if is_full(contents) else _WIDE
    told = "".join(_row(row, room) for row in rows)
    if len(contents.rows) > 1:
        told += _row(contents.total, room)
    left = len(contents.rows) - len(rows)
    more = f' <span data-label="count">{left} more in the tables.</span>' if left else ""
    css = "" if room.setting else ' class="close"'
    return (
        "<section><h2>Done, of what was shown while at the desk</h2>"
        f"<table{css}><thead><tr><th>Reminder</th>"
        '<th class="n">Done / shown</th><th></th><th class="n">Partial</th><th class="n">Skipped</th>'
        '<th class="n">No answer</th><th>Reasons given</th><th>“It hurt”</th></tr></thead>'
        f'<tbody>{told}</tbody></table><div class="key">{drawings.bar_key()}'
        f"<span>{_not_counted(contents)}{more}</span></div></section>"
    )


def _row(row: Row, room: _Room) -> str:
    name, counts = row.name, row.counts
    css, title = (' class="all"', "All") if not row.setting else ("", short(name, room.name))
    setting = (
        f'<small data-label="setting">{escape(row.setting)}</small>' if row.setting and room.setting else ""
    )
    days = f': <span data-label="date">{dates(row.hurt, room.dates)}</span>' if room.dates else ""
    hurt = figure(f"{name}.hurt", counts["hurt"]) + days if row.hurt else ""
    return (
        f'<tr{css}><td data-label="name">{escape(title)}{setting}</td><td class="n">'
        f'{share(f"{name}.done", row.completion)}</td><td class="bar">{drawings.bar(row)}</td>'
        f'<td class="n">{figure(f"{name}.partial", counts.get("partial", 0))}</td>'
        f'<td class="n">{figure(f"{name}.skipped", counts.get("skipped", 0))}</td>'
        f'<td class="n">{figure(f"{name}.missed", row.missed)}</td>'
        f'<td data-label="typed"><small>{_reasons(row, room)}</small></td><td><small>{hurt}</small></td></tr>'
    )


def _reasons(row: Row, room: _Room) -> str:
    """The reasons given most often, as far as there is room; at least the first."""
    told: list[str] = []
    left = room.reasons
    for words, count in row.reasons:
        cut = short(words, room.reasons - 4)
        left -= len(cut) + len(str(count)) + 3
        if told and left < 0:
            return ", ".join(told) + " …"
        told.append(f"{escape(cut)} {figure(f'{row.name}.reason.{words}', count)}")
    return ", ".join(told)


def _not_counted(contents: Contents) -> str:
    found = [
        f"{figure(f'not.{name}', count)} {words}"
        for name, words in _NOT_COUNTED.items()
        if (count := contents.figures.outcomes.get(name, 0))
    ]
    return f"Not counted: {', '.join(found)}." if found else ""
