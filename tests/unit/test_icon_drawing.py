"""The tray icon's pictures: told apart by form, readable on every panel, and cheap."""

from __future__ import annotations

import itertools
import statistics
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from posture_pal.desktop.tray import drawing
from posture_pal.desktop.tray.drawing import argb, draw
from posture_pal.desktop.tray.status_notifier import pictures
from posture_pal.menu import Icon, Shape

ICONS = Path(__file__).parents[2] / "icons"
SIZES = (16, 20, 22, 24, 32, 48, 64, 256)
TINY = zlib.compress(b"too little")
PANELS = {
    "white": (255, 255, 255),
    "light": (240, 240, 240),
    "grey": (128, 128, 128),
    "blue": (58, 110, 165),
    "dark": (45, 45, 45),
    "black": (0, 0, 0),
}


def luminance(colour: tuple[float, ...]) -> float:
    """As WCAG reckons it."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_panel(picture: Image.Image, panel: tuple[int, int, int]) -> Image.Image:
    ground = Image.new("RGB", picture.size, panel)
    ground.paste(picture, mask=picture)
    return ground


def pixels(picture: Image.Image) -> list[tuple[int, ...]]:
    data, bands = picture.tobytes(), len(picture.getbands())
    return [tuple(data[at : at + bands]) for at in range(0, len(data), bands)]


def grey(picture: Image.Image) -> list[int]:
    """Without its colours, and spread from black to white: what is left is the form."""
    values = [round(luminance(pixel) * 255) for pixel in pixels(on_panel(picture, (0, 0, 0)))]
    low, high = min(values), max(values)
    return [(value - low) * 255 // (high - low) for value in values]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_drawn_at_every_size(shape: Shape, size: int) -> None:
    picture = draw(Icon(shape, 7), size)
    assert (picture.mode, picture.size) == ("RGBA", (size, size))
    assert picture.getpixel((0, 0))[3] < 40
    assert picture.getbbox() is not None


@pytest.mark.parametrize("size", [16, 22])
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Shape, 2)))
def test_shapes_are_told_apart_without_their_colours(one: Shape, other: Shape, size: int) -> None:
    pairs = zip(grey(draw(Icon(one, 8), size)), grey(draw(Icon(other, 8), size)), strict=True)
    clearly_different = sum(abs(a - b) > 96 for a, b in pairs)
    assert clearly_different >= size * size * 0.04


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("size", [16, 22])
@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_seen_on_every_panel(shape: Shape, size: int, panel: tuple[int, int, int]) -> None:
    picture = on_panel(draw(Icon(shape, 0), size), panel)
    against_panel = sorted(contrast(pixel, panel) for pixel in pixels(picture))
    strongest = against_panel[-size * size // 12 :]
    assert statistics.median(strongest) >= 3


@pytest.mark.parametrize("size", [16, 22, 48])
@pytest.mark.parametrize("shape", [Shape.COUNTING, Shape.QUIET, Shape.PAUSED])
def test_the_ring_fills_step_by_step_and_clockwise(shape: Shape, size: int) -> None:
    whites = []
    for sixteenths in range(17):
        picture = draw(Icon(shape, sixteenths), size)
        whites.append(sum(min(pixel[:3]) > 200 for pixel in pixels(picture)))
    assert whites == sorted(whites)
    assert whites[16] > whites[8] > whites[0]
    assert len(set(whites)) >= 12

    quarter = draw(Icon(shape, 4), size)
    on_ring = round(size * (0.5 + 0.39 * 0.7071)), round(size * (0.5 - 0.39 * 0.7071))
    mirrored = size - 1 - on_ring[0], on_ring[1]
    assert min(quarter.getpixel(on_ring)[:3]) > min(quarter.getpixel(mirrored)[:3]) + 60


@pytest.mark.parametrize(("asked", "drawn"), [(-5, 0), (17, 16), (400, 16)])
def test_a_filling_out_of_range_is_the_nearest_one(asked: int, drawn: int) -> None:
    assert draw(Icon(Shape.COUNTING, asked), 22).tobytes() == draw(Icon(Shape.COUNTING, drawn), 22).tobytes()


def test_the_same_picture_is_drawn_once_and_few_are_kept() -> None:
    assert draw(Icon(Shape.OPEN), 22) is draw(Icon(Shape.OPEN), 22)
    for sixteenths in range(17):
        for size in (16, 22, 24, 32, 48, 64):
            draw(Icon(Shape.COUNTING, sixteenths), size)
    kept = draw.cache_info()
    assert kept.currsize <= (kept.maxsize or 0) <= 32


def test_the_bytes_for_panels_begin_with_alpha_and_follow_the_rows() -> None:
    icon, size = Icon(Shape.TROUBLE), 22
    data, picture = argb(icon, size), draw(icon, size)
    assert len(data) == 4 * size * size
    for x, y in ((0, 0), (11, 3), (3, 18), (11, 12)):
        red, green, blue, alpha = picture.getpixel((x, y))
        assert tuple(data[4 * (y * size + x) :][:4]) == (alpha, red, green, blue)


# --- the pictures drawn ahead of time --------------------------------------------------------------------


def every_icon() -> list[Icon]:
    return [Icon(shape, sixteenths) for shape in Shape for sixteenths in (-3, *range(17), 40)]


def test_the_pictures_drawn_ahead_are_those_that_would_be_drawn_now() -> None:
    for icon in every_icon():
        for (wide, high, ready), size in zip(pictures.pixmaps(icon), pictures.SIZES, strict=True):
            assert (wide, high) == (size, size)
            now = argb(icon, size)
            assert len(ready) == len(now)
            apart = sum(abs(one - other) for one, other in zip(ready, now, strict=True)) / len(now)
            assert apart < 1, f"{icon} at {size} is drawn otherwise; run packaging/make_icons.py"


def test_no_picture_is_drawn_that_was_drawn_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "argb", None)
    for icon in every_icon():
        assert pictures.pixmaps(icon)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _data: None,
        lambda _data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: bytes(len(data)),
        lambda data: data[:400] + bytes(len(data) - 400),
        lambda _data: pictures._TABLE.pack(*[216] * 53, 216 + len(TINY)) + TINY,
    ],
    ids=["not there", "empty", "half", "zeroes", "pictures wiped", "pictures of another size"],
)
def test_what_cannot_be_read_is_drawn(
    damage: Callable[[bytes], bytes | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = damage((ICONS / pictures.FILE).read_bytes())
    if data is not None:
        (tmp_path / pictures.FILE).write_bytes(data)
    monkeypatch.setattr(pictures, "icon_file", lambda name: tmp_path / name)
    icon = Icon(Shape.TROUBLE)
    assert pictures.pixmaps(icon) == [(size, size, argb(icon, size)) for size in pictures.SIZES]


# --- the application's icon ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_application_icon_is_there_in_every_size_and_small(size: int) -> None:
    file = ICONS / f"posture-pal-{size}.png"
    with Image.open(file) as picture:
        assert (picture.mode, picture.size) == ("RGBA", (size, size))
        assert picture.getpixel((0, 0))[3] < 128
        assert picture.getpixel((size // 2 + 1, round(size * 0.14)))[:3] == (255, 255, 255)
    assert file.stat().st_size < 30_000


def test_the_icons_of_windows_and_macos_hold_every_size_these_ask_for() -> None:
    with Image.open(ICONS / "posture-pal.ico") as picture:
        assert {(side, side) for side in (16, 24, 32, 48, 64, 128, 256)} == picture.info["sizes"]
    with Image.open(ICONS / "posture-pal.icns") as picture:
        assert {wide * scale for wide, _, scale in picture.info["sizes"]} >= {32, 64, 128, 256, 512, 1024}
