"""Figures in letters: two pixels to a letter, for a terminal that has all colours."""

from __future__ import annotations

from collections.abc import Iterator

from PIL.Image import Image

WIDE = 34
"""Letters of a figure's width; it is half as many lines high."""

_PLAIN = "\x1b[0m"


def lines(exercise_id: str, side: str | None = None, theme: str = "dark") -> list[str]:
    """The figure of an exercise at its most telling moment; nothing where there is no figure of it."""
    from posture_pal import figures

    if not figures.has_figure(exercise_id):
        return []
    picture = figures.draw(exercise_id, figures.best_phase(exercise_id), WIDE * 4, theme, side)
    return list(in_letters(picture.resize((WIDE, WIDE))))


def in_letters(picture: Image) -> Iterator[str]:
    """A picture of an even height as lines of half blocks; what is see-through shows the terminal."""
    for top in range(0, picture.height, 2):
        line = ""
        for x in range(picture.width):
            upper, lower = picture.getpixel((x, top)), picture.getpixel((x, top + 1))
            line += _letter(upper, lower)  # type: ignore[arg-type]
        yield f"{line}{_PLAIN}"


def _letter(upper: tuple[int, ...], lower: tuple[int, ...]) -> str:
    above, below = upper[3] >= 128, lower[3] >= 128
    if above and below:
        return f"{_ink(38, upper)}{_ink(48, lower)}▀"
    if above or below:
        return f"{_PLAIN}{_ink(38, upper if above else lower)}{'▀' if above else '▄'}"
    return f"{_PLAIN} "


def _ink(where: int, colour: tuple[int, ...]) -> str:
    return "\x1b[{};2;{};{};{}m".format(where, *colour[:3])
