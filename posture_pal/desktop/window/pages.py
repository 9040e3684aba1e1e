"""The pages that cover a session for a moment: the first time's statement, and symptoms that need help."""

from __future__ import annotations

from collections.abc import Sequence

from posture_pal import safety
from posture_pal.desktop.window.sheet import Sheet
from posture_pal.desktop.window.stage import WIDE

TAG = "page"
FIRST = "first"
URGENT = "urgent"
TITLES = {FIRST: "Before the first time", URGENT: "Symptoms that need urgent help"}
"""What each is called: all that a screen reader hears of it."""


Foot = tuple[str, tuple[float, float]]


def show(page: str, sheet: Sheet, emergency: str) -> Foot:
    """Draws a page; hands back the words of its button, and the place of it."""
    return _first(sheet) if page == FIRST else _urgent(sheet, emergency)


def _first(sheet: Sheet) -> Foot:
    y = sheet.write(TITLES[FIRST], (96, 110), 29, tag=TAG, bold=True)
    for sentence in _paragraphs():
        y = sheet.write(sentence, (96, y + 16), 18, tag=TAG, wrap=WIDE[0] - 192)
    return "I see", (96, y + 34)


def _paragraphs() -> Sequence[str]:
    """The statement, a thought at a time."""
    sentences = safety.STATEMENT.split(". ")
    ended = [sentence if sentence.endswith(".") else f"{sentence}." for sentence in sentences]
    return [" ".join(ended[:2]), *ended[2:]]


def _urgent(sheet: Sheet, emergency: str) -> Foot:
    """Both lists side by side: what cannot wait on the left, in the colour of what cannot."""
    tones, half = sheet.tones, (WIDE[0] - 96) / 2
    y = sheet.write(
        f"Call emergency services now: {emergency}",
        (32, 28),
        18,
        tag=TAG,
        bold=True,
        ink=tones.urgent,
        wrap=half,
    )
    _list(sheet, safety.URGENT, (32, y + 10), half)
    y = sheet.write(
        "See a clinician soon, and before exercising", (64 + half, 28), 18, tag=TAG, bold=True, wrap=half
    )
    _list(sheet, safety.SOON, (64 + half, y + 10), half)
    return "Back", (32, WIDE[1] - 70)


def _list(sheet: Sheet, lines: Sequence[str], at: tuple[float, float], wide: float) -> None:
    x, y = at
    for words in lines:
        sheet.write("•", (x, y), 15, tag=TAG, ink=sheet.tones.muted)
        y = sheet.write(words, (x + 14, y), 15, tag=TAG, wrap=wide - 14) + 7
