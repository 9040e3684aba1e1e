"""Every word on a page stands out from its ground, as a browser paints it, on light and dark screens."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import months
import pytest
from report_reading import contents

from bench import cohort as made_up
from posture_pal import cli, printing
from posture_pal.report.page import page

pytestmark = pytest.mark.contract

LEAST = 4.5
"""To one: what words need beside their ground (WCAG 2.1, AA)."""

_ASK = """<script>
const numbers = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
const ground = numbers(getComputedStyle(document.body).backgroundColor);
const found = [];
for (const one of document.body.querySelectorAll("*")) {
  const words = [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join("");
  if (!words || one.closest("script")) continue;
  const style = getComputedStyle(one);
  const of = numbers(one.namespaceURI.endsWith("svg") ? style.fill : style.color);
  const [a, b] = [light(of), light(ground)].sort((x, y) => y - x);
  found.push([(a + 0.05) / (b + 0.05), words]);
}
const answer = {ground, found};
"""

_PLACES = """<script>
const answer = [];
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.querySelectorAll("th")].map(one => one.getBoundingClientRect());
  for (const row of table.querySelectorAll("tbody tr"))
    [...row.cells].forEach((cell, n) => {
      const at = cell.getBoundingClientRect(), inner = document.createRange();
      inner.selectNodeContents(cell);
      const words = cell.classList.contains("n") ? inner.getBoundingClientRect() : at;
      answer.push([cell.innerText, at.left - heads[n].left, at.left - words.left, at.width]);
    });
}
"""
"""How far each cell stands from its column's head, and how far its figures reach out of it."""

_TELL = """
document.title = "x";
document.body.innerHTML = "";
document.body.append("FOUND" + JSON.stringify(answer) + "END");
</script>"""


def painted(html: str, scheme: str, folder: Path) -> tuple[list[int], list[tuple[float, str]]]:
    """The ground, and the contrast of each piece of text with it."""
    answer = asked(
        html, _ASK, folder, f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    )
    return answer["ground"], [(ratio, words) for ratio, words in answer["found"]]


def asked(html: str, script: str, folder: Path, option: str) -> Any:
    """What a script finds on a page, as a browser lays it out."""
    program = printing.browser()
    if program is None:
        pytest.skip("THE CONTRAST WAS NOT SEEN: no browser; bring it in with: apt-get install chromium")
    written = folder / "asked.html"
    whole = re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", f"{script}{_TELL}</body>")
    written.write_text(whole)
    words = [
        *(program, "--headless", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"),
        option,
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        written.as_uri(),
    ]
    told = subprocess.run(words, capture_output=True, text=True, timeout=90, check=True).stdout
    heard = re.search(r"FOUND(.*)END", told, re.DOTALL)
    assert heard, told[-500:]
    text = heard[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return json.loads(text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_a_report_and_of_a_cohort_can_be_read(scheme: str, tmp_path: Path) -> None:
    facts, plan = months.facts("clinic"), months.plan("clinic")
    pages = [page(contents(facts, plan=plan, entries=months.entries(), note="It helped.", name="A. B."))]
    made_up.exports(tmp_path / "in", 40, days=28)
    assert cli.main(["cohort", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    pages += [path.read_text() for path in (tmp_path / "out").glob("*.html")][:2]
    for html in pages:
        ground, found = painted(html, scheme, tmp_path)
        assert (sum(ground) < 200) == (scheme == "dark")
        assert len(found) > 20
        assert [one for one in found if one[0] < LEAST] == []


@pytest.mark.parametrize("width", [500, 1000])
def test_every_figure_stands_whole_beneath_the_head_of_its_column(width: int, tmp_path: Path) -> None:
    told = contents(months.facts("clinic"), plan=months.plan("clinic"), entries=months.entries())
    found = asked(page(told), _PLACES, tmp_path, f"--window-size={width},1400")
    assert len(found) > 50
    assert [one for one in found if abs(one[1]) > 1 or one[2] > 1 or one[3] < 1] == []
