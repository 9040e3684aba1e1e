"""Every test that the page about faults names is there."""

from __future__ import annotations

import re

from house.reading import ROOT

NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_fault_in_the_table_has_a_test_that_exists() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    assert len(named) > 30
    absent = [f"{file}::{test}" for file, test in named if f"def {test}(" not in _text(file)]
    assert absent == []
    rows = [line for line in page.split("## Faults")[1].splitlines() if line.startswith("| ")][1:]
    assert all(NAMED.search(row) for row in rows), "a fault without its test"


def _text(file: str) -> str:
    path = ROOT / "tests" / file
    return path.read_text(encoding="utf-8") if path.exists() else ""
