"""What a site may keep from being changed, what it may not, and whose file is believed to be a site's."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from unit.fakes import Stage

from posture_pal import config_files
from posture_pal.config import Layer, origins, parse, policy_of
from posture_pal.config_files import Places
from posture_pal.config_reload import ConfigReload
from posture_pal.desktop.writers import why_not_trusted
from posture_pal.errors import BadInput, PosturePalError, Problem
from posture_pal.menu import Item, face
from posture_pal.model import Plan

BUILT_IN = Path(__file__).parents[2] / "config.toml"
ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0,
    reason="only root can give a file away: sudo .venv/bin/pytest tests/unit/test_policy.py",
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes are of Linux and macOS; run it there")
SITE = """
[hours]
ranges = ["09:00-17:00"]

[prompts]
max_per_day = 8
discreet = true

[policy]
locked = {locked}
"""


def layers(site: str, user: str = "", built_in: str = "") -> list[Layer]:
    texts = (("built-in", built_in), ("site", site), ("user", user))
    return [Layer(name, f"{name}.toml", text.encode()) for name, text in texts]


def plan(locked: str, user: str = "") -> Plan:
    return parse(layers(SITE.format(locked=locked), user))


def refused(locked: str, before: str = "") -> str:
    with pytest.raises(BadInput) as bad:
        parse(layers(f"{before}\n[policy]\nlocked = {locked}\n"))
    return str(bad.value)


# --- what it locks -----------------------------------------------------------------------------------


def test_a_locked_setting_holds_whatever_the_persons_own_file_says() -> None:
    mine = "[prompts]\nmax_per_day = 30\nsound = true\n"
    prompts = plan('["prompts.max_per_day"]', mine).prompts
    assert (prompts.max_per_day, prompts.sound) == (8, True)
    assert plan('["hours"]', mine).prompts.max_per_day == 30


def test_a_table_locks_all_of_it_and_what_it_does_not_name_at_its_default() -> None:
    mine = '[hours]\ndays = ["sun"]\nranges = ["10:00-11:00"]\n'
    hours = plan('["hours"]', mine).hours
    assert hours is not None
    assert (sorted(hours.days), len(hours.ranges), hours.ranges[0][0].hour) == ([1, 2, 3, 4, 5, 6, 7], 1, 9)
    assert plan('["hours"]').locked == {"hours.days", "hours.ranges"}


def test_reminders_are_locked_all_together() -> None:
    theirs = '[[reminder]]\nname = "walk"\nkind = "break"\nevery = "1 h"\n'
    mine = '[[reminder]]\nname = "mine"\nkind = "posture"\nevery = "10 min"\n'
    locked = '[policy]\nlocked = ["reminder"]\n'
    assert [r.name for r in parse(layers(locked + theirs, mine)).reminders] == ["walk"]
    assert [r.name for r in parse(layers(theirs, mine)).reminders] == ["mine"]


def test_locked_hours_do_not_quarrel_with_ranges_that_are_left_aside() -> None:
    assert plan('["hours.ranges"]', '[hours]\nranges = ["08:00-12:00", "11:00-13:00"]\n')


def test_the_profile_can_be_locked_and_the_persons_own_choice_of_one_is_not_taken(tmp_path: Path) -> None:
    places = Places(BUILT_IN, tmp_path / "site.toml", tmp_path / "user.toml")
    assert places.site
    places.site.write_text('profile = "gentle"\n[policy]\nlocked = ["profile"]\n')
    places.user.write_text('profile = "eyes_20_20_20"\n')
    assert config_files.load(places).profile == "gentle"
    gentle = [r.name for r in config_files.load(places).reminders]
    places.user.unlink()
    assert [r.name for r in config_files.load(places).reminders] == gentle


def test_what_is_said_in_vain_is_told_with_its_line_and_is_no_error() -> None:
    mine = (
        "[prompts]\n# as I like it\nmax_per_day = 30\n\n"
        '[[reminder]]\nname = "a"\nkind = "break"\nevery = "1 h"\n'
    )
    locked, notes = policy_of(layers(SITE.format(locked='["prompts.max_per_day", "reminder"]'), mine))
    assert locked == {"prompts.max_per_day", "reminder"}
    assert [(note.line, note.key) for note in notes] == [(3, "prompts.max_per_day"), (5, "reminder")]
    assert notes[0].sentence == (
        "prompts.max_per_day: this is set for everybody on this computer, in site.toml; yours is left aside."
    )


def test_to_say_the_same_as_the_site_is_not_to_say_it_in_vain() -> None:
    mine = "[prompts]\nmax_per_day = 8\n"
    assert policy_of(layers(SITE.format(locked='["prompts.max_per_day"]'), mine))[1] == ()


def test_a_mistake_in_a_locked_setting_is_still_a_mistake() -> None:
    with pytest.raises(BadInput, match="max_per_day"):
        plan('["prompts.max_per_day"]', '[prompts]\nmax_per_day = "a few"\n')


def test_the_origin_of_a_locked_setting_is_the_file_that_it_comes_from() -> None:
    told = origins(layers(SITE.format(locked='["prompts"]'), "[prompts]\nmax_per_day = 30\n"))
    assert ("prompts.max_per_day", "8", "site") in told
    assert ("prompts.settle", '"30 s"', "built-in") in told


# --- what it may not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locked", "why"),
    [
        ('["diary"]', "what a person feels is theirs alone"),
        ('["diary.enabled"]', "what a person feels is theirs alone"),
        ('["diary.at"]', "what a person feels is theirs alone"),
        ('["exercises.avoid"]', "theirs to say"),
        ('["policy.locked"]', "the policy itself"),
        ('["reminder.every"]', "locked all together"),
        ('["reminder[1]"]', "locked all together"),
        ('["prompts.max_per_dya"]', 'Did you mean "prompts.max_per_day"?'),
        ('["quit"]', "expected a setting"),
        ('["pause"]', "expected a setting"),
        ('["report"]', "expected a setting"),
        ('["strict"]', "expected a setting"),
        ('[""]', "found"),
        ("true", "found"),
    ],
)
def test_what_no_site_may_lock_is_refused_with_a_reason(locked: str, why: str) -> None:
    assert why in refused(locked)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("holds.call", "false"),
        ("holds.do_not_disturb", "false"),
        ("holds.fullscreen", "false"),
        ("prompts.discreet", "false"),
        ("prompts.sound", "true"),
    ],
)
def test_a_policy_may_keep_people_undisturbed_and_never_disturb_them(setting: str, value: str) -> None:
    table, key = setting.split(".")
    other = {"true": "false", "false": "true"}[value]
    assert f"locked as {other} alone" in refused(f'["{setting}"]', f"[{table}]\n{key} = {value}\n")
    whole = f'[{table}]\n{key} = {value}\n[policy]\nlocked = ["{table}"]\n'
    assert setting not in parse(layers(whole)).locked
    gentle = f'[{table}]\n{key} = {other}\n[policy]\nlocked = ["{setting}"]\n'
    assert parse(layers(gentle)).locked == {setting}


def test_a_site_can_still_never_switch_the_diary_on() -> None:
    with pytest.raises(BadInput, match="only a person's own file may switch the diary on"):
        parse(layers("[diary]\nenabled = true\n"))
    assert plan('["hours"]', "[diary]\nenabled = true\n").diary_enabled


@pytest.mark.parametrize("layer", ["user", "built-in"])
def test_a_policy_in_anybody_elses_file_is_a_mistake(layer: str) -> None:
    text = '[policy]\nlocked = ["hours"]\n'
    own = {"user": layers("", text), "built-in": layers("", "", text)}[layer]
    with pytest.raises(BadInput, match="only a site's own file may have a policy"):
        parse(own)


# --- in the program ----------------------------------------------------------------------------------


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(BUILT_IN, tmp_path / "etc/site.toml", tmp_path / "home/config.toml")
    assert places.site
    for path in (places.site, places.user):
        path.parent.mkdir()
    places.site.write_text(SITE.format(locked='["prompts.max_per_day", "prompts.discreet", "reminder"]'))
    return places


@pytest.mark.parametrize(("key", "value"), [("prompts.discreet", "false"), ("reminder[1].enabled", "false")])
def test_a_choice_that_is_locked_is_refused_kindly_and_nothing_is_written(
    places: Places, key: str, value: str
) -> None:
    with pytest.raises(PosturePalError, match=r"everybody on this computer.*Ask whoever looks after"):
        config_files.change(places, key, value)
    assert "enabled" not in config_files.load(places).locked
    assert not [line for line in places.user.read_text().splitlines() if line == f"{key} = {value}"]


def test_a_choice_that_is_not_locked_is_made(places: Places) -> None:
    assert config_files.change(places, "prompts.sound", "true").prompts.sound


def test_the_menu_shows_locked_choices_as_they_stand_and_lets_nobody_choose_them() -> None:
    plan = Plan((), locked=frozenset({"prompts.discreet", "profile"}))
    stage = Stage()
    stage.service.start()
    shown = face(plan, stage.service.state, stage.clock.now(), "", {})
    (settings,) = [item for item in shown.items if item.label == "Settings"]
    labels = {item.label: item for item in settings.children}
    locked, free = labels["Discreet notifications (set for this computer)"], labels["Sound"]
    assert (locked.command, locked.checked) == ((), False)
    assert free.command == ("set", "prompts.sound", "true")
    profiles: tuple[Item, ...] = labels["Profile"].children
    assert {item.command for item in profiles} == {()}
    assert [item.checked for item in profiles].count(True) == 1


class Told:
    """What a reload tells."""

    def __init__(self, places: Places) -> None:
        self.plans: list[Plan] = []
        self.refusals: list[BadInput] = []
        self.vain: list[tuple[Problem, ...]] = []
        self.reload = ConfigReload(places, self.plans.append, self.refusals.append, self.vain.append)


def test_saving_what_is_locked_takes_the_rest_and_says_what_was_left_aside(places: Places) -> None:
    told = Told(places)
    places.user.write_text("[prompts]\nmax_per_day = 30\nsound = true\n")
    told.reload.look()
    assert (told.plans[0].prompts.sound, told.plans[0].prompts.max_per_day) == (True, 8)
    assert [problem.line for problem in told.vain[0]] == [2]
    assert not told.refusals


def test_a_site_that_comes_later_or_changes_is_noticed_while_the_program_runs(places: Places) -> None:
    assert places.site
    text = places.site.read_text()
    places.site.unlink()
    told = Told(places)
    places.site.write_text(text)
    told.reload.look()
    assert told.plans[0].prompts.max_per_day == 8
    places.site.write_text("[promts]\n")
    told.reload.look()
    assert (len(told.plans), len(told.refusals)) == (1, 1)
    assert str(places.site) in str(told.refusals[0])


# --- whose file it is --------------------------------------------------------------------------------


@POSIX
def test_a_file_that_anybody_could_have_written_is_not_believed(places: Places) -> None:
    assert places.site
    assert why_not_trusted(places.site) is None
    told = Told(places)
    places.site.chmod(0o666)
    told.reload.look()
    assert "anybody may write to" in str(told.refusals[0])
    assert f"chmod o-w {places.site}" in str(told.refusals[0])
    plan, bad = config_files.load_good(places)
    assert bad
    assert (plan.prompts.max_per_day, plan.locked) == (16, frozenset())


@POSIX
def test_nor_is_one_in_a_folder_where_anybody_could_put_another_in_its_place(places: Places) -> None:
    assert places.site
    places.site.parent.chmod(0o777)
    assert f"chmod o-w {places.site.parent}" in (why_not_trusted(places.site) or "")
    places.site.parent.chmod(0o777 | stat.S_ISVTX)
    assert why_not_trusted(places.site) is None


@ROOT
@pytest.mark.parametrize("which", ["file", "folder", "what a link leads to"])
def test_nor_is_one_that_belongs_to_another_user(places: Places, tmp_path: Path, which: str) -> None:
    assert places.site
    if which == "what a link leads to":
        other = tmp_path / "other.toml"
        places.site.rename(other)
        places.site.symlink_to(other)
        os.chown(other, 65534, 65534)
    else:
        os.chown(places.site if which == "file" else places.site.parent, 65534, 65534)
    assert "belongs to the user with the number 65534" in (why_not_trusted(places.site) or "")
    with pytest.raises(BadInput, match="chown root"):
        config_files.load(places)
