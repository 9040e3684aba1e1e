"""Takes the pictures of docs/screenshots from the real program on the virtual desktop: `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop

PROGRAM = [sys.executable, "-m", "posture_pal"]
WORKING_DAY = 1200
"""Seconds that the demo's eight hours take: 24 times as fast, slow enough to look at a menu."""
CORNER = Place(720, 0, 560, 320)
"""The part of the screen around the tray, where menus and notifications appear."""
LOCKED = '[prompts]\ndiscreet = true\n\n[policy]\nlocked = ["prompts.discreet", "holds"]\n'
WIDE_CORNER = Place(600, 0, 680, 360)
BROKEN = 'schedule = "sometimes"\n\n[prompts]\nsnooz = ["5 min"]\n'


def main(folder: Path) -> None:
    """Writes every picture into the folder, in place of what stands there."""
    folder.mkdir(parents=True, exist_ok=True)
    working_day(folder)
    config_problem(folder)
    locked_choices(folder)
    for picture in sorted(folder.glob("*.png")):
        sys.stdout.write(f"{picture}\n")


def working_day(folder: Path) -> None:
    """A prompt, the menu that answers it, and the menu afterwards with its ring part full."""
    with VirtualDesktop() as desktop:
        desktop.spawn([*PROGRAM, "demo", "--seconds", str(WORKING_DAY)])
        desktop.bus.wait_for_item(20)
        desktop.notices.wait_for("is running", 20)
        desktop.dismiss()
        prompt = desktop.notices.wait_for(deadline=120, after=1)
        desktop.screenshot(folder / "prompt.png", CORNER)
        desktop.screenshot(folder / "desktop.png")
        desktop.open_menu()
        desktop.screenshot(folder / "menu-with-prompt.png", CORNER)
        desktop.screen.keys("Escape")
        desktop.wait_for(lambda: prompt.closed, 120, "the answer to the prompt")
        desktop.open_menu()
        desktop.screen.keys("Down")
        desktop.screenshot(folder / "menu.png", CORNER)


def config_problem(folder: Path) -> None:
    """What is said about a config file with mistakes in it, while the last good one stays in force."""
    with VirtualDesktop() as desktop:
        home = desktop.home / "posture-pal"
        home.mkdir(mode=0o700)
        config = home / "config.toml"
        config.write_text("")
        desktop.spawn([*PROGRAM, "run"], env={"POSTURE_PAL_HOME": str(home)})
        desktop.bus.wait_for_item(20)
        config.write_text(BROKEN)
        desktop.notices.wait_for("line", deadline=30)
        desktop.screenshot(folder / "config-problem.png", CORNER)


def locked_choices(folder: Path) -> None:
    """The quick choices of the menu where a site has locked some of them."""
    with VirtualDesktop() as desktop:
        home = desktop.home / "posture-pal"
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text("")
        (home / "site.toml").write_text(LOCKED)
        desktop.spawn([*PROGRAM, "run"], env={"POSTURE_PAL_HOME": str(home)})
        desktop.bus.wait_for_item(20)
        desktop.open_menu()
        desktop.screen.keys("Up", "Up", "Up", "Right")
        desktop.screenshot(folder / "menu-locked.png", WIDE_CORNER)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
