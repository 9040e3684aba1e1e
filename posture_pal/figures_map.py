"""The figures day by day and hour by hour, with a map of when somebody was at the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from posture_pal.figures_table import WIDE, fitting
from posture_pal.stats import Day, completion, deletions
from posture_pal.stats.days import Counts, add
from posture_pal.status import spent

SHADES = " ░▒▓█"
"""From no time at the desk in an hour to all of it, in quarters."""

_BEFORE = 26
"""Columns of the day and its time, before the map."""

_COLUMNS = ("done", "partial", "skipped")


def by_day(told: Mapping[date, Day], days: Sequence[date], width: int = WIDE) -> list[str]:
    """A row for each day; one on which the program did not run says so. width: columns of the terminal."""
    rows = [["", "shown", *_COLUMNS, "missed", "completion", "breaks", "at the desk"]]
    for day in days:
        one = told.get(day)
        if one is None or not one.ran:
            rows.append([f"{day:%a %d %b}", *["·"] * 6, "", _why_not(told, day)])
            continue
        breaks = f"{one.breaks[0]} + {one.breaks[1]}"
        row = [*_counted(one.outcomes), str(completion(one.outcomes)), breaks, spent(one.desk_time)]
        rows.append([f"{day:%a %d %b}", *row])
    fitted = fitting(rows, width)
    beneath = ["", "  Breaks: asked for + taken unasked."] if "breaks" in fitted[0] else []
    return [*_table(fitted), *beneath]


def by_hour(days_told: Mapping[date, Day], days: Sequence[date], width: int = WIDE) -> list[str]:
    """A row for each hour of the day in which prompts were first shown, and the map.

    width: columns of the terminal.
    """
    rows = [["", "shown", *_COLUMNS, "missed", "completion"]]
    hours = hours_of(days_told.values())
    rows += [
        [f"{hour:02}:00", *_counted(told), str(completion(told))] for hour, told in sorted(hours.items())
    ]
    table = list(_table(fitting(rows, width))) if hours else ["  No prompt was shown in these days."]
    return [*table, "", *heat_map(days_told, days, width)]


def hours_of(days: Iterable[Day]) -> dict[int, Counts]:
    """Outcomes by the hour of the day in which they were asked for."""
    hours: dict[int, Counts] = {}
    for day in days:
        for hour, counts in day.by_hour.items():
            add(hours.setdefault(hour, {}), counts)
    return hours


def heat_map(told: Mapping[date, Day], days: Sequence[date], width: int = WIDE) -> list[str]:
    """Time at the desk: a row for each day, two columns and a gap for each hour that was ever worked.

    Where the terminal is too narrow for that, an hour has one column, and every third its number.
    """
    worked = [hour for day in told.values() for hour, seconds in day.at_desk.items() if seconds >= 60]
    if not worked:
        return ["  Nobody was at the desk in these days."]
    hours = range(min(worked), max(worked) + 1)
    is_wide = _BEFORE + 3 * len(hours) - 1 <= width
    numbers = hours if is_wide else hours[::3]
    lines = [(f"{'  At the desk':{_BEFORE}}" + " ".join(f"{hour:02}" for hour in numbers)).rstrip()]
    for day in days:
        one = told.get(day)
        if one is None or not one.ran:
            lines.append(f"  {day:%a %d %b}  {_why_not(told, day)}")
            continue
        shades = [_shade(one.at_desk.get(hour, 0.0)) for hour in hours]
        row = " ".join(shade * 2 for shade in shades) if is_wide else "".join(shades)
        lines.append(f"  {day:%a %d %b}  {spent(one.desk_time):>10}  {row}".rstrip())
    return [*lines, "", f"  {' '.join(SHADES[1:])}  up to 15, 30, 45 and 60 min of an hour"]


def _why_not(told: Mapping[date, Day], day: date) -> str:
    """Why there is nothing to show of a day."""
    if any(day < before for before in deletions(told)):
        return "deleted"
    return "day off" if day in told and told[day].marked_off else "not running"


def _shade(seconds: float) -> str:
    return SHADES[0] if seconds < 60 else SHADES[min(4, 1 + int((seconds - 1) // 900))]


def _counted(counts: Counts) -> list[str]:
    missed = counts.get("missed", 0) + counts.get("dismissed", 0)
    return [str(counts.get("prompts", 0)), *(str(counts.get(name, 0)) for name in _COLUMNS), str(missed)]


def _table(rows: list[list[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        yield "  " + "  ".join(cells).rstrip()
        if number == 0:
            yield "  " + "─" * (sum(widths) + 2 * len(widths) - 2)
