"""Prints the report of each made-up month for docs/: `python tests/report_pictures.py docs/screenshots`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import months
from report_reading import contents

from posture_pal import printing
from posture_pal.report.page import page

NOTES = {
    "steady": "The chin tucks helped after lunch. How long should I go on with them?",
    "clinic": "The towel slides are hard on the right. Are three sessions a day still right?",
    "returning": "Turning to the left hurt twice in the second week. Should I leave it out?",
}


def main(folder: Path) -> None:
    """Writes a PDF of each pattern, and a picture of it (with pdftoppm, of poppler-utils)."""
    for pattern in months.PATTERNS:
        entries = months.entries() if pattern in NOTES else {}
        plan = months.plan(pattern)
        told = contents(months.facts(pattern), plan=plan, entries=entries, note=NOTES.get(pattern, ""))
        target = folder / f"report-{pattern}.pdf"
        target.write_bytes(printing.to_pdf(page(told, "a4"), target))
        picture = ["pdftoppm", "-r", "100", "-png", "-singlefile"]
        subprocess.run([*picture, str(target), str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
