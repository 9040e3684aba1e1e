"""Faults of the machine around the running program, one by one: it goes on, says so, and recovers."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.program import SHORT, Program, installed, reminder, running
from desktop.virtual_desktop import VirtualDesktop

NEVER = SHORT + reminder("look", "8 h")
AT_ONCE = 10.0


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    """A desktop whose parts each test leaves as it found them."""
    with VirtualDesktop() as desktop:
        yield desktop


def trouble(pal: Program, part: str) -> str:
    return str(pal.ask("status")["status"]["troubles"].get(part, ""))


def take_one(pal: Program) -> None:
    """A reminder is asked for and answered, whatever is broken just now."""
    shown = len(pal.notices("Time to change position"))
    pal.ask("start", "look")
    pal.notice("Time to change position", shown + 1)
    assert pal.ask("done")["say"] == "Done: look."


# --- the record ---


def test_while_another_program_locks_the_record_reminders_go_on_and_nothing_is_lost(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, NEVER) as pal:
        take_one(pal)
        with closing(sqlite3.connect(pal.log, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            take_one(pal)
            assert "another program keeps it locked" in trouble(pal, "log")
            assert "cannot be written" in pal.notice("record").summary
            other.execute("ROLLBACK")
        take_one(pal)
        assert trouble(pal, "log") == ""
        assert [fact.name for fact in pal.facts("prompted", "done")] == ["prompted", "done"] * 3


def test_the_record_of_a_newer_program_is_left_alone_and_reminders_come(desktop: VirtualDesktop) -> None:
    with installed(desktop, NEVER) as pal:
        pal.log.parent.mkdir(mode=0o700)
        with closing(sqlite3.connect(pal.log)) as newer:
            newer.execute("CREATE TABLE what_is_to_come (a)")
            newer.execute("PRAGMA user_version = 99")
            newer.commit()
        before = pal.log.read_bytes()
        pal.start().ready()
        assert "newer Posture Pal" in trouble(pal, "log")
        take_one(pal)
        assert pal.end() == 0
        assert pal.log.read_bytes() == before


# --- the settings ---


def delete(config: Path) -> None:
    config.unlink()


def make_a_folder(config: Path) -> None:
    config.unlink()
    config.mkdir()


def make_100_megabytes(config: Path) -> None:
    with config.open("wb") as file:
        file.truncate(100 * 1024 * 1024)


def make_no_text(config: Path) -> None:
    config.write_bytes("# Körper".encode("utf-16"))


def make_a_loop(config: Path) -> None:
    config.unlink()
    config.symlink_to(config)


FAULTS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (make_a_folder, "folder"),
    (make_100_megabytes, "far smaller"),
    (make_no_text, "UTF-8"),
    (make_a_loop, "symbolic links"),
)


def test_settings_that_became_anything_but_settings_change_nothing_and_are_told(
    desktop: VirtualDesktop,
) -> None:
    """Told with its reason each time; the last good ones stay, and mended ones come into force."""
    with running(desktop, NEVER) as pal:
        hours = 8
        for spoil, why in FAULTS:
            spoil(pal.config)
            pal.wait_for(lambda why=why: why in trouble(pal, "config"), 40, f"a word of {why!r}")  # type: ignore[misc]
            assert pal.ask("hello")["say"] == f"Next: look in {hours} h."
            hours -= 1
            mend(pal.config, NEVER.replace("8 h", f"{hours} h"))
            pal.wait_for(lambda: trouble(pal, "config") == "", 40, "the end of the trouble")
            assert pal.ask("hello")["say"] == f"Next: look in {hours} h."
        delete(pal.config)
        pal.wait_for(lambda: "posture" in pal.ask("hello")["say"], 40, "the defaults in force")
        assert len(pal.notices("problem")) == len(FAULTS)


def mend(config: Path, text: str) -> None:
    if config.is_dir() and not config.is_symlink():
        shutil.rmtree(config)
    config.unlink(missing_ok=True)
    config.write_text(text)


# --- the desktop ---


def test_a_panel_that_crashes_in_the_midst_of_a_click_takes_nothing_with_it(desktop: VirtualDesktop) -> None:
    """Killed with its menu open and the mouse button down on an entry; and again while it takes nothing."""
    with running(desktop, NEVER) as pal:
        before = pal.item
        desktop.open_menu()
        desktop.screen.xdotool("key", "Down", "mousedown", 1)
        desktop.processes.end("panel", with_signal=signal.SIGKILL)
        desktop.screen.xdotool("mouseup", 1)
        desktop.start_panel()
        panel = desktop.processes.running["panel"]
        os.kill(panel.pid, signal.SIGSTOP)  # what it is asked, and what is told to it, nobody takes
        take_one(pal)
        desktop.processes.end("panel", with_signal=signal.SIGKILL)
        take_one(pal)
        desktop.start_panel()
        assert pal.item.service == before.service
        assert pal.menu().labels()[0] == "Next: look in 8 h"
        assert trouble(pal, "tray") == ""


def test_fifty_reminders_that_fall_due_at_once_are_one_prompt(desktop: VirtualDesktop) -> None:
    fifty = SHORT + "".join(reminder(f"r{n:02}", "3 s") for n in range(50))
    with running(desktop, fifty) as pal:
        pal.notice("Time")
        prompted = pal.fact("prompted")
        assert len(prompted.details["merged"]) == 49
        assert len(pal.notices("Time")) == 1
        pal.ask("done")
        pal.fact("prompted", 2)
        assert [fact.name for fact in pal.facts("prompted", "done")] == ["prompted", "done", "prompted"]


def test_after_the_session_bus_has_gone_and_come_back_prompts_and_icon_are_back() -> None:
    with VirtualDesktop() as desktop, running(desktop, NEVER) as pal:
        take_one(pal)
        desktop.restart_bus()
        pal.fact("started", 2, deadline=60)
        take_one(pal.ready())
        assert pal.menu().labels()[0] == "Next: look in 8 h"
        assert pal.end() == 0
