"""Takes the pictures docs/screenshots/windows-*.png from the real program under Wine: `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.screen import Place

from windows.computer import SIZE, WindowsComputer
from windows.program import SHORT, Program

CORNER = Place(SIZE[0] - 480, SIZE[1] - 320, 480, 320)
"""The part of the screen above the tray, where menus and balloons appear."""
WALK = '[[reminder]]\nname = "walk"\nkind = "break"\nevery = "55 min"\nlasts = "5 min"\n'
STRETCH = """\
[[reminder]]
name = "stretch"
kind = "stretch"
every = "2 s"
lasts = "3 min"
routine = "desk_neck"
"""


def main(folder: Path) -> None:
    """Writes every picture into the folder, in place of what stands there."""
    with WindowsComputer() as computer:
        balloon_and_menus(computer, folder)
        window(computer, folder)
    for picture in sorted(folder.glob("windows-*.png")):
        sys.stdout.write(f"{picture}\n")


def balloon_and_menus(computer: WindowsComputer, folder: Path) -> None:
    """A prompt's balloon at the icon, the menu that answers it, and the menu on a quiet day."""
    program = Program(computer, computer.folder / "first").configure(SHORT + WALK).start()
    computer.screen.settled_shot(folder / "windows-tray.png", CORNER)
    program.open_menu()
    computer.screen.settled_shot(folder / "windows-menu.png", CORNER)
    computer.screen.click(300, 300)  # which closes it
    program.cli("start", "walk")
    program.wait_for(computer.balloons, what="the balloon")
    computer.screen.settled_shot(folder / "windows-balloon.png", CORNER)
    program.open_menu(button=1)
    computer.screen.settled_shot(folder / "windows-menu-with-prompt.png", CORNER)
    computer.screen.click(300, 300)
    program.quit()


def window(computer: WindowsComputer, folder: Path) -> None:
    """The guided window, opened from the menu."""
    config = SHORT.replace("guided = false", "guided = true") + STRETCH
    program = Program(computer, computer.folder / "second").configure(config).start()
    program.wait_for(computer.balloons, what="the balloon")
    program.click_entry(program.open_menu(), 2)
    program.wait_for(lambda: computer.window("Posture Pal"), 60, "the window")
    computer.screen.xdotool("sleep", 4)  # it moves by itself, so there is no stillness to wait for
    computer.screen.shot(folder / "windows-window.png")
    program.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
