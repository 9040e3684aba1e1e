"""The running program and its settings file: saved right, saved wrong, mended, broken from the start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.program import SHORT, reminder as written, running
from desktop.virtual_desktop import VirtualDesktop

GOOD = SHORT + written("look", "8 h")
BROKEN = GOOD.replace('every = "8 h"', 'every = "8 hrs and a bit"')
LINE = 1 + BROKEN.splitlines().index('every = "8 hrs and a bit"')
AT_ONCE = 2.0
"""Seconds within which a saved file is in force."""


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


def test_a_mistake_is_told_once_with_its_line_and_the_last_good_settings_stay(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, GOOD) as pal:
        pal.config.write_text(BROKEN)
        notice = pal.notice("problem", deadline=AT_ONCE)
        assert f"line {LINE}" in notice.body
        assert "last good settings stay in force" in notice.body
        assert pal.status()["headline"] == "Next: look in 8 h"
        assert f"line {LINE}" in pal.status()["troubles"]["config"]
        pal.wait_for(
            lambda: any("⚠" in str(label) for label in pal.menu().labels()), what="a sign in the menu"
        )
        assert pal.config.read_text() == BROKEN, "the person's file was touched"

        pal.config.write_text(GOOD.replace("8 h", "7 h"))
        pal.wait_for(
            lambda: pal.ask("status")["status"]["headline"] == "Next: look in 7 h",
            AT_ONCE,
            "the mended settings in force",
        )
        assert pal.status()["troubles"] == {}
        pal.wait_for(lambda: "⚠" not in str(pal.menu().labels()), what="a clean menu")
        assert len(pal.notices("problem")) == 1
        assert pal.names("away", "back") == ["started", "config_changed"]


def test_every_editor_s_way_of_saving_is_noticed(desktop: VirtualDesktop) -> None:
    """In place, by a new file moved over the old one, and by removing it first."""
    with running(desktop, GOOD) as pal:

        def in_force(hours: int) -> None:
            said = f"Next: look in {hours} h"
            pal.wait_for(lambda: pal.ask("hello")["say"] == f"{said}.", AT_ONCE, said)

        pal.config.write_text(GOOD.replace("8 h", "7 h"))
        in_force(7)
        beside = pal.config.with_name(".config.toml.swp")
        beside.write_text(GOOD.replace("8 h", "6 h"))
        beside.replace(pal.config)
        in_force(6)
        pal.config.unlink()
        pal.config.write_text(GOOD.replace("8 h", "5 h"))
        in_force(5)
        assert pal.notices("problem") == []


def test_several_mistakes_are_one_notification_that_counts_them(desktop: VirtualDesktop) -> None:
    with running(desktop, GOOD) as pal:
        pal.config.write_text(BROKEN + 'knid = "break"\n')
        body = pal.notice("problem", deadline=AT_ONCE).body
        assert "posture-pal config check" in body
        checked = pal.cli("config", "check", check=False)
        assert checked.returncode == 2
        assert f"config.toml:{LINE}:" in checked.stdout + checked.stderr


def test_saving_the_same_mistake_again_does_not_repeat_itself_but_another_is_told(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, GOOD) as pal:
        pal.config.write_text(BROKEN)
        pal.notice("problem", deadline=AT_ONCE)
        pal.config.write_text("# a comment more\n" + BROKEN)
        assert f"line {LINE + 1}" in pal.notice("problem", 2, deadline=AT_ONCE).body


def test_a_reminder_that_is_added_counts_from_then_and_one_that_goes_is_gone(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, GOOD) as pal:
        pal.config.write_text(GOOD + written("walk", "2 s", kind="break"))
        pal.notice("Time for a break")
        since = pal.facts("config_changed")[0].at.elapsed
        assert 2.0 <= pal.facts("prompted")[0].at.elapsed - since < 2.6
        pal.ask("done")
        pal.config.write_text(GOOD)
        pal.fact("config_changed", 2)
        assert [str(label) for label in pal.menu().find("Take").labels()] == ["look (30 s)"]


def test_a_prompt_that_is_open_survives_a_saved_file(desktop: VirtualDesktop) -> None:
    with running(desktop, GOOD) as pal:
        pal.ask("start", "look")
        prompt = pal.notice("Time to change position")
        pal.config.write_text(GOOD.replace("8 h", "7 h"))
        pal.fact("config_changed")
        assert prompt.closed is None
        desktop.press("Done")
        assert pal.fact("done").occurrence == pal.facts("prompted")[0].occurrence


def test_a_broken_file_at_the_start_runs_on_the_defaults_and_says_so(desktop: VirtualDesktop) -> None:
    with running(desktop, BROKEN) as pal:
        notice = pal.notice("problem")
        assert f"line {LINE}" in notice.body
        assert pal.status()["headline"] == "Next: posture in 30 min"
        assert f"line {LINE}" in pal.status()["troubles"]["config"]
        assert pal.config.read_text() == BROKEN

        pal.config.write_text(GOOD)
        pal.wait_for(
            lambda: pal.ask("hello")["say"] == "Next: look in 8 h.", AT_ONCE, "the mended settings in force"
        )
        assert pal.status()["troubles"] == {}


def test_a_quick_choice_in_a_broken_file_leaves_it_alone_and_says_why(desktop: VirtualDesktop) -> None:
    with running(desktop, GOOD) as pal:
        pal.config.write_text(BROKEN)
        pal.notice("problem", deadline=AT_ONCE)
        pal.choose("Settings", "Discreet notifications")
        body = pal.notice("problem", 2).body
        assert f"line {LINE}" in body
        assert "your choice is not written into it" in body
        assert pal.config.read_text() == BROKEN
        assert pal.menu().find("Settings", "Discreet").checked is False


def test_hours_that_are_written_now_hold_from_now(desktop: VirtualDesktop) -> None:
    with running(desktop, SHORT + written("look", "3 s")) as pal:
        closed = '[hours]\ndays = ["mon"]\nranges = ["00:00-00:01"]\n'
        if pal.facts("started")[0].at.wall.isoweekday() == 1:
            closed = closed.replace("mon", "tue")
        pal.config.write_text(SHORT + closed + written("look", "3 s"))
        assert pal.fact("held").details["hold"] == "outside_hours"
        assert pal.status()["headline"].startswith("Outside your hours until ")
        pal.choose("Remind me anyway")
        pal.notice("Time to change position")


SITE = """\
[prompts]
sound = false
max_per_day = 0
[policy]
locked = ["prompts.sound", "prompts.max_per_day"]
"""


def test_what_a_site_locks_holds_is_explained_everywhere_and_leaves_the_rest_to_the_person(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, GOOD) as pal:
        assert pal.menu().find("Settings", "Sound").enabled
        (pal.home / "site.toml").write_text(SITE)  # rolled out while the program runs
        pal.config.write_text(GOOD)
        pal.wait_for(
            lambda: not pal.menu().find("Settings", "Sound (set for this computer)").enabled,
            AT_ONCE,
            "a choice that cannot be chosen",
        )
        with pytest.raises(AssertionError, match="everybody on this computer"):
            pal.ask("set", "prompts.sound", "true")
        pal.choose("Settings", "Discreet notifications")
        pal.wait_for(lambda: pal.menu().find("Settings", "Discreet").checked, what="the person's own choice")

        mine = pal.config.read_text().replace("max_per_day = 0", "max_per_day = 30\nsound = true")
        pal.config.write_text(mine)
        told = pal.notice("Set for this computer", deadline=AT_ONCE).body
        line = 1 + mine.splitlines().index("max_per_day = 30")
        assert f"line {line}: prompts.max_per_day" in told
        assert "1 more" in told
        shown = pal.cli("config", "show", "--origin").stdout
        assert "sound = false  # site, locked by the site" in shown
        checked = pal.cli("config", "check")
        assert (checked.returncode, "yours is left aside" in checked.stderr) == (0, True)
        assert "which locks prompts.max_per_day, prompts.sound" in pal.cli("doctor", check=False).stdout
        assert pal.config.read_text() == mine


def test_a_site_file_that_anybody_could_have_written_is_refused_and_the_last_good_settings_stay(
    desktop: VirtualDesktop,
) -> None:
    with running(desktop, GOOD) as pal:
        site = pal.home / "site.toml"
        site.write_text(SITE)
        pal.config.write_text(GOOD + "\n")
        pal.wait_for(lambda: "Sound (set for this computer)" in str(pal.menu().find("Settings").labels()))
        site.chmod(0o666)
        pal.config.write_text(GOOD)
        body = pal.notice("problem", deadline=AT_ONCE).body
        assert str(site) in body
        assert "anybody may write to" in body
        assert "last good settings stay in force" in body
        assert "Sound (set for this computer)" in str(pal.menu().find("Settings").labels())
        site.chmod(0o644)
        pal.config.write_text(GOOD + "\n")
        pal.wait_for(lambda: pal.status()["troubles"] == {}, AT_ONCE, "the end of the trouble")


def test_a_profile_is_chosen_from_the_tray_in_one_line_of_the_file(desktop: VirtualDesktop) -> None:
    mine = '# My own words.\n\n[prompts]  # how they come\nsettle = "5 s"\n'
    with running(desktop, mine) as pal:
        assert pal.menu().find("Settings").find("Profile").find("Office").checked is True
        pal.choose("Settings", "Profile", "Gentle")
        told = pal.notice("Your profile", deadline=AT_ONCE).body
        assert told.startswith("Gentle, once an hour: One reminder an hour")
        assert pal.config.read_text() == mine.replace("words.\n", 'words.\nprofile = "gentle"\n')
        pal.wait_for(lambda: pal.status()["headline"].startswith("Next: move in "), AT_ONCE, "it in force")
        profiles = pal.menu().find("Settings").find("Profile")
        assert [entry.label for entry in profiles.children if entry.checked] == ["Gentle, once an hour"]
        assert 'settle = "5 s"  # user' in pal.cli("config", "show", "--origin").stdout

        pal.cli("config", "profile", "clinic")
        pal.wait_for(lambda: pal.status()["headline"] == "No reminder is due", AT_ONCE, "the other in force")
        assert pal.names("away", "back") == ["started", "config_changed", "config_changed"]
