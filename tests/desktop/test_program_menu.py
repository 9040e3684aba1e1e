"""The tray menu of the running program: every entry does what it says, at once, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.program import SHORT, Program, reminder, running
from desktop.virtual_desktop import VirtualDesktop

HAND_WRITTEN = """\
# My settings. Do not touch my comments!
[prompts]
  settle   = "0 s"      # at once
\tdiscreet = false   # for the open-plan office
max_per_day = 0

[holds]
call = true

# the one that I like
[[reminder]]
name = "look"
kind = "posture"
every = "8 h"
"""


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def pal(desktop: VirtualDesktop) -> Iterator[Program]:
    with running(desktop, SHORT + reminder("look", "8 h") + reminder("walk", "9 h", kind="break")) as pal:
        yield pal


def test_take_shows_that_reminder_now(pal: Program) -> None:
    pal.choose("Take", "walk")
    prompt = pal.notice("Time for a break")
    prompted = pal.fact("prompted")
    assert (prompted.reminder, prompted.details["requested"]) == ("walk", True)
    assert list(prompt.actions.values()) == ["Done", "Snooze 2 s", "Skip"]


def test_an_open_prompt_is_answered_from_the_menu(pal: Program) -> None:
    for count, (label, outcome) in enumerate((("Done", "done"), ("Skip", "skipped")), 1):
        pal.choose("Take", "look")
        prompt = pal.notice("Time to change position", count)
        assert pal.menu().labels()[:4] == [
            "Time to change position · 30 s",
            "Done",
            ["Snooze", ["2 s", "5 min"]],
            "Skip",
        ]

        pal.choose(label)
        assert pal.fact(outcome).occurrence == pal.facts("prompted")[-1].occurrence
        pal.gone(prompt)
        pal.wait_for(lambda: "Done" not in pal.menu().labels(), what="a menu without the prompt")


def test_a_left_click_on_the_icon_opens_the_menu_and_answers_nothing(pal: Program) -> None:
    pal.ask("start", "look")
    pal.notice("Time to change position")
    pal.desktop.click_tray()
    pal.desktop.wait_for(pal.desktop.screen.menus, what="the menu on screen")
    pal.desktop.screen.keys("Down", "Return")
    assert pal.fact("done").details["evidence"] == "self_report"
    assert pal.names() == ["started", "prompted", "done"]


def test_a_snooze_from_the_menu_comes_back_as_the_same_occurrence(pal: Program) -> None:
    pal.choose("Take", "look")
    first = pal.notice("Time to change position")
    pal.choose("Snooze", "2 s")
    pal.gone(first)
    assert pal.notice("Time to change position", 2).closed is None
    shown = [(fact.occurrence, fact.details["showing"]) for fact in pal.facts("prompted")]
    assert shown == [(shown[0][0], 1), (shown[0][0], 2)]
    waited = pal.facts("prompted")[1].at.elapsed - pal.facts("snoozed")[0].at.elapsed
    assert 2.0 <= waited < 3.0


def test_a_pause_from_the_menu_is_said_everywhere_and_resume_ends_it(pal: Program) -> None:
    at_rest = pal.desktop.bus.look(pal.item)["IconPixmap"]
    pal.choose("Pause", "For 30 min")
    until = datetime.fromisoformat(pal.fact("paused").details["until"])
    assert timedelta(minutes=29) < until - datetime.now().astimezone() < timedelta(minutes=31)
    said = f"Paused until {until:%H:%M}"
    if until.date() != datetime.now().astimezone().date():
        said = f"Paused until tomorrow {until:%H:%M}"
    assert pal.menu().labels()[0] == said
    assert "Pause" not in [entry.label for entry in pal.menu().children]
    assert pal.tooltip() == said
    assert pal.status()["headline"] == said
    assert pal.desktop.bus.look(pal.item)["IconPixmap"] != at_rest

    pal.choose("Resume")
    pal.fact("resumed")
    pal.wait_for(lambda: pal.tooltip() == "Next: look in 8 h", what="the end of the pause")
    assert "Resume" not in pal.menu().labels()


def test_nothing_is_shown_while_paused_and_what_fell_due_comes_after(desktop: VirtualDesktop) -> None:
    with running(desktop, SHORT + reminder("look", "2 s")) as pal:
        pal.choose("Pause", "Until I resume")
        assert pal.fact("held").details["hold"] == "paused"
        assert pal.notices() == []
        pal.choose("Resume")
        pal.notice("Time to change position")
        assert pal.names("away", "back") == ["started", "paused", "held", "resumed", "prompted"]


def test_a_quick_choice_changes_one_value_and_keeps_every_other_byte(desktop: VirtualDesktop) -> None:
    with running(desktop, HAND_WRITTEN) as pal:
        assert pal.menu().find("Settings", "Discreet").checked is False
        pal.choose("Settings", "Discreet notifications")
        pal.wait_for(lambda: pal.menu().find("Settings", "Discreet").checked, what="a check mark")
        changed = HAND_WRITTEN.replace("discreet = false", "discreet = true")
        assert pal.config.read_text() == changed

        pal.choose("Settings", "Quiet on calls")
        pal.wait_for(lambda: pal.menu().find("Settings", "Quiet on calls").checked is False, what="no mark")
        assert pal.config.read_text() == changed.replace("call = true", "call = false")

        pal.ask("start", "look")
        assert pal.notice("Time to move").summary == "Time to move", "it is not in force"
        assert pal.notices("There is a problem") == []
        assert len(pal.facts("config_changed")) == 2


def test_a_settings_file_that_is_a_link_stays_one(desktop: VirtualDesktop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text(HAND_WRITTEN)
    pal = Program(desktop, None)
    pal.config.symlink_to(elsewhere)
    with running(desktop, None, home=pal.home) as pal:
        pal.choose("Settings", "Discreet notifications")
        pal.fact("config_changed")
    assert pal.config.is_symlink()
    assert elsewhere.read_text() == HAND_WRITTEN.replace("discreet = false", "discreet = true")


def test_edit_settings_and_help_open_with_the_desktop(desktop: VirtualDesktop) -> None:
    opener = desktop.home / ".local" / "bin" / "xdg-open"
    opened = desktop.home / "opened"
    opener.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    opener.chmod(0o755)
    desktop.env["PATH"] = f"{opener.parent}:{desktop.env['PATH']}"
    with running(desktop, SHORT + reminder("look", "8 h")) as pal:
        pal.choose("Settings", "Edit settings…")
        desktop.wait_for(lambda: opened.read_text().splitlines() == [str(pal.config)], what="the settings")
        pal.choose("Help and safety")
        desktop.wait_for(lambda: len(opened.read_text().splitlines()) == 2, what="the page")
        page = Path(opened.read_text().splitlines()[1]).read_text()
        assert "112" in page


def test_todays_figures_are_told_on_screen(pal: Program) -> None:
    pal.ask("start", "look")
    pal.notice("Time to change position")
    pal.ask("done")
    pal.wait_for(lambda: pal.menu().find("Today").label.startswith("Today: 1 of 1 done"), what="the figures")
    pal.choose("Today")
    assert pal.notice("Today").body.startswith("1 of 1 done")


def test_an_open_menu_survives_what_changes_meanwhile(pal: Program) -> None:
    """A person reads the menu while a prompt comes up behind it."""
    with pal.desktop.bus.hearing("com.canonical.dbusmenu", "LayoutUpdated") as heard:
        place = pal.desktop.open_menu()
        pal.ask("start", "look")
        pal.notice("Time to change position")
        heard.next()
        assert pal.desktop.screen.menus(), "the menu went away under the person's hands"
        pal.desktop.screen.wait_until_still(place)
    pal.desktop.screen.keys("Escape")
    pal.wait_for(lambda: "Done" in pal.menu().labels(), what="the prompt in the menu")
