"""The tray's states as files: what the tray draws, in colours and in one ink, for every panel."""

from __future__ import annotations

import importlib
import io
import itertools
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageChops, ImageStat
from unit.test_icon_drawing import contrast, grey, on_panel, pixels

from posture_pal.desktop.tray.drawing import Look, draw
from posture_pal.menu import Icon, Shape

ROOT = Path(__file__).parents[2]
STATES = ROOT / "icons" / "states"
SIZES = (16, 22, 24, 32, 48)
PANELS = {
    Look.ON_LIGHT: {"white": (255, 255, 255), "Adwaita": (246, 245, 244), "Breeze": (239, 240, 241)},
    Look.ON_DARK: {"black": (0, 0, 0), "Adwaita": (48, 48, 48), "Breeze": (49, 54, 59)},
}
ON_PANELS = [(look, name) for look, panels in PANELS.items() for name in panels]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """packaging/make_icons.py."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        return importlib.import_module("make_icons")
    finally:
        sys.path.remove(str(ROOT / "packaging"))


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("shape", Shape)
def test_every_state_lies_there_as_the_tray_draws_it(script: ModuleType, shape: Shape, look: Look) -> None:
    name = script.state_name(shape, look)
    for size in SIZES:
        with Image.open(STATES / f"{name}-{size}.png") as picture:
            drawn = draw(Icon(shape, script.FILLED), size, look)
            apart = ImageStat.Stat(ImageChops.difference(picture.convert("RGBA"), drawn)).mean
            assert max(apart) < 1, f"{name} at {size} is drawn otherwise; run packaging/make_icons.py"
    text = (STATES / f"{name}.svg").read_text(encoding="utf-8")
    assert text == script.state_drawing(shape, look), "run packaging/make_icons.py"


def test_nothing_else_lies_there(script: ModuleType) -> None:
    names = [script.state_name(shape, look) for shape in Shape for look in Look]
    expected = {f"{name}{end}" for name in names for end in (".svg", *(f"-{size}.png" for size in SIZES))}
    assert {file.name for file in STATES.iterdir()} == expected


@pytest.mark.skipif(
    shutil.which("rsvg-convert") is None, reason="bring it in with: sudo apt-get install librsvg2-bin"
)
@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("shape", Shape)
def test_the_drawing_shows_what_the_smallest_picture_shows(
    script: ModuleType, shape: Shape, look: Look
) -> None:
    name = script.state_name(shape, look)
    done = subprocess.run(
        ["rsvg-convert", "--width", "16", "--height", "16", STATES / f"{name}.svg"],
        check=True,
        capture_output=True,
    )
    panel = (0, 0, 0) if look is Look.ON_DARK else (255, 255, 255)
    rendered = on_panel(Image.open(io.BytesIO(done.stdout)).convert("RGBA"), panel)
    with Image.open(STATES / f"{name}-16.png") as picture:
        apart = ImageStat.Stat(ImageChops.difference(rendered, on_panel(picture, panel))).mean
    assert statistics.mean(apart) < 12


@pytest.mark.parametrize(("look", "panel"), ON_PANELS)
@pytest.mark.parametrize("size", [16, 22])
@pytest.mark.parametrize("shape", Shape)
def test_one_ink_is_seen_on_the_panels_it_is_for(shape: Shape, size: int, look: Look, panel: str) -> None:
    ground = PANELS[look][panel]
    ratios = sorted(contrast(p, ground) for p in pixels(on_panel(draw(Icon(shape, 0), size, look), ground)))
    sign = ratios[-size * size // 16 :]
    assert statistics.median(sign) >= 7
    if shape not in {Shape.OPEN, Shape.TROUBLE}:
        ring = [
            draw(Icon(shape, 0), size, look).getpixel(at) for at in ((2, size // 2), (size - 3, size // 2))
        ]
        assert all(pixel[3] > 40 for pixel in ring), "also an empty ring is there to see"


@pytest.mark.parametrize("look", [Look.ON_LIGHT, Look.ON_DARK])
@pytest.mark.parametrize("size", [16, 22])
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Shape, 2)))
def test_states_in_one_ink_are_told_apart_by_form(one: Shape, other: Shape, size: int, look: Look) -> None:
    panel = (0, 0, 0) if look is Look.ON_DARK else (255, 255, 255)
    seen = [grey_on(draw(Icon(shape, 8), size, look), panel) for shape in (one, other)]
    clearly_different = sum(abs(a - b) > 96 for a, b in zip(*seen, strict=True))
    assert clearly_different >= size * size * 0.04


def grey_on(picture: Image.Image, panel: tuple[int, int, int]) -> list[int]:
    return grey(on_panel(picture, panel).convert("RGBA"))


@pytest.mark.parametrize("look", [Look.ON_LIGHT, Look.ON_DARK])
@pytest.mark.parametrize("shape", [Shape.COUNTING, Shape.QUIET, Shape.PAUSED])
def test_one_ink_fills_its_ring_too(shape: Shape, look: Look) -> None:
    solid = [
        sum(pixel[3] for pixel in pixels(draw(Icon(shape, sixteenths), 22, look))) for sixteenths in range(17)
    ]
    assert solid == sorted(solid)
    assert len(set(solid)) >= 12


@pytest.mark.parametrize("look", [Look.ON_LIGHT, Look.ON_DARK])
@pytest.mark.parametrize("shape", Shape)
def test_one_ink_is_one_ink(shape: Shape, look: Look) -> None:
    inks = {pixel[:3] for pixel in pixels(draw(Icon(shape, 8), 48, look)) if pixel[3] == 255}
    assert len(inks) == 1
