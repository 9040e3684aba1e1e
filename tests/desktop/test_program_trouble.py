"""The program while parts of the desktop break under it: it goes on, says so, and comes back with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop

NEVER = SHORT + reminder("look", "8 h")
EVERY_3_S = SHORT + reminder("look", "3 s")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """A desktop whose parts each test leaves as it found them."""
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture(scope="module", autouse=True)
def never_a_panel() -> Iterator[Program]:
    """A program on a desktop without a panel, started with the first test: it waits for a minute."""
    with VirtualDesktop(panel=False) as bare, running(bare, NEVER) as pal:
        yield pal


def trouble(pal: Program, part: str) -> str:
    """What the program says does not work, or nothing."""
    told: dict[str, Any] = pal.ask("status")["status"]["troubles"]
    return str(told.get(part, ""))


# --- the panel ---


def test_the_item_comes_back_with_a_panel_that_was_restarted(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        before = pal.item
        for _ in range(2):
            desktop.restart_panel()
            assert pal.item.service == before.service
            assert pal.menu().labels()[0] == "Next: look in 8 h"
        pal.choose("Pause", "Until I resume")
        pal.fact("paused")
        desktop.click_tray(3)
        desktop.wait_for(desktop.screen.menus, what="the menu on screen")
        desktop.screen.keys("Escape")


def test_without_a_panel_it_goes_on_and_appears_with_a_late_one(desktop: VirtualDesktop) -> None:
    desktop.kill_panel()
    try:
        with running(desktop, NEVER) as pal:
            assert pal.status()["tray"] == "StatusNotifierItem, not shown"
            pal.ask("start", "look")
            pal.notice("Time to change position")
            assert pal.cli("done").stdout == "Done: look.\n"

            desktop.start_panel()
            assert pal.menu().find("Today").label.startswith("Today: 1 of 1 done")
            pal.wait_for(lambda: pal.status()["tray"] == "StatusNotifierItem", what="the tray in the status")
    finally:
        if not desktop.bus.host_is_registered():
            desktop.start_panel()


# --- the notification daemon ---


def test_a_prompt_without_a_daemon_is_a_fact_seen_everywhere_and_still_answered(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, NEVER) as pal:
        well = desktop.bus.look(pal.item)["IconPixmap"]
        desktop.kill_daemon()
        try:
            pal.ask("start", "look")
            undelivered = pal.fact("undelivered")
            assert undelivered.occurrence == pal.facts("prompted")[0].occurrence
            assert undelivered.details["why"]
            assert trouble(pal, "notifications")
            assert pal.status()["open"]["undelivered"] is True
            assert "Trouble with notifications" in pal.cli("status").stdout
            assert "⚠" in str(pal.menu().labels())
            assert desktop.bus.look(pal.item)["IconPixmap"] != well
            assert pal.cli("done").stdout == "Done: look.\n"
        finally:
            desktop.start_daemon("xfce4-notifyd")

        pal.ask("start", "look")
        pal.notice("Time to change position")
        pal.wait_for(lambda: not trouble(pal, "notifications"), what="the end of the trouble")
        desktop.press("Done")
        pal.fact("done", 2)
        pal.wait_for(lambda: "⚠" not in str(pal.menu().labels()), what="a clean menu")
        told = pal.status()["today"]
        assert (told["done"], told["of"]) == (2, 2)


def test_a_prompt_open_when_its_daemon_dies_is_still_answered(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        desktop.restart_daemon()
        pal.choose("Done")
        assert pal.fact("done").occurrence == pal.facts("prompted")[0].occurrence


def test_a_daemon_that_starts_after_the_program_is_used_once_it_is_there(desktop: VirtualDesktop) -> None:
    """At login the session's parts start in any order."""
    desktop.kill_daemon()
    try:
        with running(desktop, NEVER) as pal:
            pal.ask("start", "look")
            pal.fact("undelivered")
            pal.ask("done")
            desktop.start_daemon("xfce4-notifyd")
            pal.ask("start", "look")
            assert list(pal.notice("Time to change position").actions.values()) == [
                "Done",
                "Snooze 2 s",
                "Skip",
            ]
    finally:
        if desktop.daemon == "none":
            desktop.start_daemon("xfce4-notifyd")


def test_do_not_disturb_holds_and_what_waited_comes_after(desktop: VirtualDesktop) -> None:
    with running(desktop, EVERY_3_S) as pal:
        desktop.do_not_disturb(True)
        try:
            held = pal.fact("held")
            assert held.details["hold"] == "do_not_disturb"
            assert "Do not disturb" in pal.status()["headline"]
            assert pal.notices("Time") == []
        finally:
            desktop.do_not_disturb(False)
        pal.notice("Time to change position")
        assert pal.fact("prompted").occurrence == held.occurrence


# --- the session bus ---


def test_the_schedule_goes_on_when_the_session_bus_dies() -> None:
    with VirtualDesktop() as desktop, running(desktop, EVERY_3_S) as pal:
        pal.fact("prompted")
        pal.ask("done")
        desktop.processes.end("session-bus")
        pal.fact("prompted", 2)
        assert pal.fact("undelivered").details["why"]
        assert trouble(pal, "notifications")
        told = pal.status()
        assert told["tray"] == "StatusNotifierItem, not shown"
        assert pal.cli("done").stdout == "Done: look.\n"
        pal.fact("prompted", 3)
        assert pal.stats()["completion"]["n"] == 2
        assert pal.end() == 0
        assert pal.names()[-1] == "stopped"


def test_it_starts_where_there_is_neither_bus_nor_display(desktop: VirtualDesktop) -> None:
    nothing = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    with running(desktop, EVERY_3_S, without=nothing) as pal:
        pal.fact("prompted")
        told = pal.status()
        assert told["presence"] == "unknown"
        assert told["tray"] == "none, not shown"
        pal.ask("done")
        pal.fact("prompted", 2)


# --- no panel, for longer than a login takes ---


def test_a_panel_that_never_comes_is_missed_once_and_not_while_one_logs_in(never_a_panel: Program) -> None:
    pal = never_a_panel
    notice = pal.notice("No tray icon", deadline=75)
    assert "No panel in this session shows tray icons" in notice.body
    assert "posture-pal --help" in notice.body
    assert len(pal.notices("tray")) == 1
