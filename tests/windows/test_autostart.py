"""Starting at login on Windows: the contract on the real registry, and what the command writes is started."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from windows import kit
from windows.computer import WindowsComputer

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.windows(deadline=300)

RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"

# The contract with Windows' own registry in place of the paper one. There is no pytest over there.
CONTRACT = """
import json, sys, traceback, winreg
from contextlib import suppress
from contract.autostart_contract import AutostartContract
from posture_pal.desktop.autostart.windows_run import APPROVED, RUN, VALUE, WindowsRun

class Computer:
    def __init__(self):
        self.way = WindowsRun()
        for root, path in ((winreg.HKEY_CURRENT_USER, RUN), (winreg.HKEY_CURRENT_USER, APPROVED),
                           (winreg.HKEY_LOCAL_MACHINE, RUN)):
            with suppress(FileNotFoundError), winreg.OpenKey(root, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, VALUE)
    def administrator_starts(self, program):
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, RUN, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, program)
    def switch_off_elsewhere(self):
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, APPROVED, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_BINARY, bytes([3] + [0] * 11))

held = {}
for name in dir(AutostartContract):
    if name.startswith("test_"):
        try:
            getattr(AutostartContract(), name)(Computer())
            held[name] = ""
        except Exception:
            held[name] = traceback.format_exc()
Computer()
print(json.dumps(held))
"""


def test_the_contract_holds_with_the_real_registry(computer: WindowsComputer) -> None:
    done = computer.ask("-c", CONTRACT, env={"PYTHONPATH": kit.windows_path(TESTS)})
    held = json.loads(done.stdout or "{}")
    assert len(held) >= 6, done.stderr
    assert not [trouble for trouble in held.values() if trouble], "\n".join(held.values())


def test_windows_takes_the_line_apart_into_the_same_words(computer: WindowsComputer) -> None:
    """By its own CommandLineToArgvW, as whatever it starts."""
    script = """
import ctypes, json
from contract.autostart_contract import COMMANDS
from posture_pal.desktop.autostart.command_line import to_windows
split = ctypes.windll.shell32.CommandLineToArgvW
split.restype = ctypes.POINTER(ctypes.c_wchar_p)
count = ctypes.c_int()
for command in COMMANDS:
    words = split(to_windows(command), ctypes.byref(count))
    print(json.dumps([list(command), words[:count.value]]))
"""
    done = computer.ask("-c", script, env={"PYTHONPATH": kit.windows_path(TESTS)})
    pairs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(pairs) >= 5, done.stderr
    assert [wanted for wanted, _ in pairs] == [got for _, got in pairs]


def test_what_the_command_writes_is_started_without_a_console_and_shows_its_icon(
    computer: WindowsComputer,
) -> None:
    done = computer.ask("-m", "posture_pal", "autostart", "on")
    assert done.returncode == 0, done.stderr
    line = computer.registry(RUN, "Posture Pal") or ""
    assert line.endswith(r'\pythonw.exe" -m posture_pal')
    told = json.loads(computer.ask("-m", "posture_pal", "autostart", "status", "--json").stdout)
    started = computer.start(*told["command"])  # as Windows does with the line, at login
    wait_for(computer.icons, 60, "its icon", explain=lambda: started.said)
    assert computer.ask("-m", "posture_pal", "status").returncode == 0
    computer.ask("-m", "posture_pal", "quit")
    assert started.ended() == 0
    assert computer.ask("-m", "posture_pal", "autostart", "off").returncode == 0
    assert computer.registry(RUN, "Posture Pal") is None
