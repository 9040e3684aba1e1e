"""The ready-made settings: what each says, where it comes from, and how a person's own lie over it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from posture_pal import catalogue, config_files, paths, profiles
from posture_pal.cli import main
from posture_pal.config import parse
from posture_pal.config_files import Places, choose_profile, load, load_good, load_over
from posture_pal.errors import BadInput
from posture_pal.model import Plan

ROOT = Path(__file__).parents[2]
BUILT_IN = ROOT / "config.toml"
NAMES = list(profiles.TITLES)
FILES = [name for name in NAMES if name != profiles.DEFAULT]
OWN = '[[reminder]]\nname = "mine"\nkind = "break"\nevery = "2 h"\n'


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(BUILT_IN, tmp_path / "site.toml", tmp_path / "config.toml")


def plan_of(name: str) -> Plan:
    return load_over(BUILT_IN, None, frozenset(catalogue.load().routines), name)


def minutes(plan: Plan) -> dict[str, tuple[float | None, float]]:
    """Every reminder's minutes of desk time between two of them, and minutes that it lasts."""
    return {r.name: (r.every and r.every / 60, r.lasts / 60) for r in plan.reminders}


# --- the files -------------------------------------------------------------------------------------------


def test_there_is_one_file_for_each_profile_but_the_built_in_one() -> None:
    there = {file.stem for file in (ROOT / "posture_pal" / "profiles").glob("*.toml")} - {"about"}
    assert there == set(FILES)
    assert list(profiles.load()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_a_good_config_whose_routines_exist(name: str) -> None:
    assert plan_of(name).reminders or name == "clinic"


@pytest.mark.parametrize("name", FILES)
def test_a_profile_sets_reminders_and_how_they_come_and_nothing_that_is_a_persons_own(name: str) -> None:
    written = tomllib.loads(paths.profile_config(name).read_text(encoding="utf-8"))
    assert set(written) <= {"reminder", "prompts"}
    assert not {"discreet", "sound"} & set(written.get("prompts", {}))


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_says_where_it_comes_from_and_how_sure_that_is(name: str) -> None:
    told = profiles.load()[name]
    assert told.sources
    assert set(told.sources) <= set(catalogue.load().sources)
    for words in (told.about, told.sure):
        assert words.endswith(".")
        assert len(words) <= 120
    if name != profiles.DEFAULT:
        text = paths.profile_config(name).read_text(encoding="utf-8")
        named = {source for source in catalogue.load().sources if source in text}
        assert named
        assert named <= set(told.sources), "what the file names is told of it"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("office", {"posture": (30, 0.5), "stretch": (None, 3), "break": (55, 5)}),
        ("gentle", {"move": (60, 5)}),
        ("uk_hse", {"break": (50, 5)}),
        ("ccohs", {"stretch": (55, 5)}),
        ("eyes_20_20_20", {"eyes": (20, 1 / 3), "stretch": (None, 3), "break": (55, 5)}),
        ("clinic", {}),
    ],
)
def test_the_numbers_are_those_of_the_guidance(
    name: str, expected: dict[str, tuple[float | None, float]]
) -> None:
    assert minutes(plan_of(name)) == expected


def test_a_day_of_eye_pauses_does_not_run_into_the_days_limit() -> None:
    assert plan_of("eyes_20_20_20").prompts.max_per_day >= 8 * 60 / 20 + 2 + 8


# --- over and under each other ---------------------------------------------------------------------------


def test_a_persons_own_keys_win_and_the_rest_is_the_profiles(places: Places) -> None:
    places.user.write_text('profile = "gentle"\n\n[prompts]\nsettle = "5 s"\n')
    plan = load(places)
    assert plan.profile == "gentle"
    assert plan.prompts.settle == 5.0
    assert plan.prompts.max_per_day == 8
    assert [reminder.name for reminder in plan.reminders] == ["move"]


def test_own_reminders_stay_whatever_the_profile(places: Places) -> None:
    places.user.write_text(f'profile = "gentle"\n{OWN}')
    plan = load(places)
    assert [reminder.name for reminder in plan.reminders] == ["mine"]
    assert plan.prompts.max_per_day == 8


def test_a_site_lies_above_the_profile_and_may_choose_one(places: Places) -> None:
    assert places.site is not None
    places.site.write_text('profile = "uk_hse"\n[prompts]\nmax_per_day = 5\n')
    assert minutes(load(places)) == {"break": (50, 5)}
    places.user.write_text('profile = "gentle"\n')
    plan = load(places)
    assert (plan.profile, plan.prompts.max_per_day) == ("gentle", 5)
    assert list(minutes(plan)) == ["move"]


def test_a_profile_nobody_knows_is_named_with_its_line_and_the_nearest(places: Places) -> None:
    places.user.write_text('# mine\nprofile = "gentel"\n')
    with pytest.raises(BadInput) as bad:
        load(places)
    (problem,) = bad.value.problems
    assert (problem.line, problem.key, problem.nearest) == (2, "profile", "gentle")


def test_the_key_put_under_a_table_by_mistake_is_told_where_it_belongs(places: Places) -> None:
    places.user.write_text('[desk]\nprofile = "gentle"\n')
    with pytest.raises(BadInput, match=r'unknown key\. Did you mean "profile"'):
        load(places)


def test_of_a_broken_file_not_even_the_profile_is_taken(places: Places) -> None:
    places.user.write_text('profile = "gentle"\n[prompts]\nsettle = 1\n')
    plan, bad = load_good(places)
    assert bad is not None
    assert (plan.profile, len(plan.reminders)) == ("office", 3)


def test_a_change_of_the_profile_touches_one_line(places: Places) -> None:
    mine = '# my own words\n\n[prompts]  # how they come\nsettle = "5 s"\n'
    places.user.write_text(mine)
    choose_profile(places, "gentle")
    assert places.user.read_text() == mine.replace("words\n", 'words\nprofile = "gentle"\n')
    choose_profile(places, "office")
    assert places.user.read_text() == mine.replace("words\n", 'words\nprofile = "office"\n')
    assert load(places).reminders == parse(config_files.layers(places)[:1]).reminders


def test_a_first_file_shows_the_choice_beneath_its_comment(places: Places) -> None:
    choose_profile(places, "ccohs")
    assert '\n#profile = "office"\nprofile = "ccohs"\n\n[desk]\n' in places.user.read_text()


def test_choosing_says_whose_reminders_hold(places: Places) -> None:
    assert choose_profile(places, "gentle").startswith("Gentle, once an hour: One reminder an hour")
    places.user.write_text(OWN)
    assert "your own file names" in choose_profile(places, "gentle")
    assert places.site is not None
    places.user.write_text("")
    places.site.write_text(OWN)
    assert "set for this computer" in choose_profile(places, "gentle")


def test_one_reminder_changed_in_place_takes_over_those_of_the_profile(places: Places) -> None:
    choose_profile(places, "gentle")
    config_files.change(places, "reminder[1].every", '"90 min"')
    plan = load(places)
    assert [(r.name, r.every, r.routine) for r in plan.reminders] == [("move", 5400.0, "gentle_mix")]


# --- on the command line ---------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("home")
def test_the_list_marks_the_one_in_force_and_the_origin_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "profile", "uk_hse"]) == 0
    assert "50 min" in capsys.readouterr().out
    main(["config", "profile", "--sources"])
    shown = capsys.readouterr().out
    assert [line.split()[1] for line in shown.splitlines() if line.startswith("✓")] == ["uk_hse"]
    assert "\nR-HSE-VDU: UK Health" in shown
    main(["config", "profile", "--json"])
    assert [row["name"] for row in json.loads(capsys.readouterr().out) if row["in_force"]] == ["uk_hse"]
    main(["config", "show", "--origin"])
    shown = capsys.readouterr().out
    assert 'profile = "uk_hse"  # user' in shown
    assert 'every = "50 min"  # profile' in shown
    assert str(paths.profile_config("uk_hse")) in shown


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_is_a_config_again(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["config", "profile", name])
    capsys.readouterr()
    main(["config", "show"])
    (home / "other.toml").write_text(capsys.readouterr().out)
    assert load_over(BUILT_IN, home / "other.toml") == plan_of(name)


def test_simulate_takes_a_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = tmp_path / "day.jsonl"
    day.write_text('{"start": "2026-03-02T09:00:00", "zone": "UTC", "lasts": "1 h"}\n')
    assert main(["simulate", "--profile", "uk_hse", str(day)]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(fact["reminder"], fact["t"]) for fact in facts if fact["fact"] == "prompted"] == [
        ("break", 3030)
    ]
