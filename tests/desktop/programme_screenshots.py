"""Takes the pictures of the programme window, and of a session that is prescribed, on the virtual desktop.

`PYTHONPATH=tests python tests/desktop/programme_screenshots.py docs/screenshots` writes all of them.
"""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path

from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for
from posture_pal.clock import SystemClock

WINDOW = (sys.executable, "-m", "posture_pal.desktop.programme_window")
FILES = Path(__file__).parents[1] / "programmes"


def main(folder: Path) -> None:
    """Writes the preview and the problems, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    coming = folder / "coming.toml"
    coming.write_text(moved((FILES / "neck.toml").read_text(), SystemClock().now().day))
    for theme in ("light", "dark"):
        with VirtualDesktop(size=(1000, 780), dark=theme == "dark") as desktop:
            for name, file in (("preview", coming), ("problems", FILES / "wrong.toml")):
                path = folder / f"programme-{name}-{theme}.png"
                take(desktop, path, "--theme", theme, "--scale", "1", str(file))
                sys.stdout.write(f"{path}\n")
                sys.stdout.flush()


def moved(text: str, today: date) -> str:
    """A programme's text with its dates moved so that it begins on the Monday of today's week."""
    by = today - timedelta(days=today.weekday()) - date(2026, 3, 2)
    return re.sub(r"2026-\d\d-\d\d", lambda found: str(date.fromisoformat(found[0]) + by), text)


def take(desktop: VirtualDesktop, path: Path, *arguments: str) -> None:
    """The window with its frame, and a little of what is around it."""
    shown = desktop.spawn([*WINDOW, *arguments])
    window = wait_for(
        lambda: [one for one in desktop.screen.windows("Posture pal") if one.place.width > 300],
        15,
        "the window",
    )[0]
    desktop.screen.wait_until_still(window.place, still_for=3)
    margin = 28
    left, top = max(0, window.place.x - margin), max(0, window.place.y - margin - 24)
    wide, high = window.place.width + 2 * margin, window.place.height + 2 * margin + 24
    desktop.screen.shot(path, Place(left, top, wide, high))
    shown.terminate()
    shown.wait(10)
    wait_for(lambda: not desktop.screen.windows("Posture pal"), 10, "no window")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
