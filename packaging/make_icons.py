# ruff: noqa: INP001 - a script by itself, in no package
"""Makes all that is in icons/ but the drawings by hand: the application's icon, and the tray's pictures.

Run it after a drawing, or how the tray's icon is drawn, was changed: python packaging/make_icons.py
It needs rsvg-convert (Debian: librsvg2-bin).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from vector_pencil import VectorPencil

from posture_pal.desktop.tray import drawing
from posture_pal.desktop.tray.drawing import Look
from posture_pal.desktop.tray.status_notifier import pictures
from posture_pal.menu import Icon, Shape

ICONS = Path(__file__).parents[1] / "icons"
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
STATES = ICONS / "states"
STATE_SIZES = (16, 22, 24, 32, 48)
FILLED = 10
"""Sixteenths of the ring in the pictures of the states that have one."""
SMALL = 32
"""Pixels. Up to here the drawing on the grid of 16 is used, which keeps its edges sharp."""


def rendered(size: int) -> Image.Image:
    """The drawing at a size in pixels."""
    master = ICONS / ("posture-pal-small.svg" if size <= SMALL else "posture-pal.svg")
    done = subprocess.run(  # noqa: S603 - all words of the command are from here
        ["rsvg-convert", "--width", str(size), "--height", str(size), str(master)],  # noqa: S607 - wherever it is
        check=True,
        stdout=subprocess.PIPE,
    )
    return Image.open(io.BytesIO(done.stdout)).convert("RGBA")


def main() -> int:
    """Writes all files; says what is missing when rsvg-convert is."""
    if shutil.which("rsvg-convert") is None:
        sys.stderr.write("rsvg-convert is not there; bring it in with: sudo apt-get install librsvg2-bin\n")
        return 1
    drawn = {size: rendered(size) for size in sorted({*PNG_SIZES, *ICO_SIZES, *ICNS_SIZES})}
    for size in PNG_SIZES:
        drawn[size].save(ICONS / f"posture-pal-{size}.png", optimize=True)
    save_all(drawn, ICO_SIZES, ICONS / "posture-pal.ico", sizes=[(size, size) for size in ICO_SIZES])
    save_all(drawn, ICNS_SIZES, ICONS / "posture-pal.icns")
    (ICONS / pictures.FILE).write_bytes(pictures.packed())
    STATES.mkdir(exist_ok=True)
    for shape in Shape:
        for look in Look:
            save_state(shape, look)
    return 0


def save_state(shape: Shape, look: Look) -> None:
    """Writes what the tray shows in one state: the drawing, and a picture of every size."""
    name = state_name(shape, look)
    (STATES / f"{name}.svg").write_text(state_drawing(shape, look), encoding="utf-8")
    for size in STATE_SIZES:
        drawing.draw(Icon(shape, FILLED), size, look).save(STATES / f"{name}-{size}.png", optimize=True)


def state_name(shape: Shape, look: Look) -> str:
    """What the files of a state begin with; the ones in colours carry its name alone."""
    return str(shape) if look is Look.ANY else f"{shape}-symbolic-{look}"


def state_drawing(shape: Shape, look: Look) -> str:
    """The text of a state's SVG file, traced by what draws the tray's own picture."""
    pencil = VectorPencil(f"Posture Pal: {shape}")
    drawing.trace(pencil, Icon(shape, FILLED), look)
    return pencil.text()


def save_all(drawn: dict[int, Image.Image], side: tuple[int, ...], path: Path, **options: object) -> None:
    """Writes one file that holds the drawing at several sizes, each drawn for itself."""
    largest, *others = (drawn[size] for size in reversed(side))
    largest.save(path, append_images=others, **options)


if __name__ == "__main__":
    raise SystemExit(main())
