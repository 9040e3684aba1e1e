"""Takes the pictures of the guided window from the real window on the virtual desktop.

`PYTHONPATH=tests python tests/desktop/window_screenshots.py docs/screenshots` writes all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop
from desktop.window_driving import Guided, opened

Act = Callable[[Guided], object]


def nothing(_window: Guided) -> None:
    pass


PICTURES: tuple[tuple[str, str, Act], ...] = (
    ("exercise", "desk_neck", nothing),
    ("side", "hands", nothing),
    ("paused", "desk_back", lambda window: window.keys("space")),
    ("check", "posture_checks", nothing),
    ("rest", "", nothing),
    ("urgent", "desk_neck", lambda window: window.press_link()),
    ("focus", "legs", lambda window: window.keys("Tab", "Tab")),
)
LOOKS = (("light", 1.0), ("dark", 1.0), ("light", 2.0), ("dark", 2.0))


def main(folder: Path, *names: str) -> None:
    """Writes the pictures of these names, or all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme, scale in LOOKS:
        with VirtualDesktop(size=(round(1000 * scale), round(720 * scale)), dark=theme == "dark") as desktop:
            for name, routine, act in (*PICTURES, ("first", "desk_neck", nothing)):
                if names and name not in names:
                    continue
                path = folder / f"window-{name}-{theme}{'@2x' if scale == 2 else ''}.png"
                with opened(
                    desktop, routine, "--theme", theme, "--scale", str(scale), first=name == "first"
                ) as window:
                    window.figure_drawn()
                    act(window)
                    desktop.xdotool("sleep", 0.5)  # the compositor fades windows in
                    take(window, path)
                sys.stdout.write(f"{path}\n")
                sys.stdout.flush()


def take(window: Guided, path: Path) -> None:
    """The window with its frame, and a little of what is around it."""
    place, margin = window.place, 28
    desktop = window.desktop
    around = Place(
        max(0, place.x - margin),
        max(0, place.y - margin - 24),
        place.width + 2 * margin,
        place.height + 2 * margin + 24,
    )
    desktop.screen.shot(path, around)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
