"""Every tray against the one contract, and which of them is chosen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract.notify_desk import NEEDS_A_BUS
from contract.tray_contract import Command, TrayContract
from contract.tray_stage import TrayStage, face, tray_stage
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.base import NeedsMainThread, Tray
from posture_pal.desktop.tray.choose import choose
from posture_pal.desktop.tray.macos import MacTray
from posture_pal.desktop.tray.native import NativeTray
from posture_pal.desktop.tray.none import NoTray
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.desktop.tray.toolkit import Icon as PystrayIcon
from posture_pal.desktop.tray.windows import WindowsTray
from posture_pal.errors import Unavailable
from posture_pal.menu import Face, Icon, Item, Shape

ROOT = Path(__file__).parents[2]


class PaperIcon(PystrayIcon):  # type: ignore[misc]  # pystray has no types
    """A pystray icon that only remembers what it was asked to show."""

    def __init__(self, *looks: Any, **more: Any) -> None:
        self.updates: list[str] = []
        super().__init__(*looks, **more)

    def _show(self) -> None:
        self.updates.append("shown")

    def _hide(self) -> None:
        self.updates.append("hidden")

    def _update_icon(self) -> None:
        self.updates.append("icon")
        self._icon_valid = True

    def _update_title(self) -> None:
        self.updates.append("title")

    def _update_menu(self) -> None:
        self.updates.append("menu")

    def _run_detached(self) -> None:
        self._mark_ready()

    def _stop(self) -> None:
        self.visible = False


class PaperTray(NativeTray):
    """The common half of the trays of Windows and macOS on a desktop of paper."""

    name = "paper"
    platform = sys.platform
    longest_tooltip = 40

    def _begin(self) -> None:
        self._icon = self._new_icon(PaperIcon)
        self._icon.run_detached(lambda _icon: None)
        self._appear()

    def _later(self, job: Callable[[], None]) -> None:
        if self._icon is not None:
            job()

    def _wording(self, label: str) -> str:
        return label.replace("&", "&&")


class TestNoTray(TrayContract):
    @pytest.fixture
    def tray(self) -> Tray:
        return NoTray()


class TestNativeTray(TrayContract):
    @pytest.fixture
    def tray(self) -> Tray:
        return PaperTray()


@NEEDS_A_BUS
class TestStatusNotifierTray(TrayContract):
    @pytest.fixture
    def stage(self, tmp_path: Path) -> Iterator[TrayStage]:
        with tray_stage(tmp_path) as stage:
            yield stage

    @pytest.fixture
    def tray(self, stage: TrayStage) -> Tray:
        return StatusNotifierTray(stage.bus)


class TestStatusNotifierTrayOnAPanel(TestStatusNotifierTray):
    @pytest.fixture
    def tray(self, stage: TrayStage) -> Tray:
        stage.watcher()
        return StatusNotifierTray(stage.bus)


# --- the common half of Windows and macOS ----------------------------------------------------------------


def started(first: Face) -> tuple[PaperTray, PaperIcon, list[Command]]:
    chosen: list[Command] = []
    tray = PaperTray()
    tray.start(first, chosen.append)
    return tray, tray._icon, chosen


def test_only_what_changed_is_drawn_anew() -> None:
    tray, icon, _ = started(face())
    assert tray.is_visible()
    icon.updates.clear()
    tray.show(face())
    assert icon.updates == []
    tray.show(face(sixteenths=9))
    assert icon.updates == ["icon"]
    tray.show(face(sixteenths=9, sound=True))
    assert icon.updates == ["icon", "menu"]
    tray.show(face(sixteenths=9, sound=True, minutes=1))
    assert icon.updates == ["icon", "menu", "title", "menu"]
    tray.close()


def test_of_several_faces_that_wait_the_last_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    tray, icon, _ = started(face())
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(tray, "_later", waiting.append)
    icon.updates.clear()
    tray.show(face(minutes=2))
    tray.show(face(minutes=1))
    for job in waiting:
        job()
    assert "in 1 min" in icon.title
    assert icon.updates == ["title", "menu"]
    tray.close()


def test_a_tooltip_too_long_for_the_desktop_is_shortened() -> None:
    tray, icon, _ = started(Face(Icon(Shape.COUNTING), "x" * 41, ()))
    assert icon.title == "x" * 39 + "…"
    tray.show(Face(Icon(Shape.COUNTING), "y" * 40, ()))
    assert icon.title == "y" * 40
    tray.close()


def test_an_ampersand_in_a_tooltip_of_windows_is_written_out() -> None:
    assert WindowsTray()._tooltip(Face(Icon(Shape.COUNTING), "rest & move", ())) == "rest and move"
    longest = WindowsTray()._tooltip(Face(Icon(Shape.COUNTING), "& " * 200, ()))
    assert len(longest) == 127


def test_entries_carry_their_commands_marks_and_submenus() -> None:
    tray, icon, chosen = started(
        Face(
            Icon(Shape.COUNTING),
            "x",
            (
                Item("Rest & move"),
                Item("Default", ("d",), default=True),
                Item("More", children=(Item("Mark", ("m",), checked=True),)),
            ),
        )
    )
    label, default, more = icon.menu
    assert [label.text, label.enabled] == ["Rest && move", False]
    default(icon)
    (mark,) = more.submenu
    assert [mark.checked, default.checked] == [True, None]
    mark(icon)
    icon()
    assert chosen == [("d",), ("m",), ("d",)]
    tray.close()


@pytest.mark.parametrize("tray", [WindowsTray(), MacTray()])
@pytest.mark.skipif(sys.platform != "linux", reason="these are at home on the others")
def test_away_from_home_a_tray_says_so_and_does_not_start(tray: NativeTray) -> None:
    assert "this is linux" in (tray.why_not() or "")
    with pytest.raises(Unavailable, match="this is linux"):
        tray.start(face(), lambda _command: None)
    tray.close()


def test_only_the_tray_of_macos_needs_the_main_thread_and_lets_it_go_when_closed() -> None:
    assert not isinstance(WindowsTray(), NeedsMainThread)
    assert not isinstance(StatusNotifierTray(None), NeedsMainThread)
    tray = MacTray()
    assert isinstance(tray, NeedsMainThread)
    main = threading.Thread(target=tray.occupy, daemon=True)
    main.start()
    tray.close()
    main.join(5)
    assert not main.is_alive()


# --- choosing --------------------------------------------------------------------------------------------


def test_without_a_bus_there_is_no_tray_and_the_reason_is_told() -> None:
    tray, reasons = choose(None, "linux")
    assert isinstance(tray, NoTray)
    assert reasons == [("StatusNotifierItem", "There is no session bus to tell a panel of the icon.")]
    assert tray.why_not() == reasons[0][1]


@NEEDS_A_BUS
def test_with_a_bus_the_tray_is_chosen_and_waits_if_it_must(tmp_path: Path) -> None:
    with tray_stage(tmp_path) as stage:
        tray, reasons = choose(stage.bus, "linux")
        assert isinstance(tray, StatusNotifierTray)
        assert [name for name, _ in reasons] == ["StatusNotifierItem"]
        stage.watcher()
        tray, reasons = choose(stage.bus, "linux")
        assert isinstance(tray, StatusNotifierTray)
        assert reasons == []


@NEEDS_A_BUS
def test_a_bus_that_is_gone_is_no_bus(tmp_path: Path) -> None:
    with tray_stage(tmp_path) as stage:
        gone: Bus = stage.bus.again()
        gone.close()
        assert isinstance(choose(gone, "linux")[0], NoTray)


@pytest.mark.parametrize(("platform", "name"), [("win32", "notification area"), ("darwin", "menu bar")])
@pytest.mark.skipif(sys.platform != "linux", reason="these serve on the others")
def test_a_native_tray_that_cannot_serve_leaves_none(platform: str, name: str) -> None:
    tray, reasons = choose(None, platform)
    assert isinstance(tray, NoTray)
    assert [told for told, _ in reasons] == [name]


# --- what is loaded --------------------------------------------------------------------------------------


def loaded_by(program: str, **variables: str) -> set[str]:
    """The top names of all modules that a program of its own has loaded in the end."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_choosing_loads_neither_pystray_nor_pillow_nor_jeepney() -> None:
    loaded = loaded_by("from posture_pal.desktop.tray.choose import choose; choose(None)")
    assert not loaded & {"pystray", "PIL", "jeepney", "Xlib", "gi"}


@pytest.mark.parametrize("backend", [None, "xorg", "gtk", "nonsense"])
@pytest.mark.skipif(sys.platform != "linux", reason="pystray brings its own tray on the others")
def test_pystray_comes_without_touching_the_desktop_whatever_is_set(backend: str | None) -> None:
    variables = {"PYSTRAY_BACKEND": backend} if backend else {}
    program = "import os, posture_pal.desktop.tray.menus; print(os.environ.get('PYSTRAY_BACKEND'))"
    loaded = loaded_by(program, DISPLAY=":nonsense", **variables)
    assert "pystray" in loaded
    assert not loaded & {"Xlib", "gi", "PIL"}
    assert str(backend) in loaded  # the variable is left as it was found
