"""Draws a programme, or what is wrong with one, on a long sheet that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from posture_pal.desktop.window.sheet import Sheet
from posture_pal.errors import BadInput
from posture_pal.programme.preview import PROMISE, Preview, Section

TAG = "page"
WIDE = 720
_LEFT, _EDGE = 40.0, 60.0
_ABOUT = 128.0
"""How far in the words begin that say whose it is and for when."""
_MOST_PROBLEMS = 30


def preview(sheet: Sheet, told: Preview, lead: str) -> float:
    """Draws the whole preview and returns where it ends. lead: the line above the title."""
    y = _head(sheet, lead, told.title)
    y = about(sheet, told.about, y + 14)
    for words in told.warnings:
        y = _warning(sheet, words, y + 10)
    for section in told.sections:
        y = _section(sheet, section, y + 24)
    return _plain(sheet, PROMISE, y + 22) + 24


def problems(sheet: Sheet, bad: BadInput) -> float:
    """Draws every problem with its line, and what to do; returns where it ends."""
    number = len(bad.problems)
    y = _head(sheet, bad.source, f"{number} problem{'' if number == 1 else 's'} in this file")
    y = _plain(sheet, "Nothing was changed. Send this to whoever wrote the file, or mend it yourself.", y + 8)
    for problem in bad.problems[:_MOST_PROBLEMS]:
        where = f"Line {problem.line}" if problem.line else "The file"
        y = sheet.write(where, (_LEFT, y + 16), 14, tag=TAG, bold=True, ink=sheet.tones.warm)
        y = sheet.write(problem.sentence, (_LEFT, y + 2), 15, tag=TAG, wrap=_wide())
    if number > _MOST_PROBLEMS:
        y = _plain(sheet, f"And {number - _MOST_PROBLEMS} more: posture-pal programme check FILE", y + 16)
    return y + 24


def message(sheet: Sheet, title: str, words: Sequence[str]) -> float:
    """Draws a few sentences under a title; returns where they end."""
    y = sheet.write(title, (_LEFT, 56), 26, tag=TAG, bold=True, wrap=_wide())
    for sentence in words:
        y = sheet.write(sentence, (_LEFT, y + 12), 16, tag=TAG, wrap=_wide())
    return y + 24


def about(sheet: Sheet, pairs: Sequence[tuple[str, str]], y: float) -> float:
    """Draws names and what they stand for, side by side."""
    for name, words in pairs:
        sheet.write(name, (_LEFT, y), 15, tag=TAG, ink=sheet.tones.muted)
        wrap = _wide() - _ABOUT
        y = sheet.write(words, (_LEFT + _ABOUT, y), 15, tag=TAG, wrap=wrap) + 5
    return y


def _head(sheet: Sheet, lead: str, title: str) -> float:
    y = sheet.write(lead, (_LEFT, 30), 13.5, tag=TAG, ink=sheet.tones.muted, wrap=_wide())
    return sheet.write(title, (_LEFT, y + 4), 26, tag=TAG, bold=True, wrap=_wide())


def _warning(sheet: Sheet, words: str, y: float) -> float:
    ink = sheet.tones.warm
    sheet.write("!", (_LEFT + 5, y), 15, tag=TAG, bold=True, ink=ink)
    return sheet.write(words, (_LEFT + 22, y), 15, tag=TAG, ink=ink, wrap=_wide() - 22)


def _section(sheet: Sheet, section: Section, y: float) -> float:
    sheet.line((_LEFT, y), (WIDE - _EDGE, y), TAG)
    y = sheet.write(section.heading, (_LEFT, y + 14), 16, tag=TAG, bold=True, wrap=_wide())
    y += 4
    for first, second in section.lines:
        y = sheet.write(first, (_LEFT, y + 7), 15, tag=TAG, wrap=_wide())
        if second:
            y = sheet.write(
                second, (_LEFT + 16, y + 1), 13.5, tag=TAG, ink=sheet.tones.muted, wrap=_wide() - 16
            )
    return y


def _plain(sheet: Sheet, words: str, y: float) -> float:
    return sheet.write(words, (_LEFT, y), 14, tag=TAG, ink=sheet.tones.muted, wrap=_wide())


def _wide() -> float:
    return WIDE - _LEFT - _EDGE
