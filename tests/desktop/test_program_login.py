"""Starting at login: the entry is written, a session starts it, and the icon comes up with the panel."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.bus import Entry, TrayItem
from desktop.program import SHORT, reminder
from desktop.virtual_desktop import VirtualDesktop
from posture_pal.desktop.autostart.base import Entry as LoginEntry
from posture_pal.desktop.autostart.xdg import DesktopEntry

PROGRAM = (sys.executable, "-m", "posture_pal")


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        config = desktop.home / ".config" / "posture-pal"
        config.mkdir(parents=True)
        (config / "config.toml").write_text(SHORT + reminder("look", "8 h"))
        yield desktop
        if desktop.bus.registered_items():
            desktop.run(*PROGRAM, "quit")


def entry(desktop: VirtualDesktop) -> LoginEntry:
    """As the session reads it."""
    return DesktopEntry(desktop.home / ".config" / "autostart", []).entry()


def item(desktop: VirtualDesktop) -> TrayItem:
    return desktop.wait_for(desktop.bus.registered_items, 20, "the icon in the tray")[0]


def check_mark(desktop: VirtualDesktop) -> Entry:
    menu = desktop.bus.menu(item(desktop))
    return next(found for found in menu.everything() if found.label == "Start at login")


def test_a_session_starts_it_and_the_icon_waits_for_a_panel_that_is_late(desktop: VirtualDesktop) -> None:
    desktop.run(*PROGRAM, "autostart", "on")
    desktop.kill_panel()
    desktop.spawn(["gio", "launch", desktop.home / ".config" / "autostart" / "posture-pal.desktop"])
    answers = lambda: desktop.run(*PROGRAM, "status", check=False).returncode == 0  # noqa: E731
    desktop.wait_for(answers, 15, "the program's answer")
    assert not [notice for notice in desktop.notices.all() if "No tray icon" in notice.summary]
    desktop.start_panel()
    assert check_mark(desktop).checked
    desktop.wait_for(lambda: (tray := desktop.screen.tray()) and tray.width > 16, 10, "the icon on the panel")


def test_the_menu_switches_it_on_and_off_and_hears_of_the_command_line(desktop: VirtualDesktop) -> None:
    desktop.spawn(PROGRAM)
    assert check_mark(desktop).checked is False
    for wanted in (True, False):
        desktop.bus.choose(item(desktop), "Settings", "Start at login")
        desktop.wait_for(lambda: entry(desktop).starts is wanted, 10, f"an entry that is {wanted}")  # noqa: B023
        desktop.wait_for(lambda: check_mark(desktop).checked is wanted, 10, "the check mark")  # noqa: B023
    desktop.run(*PROGRAM, "autostart", "on")
    desktop.wait_for(lambda: check_mark(desktop).checked, 10, "the check mark")


def test_an_entry_whose_program_is_gone_is_told_by_every_status(desktop: VirtualDesktop) -> None:
    gone = Path(desktop.home, "gone", "posture-pal")
    DesktopEntry(desktop.home / ".config" / "autostart", []).on([str(gone)])
    desktop.spawn(PROGRAM)
    item(desktop)
    told = desktop.run(*PROGRAM, "autostart", "status", check=False)
    assert told.returncode == 1
    for text in (told.stdout, desktop.run(*PROGRAM, "status").stdout):
        assert f"starts {gone}, which is not there" in text
        assert "posture-pal autostart on" in text
    assert json.loads(desktop.run(*PROGRAM, "status", "--json").stdout)["login"]["trouble"]
    assert "✗ login" in desktop.run(*PROGRAM, "doctor", check=False).stdout
    desktop.run(*PROGRAM, "autostart", "on")
    assert "which is not there" not in desktop.run(*PROGRAM, "status").stdout
