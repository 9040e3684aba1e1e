"""Imports point down only, and everything below the edges is pure (design, section 3)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from house.reading import Module, expect_none, product

# From the ground up. A room may import from its own floor and from those below it. A new room is put on
# its floor here first.
FLOORS = """
ground: model errors
texts: config programme profiles catalogue timeline timeline_keys durations safety prompt_messages
    beside
figures: stats diary report figures session_parts session_progress
planning: events state schedule turn desk_time quiet outlook explaining status menu commands
    prompt_body figures_table figures_map backfill
decisions: engine prompting ending guided_prompt taking_up saved_state
edges: desktop event_log clock paths ourselves private_files one_record config_files config_reload settings
    daily diary_file programme_files programme_change printing cohort
the loop: service beginning waits inbox lean_start lean_scheduler onlooker desktop_sources bus_return
    answering errands messages login exercise_choice window_opener prescribing simulation written_desk
    reporting diary_prompt retention
joins: app examination watching demo cli __main__
"""
FIRST_IMPURE = "edges"
IMPURE = frozenset(
    [
        *(
            "asyncio",
            "ctypes",
            "fcntl",
            "getpass",
            "glob",
            "io",
            "locale",
            "logging",
            "multiprocessing",
            "os",
        ),
        *("pathlib", "platform", "random", "secrets", "select", "selectors", "shutil", "signal", "socket"),
        *("sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "uuid", "winreg"),
    ]
)
"""What asks the machine for something: none of it is for a room that is told everything."""
PRINTS = ("config.manual",)
"""Pure rooms that are also run by hand, as `python -m`, and then write to standard output."""

TABLE = dict(line.split(": ") for line in FLOORS.replace("\n    ", " ").strip().splitlines())
NAMES = list(TABLE)
HEIGHT = {room: height for height, rooms in enumerate(TABLE.values()) for room in rooms.split()}


def points_up(module: Module) -> Iterator[str]:
    """Imports of a floor above, and rooms without a floor."""
    if not module.name:  # the package itself, which has no floor: anybody may ask for the version
        yield from (
            module.says(i.line, "the package itself imports") for i in module.imports() if _room(i.target)
        )
        return
    if module.room not in HEIGHT:
        yield module.says(1, f"{module.room!r} has no floor: put it into FLOORS, where it belongs")
        return
    for imported in module.imports():
        room = _room(imported.target)
        if room and HEIGHT.get(room, 0) > HEIGHT[module.room]:
            here, there = NAMES[HEIGHT[module.room]], NAMES[HEIGHT[room]]
            yield module.says(
                imported.line, f"{here} imports {imported.target} from {there}, which is above it"
            )


def asks_the_machine(module: Module) -> Iterator[str]:
    """Imports, below the edges, of anything that asks the machine or changes it; and files opened there."""
    if HEIGHT.get(module.room, 0) >= NAMES.index(FIRST_IMPURE):
        return
    for imported in module.imports():
        first = imported.target.split(".")[0]
        if first in IMPURE and not (first == "sys" and module.name in PRINTS):
            yield module.says(imported.line, f"{imported.target} in a pure room")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("open", "input"):
            yield module.says(node.lineno, f"{ast.unparse(node.func)} in a pure room")


def circles(modules: list[Module]) -> str:
    """The first circle of modules that import each other; nothing when there is none."""
    names = {f"posture_pal.{module.name}" if module.name else "posture_pal" for module in modules}
    graph: dict[str, set[str]] = {}
    for module in modules:
        wanted = {_nearest(i.target, names) for i in module.imports() if i.target.startswith("posture_pal.")}
        graph[f"posture_pal.{module.name}"] = {name for name in wanted if name} - {
            f"posture_pal.{module.name}"
        }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        return " -> ".join(circle.args[1])
    return ""


def _room(target: str) -> str | None:
    words = target.split(".")
    return words[1] if words[0] == "posture_pal" and len(words) > 1 and words[1] != "__version__" else None


def _nearest(target: str, names: set[str]) -> str | None:
    """The module that an imported name lives in: itself, or the one before its last dot."""
    if target in names:
        return target
    return target.rpartition(".")[0] if target.rpartition(".")[0] in names else None


def test_imports_point_down_only() -> None:
    expect_none(points_up)


def test_everything_below_the_edges_is_pure() -> None:
    expect_none(asks_the_machine)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not circles(product())


def test_the_floors_cover_every_room_of_the_product() -> None:
    rooms = {module.room for module in product() if module.name}
    assert rooms <= set(HEIGHT), f"without a floor: {rooms - set(HEIGHT)}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("model", "from posture_pal.engine import advance"),
        ("engine", "def f():\n    import posture_pal.desktop.tray.base"),
        ("desktop.tray.base", "from ...service import Service"),
        ("stats", "from posture_pal import event_log"),
        ("attic", "import json"),
    ],
)
def test_an_import_that_points_up_is_found(name: str, text: str) -> None:
    assert list(points_up(Module(name, text)))


def test_an_import_of_the_same_floor_or_of_the_version_is_not() -> None:
    assert not list(points_up(Module("engine", "from posture_pal import __version__, prompting")))


@pytest.mark.parametrize(
    "text", ["import os", "from pathlib import Path", "def f():\n    import sqlite3", "open(x)"]
)
def test_a_pure_room_that_asks_the_machine_is_found(text: str) -> None:
    assert list(asks_the_machine(Module("config.values", text)))
    assert not list(asks_the_machine(Module("desktop.bus.line", text)))


def test_a_circle_is_found_and_named() -> None:
    one = Module("stats", "from posture_pal.report import page")
    two = Module("report", "from posture_pal.stats import figures")
    assert circles([one, two]) in {
        "posture_pal.stats -> posture_pal.report -> posture_pal.stats",
        "posture_pal.report -> posture_pal.stats -> posture_pal.report",
    }
