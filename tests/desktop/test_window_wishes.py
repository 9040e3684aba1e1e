"""The guided window as the person wants it: still, large, dark; and what a screen reader hears of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop
from desktop.window_driving import Guided, opened

pytestmark = pytest.mark.skipif(
    find_spec("_tkinter") is None, reason="no Tk here; bring it in with: sudo apt install python3-tk"
)
ASK = "from posture_pal.desktop.window.surroundings import wishes; print(wishes())"
XFCONF = ("xfconf-query", "--channel", "xsettings", "--create")
ANIMATIONS = (*XFCONF, "--property", "/Gtk/EnableAnimations", "--type", "bool", "--set")
THEME = (*XFCONF, "--property", "/Net/ThemeName", "--type", "string", "--set")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(panel=False) as desktop:
        yield desktop


def wishes(desktop: VirtualDesktop) -> str:
    return desktop.run(sys.executable, "-c", ASK).stdout.strip()


def figure(window: Guided, file: Path) -> Image.Image:
    """The card with the figure on it, as it is on screen now."""
    place = window.place
    window.desktop.screen.shot(file, Place(place.x + 32, place.y + 32, 340, 340))
    with Image.open(file) as picture:
        return picture.convert("RGB")


def moves(window: Guided, folder: Path) -> bool:
    """Whether the figure is seen to change within some seconds."""
    window.shown()
    first = figure(window, folder / "first.png")
    for number in range(6):
        window.desktop.xdotool("sleep", 0.5)
        later = figure(window, folder / f"{number}.png")
        if ImageChops.difference(first, later).getbbox():
            return True
    return False


def test_the_desktop_says_when_nothing_is_to_move(desktop: VirtualDesktop) -> None:
    assert wishes(desktop) == "Wishes(dark=False, still=False)", "where it says nothing"
    desktop.run(*ANIMATIONS, "false")
    assert wishes(desktop) == "Wishes(dark=False, still=True)"
    desktop.run(*ANIMATIONS, "true")
    assert wishes(desktop) == "Wishes(dark=False, still=False)"


def test_a_dark_theme_makes_the_window_dark() -> None:
    with VirtualDesktop(panel=False) as desktop:
        desktop.run(*THEME, "Greybird-dark")
        assert wishes(desktop) == "Wishes(dark=True, still=False)"
        with opened(desktop, "desk_neck") as window:
            window.shown()
            place = window.place
            file = desktop.folder / "dark.png"
            desktop.screen.shot(file, Place(place.x + 4, place.y + 4, 8, 8))
            with Image.open(file) as picture:
                assert max(picture.convert("RGB").crop((4, 4, 5, 5)).tobytes()) < 60


def test_the_figure_moves_and_holds_still_for_who_asks_for_that(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    with opened(desktop, "legs") as window:
        assert moves(window, tmp_path)
    with opened(desktop, "legs", "--still") as window:
        assert not moves(window, tmp_path)


@pytest.mark.parametrize(
    ("variables", "wide"), [({}, 800), ({"GDK_SCALE": "1"}, 800), ({"GDK_SCALE": "2"}, 1600)]
)
def test_the_window_is_as_large_as_the_desktop_wants_it(variables: dict[str, str], wide: int) -> None:
    with (
        VirtualDesktop("none", size=(1800, 1400), panel=False) as desktop,
        opened(desktop, "desk_neck", env=variables) as window,
    ):
        window.shown()
        assert window.place.width == wide


def test_a_small_screen_shows_all_of_it() -> None:
    with (
        VirtualDesktop("none", size=(760, 520), panel=False) as desktop,
        opened(desktop, "desk_neck", "--scale", "2") as window,
    ):
        window.shown()
        place = window.place
        assert place.width <= 760
        assert place.height <= 520
        assert place.x >= 0


def test_its_title_says_the_exercise_the_side_the_dose_and_which_of_how_many(desktop: VirtualDesktop) -> None:
    with opened(desktop, "desk_neck") as window:
        window.shown()
        assert window.window.name.startswith("Chin tuck (cervical retraction), hold 5 s, 8 times, 1 of 4 · ")
        window.keys("space")
        window.wait_for_title("1 of 4, paused")
        window.keys("space", "Right", "Right")
        window.wait_for_title("Active cervical rotation, right side, hold")
        window.wait_for_title("3 of 4")


@pytest.mark.skipif(
    shutil.which("xrandr") is None, reason="bring it in with: sudo apt-get install x11-xserver-utils"
)
@pytest.mark.parametrize(("pointer", "screen"), [(300, "left"), (1400, "right")])
def test_it_comes_on_the_screen_where_the_pointer_is(pointer: int, screen: str) -> None:
    with VirtualDesktop("none", size=(1800, 700), panel=False) as desktop:
        for name, where in (("left", "900/240x700/190+0+0"), ("right", "900/240x700/190+900+0")):
            output = "screen" if name == "left" else "none"
            desktop.run("xrandr", "--setmonitor", name, where, output)
        desktop.xdotool("mousemove", pointer, 350)
        with opened(desktop, "desk_neck") as window:
            window.shown()
            place = window.place
            middle = place.x + place.width / 2
            assert ("left" if middle < 900 else "right") == screen
            assert abs(middle % 900 - 450) < 12
