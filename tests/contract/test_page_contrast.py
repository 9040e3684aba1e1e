"""Every word on a page stands out from its ground, as a browser paints it, on light and dark screens."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

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
document.title = "x";
document.body.innerHTML = "";
document.body.append("FOUND" + JSON.stringify({ground, found}) + "END");
</script>"""


def painted(html: str, scheme: str, folder: Path) -> tuple[list[int], list[tuple[float, str]]]:
    """The ground, and the contrast of each piece of text with it."""
    program = printing.browser()
    if program is None:
        pytest.skip("THE CONTRAST WAS NOT SEEN: no browser; bring it in with: apt-get install chromium")
    asked = folder / f"{scheme}.html"
    asked.write_text(re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", f"{_ASK}</body>"))
    words = [
        *(program, "--headless", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"),
        f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        asked.as_uri(),
    ]
    told = subprocess.run(words, capture_output=True, text=True, timeout=90, check=True).stdout
    heard = re.search(r"FOUND(.*)END", told, re.DOTALL)
    assert heard, told[-500:]
    text = heard[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    answer = json.loads(text)
    return answer["ground"], [(ratio, words) for ratio, words in answer["found"]]


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
