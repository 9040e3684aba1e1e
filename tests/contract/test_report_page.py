"""The report's page in a real browser: exactly one sheet, of either size, whatever is on it."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import months
import pytest
from report_reading import Page, contents, figures_from, tables

from posture_pal import diary, printing
from posture_pal.errors import Unavailable
from posture_pal.model import Fact, Kind, Plan, Reminder
from posture_pal.report.followed import MOST_ROWS
from posture_pal.report.page import page

pytestmark = pytest.mark.contract

NOTE = "It helped after lunch. What about the left side? " * 14

DRAWN = ("neck_rotation", "doorway_pec", "wrist_extensor", "sit_to_stand")
"""More of the catalogue in each session: every row of the programme has its figure, or room for it."""


@pytest.fixture(scope="module")
def browser() -> str:
    """A browser that prints without a window."""
    found = printing.browser()
    if found is None:
        pytest.skip("THE REPORT WAS NOT PRINTED: no browser; bring it in with: apt-get install chromium")
    return found


def sheets(pdf: bytes) -> int:
    """The pages of a PDF as a browser writes it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def size(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first sheet, in points."""
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert box
    return round(float(box[1])), round(float(box[2]))


A4, LETTER = (595, 842), (612, 792)


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("pattern", months.PATTERNS)
def test_a_month_prints_on_one_sheet_and_every_figure_comes_out_of_the_tables(
    pattern: str, tmp_path: Path
) -> None:
    facts = months.facts(pattern)
    plan, note = months.plan(pattern), "It helped after lunch."
    told = contents(facts, plan=plan, entries=months.entries(), note=note, name="A. B.")
    for paper, wanted in (("letter", LETTER), ("a4", A4)):
        html = page(told, paper)
        pdf = printing.to_pdf(html, tmp_path / "report.pdf")
        assert (sheets(pdf), size(pdf)) == (1, wanted)
    read, worked_out = Page(html), figures_from(*tables(facts, told))
    assert read.unmarked == []
    assert read.figures == {key: worked_out[key] for key in read.figures}


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(("paper", "wanted"), [("a4", A4), ("letter", LETTER), (None, LETTER)])
def test_the_fullest_page_there_can_be_prints_on_one_sheet(
    paper: str | None, wanted: tuple[int, int], tmp_path: Path
) -> None:
    facts, plan = fullest()
    told = contents(facts, plan=plan, entries=months.entries(), note=NOTE, name="N" * 40)
    html = page(told, paper)
    assert html.count("<picture>") == MOST_ROWS - 1  # one of the exercises is the author's own
    pdf = printing.to_pdf(html, tmp_path / "report.pdf")
    assert (sheets(pdf), size(pdf)) == (1, wanted)


def fullest() -> tuple[list[Fact], Plan]:
    """Twelve reminders with long names, all of them hurt and skipped for many reasons; a part deleted."""
    names = [f"a reminder with quite a long name, number {n}" for n in range(12)]
    facts: list[Fact] = []
    for number, fact in enumerate(months.facts("clinic")):
        name = names[number % 12]
        if fact.reminder and "." in fact.reminder:
            name = fact.reminder
        details = dict(fact.details)
        if fact.name in {"done", "skipped", "partial"}:
            why = f"a reason that takes up some room on the page {number % 4}"
            details["reason"] = "hurt" if number % 2 else why
        if "items" in details:
            details["items"] = [*details["items"], *DRAWN]
        occurrence = fact.occurrence and (fact.occurrence if "." in name else f"{fact.occurrence}-{name}")
        facts.append(Fact(fact.at, fact.name, fact.reminder and name, occurrence, details))
    facts.append(Fact(facts[-1].at, "deleted", details={"before": str(months.FIRST + timedelta(days=2))}))
    reminders = (Reminder(name, Kind.POSTURE, every=1800.0, lasts=90.0) for name in names)
    return facts, Plan(tuple(reminders))


@pytest.mark.usefixtures("browser")
def test_a_page_of_two_sheets_would_be_found(tmp_path: Path) -> None:
    html = page(contents([]), "a4").replace("</main>", '<p style="break-before: page">more</p></main>')
    assert sheets(printing.to_pdf(html, tmp_path / "report.pdf")) == 2


@pytest.mark.usefixtures("browser")
def test_printing_leaves_nothing_behind_but_the_pdf(tmp_path: Path) -> None:
    assert printing.to_pdf(page(contents([])), tmp_path / "report.pdf").startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_it_is_said_what_to_do_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Unavailable, match="open it in the browser you have"):
        printing.to_pdf("<p>page</p>", tmp_path / "report.pdf")


def test_a_browser_that_fails_is_told_with_its_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho 'no room left' >&2\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="did not print the page: no room left"):
        printing.to_pdf("<p>page</p>", tmp_path / "report.pdf")


def test_the_diary_beside_it_is_shown_as_written() -> None:
    told = contents(months.facts("returning"), entries=months.entries())
    said = Page(page(told)).figures
    for day, entry in diary.by_day(months.entries().values()).items():
        assert said.get(f"pain.{day}") == (None if entry.pain is None else str(entry.pain))
