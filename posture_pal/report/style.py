"""How the report's page looks: on paper, on a light screen and on a dark one, told apart without colour."""

from __future__ import annotations

PAPERS = ("a4", "letter")

LIGHT = {"paper": "#ffffff", "ink": "#1c2430", "soft": "#525d6c", "line": "#8a94a3", "fill": "#34506f"}
DARK = {"paper": "#14191f", "ink": "#e8ecf1", "soft": "#a9b4c2", "line": "#75808f", "fill": "#8fb4dc"}
"""Text against its ground keeps a contrast of at least 4.5 to 1, shapes 3 to 1."""


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def style(paper: str | None) -> str:
    """The page's style sheet. paper: one of PAPERS; None leaves the choice to the printer."""
    size = f"size: {'A4' if paper == 'a4' else 'letter'};" if paper else ""
    return (
        f"""
:root {{ color-scheme: light dark; {_variables(LIGHT)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK)} }} }}
@page {{ {size} margin: 9mm 13mm; }}
"""
        + _RULES
    )


_RULES = """
* { box-sizing: border-box; margin: 0; }
body { font: 9.6pt/1.36 system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  color: var(--ink); background: var(--paper); font-variant-numeric: tabular-nums; }
main { max-width: 184mm; margin: 0 auto; }
@media screen { body { padding: 8mm 6mm; font-size: 11pt; } main { max-width: 215mm; } }
@media print { main.full { font-size: .88em; } main.full h2 { margin: 2.9mm 0 .8mm; }
  main.full .own.blank { gap: 5.5mm; padding-top: 5mm; }
  main.fullest { font-size: .775em; line-height: 1.28; } main.fullest h2 { margin: 1.9mm 0 .5mm; }
  main.fullest td { padding-top: .35mm; padding-bottom: .35mm; } main.fullest .bar { padding-top: .9mm; }
  main.fullest header { padding-bottom: 1.2mm; } main.fullest footer { margin-top: 1.8mm; padding-top: .8mm; }
  main.fullest .own.blank { gap: 5mm; padding-top: 4.5mm; } main.fullest .facts { padding-top: 1mm; } }
header { display: flex; justify-content: space-between; gap: 8mm; align-items: flex-end;
  border-bottom: 1.6pt solid var(--ink); padding-bottom: 2.4mm; }
h1 { white-space: nowrap; font-size: 1.75em; line-height: 1.15; letter-spacing: -.01em; }
h2 { font-size: 1.08em; margin: 4.1mm 0 1.3mm; display: flex; gap: .8em; align-items: baseline;
  flex-wrap: wrap; }
h2 small { font-weight: 400; color: var(--soft); font-size: .85em; }
.period { font-size: 1.15em; margin-top: .8mm; }
.who { min-width: 56mm; text-align: right; }
.who .name { display: inline-block; min-width: 46mm; border-bottom: .7pt solid var(--line);
  text-align: left; min-height: 1.5em; padding: 0 1mm; max-width: 90mm; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .6mm 5mm; padding: 1.9mm 0 0; color: var(--soft); }
.facts b { color: var(--ink); }
.said { border: 1pt solid var(--ink); border-radius: 1mm; padding: 0 1.6mm; color: var(--ink);
  font-weight: 600; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th:nth-child(1) { width: 21%; } th:nth-child(2) { width: 18.5%; } th:nth-child(3) { width: 11.5%; }
th:nth-child(4) { width: 7%; } th:nth-child(5) { width: 7.5%; } th:nth-child(6) { width: 8.5%; }
th:nth-child(8) { width: 9.5%; }
.programme { margin-top: 1.2mm; } .facts + svg { margin-top: 1mm; }
.programme th:nth-child(1) { width: 23%; } .programme th:nth-child(2) { width: 25%; }
.programme th:nth-child(3) { width: 18%; } .programme th:nth-child(n+4) { width: 7.5%; }
.programme th:nth-child(7) { width: auto; padding-left: 3mm; }
.programme td:nth-child(7) { padding-left: 3mm; }
.programme td { vertical-align: middle; } .what { display: flex; align-items: center; gap: 2mm; }
main { --figure: 15mm; } .what i { flex: none; width: var(--figure); height: var(--figure); }
.what img { display: block; width: 94%; margin: 3%; } .programme:not(:has(img)) .what i { display: none; }
@media print { main.full { --figure: 9.5mm; }
  main.fullest .what { --figure: var(--close); } main.fullest .programme td { padding-block: 0; } }
td:first-child { overflow-wrap: anywhere; }
.close td { padding-top: .5mm; padding-bottom: .5mm; white-space: nowrap; overflow: hidden; }
.close td b { font-size: 1em; } .close .bar { padding-top: 1.1mm; } .close td small { font-size: .8em; }
th { text-align: left; font-weight: 600; font-size: .82em; color: var(--soft);
  border-bottom: .8pt solid var(--line); padding: 0 2.4mm .5mm 0; vertical-align: bottom; }
td { padding: .95mm 2.4mm .95mm 0; vertical-align: top; border-bottom: .4pt solid var(--line); }
td.n { white-space: nowrap; } td.n, th.n { text-align: right; }
th:last-child, td:last-child { padding-right: 0; }
tr.all td { border-bottom: 0; border-top: .8pt solid var(--line); font-weight: 600; }
td b { font-size: 1.14em; }
td small, .quiet { color: var(--soft); font-size: .84em; }
td small { display: block; line-height: 1.25; overflow-wrap: anywhere; font-weight: 400; }
svg { display: block; width: 100%; height: auto; }
.bar { padding-top: 1.8mm; }
.key { display: flex; flex-wrap: wrap; gap: .4mm 5mm; font-size: .84em; color: var(--soft);
  margin-top: .9mm; }
.key span { display: inline-flex; align-items: center; gap: 1.2mm; }
.key svg { width: 3.4mm; height: 3.4mm; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 4mm; }
i { font-style: normal; }
.tiles div { border-left: 2pt solid var(--fill); padding-left: 2.2mm; }
.tiles b { font-size: 1.5em; line-height: 1.2; display: block; }
.tiles span { color: var(--soft); font-size: .86em; line-height: 1.25; display: block; }
.own { border: .7pt solid var(--line); border-radius: 1mm; padding: 1.6mm 2.4mm; overflow-wrap: anywhere; }
.own.blank { display: grid; gap: 6.6mm; padding: 7mm 2.4mm 2.4mm; }
.own.blank i { border-bottom: .5pt solid var(--line); }
footer { margin-top: 3.6mm; border-top: .8pt solid var(--line); padding-top: 1.4mm; color: var(--soft);
  font-size: .76em; line-height: 1.32; }
footer p + p { margin-top: .7mm; }
.gap { border: 1pt dashed var(--ink); padding: .8mm 2mm; margin-top: 2mm; }
section { break-inside: avoid; }
@media screen { .programme td { white-space: normal; } }
@media screen and (max-width: 620px) { h1 { white-space: normal; } section { overflow-x: auto; }
  section > table { min-width: 215mm; } section > svg { min-width: 150mm; } }
@media (max-width: 620px) { .tiles { grid-template-columns: repeat(2, 1fr); gap: 3mm 4mm; }
  header { flex-wrap: wrap; } .who { text-align: left; min-width: 0; } }
"""
