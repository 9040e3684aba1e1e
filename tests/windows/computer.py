"""A computer with Windows for the tests: Wine's desktop and taskbar on an unseen screen."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from desktop.screen import Place, Screen, Window
from desktop.waiting import wait_for

from windows import kit

PERSON = "Jürgen"
"""Whose computer it is: every path of the profile has an umlaut in it."""

SIZE = (1280, 800)
TASKBAR = 20
"""Its height in pixels."""
PYTHON = "python.exe"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"


class Started:
    """A program under way. It speaks through pipes, for CPython starts under Wine on nothing else."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], given: str | None = None) -> None:
        self.words = words
        self._said: list[str] = []
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "wine", *words],
            env=dict(env),
            cwd=kit.KIT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.append(line.decode("utf-8", "replace").replace("\r\n", "\n"))

    @property
    def said(self) -> str:
        """What it has printed so far, errors included."""
        return "".join(self._said)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def ended(self, patience: float = 20.0) -> int:
        """Waits for its end and hands back its exit code."""
        code = self.process.wait(patience)
        self._listener.join(5.0)
        return code

    def end(self) -> None:
        """Ends it by force, and lets go of its pipes."""
        if self.is_running:
            self.process.kill()
        self.process.wait(10.0)
        self._listener.join(5.0)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        if not self._listener.is_alive():  # something that it started holds the pipe open
            self.process.stdout.close()


class WindowsComputer:
    """A context manager; on leaving it nothing that was started on it is left.

    Its prefix, and the CPython with this tree installed, are kept under build/windows from one time to the
    next; what programs of ours have written there is not.
    """

    def __init__(self) -> None:
        self._taken = _free_place()
        self.folder = Path(tempfile.mkdtemp(prefix="pp-windows-"))
        self.prefix = kit.prefix(Path(self._taken.name).parent / PERSON)
        self.python = kit.installed(kit.environment(self.prefix))
        self.env: dict[str, str] = {}
        self.screen = Screen(self.run)
        self._started: list[Started] = []
        self._unix: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._switch_on()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends everything on it."""
        for started in reversed(self._started):
            started.end()
        if self.env:
            self.run("wineserver", "-k", check=False)
            self.run("wineserver", "-w", check=False)
        for process in reversed(self._unix):
            process.kill()
            process.wait(10.0)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._taken.close()

    # --- what a test asks of it ---

    @property
    def profile(self) -> Path:
        """The folder of its person, as this machine sees it."""
        return self.prefix / "drive_c" / "users" / PERSON

    def run(
        self, *argv: str | Path, timeout: float = 30.0, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program of this machine against its screen, to its end."""
        done = subprocess.run(
            [str(word) for word in argv],
            env=self.env,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if check and done.returncode:
            raise AssertionError(f"{argv} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def start(self, *words: str | Path, env: Mapping[str, str] | None = None) -> Started:
        """Starts a Windows program, and returns at once."""
        started = Started([str(word) for word in words], self.env | dict(env or {}))
        self._started.append(started)
        return started

    def ask(
        self, *arguments: str, env: Mapping[str, str] | None = None, timeout: float = 60.0, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Runs its Python with these arguments to its end."""
        return kit.run(self.python, arguments, self.env | dict(env or {}), timeout, given)

    def icons(self) -> Place | None:
        """Where the icons of the tray stand on the taskbar; None while there are none."""
        columns = self._columns_in_use()
        if not columns:
            return None
        return Place(columns[0], SIZE[1] - TASKBAR, SIZE[0] - columns[0], TASKBAR)

    def menus(self) -> list[Place]:
        """The menus that are open, the innermost first."""
        nameless = [window.place for window in self.screen.windows(PYTHON) if not window.name]
        return [place for place in nameless if place.width > 60 and place.height > 30]

    def balloons(self) -> list[Place]:
        """The balloons that are up."""
        own = [window.place for window in self.screen.windows("explorer.exe") if not window.name]
        return [place for place in own if 60 < place.width < 600 and 30 < place.height < 300]

    def window(self, title: str) -> Window | None:
        """The window with these words in its title, if it is on screen."""
        return next((window for window in self.screen.windows(PYTHON) if title in window.name), None)

    def registry(self, key: str, value: str) -> str | None:
        """A value as Windows' own tool tells it; None where there is none."""
        told = self.run("wine", "reg", "query", key, "/v", value, check=False).stdout
        found = re.search(rf"^\s+{re.escape(value)}\s+REG_\w+\s+(.*?)\r?$", told, re.MULTILINE)
        return found[1] if found else None

    def forget(self) -> None:
        """Takes away what programs of ours have left on it at another time."""
        shutil.rmtree(self.profile / "AppData" / "Local" / "posture-pal", ignore_errors=True)
        for key in (r"HKCU\Software\Classes\AppUserModelId\PosturePal.PosturePal", f"{RUN} /v Posture Pal"):
            self.run("wine", "reg", "delete", *key.split(" ", 2), "/f", check=False)

    # --- below: how it is switched on ---

    def _switch_on(self) -> None:
        reading, writing = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        self._unix.append(
            subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *server],
                pass_fds=[writing],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        self.env = kit.environment(self.prefix, display)
        self.forget()
        self._unix.append(
            subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "wine", "explorer", f"/desktop=shell,{SIZE[0]}x{SIZE[1]}"],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        wait_for(self._taskbar, 30.0, "Wine's taskbar", explain=self._tree)

    def _taskbar(self) -> Place | None:
        places = [window.place for window in self.screen.windows("explorer.exe")]
        return next((place for place in places if place.width == SIZE[0] and place.height < 60), None)

    def _columns_in_use(self) -> list[int]:
        """The columns of the taskbar's right end in which something stands on its ground."""
        part = Place(SIZE[0] - 200, SIZE[1] - TASKBAR + 2, 200, TASKBAR - 4)
        told = self.run("import", "-window", "root", "-crop", part.geometry, "+repage", "txt:-").stdout
        pixels = re.findall(r"^(\d+),\d+: .*?(#\w+)", told, re.MULTILINE)
        ground = pixels[0][1]
        return [part.x + column for column in sorted({int(x) for x, colour in pixels if colour != ground})]

    def _tree(self) -> str:
        return self.run("xwininfo", "-root", "-tree", check=False).stdout


def _free_place() -> TextIO:
    """The open lock of a computer that nobody uses, in its folder. There are two; a third user waits."""
    locks = [(kit.KIT / place / "taken") for place in ("", "second")]
    for lock in locks:
        lock.parent.mkdir(parents=True, exist_ok=True)
        taken = lock.open("w")
        try:
            fcntl.flock(taken, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            taken.close()
        else:
            return taken
    taken = locks[0].open("w")
    fcntl.flock(taken, fcntl.LOCK_EX)
    return taken
