"""One computer with Windows for all its tests: it is switched on once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from windows.computer import WindowsComputer
from windows.program import Program


@pytest.fixture(scope="session")
def computer() -> Iterator[WindowsComputer]:
    """A desktop with a taskbar, and CPython with this tree installed."""
    with WindowsComputer() as computer:
        yield computer


@pytest.fixture
def program(computer: WindowsComputer, tmp_path: Path) -> Iterator[Program]:
    """The program with a home of its own, not started yet; what the test started of it is ended well."""
    program = Program(computer, tmp_path / "Zuhause ümlaut")
    try:
        yield program
    except BaseException:
        program.kill()
        raise
    program.quit()
    assert "Traceback" not in program.said, program.said
