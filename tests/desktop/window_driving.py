"""The guided window by itself on a virtual desktop: opened as the program opens it, driven as by a person."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.screen import Place, Window
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for
from posture_pal import prompt_messages
from posture_pal.desktop.window import request
from posture_pal.desktop.window.request import Ended, Request, Shown
from posture_pal.model import Kind

WINDOW = (sys.executable, "-m", "posture_pal.desktop.window")


class Guided:
    """One open window and what it says."""

    def __init__(self, desktop: VirtualDesktop, process: subprocess.Popen[bytes], output: Path) -> None:
        self.desktop = desktop
        self.process = process
        self._output = output

    # --- what it says ---

    def said(self) -> list[Request | Shown | Ended]:
        """What it has said so far, each whole line."""
        lines = self._output.read_text().splitlines(keepends=True)
        return [request.read(line) for line in lines if line.endswith("\n") and line.startswith("{")]

    def shown(self) -> Shown:
        """What it says once it is on screen."""
        return next(told for told in self._wait(1) if isinstance(told, Shown))

    def ended(self) -> Ended:
        """What it says in the end."""
        return next(told for told in self._wait(2) if isinstance(told, Ended))

    def _wait(self, count: int) -> list[Request | Shown | Ended]:
        wait_for(lambda: len(self.said()) >= count, 15, f"{count} messages", explain=self._output.read_text)
        return self.said()

    # --- what is seen of it ---

    @property
    def window(self) -> Window:
        """The window on screen."""
        return wait_for(lambda: self.desktop.screen.windows("Posture pal"), 10, "the window")[0]

    @property
    def place(self) -> Place:
        """Where it is on screen."""
        return self.window.place

    def figure_drawn(self) -> None:
        """Waits until it says that it is on screen."""
        self.shown()

    def keys(self, *names: str) -> None:
        """Gives it the keyboard with a click on its ground, and presses keys."""
        self.take_keyboard()
        self.desktop.screen.keys(*names)
        self.desktop.xdotool("sleep", 0.3)

    def wait_for_title(self, words: str) -> None:
        """Waits until its title has these words."""
        wait_for(lambda: words in self.window.name, 10, f"a window called {words!r}")

    def take_keyboard(self) -> None:
        """Clicks where nothing is."""
        place = self.place
        self.desktop.xdotool("mousemove", place.x + 8, place.y + 8, "sleep", 0.1, "click", 1, "sleep", 0.2)

    def press_link(self) -> None:
        """Clicks the link to the symptoms."""
        place = self.place
        scale = place.width / 800
        self.desktop.xdotool(
            "mousemove",
            place.x + place.width - round(120 * scale),
            place.y + place.height - round(49 * scale),
            "sleep",
            0.2,
            "click",
            1,
            "sleep",
            0.5,
        )


@contextmanager
def opened(
    desktop: VirtualDesktop,
    routine: str,
    *options: str,
    first: bool = False,
    home: str = "",
    env: Mapping[str, str] | None = None,
) -> Iterator[Guided]:
    """A window of that routine. first: the safety statement was never shown. home: which folder it knows.

    env: more variables of the desktop's session.
    """
    folder = desktop.folder / (home or ("first-home" if first else "window-home"))
    if first:
        shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not first and not home:
        (folder / "data" / "safety-statement-shown").touch()
    reading, writing = os.pipe()
    os.write(writing, request.line(_asked(routine)).encode())
    name = f"window-{os.urandom(3).hex()}"
    process = desktop.spawn(
        [*WINDOW, *options], name=name, env={"POSTURE_PAL_HOME": str(folder), **(env or {})}, stdin=reading
    )
    os.close(reading)
    try:
        yield Guided(desktop, process, desktop.processes.output_file(name))
    finally:
        with suppress(OSError):
            os.close(writing)
        process.wait(10)


def _asked(routine: str) -> Request:
    """What the program asks for with a prompt of that routine, or of a break without one."""
    kind = Kind.POSTURE if routine == "posture_checks" else Kind.STRETCH if routine else Kind.BREAK
    lasts = 30.0 if kind is Kind.POSTURE else 300.0
    said = next(message for message in prompt_messages.load() if message.kind is kind)
    return Request(str(kind), lasts, routine or None, said.text.rstrip("."), why=said.why)


def first_frame(desktop: VirtualDesktop, routine: str) -> tuple[float, float]:
    """Seconds from the start of the process until all of it is on screen, and of the processor's time."""
    begun = time.perf_counter()
    with opened(desktop, routine) as window:
        while not window.said():
            time.sleep(0.005)
            assert time.perf_counter() - begun < 15
        took = time.perf_counter() - begun
        times = Path(f"/proc/{window.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return took, sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
