"""The screen that nobody sees: pictures of it, what stands on it, and a mouse and a keyboard for it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.waiting import wait_for


class Run(Protocol):
    """Runs a program on the desktop to its end, as VirtualDesktop.run does."""

    def __call__(
        self, *argv: str | Path, timeout: float = 20.0, check: bool = True
    ) -> subprocess.CompletedProcess[str]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def geometry(self) -> str:
        """As ImageMagick writes it."""
        return f"{self.width}x{self.height}+{self.x}+{self.y}"


@dataclass(frozen=True, slots=True)
class Window:
    """A window that is on screen; `kind` is the second half of its WM_CLASS."""

    id: str
    name: str
    kind: str
    place: Place


_LINE = re.compile(
    r'\s*(0x[0-9a-f]+) (?:"(?P<name>.*?)"|\(has no name\)): \((?:"[^"]*" "(?P<kind>[^"]*)")?\)'
    r"\s+(?P<w>\d+)x(?P<h>\d+)[+-]\S+\s+\+(?P<x>-?\d+)\+(?P<y>-?\d+)"
)


class Screen:
    """Pictures of the screen and gestures on it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def shot(self, path: Path | str, place: Place | None = None) -> Path:
        """Writes a picture of the screen, or of a part of it, as it is at this moment."""
        crop = ["-crop", place.geometry, "+repage"] if place else []
        self._run("import", "-window", "root", *crop, path)
        return Path(path)

    def settled_shot(self, path: Path | str, place: Place | None = None, still_for: int = 3) -> Path:
        """Writes a picture once nothing has moved over `still_for` pictures in a row."""
        self.wait_until_still(place, still_for)
        return self.shot(path, place)

    def wait_until_still(self, place: Place | None = None, still_for: int = 2) -> None:
        """Waits until this part of the screen looked the same that many times, 0.1 s apart."""
        previous, same = "", 0

        def is_still() -> bool:
            nonlocal previous, same
            now = self._pixels(place)
            same = same + 1 if now == previous else 0
            previous = now
            return same >= still_for

        wait_for(is_still, 10.0, "a screen on which nothing moves", every=0.1)

    def changes(
        self, action: Callable[[], object], place: Place | None = None, deadline: float = 10.0
    ) -> None:
        """Does something and waits until this part of the screen looks different. Raises NeverHappened."""
        before = self._pixels(place)
        action()
        wait_for(lambda: self._pixels(place) != before, deadline, "a change on screen")

    def xdotool(self, *words: str | float, check: bool = True) -> str:
        """Runs one xdotool command and hands back what it printed."""
        return self._run("xdotool", *map(str, words), check=check).stdout.strip()

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Moves the mouse there and clicks: 1 left, 2 middle, 3 right.

        As a person's: the button goes down once what lies under the pointer has taken notice of it, and is
        held for a tenth of a second. notification-daemon swallows clicks that are quicker than people.
        """
        self.xdotool("mousemove", x, y)
        self.wait_until_still()
        self.xdotool("mousedown", button, "sleep", 0.1, "mouseup", button)

    def keys(self, *names: str) -> None:
        """Presses keys one after another, by their X names: Down, Return, Escape, …"""
        self.xdotool("key", "--delay", "60", *names)

    def windows(self, kind: str = "") -> list[Window]:
        """The windows of that kind (in any case) that are on screen, the topmost first."""
        tree = self._run("xwininfo", "-root", "-tree").stdout
        found = [_window(match) for match in map(_LINE.match, tree.splitlines()) if match]
        return [window for window in found if kind.lower() in window.kind.lower() and self._is_seen(window)]

    def tray(self) -> Place | None:
        """Where the tray stands on the panel, None while there is none; a single icon is at its centre."""
        places = [window.place for window in self.windows("wrapper-2.0")]
        return next((place for place in places if place.height > 10 and place.y == 0), None)

    def menus(self) -> list[Place]:
        """The menus of the tray that are open, the innermost first."""
        return [window.place for window in self.windows("wrapper-2.0") if window.place.height > 50]

    def _is_seen(self, window: Window) -> bool:
        facts = self._run("xwininfo", "-id", window.id, check=False).stdout
        return "IsViewable" in facts and window.place.x >= 0 and window.place.y >= 0

    def _pixels(self, place: Place | None) -> str:
        crop = ["-crop", place.geometry] if place else []
        return self._run("import", "-window", "root", *crop, "-format", "%#", "info:-").stdout


def _window(match: re.Match[str]) -> Window:
    place = Place(int(match["x"]), int(match["y"]), int(match["w"]), int(match["h"]))
    return Window(match[1], match["name"] or "", match["kind"] or "", place)
