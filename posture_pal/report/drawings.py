"""The report's pictures: a strip of days, dots of a diary, and bars of answers, told apart by shape alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from posture_pal.diary import Entry
from posture_pal.report.content import Cell, Row

STEP = 25.0
"""Units from one day to the next; the drawing scales to the width there is."""

_EDGE = 2.0
_SIDE = 21.0
_LEFT = 46.0
_MIDDLE = 'text-anchor="middle"'
_INK = 'stroke="var(--ink)"'

STATES: Mapping[str, str] = {
    "all": "all done",
    "some": "some done, as far as filled",
    "none": "none done",
    "later": "entered later, as far as lined",
    "quiet": "no prompt",
    "no data": "not running",
    "off": "day off",
    "deleted": "deleted",
}
"""Every state of a day, with its word in the key."""


def shape(state: str, x: float, y: float, part: float = 0.5, later: float = 0.0) -> str:
    """The sign of a day's state in a square of 21 units. part: how much of it was done, 0 to 1.

    later: how much more was entered later.
    """
    box = f'<rect x="{x + 1:g}" y="{y + 1:g}" width="19" height="19" rx="2" '
    line = f'{box}fill="none" {_INK} stroke-width="1.4"/>'
    middle = f"{x + 10.5:g}"
    match state:
        case "all":
            return f'{box}fill="var(--fill)" {_INK} stroke-width="1.4"/>'
        case "some" | "later":
            part = part if state == "some" else 0.0
            done = _filled(x, y, 0.0, part, "var(--fill)")
            return f"{done}{_filled(x, y, part, min(1.0, part + later), 'url(#lines)')}{line}"
        case "none":
            return line
        case "outside":
            return ""
        case "quiet":
            return f'{line}<circle cx="{middle}" cy="{y + 10.5:g}" r="2.2" fill="var(--ink)"/>'
        case "no data":
            cross = f"M{x + 5:g} {y + 5:g}l11 11m0 -11l-11 11"
            return f'<path d="{cross}" {_INK} stroke-width="1.4" fill="none"/>'
        case "deleted":
            dashed = f'{box}fill="none" {_INK} stroke-width="1.2" stroke-dasharray="3 2.4"/>'
            return f'{dashed}<path d="M{x + 5:g} {y + 10.5:g}h11" {_INK} stroke-width="1.4"/>'
    return f'<path d="M{x + 6:g} {y + 10.5:g}h9" stroke="var(--line)" stroke-width="1.6"/>'


def _filled(x: float, y: float, low: float, high: float, filling: str) -> str:
    """A part of the square from one height to another, each 0 to 1."""
    if high <= low:
        return ""
    place = f'x="{x + 1.5:g}" y="{y + 19.5 - 18 * high:g}" width="18" height="{18 * (high - low):g}"'
    return f'<rect {place} fill="{filling}"/>'


def key(states: Sequence[str]) -> str:
    """What the signs mean, of those that appear."""
    later = {"later": 0.5}
    signs = "".join(
        f'<span><svg viewBox="0 0 21 21" aria-hidden="true">{shape(state, 0, 0, later=later.get(state, 0.0))}'
        f"</svg>{escape(words)}</span>"
        for state, words in STATES.items()
        if state in states
    )
    return f'<div class="key">{signs}</div>' if signs else ""


def _place(number: int) -> float:
    return _LEFT + number * STEP + _EDGE


def _dates(cells: Sequence[Cell], y: float) -> str:
    """The weekday over each day, and the date where a week begins."""
    drawn = []
    for number, cell in enumerate(cells):
        x = _place(number) + _SIDE / 2
        week = number == 0 or cell.day.isoweekday() == 1
        weekday = f"{cell.day:%a}"[0]
        drawn.append(
            f'<text x="{x:g}" y="{y + 11:g}" {_MIDDLE} font-size="9.5" fill="var(--soft)">{weekday}</text>'
        )
        if week and (number == 0 or number > 1):
            drawn.append(
                f'<text x="{_place(number):g}" y="{y:g}" font-size="10" fill="var(--ink)" data-label="date">'
                f"{cell.day.day} {cell.day:%b}</text>"
            )
    return "".join(drawn)


def strip(cells: Sequence[Cell], mark: str = "day", of: str = "of shown") -> str:
    """One cell a day, with done of shown beneath. mark: what its figures are marked with. of: of what."""
    drawn = [_dates(cells, 10)]
    for number, cell in enumerate(cells):
        x = _place(number)
        share = cell.share
        whole = share.of or 1
        drawn.append(shape(cell.state, x, 25, min(1.0, share.n / whole), cell.later / whole))
        if share.of or share.n:
            drawn.append(
                f'<text x="{x + 10.5:g}" y="58" {_MIDDLE} font-size="9.5" fill="var(--ink)"'
                f' data-n="{mark}.{cell.day}.n">{share.n}</text>'
                f'<text x="{x + 10.5:g}" y="69" {_MIDDLE} font-size="9.5" fill="var(--soft)"'
                f' data-n="{mark}.{cell.day}.of">{share.of}</text>'
            )
    drawn.append(_label(58, "done") + _label(69, of))
    return _picture(73, "".join(drawn), f"One cell for each day, with how much was done {of}")


def diary(cells: Sequence[Cell], entries: Mapping[date, Entry]) -> str:
    """Pain as dots from 0 to 10 and headaches as marks, over the same days."""
    top, low = 26.0, 80.0
    drawn = [_dates(cells, 10)]
    right = _place(len(cells) - 1) + _SIDE
    for score in (0, 5, 10):
        y = low - score * (low - top) / 10
        drawn.append(
            f'<path d="M{_LEFT:g} {y:g}H{right:g}" stroke="var(--line)" stroke-width=".6"/>'
            f'<text x="{_LEFT - 5:g}" y="{y + 3.4:g}" text-anchor="end" font-size="9.5" fill="var(--soft)"'
            f' data-label="axis">{score}</text>'
        )
    for number, cell in enumerate(cells):
        entry = entries.get(cell.day)
        if entry is not None:
            drawn.append(_said(entry, _place(number) + _SIDE / 2, top, low))
    drawn.append(_label((top + low) / 2 + 3, "Pain") + _label(101, "Headache"))
    return _picture(106, "".join(drawn), "Pain from 0 to 10 as dots, headaches as marks, for each day")


def _said(entry: Entry, x: float, top: float, low: float) -> str:
    drawn = ""
    if entry.pain is not None:
        y = low - entry.pain * (low - top) / 10
        drawn += (
            f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="var(--fill)" {_INK} stroke-width="1"/>'
            f'<text x="{x + 5.5:g}" y="{y - 4:g}" font-size="8.8" fill="var(--ink)"'
            f' data-n="pain.{entry.day}">{entry.pain}</text>'
        )
    if entry.headache and entry.severity is not None:
        drawn += (
            f'<rect x="{x - 8:g}" y="90" width="16" height="14" rx="2" fill="none" {_INK}/>'
            f'<text x="{x:g}" y="100.6" {_MIDDLE} font-size="9.5" fill="var(--ink)"'
            f' data-n="headache.{entry.day}">{entry.severity}</text>'
        )
    elif entry.headache:
        drawn += f'<rect x="{x - 5:g}" y="92" width="10" height="10" fill="var(--fill)" {_INK}/>'
    elif entry.headache is not None:
        drawn += f'<path d="M{x - 4:g} 97h8" stroke="var(--soft)" stroke-width="1.4"/>'
    return drawn


BAR = (
    ("done", 'fill="var(--fill)"'),
    ("partial", 'fill="url(#lines)"'),
    ("skipped", 'fill="none"'),
    ("missed", 'fill="url(#dots)"'),
)
"""The parts of a bar in order, each with its own filling."""

PATTERNS = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="lines" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M1 0V4" stroke="var(--fill)" stroke-width="2"/></pattern>'
    '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<circle cx="2.5" cy="2.5" r="1" fill="var(--soft)"/></pattern></defs></svg>'
)


def bar(row: Row) -> str:
    """A row's answers as one bar; the same numbers stand beside it."""
    counts = {**row.counts, "missed": row.missed}
    whole, x, drawn = row.completion.of, 1.0, ""
    for name, filling in BAR if whole else ():
        width = 118.0 * counts.get(name, 0) / whole
        if width:
            drawn += (
                f'<rect x="{x:.2f}" y="1" width="{width:.2f}" height="12" {filling} {_INK} stroke-width="1"/>'
            )
        x += width
    return f'<svg viewBox="0 0 120 14" aria-hidden="true">{drawn}</svg>'


def bar_key() -> str:
    """What the fillings mean."""
    words = {"missed": "no answer"}
    return "".join(
        f'<span><svg viewBox="0 0 14 14" aria-hidden="true"><rect x="1" y="1" width="12" height="12"'
        f" {filling} {_INK}/></svg>{words.get(name, name)}</span>"
        for name, filling in BAR
    )


def _label(y: float, words: str) -> str:
    return f'<text x="0" y="{y:g}" font-size="9.5" fill="var(--soft)">{words}</text>'


def _picture(height: float, drawn: str, told: str) -> str:
    width = _LEFT + 28 * STEP + _EDGE
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(told)}">{drawn}</svg>'
