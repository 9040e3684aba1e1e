"""How figures, days and times are written on the report's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from posture_pal.stats import Share


def figure(key: str, value: object) -> str:
    """A figure, marked with what it is: whoever checks the page finds every one of them."""
    return f'<b data-n="{escape(key)}">{escape(str(value))}</b>'


def share(key: str, told: Share) -> str:
    """n/N, and the percentage where there is one."""
    n_of = figure(key, plain(told))
    if told.percent is None:
        return n_of
    return f'{n_of} <span data-n="{escape(key)}.percent">({told.percent} %)</span>'


def plain(told: Share) -> str:
    """n/N."""
    return f"{told.n}/{told.of}"


def period(first: date, last: date) -> str:
    """From when to when."""
    days = (last - first).days + 1
    if days == 1:
        return f"{first:%A} {full_date(first)}"
    return f"{full_date(first)} to {full_date(last)} · {days} days"


def full_date(day: date) -> str:
    """A date with its year."""
    return f"{day.day} {day:%B %Y}"


def dates(days: Sequence[date], most: int) -> str:
    """The last of some dates, and how many were before them."""
    told = ", ".join(f"{day.day} {day:%b}" for day in days[-most:])
    return f"{len(days) - most} before, {told}" if len(days) > most else told


def spent(seconds: float) -> str:
    """A stretch of time in hours and minutes, never in days."""
    hours, minutes = divmod(int(seconds // 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def short(text: str, longest: int) -> str:
    """A text, cut where it would take too much room."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
