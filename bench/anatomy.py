"""What the resident program is made of: its memory by mapping, and what each import weighs in it."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from bench.resident import PROGRAM, SETTLES, speaks_to_the_panel

_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(?P<file>.*)$")

MAPPINGS = (
    ("the interpreter", r"/python3|libpython"),
    ("SQLite", r"sqlite"),
    ("the C library and its kin", r"/(libc|libm|ld-linux|libgcc|libstdc|libpthread|libdl)[-.\w]*so|\[vdso\]"),
    ("other libraries", r"\.so"),
    ("Python's objects, in its own arenas", r"^$"),
    ("what is too large for these, in malloc's heap", r"\[heap\]"),
    ("stacks", r"\[stack\]"),
    ("files", r"."),
)
"""What a mapping is, by its name, the first that fits."""

PARTS = (
    ("Posture Pal: desktop", r"posture_pal\.desktop"),
    ("Posture Pal: config", r"posture_pal\.(config|profiles|settings)"),
    ("Posture Pal: record and figures", r"posture_pal\.(event_log|stats|daily|retention|status)"),
    (
        "Posture Pal: programmes and guided breaks",
        r"posture_pal\.(programme|catalogue|window|exercise|session)",
    ),
    ("Posture Pal: the engine, the loop and the rest", r"posture_pal"),
    ("APScheduler, tzlocal", r"apscheduler|tzlocal"),
    (
        "its needs: logging, concurrent, calendar, locale",
        r"logging|concurrent|calendar|locale|traceback|textwrap",
    ),
    ("pystray, six", r"pystray|six"),
    ("jeepney", r"jeepney"),
    ("platformdirs and its needs", r"platformdirs|tempfile|random|bisect|_sha512"),
    (
        "typing, dataclasses, enum, contextlib",
        r"typing|dataclasses|enum|contextlib|abc|functools|collections",
    ),
    ("pathlib and its needs", r"pathlib|urllib|ipaddress|fnmatch|ntpath|shutil|zlib|bz2|lzma|_compression"),
    (
        "sockets, threads, signals",
        r"socket|selectors|threading|signal|queue|select|array|weakref|_weakrefset",
    ),
    ("times and zones", r"datetime|zoneinfo|sysconfig|_sysconfigdata"),
    ("TOML, JSON, SQLite", r"tomllib|json|sqlite3|string|struct|re\b"),
    ("everything else", r"."),
)
"""Whose an import is, by the module's name, the first that fits."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """MiB: by mapping as the kernel counts (rss, pss, uss), and by part as Python allocated."""

    mappings: dict[str, tuple[float, float, float]]
    parts: dict[str, float]
    allocated: float


def measure() -> Anatomy:
    """The program on a desktop of its own, once as it is and once weighed."""
    with VirtualDesktop() as desktop:
        process = desktop.spawn([PROGRAM])
        wait_for(lambda: speaks_to_the_panel(desktop), 30, "an icon", explain=desktop.output)
        time.sleep(SETTLES)
        mappings = by_mapping(Path(f"/proc/{process.pid}/smaps").read_text())
        desktop.processes.end("program")
        file = desktop.folder / "weights.json"
        desktop.spawn([sys.executable, "-m", "bench.weighing", file], cwd=Path(__file__).parents[1])
        wait_for(file.exists, 60, "the weights", explain=desktop.output)
        told = json.loads(file.read_text())
    parts: Counter[str] = Counter()
    for name, weight in told["weights"].items():
        parts[_first(PARTS, name, re.match)] += weight
    return Anatomy(mappings, {name: parts[name] / 2**20 for name, _ in PARTS}, told["all"] / 2**20)


def by_mapping(smaps: str) -> dict[str, tuple[float, float, float]]:
    """MiB of rss, pss and uss for each kind of mapping."""
    found = {name: [0, 0, 0] for name, _ in MAPPINGS}
    place = 0
    counted = found[MAPPINGS[-1][0]]
    columns = {"Rss": (0,), "Pss": (1,), "Private_Clean": (2,), "Private_Dirty": (2,)}
    for line in smaps.splitlines():
        if mapping := _MAPPING.match(line):
            counted = found[_first(MAPPINGS, mapping["file"], re.search)]
            continue
        name, _, rest = line.partition(":")
        for place in columns.get(name, ()):
            counted[place] += int(rest.split()[0])
    return {name: (row[0] / 1024, row[1] / 1024, row[2] / 1024) for name, row in found.items()}


def _first(table: tuple[tuple[str, str], ...], text: str, fits: object) -> str:
    assert callable(fits)
    return next(name for name, pattern in table if fits(pattern, text))
