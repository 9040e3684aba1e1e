"""Measures everything and prints it as tables, each figure beside its budget."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop import packages

from bench import anatomy, built, cohort, day, growth, guided, imports, install, record, resident, states

BUDGETS = {
    "start": 0.8,
    "pss": 25.0,
    "wakeups": 0.2,
    "simulate": 1.0,
    "frame": 0.5,
    "figures": 0.3,
    "report": 1.0,
}


def line(what: str, figure: str, within: str = "") -> None:
    print(f"  {what:<44}{figure:>14}   {within}")


def budget(key: str, value: float, unit: str) -> str:
    most = BUDGETS[key]
    return f"at most {most:g} {unit}: {'within' if value <= most else 'OVER'}"


def show_resident() -> None:
    if absent := packages.missing():
        print(f"  left out, it needs a desktop: {packages.how_to_install(absent)}")
        return
    ours = resident.measure("posture-pal", [resident.PROGRAM])
    bare = resident.bare_interpreter()
    line("start to tray, first start", f"{ours.starts[0]:.2f} s", budget("start", ours.starts[0], "s"))
    line("start to tray, later starts", f"{ours.start:.2f} s", budget("start", ours.start, "s"))
    idle = f"after {resident.IDLE:.0f} s idle"
    line(f"PSS {idle}", f"{ours.memory.pss:.1f} MiB", budget("pss", ours.memory.pss, "MiB"))
    alone = budget("pss", ours.memory.alone, "MiB")
    line("PSS, were no other Python running", f"{ours.memory.alone:.1f} MiB", alone)
    line(f"USS {idle}", f"{ours.memory.uss:.1f} MiB")
    line(f"RSS {idle}", f"{ours.memory.rss:.1f} MiB")
    woken = ours.waking
    counted = budget("wakeups", woken.switches, "/s")
    line("wake-ups while idle, every thread's own", f"{woken.switches:.2f} /s", counted)
    line("moments at which it woke at all", f"{woken.moments:.2f} /s")
    line("threads", str(ours.threads))
    line("a bare interpreter: PSS, and alone", f"{bare.memory.pss:.1f}, {bare.memory.alone:.1f} MiB")
    line("times a bare interpreter, alone", f"{ours.memory.alone / bare.memory.alone:.1f} x")


def show_states() -> None:
    if absent := packages.missing():
        print(f"  left out, it needs a desktop: {packages.how_to_install(absent)}")
        return
    for name, woken in states.measure():
        if woken is None:
            line(f"wake-ups {name}", "left out", "needs pulseaudio and pulseaudio-utils")
        else:
            line(f"wake-ups {name}", f"{woken.switches:.2f} /s", budget("wakeups", woken.switches, "/s"))


def show_anatomy() -> None:
    if absent := packages.missing():
        print(f"  left out, it needs a desktop: {packages.how_to_install(absent)}")
        return
    found = anatomy.measure()
    print(f"  {'by mapping, MiB':<52}{'RSS':>8}{'PSS':>8}{'USS':>8}")
    for name, row in found.mappings.items():
        print(f"  {name:<52}{row[0]:8.2f}{row[1]:8.2f}{row[2]:8.2f}")
    print(
        f"  {'all':<52}"
        + "".join(f"{sum(column):8.2f}" for column in zip(*found.mappings.values(), strict=True))
    )
    print(f"\n  {'by import, MiB that Python allocated':<52}")
    for name, weight in found.parts.items():
        print(f"  {name:<52}{weight:8.2f}")
    print(
        f"  {'made since: state, icon, menu, buffers':<52}{found.allocated - sum(found.parts.values()):8.2f}"
    )
    print(f"  {'all':<52}{found.allocated:8.2f}")


def show_window() -> None:
    if absent := packages.missing():
        print(f"  left out, it needs a desktop: {packages.how_to_install(absent)}")
        return
    seen = guided.measure()
    line("from asking to the first frame", f"{seen.wall:.2f} s", budget("frame", seen.wall, "s"))
    line("of that, the processor's time", f"{seen.busy:.2f} s")
    line("the tray by itself, at rest", f"{seen.before:.1f} MiB")
    line(f"after {guided.WINDOWS} prompts without a window", f"{seen.prompted:.1f} MiB")
    line(f"after {guided.WINDOWS} prompts with one, closed again", f"{seen.after:.1f} MiB")


def show_day() -> None:
    seconds = day.simulate()
    line("eight hours simulated, the whole command", f"{seconds:.2f} s", budget("simulate", seconds, "s"))
    line("posture-pal --help", f"{day.help_page():.2f} s")


def show_record() -> None:
    for title, kept in (("all facts standing", None), (f"{record.KEPT} days of facts standing", record.KEPT)):
        with record.home(kept=kept) as (environment, log):
            print(f"  six busy years, {log.count():,} facts, {title} (seconds of a processor)")
            seconds = record.worked_out(log)
            line("every figure of every day", f"{seconds:.2f} s", budget("figures", seconds, "s"))
            for name, cost in record.whole(environment, log.path.parent).items():
                within = budget("report", cost.processor, "s")
                line(name, f"{cost.processor:.2f} s", f"{within}; {cost.wall:.2f} s on the clock")
            if kept is None:
                line("a step of turning facts into totals", f"{record.longest_step(log):.3f} s")


def show_cohort() -> None:
    if importlib.util.find_spec("duckdb") is None:
        print("  left out, it needs DuckDB: pip install 'posture-pal[cohort]'")
        return
    with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as place:
        folder, out = Path(place) / "in", Path(place) / "out"
        size = cohort.exports(folder)
        print(f"  {cohort.PATIENTS:,} exports of {cohort.YEARS} years, {size / 1e6:,.0f} MB")
        for memory in ("512MB", "256MB"):
            took = cohort.read(folder, out, "--memory", memory)
            within = f"{took.processor:.0f} s of a processor, {took.peak:.0f} MiB at most"
            line(f"posture-pal cohort --memory {memory}", f"{took.seconds:.0f} s", within)


def show_imports() -> None:
    print(f"  {'alone in a fresh interpreter, medians':<44}{'ms':>8}{'MiB':>8}{'modules':>9}")
    for names in (*imports.LIBRARIES, *imports.OURS):
        cost = imports.measure(names)
        if cost is None:
            print(f"  {names:<44}{'cannot be imported here':>25}")
        else:
            print(f"  {names:<44}{cost.milliseconds:8.1f}{cost.mebibytes:8.2f}{cost.modules:9d}")


def show_install() -> None:
    installed = install.measure()
    line("the wheel", f"{installed.wheel:.2f} MiB")
    line("all that pip install brings", f"{installed.everything:.1f} MiB")
    for name, size in sorted(installed.parts.items(), key=lambda part: -part[1])[:8]:
        line(f"  {name}", f"{size:.1f} MiB")
    print(f"  {'':<42}{'fetched':>10}{'on disk':>10}{'command':>10}{'to tray':>10}{'memory':>12}")
    for way in built.measure():
        sizes = f"{way.fetched:>6.1f} MiB{way.on_disk:>6.1f} MiB"
        times = f"{way.command:>8.2f} s{way.tray:>8.2f} s"
        print(f"  {way.name:<42}{sizes}{times}{way.pss:>8.1f} MiB")


PARTS: dict[str, tuple[str, Callable[[], None]]] = {
    "resident": ("In the tray", show_resident),
    "states": ("Waking, state by state", show_states),
    "anatomy": ("What the resident program is made of", show_anatomy),
    "window": ("The guided window", show_window),
    "day": ("On the command line", show_day),
    "record": ("Years of the record", show_record),
    "cohort": ("Many patients", show_cohort),
    "growth": ("How cost grows", growth.show),
    "imports": ("Imports", show_imports),
    "install": ("On disk", show_install),
}


ASKED_FOR = frozenset({"cohort", "growth"})
"""Parts that take a gigabyte and minutes: they are measured when they are named."""


def main(wanted: list[str]) -> int:
    """Prints the tables named, or all; the exit code is 2 for a name that is none."""
    if unknown := set(wanted) - set(PARTS):
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in wanted or [name for name in PARTS if name not in ASKED_FOR]:
        title, show = PARTS[name]
        print(f"\n{title}")
        show()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
