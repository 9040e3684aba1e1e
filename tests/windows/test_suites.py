"""The suites of what touches files, clocks, pipes and encodings, run by CPython for Windows itself."""

from __future__ import annotations

import pytest

from windows import kit, wheels
from windows.computer import WindowsComputer

pytestmark = pytest.mark.windows(deadline=300)

TOOLS = ["pytest>=8.3,<10", "hypothesis>=6.100,<7", "pytest-rerunfailures>=15,<18", "colorama>=0.4,<1"]
SUITES = (
    *(
        "unit/test_clock.py",
        "unit/test_config_cli.py",
        "unit/test_config_edit.py",
        "unit/test_config_files.py",
    ),
    *("unit/test_diary.py", "unit/test_paths.py", "unit/test_streams.py"),
    *("contract/event_log/test_file.py", "contract/test_instance.py", "contract/test_windows_notices.py"),
)
"""Those in which Windows has failed, or could; the others tell the same on every system."""


def test_what_touches_the_system_passes_on_windows_too(computer: WindowsComputer) -> None:
    tools = kit.KIT / "tools"  # beside what the program itself requires, which is weighed
    if not (tools / "complete").exists():
        wheels.unpack(wheels.needed(TOOLS), tools)
        (tools / "complete").touch()
    tests = kit.REPOSITORY / "tests"
    done = computer.ask(
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", kit.windows_path(kit.REPOSITORY)),
        *("-c", kit.windows_path(kit.REPOSITORY / "pyproject.toml")),
        *(kit.windows_path(tests / suite) for suite in SUITES),
        env={"PYTHONPATH": ";".join(map(kit.windows_path, (tests, tools))), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
