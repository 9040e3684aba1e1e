"""Draws a few series over a common size, both on a scale of powers of ten, as a small picture of lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[int, float]]

WIDE, HIGH = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 40, 16, 48
LEGEND = 20
INK, SOFT, GROUND = "#26323a", "#c9d2d6", "#ffffff"
LOOKS = (("#0b756c", ""), ("#c86206", "7 4"), ("#3b5ba5", "2 4"), ("#8a2f7c", "9 3 2 3"))
"""Colour and dashes: told apart in grey, too."""


def loglog(size: str, series: Mapping[str, Points]) -> str:
    """The picture as SVG. size: what grows along the lower edge."""
    sizes = sorted({n for points in series.values() for n, _ in points})
    costs = [cost for points in series.values() for _, cost in points if cost > 0]
    least, most = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    high = HIGH + LEGEND * len(series)
    across = _Scale(sizes[0], sizes[-1], LEFT, WIDE - RIGHT)
    up = _Scale(10.0**least, 10.0**most, HIGH - BOTTOM, TOP)
    look = f'font-family="sans-serif" font-size="12" fill="{INK}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" {look}>']
    parts.append(f'<rect width="{WIDE}" height="{high}" fill="{GROUND}"/>')
    for power in range(least, most + 1):
        y = up(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="{SOFT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    place = f'y="{HIGH - BOTTOM + 20}" text-anchor="middle"'
    parts += [f'<text x="{across(n):.1f}" {place}>{n:,}</text>' for n in sizes]
    parts.append(f'<text x="{(LEFT + WIDE) / 2}" y="{HIGH - 6}" text-anchor="middle">{escape(size)}</text>')
    for number, (name, points) in enumerate(series.items()):
        parts += _line(name, [(across(n), up(cost)) for n, cost in points if cost > 0], number)
    return "\n".join([*parts, "</svg>\n"])


def _line(name: str, places: Sequence[tuple[float, float]], number: int) -> list[str]:
    colour, dashes = LOOKS[number % len(LOOKS)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    look = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
    y = HIGH + LEGEND * number + 6
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
    return [
        f'<path d="{path}" {look}/>',
        *dots,
        f'<path d="M{LEFT} {y}h40" {look}/><text x="{LEFT + 50}" y="{y + 4}">{escape(name)}</text>',
    ]


class _Scale:
    """From a number to its place, by powers of ten."""

    def __init__(self, least: float, most: float, begin: float, end: float) -> None:
        self._least, self._begin = math.log10(least), begin
        self._each = (end - begin) / ((math.log10(most) - self._least) or 1.0)

    def __call__(self, value: float) -> float:
        return self._begin + (math.log10(value) - self._least) * self._each
