"""The real program on a computer with Windows: started, asked, and its log read from outside."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from desktop.screen import Place
from desktop.waiting import wait_for

from posture_pal import event_log
from posture_pal.model import Fact
from windows import kit
from windows.computer import PYTHON, SIZE, Started, WindowsComputer

SHORT = """\
[desk]
away_after = "10 min"
[prompts]
settle = "0 s"
merge_within = "0 s"
snooze = ["2 s", "5 min"]
[holds]
fullscreen = false
[window]
guided = false
"""
"""Settings under which nothing waits longer than a test does."""

_TELL = """
import ctypes, json
from ctypes import wintypes
user32, answers, messages = ctypes.WinDLL("user32"), [], json.loads(input())
@ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
def each(window, _):
    name = ctypes.create_unicode_buffer(99)
    user32.GetClassNameW(wintypes.HWND(window), name, 99)
    if name.value.startswith("posture-pal"):
        answers.extend(user32.SendMessageW(wintypes.HWND(window), *message) for message in messages)
    return True
user32.EnumWindows(each, 0)
print(json.dumps(answers))
"""
ENTRY = 16
"""The height of an entry of a menu in pixels."""

Seen = TypeVar("Seen")


class Program:
    """One program with a home of its own; None for a home: where Windows keeps a person's data."""

    def __init__(self, computer: WindowsComputer, home: Path | None) -> None:
        self.computer = computer
        self.home = home
        self.data = computer.profile / "AppData/Local/posture-pal" if home is None else home / "data"
        self.script = computer.python.parent / "Scripts" / "posture-pal.exe"
        self.started: Started | None = None

    @property
    def env(self) -> dict[str, str]:
        return {} if self.home is None else {"POSTURE_PAL_HOME": kit.windows_path(self.home)}

    # --- its life ---

    def configure(self, text: str) -> Program:
        """Writes its config, as with an editor."""
        assert self.home is not None
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "config.toml").write_text(text, encoding="utf-8")
        (self.home / "data").mkdir(exist_ok=True)
        (self.home / "data" / "safety-statement-shown").touch()
        return self

    def start(self) -> Program:
        """Starts it as a person does, and waits for its icon."""
        before = self.computer.icons()
        self.started = self.computer.start(self.script, env=self.env)
        self.wait_for(lambda: self.computer.icons() != before, 90, "its icon in the tray")
        return self

    def quit(self) -> None:
        """Ends it well, if it runs."""
        if self.started is not None and self.started.is_running:
            assert self.cli("quit").returncode == 0
            assert self.started.ended(60) == 0, self.said
            self.wait_for(lambda: self.computer.icons() is None, what="the end of its icon")

    def kill(self) -> None:
        """Ends it badly, with the Python that its start menu's little program has started."""
        if self.started is not None:
            self.computer.run("wine", "taskkill", "/F", "/IM", PYTHON, check=False)
            self.started.end()

    @property
    def said(self) -> str:
        """What it has printed."""
        return self.started.said if self.started else ""

    # --- asking it ---

    def cli(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Runs one of its commands, as another console would."""
        return self.computer.ask("-m", "posture_pal", *words, env=self.env, given=given)

    def status(self) -> dict[str, Any]:
        """`posture-pal status --json`."""
        told: dict[str, Any] = json.loads(self.cli("status", "--json").stdout)
        return told

    def facts(self, *names: str) -> list[Fact]:
        """The facts of its log, from a copy: Wine's locks and this system's know nothing of each other."""
        copy = self.computer.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("*.lock"))
        return event_log.read(copy / "facts.sqlite3", names=names or None)

    def fact(self, name: str, count: int = 1) -> Fact:
        """The first, second … fact of that name, as soon as it is in the log."""
        self.wait_for(lambda: len(self.facts(name)) >= count, 40, f"{count} {name!r} in the log")
        return self.facts(name)[count - 1]

    # --- its icon and its menu ---

    def open_menu(self, button: int = 3) -> Place:
        """Clicks on its icon; hands back where its menu is."""
        x, y = self._icon()
        self.computer.screen.click(x, y, button)
        return self.wait_for(self.computer.menus, 30, "its menu")[0]

    def click_entry(self, menu: Place, number: int) -> None:
        """Clicks the first, second … entry of an open menu, before any line in it."""
        self.computer.screen.click(menu.x + 40, menu.y + 3 + ENTRY * number - ENTRY // 2)

    def tell_icon(self, *messages: tuple[int, int, int]) -> list[int]:
        """Sends window messages to its icon's windows as Windows would; hands back what each said to each."""
        told = self.computer.ask("-c", _TELL, given=json.dumps(messages))
        assert told.returncode == 0, told.stderr
        answers: list[int] = json.loads(told.stdout)
        return answers

    def _icon(self) -> tuple[int, int]:
        assert self.computer.icons() is not None
        return SIZE[0] - 10, SIZE[1] - 10

    def wait_for(self, condition: Callable[[], Seen], deadline: float = 40.0, what: str = "it") -> Seen:
        """As waiting.wait_for; a failure tells what the program said and wrote down."""
        return wait_for(condition, deadline, what, explain=self._told, every=0.1)

    def _told(self) -> str:
        facts = self.facts() if (self.data / "facts.sqlite3").exists() else []
        return "\n".join(
            [self.said, *(f"{fact.name} {fact.reminder or ''} {fact.details}" for fact in facts)]
        )
