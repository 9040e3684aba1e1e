"""Config files as they lie on a disk: missing, unreadable, seeded, changed in place."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from posture_pal import config_files
from posture_pal.config import Layer, parse, schema
from posture_pal.config.seed import seed_text
from posture_pal.config_files import Places
from posture_pal.errors import BadInput, PosturePalError

BUILT_IN = Path(__file__).parents[2] / "config.toml"
posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no modes, links or pipes of this kind"
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(BUILT_IN, tmp_path / "site.toml", tmp_path / "home" / "config.toml")


def write(places: Places, text: str) -> None:
    places.user.parent.mkdir(exist_ok=True)
    places.user.write_bytes(text.encode())


def test_files_that_are_not_there_are_no_layers(places: Places) -> None:
    assert [layer.name for layer in config_files.layers(places)] == ["built-in"]
    assert config_files.load(places) == parse(config_files.layers(places))


def test_each_file_that_is_there_is_a_layer(places: Places) -> None:
    write(places, "[prompts]\nsound = true\n")
    assert places.site
    places.site.write_text('[prompts]\nsettle = "1 s"\n')
    assert [layer.name for layer in config_files.layers(places)] == ["built-in", "site", "user"]
    prompts = config_files.load(places).prompts
    assert (prompts.sound, prompts.settle) == (True, 1.0)


def test_a_folder_where_a_file_should_be_is_told_beside_the_problems_of_the_others(places: Places) -> None:
    write(places, "[promts]\n")
    assert places.site
    places.site.mkdir()
    with pytest.raises(BadInput) as bad:
        config_files.load(places)
    assert str(bad.value).split("\n")[:2] == [
        f"{places.site}: found a folder; expected a file.",
        f'{places.user}:1: promts: unknown key. Did you mean "prompts"?',
    ]


@posix
def test_a_pipe_is_not_waited_for(places: Places) -> None:
    places.user.parent.mkdir()
    os.mkfifo(places.user)
    with pytest.raises(BadInput, match="found a pipe; expected a file"):
        config_files.layers(places)


@posix
def test_a_file_that_cannot_be_read_says_why(places: Places) -> None:
    if os.geteuid() == 0:
        # Whoever may read everything cannot be refused a file; a loop of links refuses everybody.
        places.user.parent.mkdir()
        places.user.symlink_to(places.user.name)
    else:
        write(places, "")
        places.user.chmod(0)
    with pytest.raises(BadInput, match=r"config.toml: could not be read: "):
        config_files.layers(places)


def test_of_an_endless_file_no_more_is_read_than_shows_that_it_is_too_large(places: Places) -> None:
    write(places, "#" * 1_000_000)
    layer = config_files.read("user", places.user)
    assert layer
    assert len(layer.text) == 256 * 1024 + 1
    with pytest.raises(BadInput, match="more than 256 KiB"):
        config_files.load(places)


def test_a_start_takes_the_good_files_and_says_what_is_wrong_with_the_others(places: Places) -> None:
    assert config_files.load_good(places) == (config_files.load(places), None)
    write(places, "[prompts\n")
    assert places.site
    places.site.write_text('[prompts]\nsettle = "1 s"\n')
    plan, bad = config_files.load_good(places)
    assert plan.prompts.settle == 1.0
    assert bad
    assert [problem.source for problem in bad.problems] == [str(places.user)]
    write(places, "[prompts]\nsound = true\n")
    places.site.write_text("[diary]\nenabled = true\n")
    plan, bad = config_files.load_good(places)
    assert (plan.prompts.sound, plan.diary_enabled) == (True, False)
    assert bad


def test_a_start_with_a_file_that_is_good_only_beside_a_bad_one_takes_the_defaults(places: Places) -> None:
    write(places, '[hours]\ndays = ["mon"]\n[promts]\n')
    assert places.site
    places.site.write_text('[hours]\nranges = ["22:00-02:00", "01:00-03:00"]\n')
    plan, bad = config_files.load_good(places)
    assert plan.hours is None
    assert bad


def test_one_file_is_read_over_the_defaults_alone(places: Places, tmp_path: Path) -> None:
    write(places, "broken")
    other = tmp_path / "other.toml"
    other.write_text("[prompts]\nsound = true\n")
    assert config_files.load_over(BUILT_IN, other).prompts.sound
    assert not config_files.load_over(BUILT_IN, None).prompts.sound
    with pytest.raises(BadInput, match="there is no such file"):
        config_files.load_over(BUILT_IN, tmp_path / "absent.toml")


def test_a_first_file_sets_nothing_and_shows_every_default(places: Places) -> None:
    assert config_files.seed(places)
    text = places.user.read_text(encoding="utf-8")
    assert text.startswith("#:schema ./config.schema.json\n")
    assert all(not line or line.startswith(("#", "[")) for line in text.split("\n"))
    assert "[[" not in text.replace("#[[", "").replace("from [[", "")
    assert config_files.load(places) == parse([Layer("built-in", "config.toml", BUILT_IN.read_bytes())])


def test_a_first_file_with_its_marks_taken_away_is_the_built_in_one() -> None:
    seeded = seed_text(BUILT_IN.read_text(encoding="utf-8"))
    lines = [
        line[1:] if line.startswith("#") and line[1:2].strip() else line for line in seeded.split("\n")[1:]
    ]
    plain = parse(
        [Layer("user", "x", "\n".join(lines).replace("days = [", "#").replace("ranges =", "#").encode())]
    )
    assert plain == parse([Layer("built-in", "config.toml", BUILT_IN.read_bytes())])
    assert parse([Layer("user", "x", "\n".join(lines).encode())]).hours


@posix
def test_a_first_file_is_private_to_its_person(places: Places) -> None:
    config_files.seed(places)
    assert stat.S_IMODE(places.user.stat().st_mode) == 0o600
    assert stat.S_IMODE(places.user.parent.stat().st_mode) == 0o700


def test_a_file_that_is_there_is_never_written_again(places: Places) -> None:
    write(places, "mine\r\n")
    assert not config_files.seed(places)
    assert places.user.read_bytes() == b"mine\r\n"


def test_the_schema_beside_the_file_is_kept_up_to_date(places: Places) -> None:
    config_files.seed(places)
    beside = places.user.with_name("config.schema.json")
    beside.write_text("old")
    config_files.place_schema(places)
    assert beside.read_text(encoding="utf-8") == schema.text()


def test_a_folder_that_cannot_be_made_is_told(places: Places) -> None:
    places.user.parent.write_text("a file where the folder should be")
    with pytest.raises(PosturePalError, match="could not be made"):
        config_files.seed(places)


def test_a_quick_choice_changes_one_value_and_gives_the_new_plan(places: Places) -> None:
    write(places, "# mine\r\n[prompts]\r\nsettle  =  '1 s'\t# soon\r\n")
    plan = config_files.change(places, "prompts.settle", '"2 s"')
    assert plan.prompts.settle == 2.0
    assert places.user.read_bytes() == b'# mine\r\n[prompts]\r\nsettle  =  "2 s"\t# soon\r\n'
    assert [path.name for path in places.user.parent.iterdir()] == ["config.toml"]


def test_a_quick_choice_makes_the_file_when_there_is_none(places: Places) -> None:
    assert config_files.change(places, "prompts.sound", "true").prompts.sound
    assert "\n[prompts]\nsound = true\n" in places.user.read_text(encoding="utf-8")


def test_a_quick_choice_of_a_default_reminder_names_all_three(places: Places) -> None:
    plan = config_files.change(places, "reminder[3].every", '"30 min"')
    assert [(r.name, r.every) for r in plan.reminders] == [
        ("posture", 1_800.0),
        ("stretch", None),
        ("break", 1_800.0),
    ]
    assert config_files.load(places) == plan


@pytest.mark.parametrize("literal", ['"2 hours"', "2"])
def test_a_choice_that_would_not_do_changes_nothing(places: Places, literal: str) -> None:
    write(places, "# mine\n")
    with pytest.raises(BadInput, match=r"prompts\.settle"):
        config_files.change(places, "prompts.settle", literal)
    assert places.user.read_bytes() == b"# mine\n"


def test_a_file_with_mistakes_in_it_is_left_to_the_person(places: Places) -> None:
    write(places, "[prompts\n")
    with pytest.raises(BadInput, match="column"):
        config_files.change(places, "prompts.sound", "true")
    assert places.user.read_bytes() == b"[prompts\n"


@posix
def test_a_link_stays_a_link_and_the_mode_stays_the_mode(places: Places, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "pal.toml"
    real.parent.mkdir()
    real.write_text("[prompts]\n")
    real.chmod(0o640)
    places.user.parent.mkdir()
    places.user.symlink_to(os.path.relpath(real, places.user.parent))
    config_files.change(places, "prompts.sound", "true")
    assert places.user.is_symlink()
    assert real.read_text() == "[prompts]\nsound = true\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in real.parent.iterdir()] == ["pal.toml"]


@posix
def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(places, "# mine\n")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PosturePalError, match="could not be written: No space left on device"):
        config_files.change(places, "prompts.sound", "true")
    assert places.user.read_text() == "# mine\n"
    assert [path.name for path in places.user.parent.iterdir()] == ["config.toml"]
