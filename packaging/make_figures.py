"""Draws the contact sheets of every figure and the table of exercises for the documentation.

Run it after a change to a pose or to the catalogue: python packaging/make_figures.py
"""

# ruff: noqa: INP001 - a script, not a package

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from posture_pal import catalogue, figures
from posture_pal.catalogue import Exercise

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ROOT / "docs" / "figures"
PAGE = ROOT / "docs" / "exercises.md"
CELL, GAP, CAPTION, COLUMNS = 176, 12, 20, 8
THEMES = {"light": ((255, 255, 255), (70, 82, 102)), "dark": ((16, 19, 25), (176, 188, 206))}
BEGIN, END = "<!-- table: made by packaging/make_figures.py -->", "<!-- end of table -->"


def sheet(theme: str) -> Image.Image:
    """Every exercise at its most telling moment, with its id beneath."""
    exercises = list(catalogue.load().exercises)
    rows = -(-len(exercises) // COLUMNS)
    paper, ink = THEMES[theme]
    size = (COLUMNS * (CELL + GAP) + GAP, rows * (CELL + CAPTION + GAP) + GAP)
    page = Image.new("RGB", size, paper)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(12)
    for number, exercise_id in enumerate(exercises):
        x = GAP + number % COLUMNS * (CELL + GAP)
        y = GAP + number // COLUMNS * (CELL + CAPTION + GAP)
        picture = figures.draw(exercise_id, figures.best_phase(exercise_id), CELL, theme)
        page.paste(picture, (x, y), picture)
        draw.text((x + CELL / 2, y + CELL + 4), exercise_id, font=font, fill=ink, anchor="ma")
    return page.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def strip(exercise_id: str, theme: str = "light", count: int = 6) -> Image.Image:
    """One exercise through its cycle, from left to right."""
    page = Image.new("RGB", (count * (CELL + GAP) + GAP, CELL + 2 * GAP), THEMES[theme][0])
    for number, picture in enumerate(figures.frames(exercise_id, CELL, theme, count)):
        page.paste(picture, (GAP + number * (CELL + GAP), GAP), picture)
    return page.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def table() -> str:
    """Every exercise as a row: id, name, dose, caution, where it comes from."""
    lines = ["| id | exercise | dose | take care | source |", "|---|---|---|---|---|"]
    lines += [
        f"| `{e.id}` | {e.name} | {_dose(e)} | {e.caution or ''} | {_source(e)} |"
        for e in catalogue.load().exercises.values()
    ]
    lines += ["", "| id | check | source |", "|---|---|---|"]
    lines += [f"| `{c.id}` | {c.text} | {_source(c)} |" for c in catalogue.load().checks.values()]
    lines += ["", "| routine | what it is | takes |", "|---|---|---|"]
    lines += [
        f"| `{r.id}` | {r.about} | {r.per_session or len(r.items)} of {len(r.items)} |"
        for r in catalogue.load().routines.values()
    ]
    return "\n".join(lines)


def _dose(exercise: Exercise) -> str:
    dose = str(exercise.dose or "as the clinic sets it")
    if exercise.clinic_only:
        return f"{dose} (clinic only)"
    return dose if exercise.offered else f"{dose} (only when asked for)"


def _source(entry: Exercise | catalogue.Check) -> str:
    return ", ".join((*entry.sources, *(("general knowledge",) if entry.general_knowledge else ())))


def main() -> None:
    """Writes everything anew."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        sheet(theme).save(SHEETS / f"all-{theme}.png", optimize=True)
    strip("sit_to_stand").save(SHEETS / "sit_to_stand.png", optimize=True)
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
