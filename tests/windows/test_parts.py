"""What the program's parts for Windows find there, asked one by one under the real CPython for Windows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.doubles import windows_toasts

from windows.computer import WindowsComputer

pytestmark = pytest.mark.windows(deadline=300)


def asked(computer: WindowsComputer, program: str, **told: Any) -> Any:
    """What a few lines of Python print there, as JSON; `told` is what they know."""
    whole = f"import json\ntold = json.loads(input())\n{program}"
    done = computer.ask("-X", "utf8", "-c", whole, given=json.dumps(told))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_name_that_the_toasts_call_is_in_the_real_package(computer: WindowsComputer) -> None:
    absent = asked(
        computer,
        "from importlib import import_module\n"
        "def has(kind, name): return name in dir(kind) or name in dir(type(kind))\n"
        "print(json.dumps([f'{module}.{kind}.{name}' for module, kinds in told['used'].items()"
        " for kind, names in kinds.items() for name in names"
        " if not has(getattr(import_module(module), kind), name)]))",
        used=windows_toasts.USED,
    )
    assert absent == []


def test_the_screen_is_told_without_its_taskbar_and_with_its_scale(computer: WindowsComputer) -> None:
    screen = asked(
        computer,
        "from posture_pal.desktop import windows_pixels\n"
        "windows_pixels.make_sharp()\n"
        "print(json.dumps(windows_pixels.screen_at(10, 10)))",
    )
    assert screen == [[0, 0, 1280, 780], 96.0]


def test_only_the_person_may_open_the_way_to_the_running_program(computer: WindowsComputer) -> None:
    described, person = asked(
        computer,
        "import ctypes\n"
        "from ctypes import wintypes\n"
        "from posture_pal.desktop.instance import windows_calls\n"
        "descriptor = windows_calls.for_the_person_alone().descriptor\n"
        "text = wintypes.LPWSTR()\n"
        "convert = ctypes.WinDLL('advapi32').ConvertSecurityDescriptorToStringSecurityDescriptorW\n"
        "convert.argtypes = (ctypes.c_void_p, *[wintypes.DWORD] * 2, *[ctypes.c_void_p] * 2)\n"
        "assert convert(descriptor, 1, 4, ctypes.byref(text), None)\n"
        "print(json.dumps([text.value, windows_calls.user()]))",
    )
    assert described == f"D:P(A;;GA;;;{person})"


def test_the_clock_and_the_last_input_are_told(computer: WindowsComputer) -> None:
    zone, elapsed, suspended, silence = asked(
        computer,
        "from posture_pal.clock import SystemClock\n"
        "from posture_pal.desktop.presence.windows import WindowsPresence\n"
        "clock, input = SystemClock(), WindowsPresence()\n"
        "facts = clock.zone_trouble, clock.now().elapsed, clock.suspended(), input.silence()\n"
        "print(json.dumps(facts))",
    )
    assert zone is None
    assert elapsed > 0
    assert suspended is not None
    assert silence >= 0


def test_a_running_program_is_known_by_its_name_with_and_without_its_ending(
    computer: WindowsComputer,
) -> None:
    views = asked(
        computer,
        "from posture_pal.desktop.holds import programs, programs_windows as them\n"
        "views = []\n"
        "for wanted in ('Python', 'PYTHON.EXE', 'pyth'):\n"
        "    look = programs.ProgramsRunning([wanted], them.names, them.LONGEST)\n"
        "    look.start(lambda view: views.append([view.on, view.words]))\n"
        "print(json.dumps(views))",
    )
    assert views == [[True, "Python is running"], [True, "PYTHON.EXE is running"], [False, ""]]


def test_a_path_longer_than_windows_once_allowed_is_no_obstacle(computer: WindowsComputer) -> None:
    deep = "\\\\?\\" + "C:\\" + "\\".join(["ordner" * 9] * 6)
    written = asked(
        computer,
        "import os\n"
        "os.makedirs(told['deep'], exist_ok=True)\n"
        "os.environ['POSTURE_PAL_HOME'] = told['deep']\n"
        "from posture_pal import paths, event_log\n"
        "from posture_pal.clock import SystemClock\n"
        "log = event_log.EventLog(paths.log_file()); log.open(SystemClock().now()); log.close()\n"
        "print(json.dumps(paths.log_file().exists()))",
        deep=deep,
    )
    assert written
