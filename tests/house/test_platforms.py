"""docs/platforms.md and the code name the same backends, and the page says of each how it is known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/platforms.md"
DESKTOP = ROOT / "posture_pal/desktop"
CHOOSERS = (
    *("tray/choose.py", "notify/choose.py", "presence/choose.py", "presence/lock.py", "holds/choose.py"),
    *("holds/macos.py", "autostart/choose.py", "instance/__init__.py", "notify/macos.py"),
)
NO_BACKENDS = re.compile(
    r"(base|best|choose|plausible|ticks|\w+_words|opening|openings|unix_asking|wording|bus|lock_words)$"
)
"""Modules that choosers import and that reach no desktop by themselves."""
HOW = ("seen", "by contract", "absent")
FOLDERS = ("tray", "notify", "presence", "holds", "autostart", "instance")


def chosen(text: str) -> Iterator[str]:
    """The backends that a chooser names, as `tray/macos.py`: what it imports, and what it has brought in."""
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value]
        for name in names:
            path = DESKTOP.joinpath(*name.removeprefix("posture_pal.desktop.").split(".")).with_suffix(".py")
            folder = name.removeprefix("posture_pal.desktop.").partition(".")[0]
            ours = name.startswith("posture_pal.desktop.") and folder in FOLDERS and path.is_file()
            if ours and not NO_BACKENDS.fullmatch(path.stem):
                yield path.relative_to(DESKTOP).as_posix()


def named(page: str) -> set[str]:
    """The backends that the page names."""
    return set(re.findall(r"`((?:\w+/)+\w+\.py)`", page))


def rows(page: str) -> Iterator[list[str]]:
    """The cells of each row that says of something how it is known."""
    for table in page.split("\n\n"):
        lines = table.strip().splitlines()
        if lines and lines[0].endswith("| how it is known |"):
            yield from ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def test_every_backend_that_a_chooser_names_is_on_the_page() -> None:
    wanted = {name for chooser in CHOOSERS for name in chosen((DESKTOP / chooser).read_text())}
    assert len(wanted) > 25, "the choosers are read wrongly"
    assert not wanted - named(PAGE.read_text()), "say of these how they are known, in docs/platforms.md"


def test_every_backend_on_the_page_is_there() -> None:
    gone = {
        name
        for name in named(PAGE.read_text())
        if not (DESKTOP / name).is_file() and not (ROOT / "posture_pal" / name).is_file()
    }
    assert not {name for name in gone if not name.startswith("tests/")}


def test_every_row_begins_with_how_it_is_known() -> None:
    found = list(rows(PAGE.read_text()))
    assert len(found) > 40
    for on, _through, how in found:
        assert how.startswith(tuple(f"**{word}**" for word in HOW)), on


def test_nothing_on_macos_is_said_to_be_seen() -> None:
    for on, _through, how in rows(PAGE.read_text()):
        if on.startswith("macOS"):
            assert "**seen**" not in how, on


def test_every_picture_on_the_page_is_there() -> None:
    for picture in re.findall(r"!\[[^]]+\]\(([^)]+)\)", PAGE.read_text()):
        assert (PAGE.parent / picture).is_file(), picture


@pytest.mark.parametrize(
    "text",
    [
        "from posture_pal.desktop.tray.macos import MacTray",
        "def f():\n    from posture_pal.desktop.tray import macos",
        "own_part('posture_pal.desktop.tray.macos')",
    ],
)
def test_a_backend_is_found_however_it_is_named(text: str) -> None:
    assert set(chosen(text)) == {"tray/macos.py"}
