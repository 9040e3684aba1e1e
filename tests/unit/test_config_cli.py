"""`posture-pal config`: what it prints where, and how it exits."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

import pytest

from posture_pal.cli import config as command
from posture_pal.config import Layer, parse
from posture_pal.config_files import Places
from posture_pal.errors import Unavailable

BUILT_IN = Path(__file__).parents[2] / "config.toml"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    places = Places(BUILT_IN, None, tmp_path / "config.toml")
    monkeypatch.setattr(command, "_places", lambda: places)
    monkeypatch.delenv("VISUAL", raising=False)
    return places


def config(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    args = parser.parse_args(["config", *words])
    code: int = args.run(args)
    return code


def test_path_prints_the_path_alone(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert config("path") == 0
    assert capsys.readouterr() == (f"{places.user}\n", "")


@pytest.mark.usefixtures("places")
def test_check_of_good_files_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert config("check") == 0
    assert capsys.readouterr() == ("Nothing is wrong: 3 reminders.\n", "")


def test_check_lists_every_problem_on_standard_error_and_exits_2(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    places.user.write_text("[prompts]\nsound = 1\nsnd = true\n")
    assert config("check") == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.split("\n") == [
        f"{places.user}:2: prompts.sound: found 1 (a number); expected true or false, without quotes.",
        "    sound = 1",
        "            ^",
        f'{places.user}:3: prompts.snd: unknown key. Did you mean "sound"?',
        "    snd = true",
        "    ^",
        "2 problems.",
        "",
    ]


def test_check_of_a_file_looks_at_that_file_alone(
    places: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places.user.write_text("broken")
    other = tmp_path / "other.toml"
    other.write_text('[[reminder]]\nname = "a"\nkind = "break"\nevery = "1 h"\nroutine = "no_such"\n')
    assert config("check", str(other)) == 2
    assert f"{other}:5: reminder[1].routine:" in capsys.readouterr().err
    assert config("check", str(tmp_path / "absent.toml")) == 2
    assert "absent.toml: there is no such file." in capsys.readouterr().err


def test_check_speaks_json_to_a_script(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert config("check", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    places.user.write_text("[prompts]\nsnd = true\n")
    assert config("check", "--json") == 2
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["file"], problem["line"], problem["column"]) == (str(places.user), 2, 1)
    assert (problem["key"], problem["nearest"]) == ("prompts.snd", "sound")


@pytest.mark.parametrize("flags", [[], ["--origin"]])
def test_show_prints_a_config_that_says_the_same(
    places: Places, capsys: pytest.CaptureFixture[str], flags: list[str]
) -> None:
    places.user.write_text('[hours]\ndays = ["mon"]\n[safety]\nemergency = "9\\"9\\\\9"\n')
    assert config("show", *flags) == 0
    shown = capsys.readouterr().out
    built_in = Layer("built-in", "x", BUILT_IN.read_bytes())
    user = Layer("user", "x", places.user.read_bytes())
    assert parse([Layer("user", "shown", shown.encode())]) == parse([built_in, user])
    assert ("  # user" in shown) == bool(flags)


def test_show_origin_names_each_file(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    places.user.write_text('[prompts]\nsettle = "1 s"\n')
    assert config("show", "--origin") == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[:2] == [f"# built-in {BUILT_IN}", f"# user     {places.user}"]
    assert 'settle = "1 s"  # user' in lines
    assert 'expires_after = "10 min"  # built-in' in lines


@pytest.mark.usefixtures("places")
def test_show_speaks_json_to_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert config("show", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"key": "prompts.max_per_day", "value": 16, "origin": "built-in", "locked": False} in rows


def test_show_of_a_broken_file_tells_what_is_wrong(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    places.user.write_text("[prompts\n")
    assert config("show") == 2
    out, err = capsys.readouterr()
    assert not out
    assert "column 9" in err


def test_edit_makes_the_file_opens_it_and_checks_what_was_written(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "an editor.py"
    script.write_text("import sys\nopen(sys.argv[2], 'a').write('[safety]\\n')\nprint(sys.argv[1])")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}" --wait')
    assert config("edit") == 2
    out, err = capfd.readouterr()
    assert out.splitlines() == ["--wait"]  # Windows ends lines in its own way
    assert f"Made {places.user}" in err
    assert "begun a second time" in err


@pytest.mark.usefixtures("places")
def test_an_editor_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    with pytest.raises(Unavailable, match=r"no-such-editor-here could not open .*config.toml"):
        config("edit")


@pytest.mark.parametrize(
    ("environment", "platform", "command_line"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, "linux", ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "vi"}, "darwin", ["vi"]),
        ({}, "linux", ["xdg-open"]),
        ({}, "darwin", ["open", "-t"]),
        ({}, "win32", None),
        ({"EDITOR": r'"C:\My Programs\vi.exe" --wait'}, "win32", [r"C:\My Programs\vi.exe", "--wait"]),
    ],
)
def test_the_editor_is_the_persons_own_or_else_the_desktops(
    environment: dict[str, str], platform: str, command_line: list[str] | None
) -> None:
    assert command.editor(environment, platform) == command_line


def test_an_editor_with_an_open_quote_is_told() -> None:
    with pytest.raises(Unavailable, match=r"\$EDITOR is not a command"):
        command.editor({"EDITOR": 'vi "'}, "linux")


def test_schema_and_manual_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert config("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Posture Pal config"
    assert config("manual") == 0
    assert capsys.readouterr().out.startswith("# The config\n")


def test_what_show_prints_is_toml(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert config("show") == 0
    assert len(tomllib.loads(capsys.readouterr().out)["reminder"]) == 3
    assert not places.user.exists()
