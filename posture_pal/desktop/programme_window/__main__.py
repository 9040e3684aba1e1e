"""Opens the programme window, to choose a file or to show the programme that is in force."""

from __future__ import annotations

import argparse
import sys
import tkinter as tk
from pathlib import Path

from posture_pal.clock import SystemClock
from posture_pal.desktop.programme_window.view import View
from posture_pal.desktop.window import placing, surroundings, tones


def main() -> int:
    """Shows the window until it is closed; asks for a file first where none is named."""
    args = _arguments()
    wishes = surroundings.wishes()
    dark = args.theme == "dark" if args.theme else wishes.dark
    placing.make_sharp()
    root = tk.Tk(className="Posture Pal")
    placing.put_icon_on(root)
    view = View(root, tones.DARK if dark else tones.LIGHT, SystemClock(), args.scale)
    if args.in_force:
        view.show_in_force()
    elif args.file is not None:
        view.show_file(args.file)
    else:
        view.choose()
    if view.is_wanted:
        root.mainloop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m posture_pal.desktop.programme_window", description=__doc__
    )
    parser.add_argument("--choose", action="store_true", help="ask for a file")
    parser.add_argument("--in-force", action="store_true", help="show the programme in force")
    parser.add_argument("--theme", choices=["light", "dark"], help="in place of the desktop's")
    parser.add_argument("--scale", type=float, help="pixels of a unit, in place of the desktop's")
    parser.add_argument("file", nargs="?", type=Path, help="show this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
