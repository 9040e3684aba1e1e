"""The program after a crash, and with a record or a disk that is broken: nothing is lost unsaid."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.program import SHORT, installed, reminder, running
from desktop.virtual_desktop import VirtualDesktop

NEVER = SHORT + reminder("look", "8 h")
AS_ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can mount a small disk: run the tests as root, as .ci/run does"
)


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


# --- after a crash ---


def test_a_prompt_open_at_a_crash_is_open_again_under_its_id_and_answered(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        before = pal.fact("prompted").occurrence
        pal.kill()

        pal.start().ready()
        assert pal.status()["open"]["occurrence"] == before
        assert pal.menu().labels()[0] == "Time to change position · 30 s"
        assert pal.cli("done").stdout == "Done: look.\n"
        assert [(fact.name, fact.occurrence) for fact in pal.facts("prompted", "done")] == [
            ("prompted", before),
            ("done", before),
        ]
        told = pal.stats()["completion"]
        assert (told["n"], told["of"]) == (1, 1)


def test_a_prompt_open_at_a_crash_is_on_screen_again(desktop: VirtualDesktop) -> None:
    """What the desktop still shows of the dead program has buttons that nobody hears."""
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.notice("Time to change position")
        pal.kill()
        pal.start().ready()
        again = pal.notice("Time to change position")
        assert len(pal.notices("Time to change position")) == 1
        pal.wait_for(lambda: desktop.notices.open()[-1] is again, what="the newest on screen")
        desktop.press("Done")
        assert pal.fact("done").occurrence == pal.facts("prompted")[0].occurrence


def test_a_snooze_survives_a_crash(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.ask("snooze", "5", "min")
        pal.kill()
        pal.start().ready()
        due = pal.status()["next"][0]
        assert due["reminder"] == "look"
        assert 280 <= due["in_seconds"] <= 300


def test_desk_time_goes_on_from_where_it_was(desktop: VirtualDesktop) -> None:
    """Since the last fact, that is: what was counted after it was never written down."""
    with running(desktop, SHORT + reminder("look", "1 h")) as pal:

        def left() -> int:
            return int(pal.ask("status")["status"]["next"][0]["in_seconds"])

        pal.wait_for(lambda: left() <= 3597, what="three seconds at the desk")
        pal.ask("pause")
        counted = left()
        pal.kill()
        pal.start().ready()
        assert counted - 2 <= left() <= counted


def test_a_pause_survives_a_crash_and_a_proper_end_to_the_second(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("pause", "30", "min")
        until = pal.fact("paused").details["until"]
        for end in (pal.kill, pal.end):
            end()
            pal.start().ready()
            held = pal.status()["quiet"]
            assert [(reason["hold"], reason["until"]) for reason in held] == [("paused", until)]
            assert pal.menu().find("Resume")
        assert len(pal.facts("paused")) == 1


def test_todays_figures_go_on_after_a_crash(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        pal.ask("start", "look")
        pal.ask("done")
        pal.kill()
        pal.start().ready()
        assert pal.menu().find("Today").label.startswith("Today: 1 of 1 done")


def test_a_start_after_a_crash_is_not_taken_for_a_second_start(desktop: VirtualDesktop) -> None:
    with running(desktop, NEVER) as pal:
        for _ in range(3):
            pal.kill()
            assert pal.cli("status", check=False).returncode == 3
            pal.start().ready()
        assert pal.names("back") == ["started"] * 4


# --- a record that cannot be read ---


@pytest.mark.parametrize("damage", ["nonsense", "cut short", "in the middle", "another program's"])
def test_a_damaged_record_is_moved_aside_said_so_and_a_new_one_begun(
    desktop: VirtualDesktop, damage: str
) -> None:
    with installed(desktop, NEVER) as pal:
        pal.start().ready()
        for _ in range(20):
            pal.ask("start", "look")
            pal.ask("done")
        assert pal.end() == 0
        spoil(pal.log, damage)
        spoiled = pal.log.read_bytes()

        pal.start().ready()
        notice = pal.notice("record")
        aside = [
            file for file in pal.log.parent.iterdir() if "corrupt" in file.name and file.suffix == ".sqlite3"
        ]
        assert len(aside) == 1
        assert aside[0].name in notice.body
        if damage == "another program's":
            with closing(sqlite3.connect(aside[0])) as other:
                assert other.execute("SELECT words FROM notes").fetchall() == [("theirs",)]
        else:
            assert aside[0].read_bytes() == spoiled
        assert pal.names() == ["started"]
        pal.ask("start", "look")
        assert pal.cli("done").stdout == "Done: look.\n"


def spoil(log: Path, damage: str) -> None:
    whole = log.read_bytes()
    assert len(whole) > 8192
    match damage:
        case "nonsense":
            log.write_bytes(os.urandom(len(whole)))
        case "cut short":
            log.write_bytes(whole[: len(whole) // 2 + 100])
        case "in the middle":
            log.write_bytes(whole[:4096] + bytes(4096) + whole[8192:])
        case _:
            log.unlink()
            with closing(sqlite3.connect(log)) as other:
                other.execute("CREATE TABLE notes (words TEXT)")
                other.execute("INSERT INTO notes VALUES ('theirs')")
                other.commit()


# --- a disk that takes nothing ---


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of one MiB."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", tmp_path], check=True)
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


@AS_ROOT
def test_a_full_disk_stops_no_reminder_and_is_told(desktop: VirtualDesktop, small_disk: Path) -> None:
    with running(desktop, NEVER, home=small_disk) as pal:
        pal.ask("start", "look")
        pal.ask("done")
        ballast = fill(small_disk)
        answered = 0
        while "log" not in pal.status()["troubles"]:
            pal.ask("start", "look")
            pal.ask("done")
            answered += 1
            assert answered < 200, "the disk is not full at all"
        assert "cannot be written" in pal.notice("record").summary
        assert "⚠" in str(pal.menu().labels())
        shown = len(pal.notices("Time to change position"))
        pal.ask("start", "look")
        pal.notice("Time to change position", shown + 1)
        assert pal.cli("done").stdout == "Done: look.\n"
        assert pal.status()["today"]["done"] == answered + 2

        ballast.unlink()
        pal.ask("start", "look")
        pal.ask("done")
        assert "log" not in pal.status()["troubles"]
        pal.wait_for(lambda: len(pal.facts("done")) == answered + 3, what="every fact in the record")
        told = pal.stats()["completion"]
        assert (told["n"], told["of"]) == (answered + 3, answered + 3)
        assert len(pal.notices("cannot be written")) == 1


def fill(folder: Path) -> Path:
    """Fills the disk with a file to the last byte."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 65536
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    return ballast


@AS_ROOT
def test_a_disk_that_is_read_only_from_the_start_stops_no_reminder(
    desktop: VirtualDesktop, small_disk: Path
) -> None:
    with installed(desktop, NEVER, home=small_disk) as pal:
        pal.start().ready()
        assert pal.end() == 0
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        pal.start()
        notice = pal.notice("record")
        assert notice.body
        pal.wait_for(desktop.bus.registered_items, what="its item in the tray")
        pal.choose("Take", "look")
        pal.notice("Time to change position")
        pal.choose("Done")
        pal.wait_for(lambda: "1 of 1 done" in pal.menu().find("Today").label, what="the figures")
        assert "⚠" in str(pal.menu().labels())
