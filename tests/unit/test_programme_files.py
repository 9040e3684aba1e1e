"""What is kept of programmes on the disk, which one is in force, and the commands that change that."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from unit.programmes import HEAD, PHASE, read

from posture_pal import paths, programme_change, programme_files, settings
from posture_pal.cli import main
from posture_pal.errors import BadInput, PosturePalError

TODAY = date(2026, 3, 4)
TEXT = HEAD + PHASE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "p.toml"
    path.write_text(TEXT)
    return path


def test_without_any_programme_nothing_is_read_or_made() -> None:
    assert programme_files.in_force() == programme_files.InForce(None, None)
    plan, why = settings.with_programme(settings.load_plan())
    assert (plan.programme, why) == (None, None)
    assert not (paths.data_dir() / "programmes").exists()


def test_one_that_is_used_is_in_force_and_kept_for_its_owner_alone() -> None:
    told = read(TEXT)
    programme_files.use(told, TODAY)
    assert programme_files.in_force() == programme_files.InForce(told.id, TODAY)
    assert programme_files.kept(told.id) == told
    assert programme_files.every_kept() == [told.id]
    for path in paths.programmes_dir().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(paths.programmes_dir().stat().st_mode) == 0o700
    plan = settings.load_plan()
    assert plan.programme is not None
    assert (plan.programme.id, plan.programme_since) == (told.id, TODAY)


def test_one_that_is_removed_or_replaced_stays_kept() -> None:
    first, second = read(TEXT), read(TEXT.replace("Neck", "Hands"))
    programme_files.use(first, TODAY)
    programme_files.use(second, TODAY)
    programme_files.remove(TODAY)
    assert programme_files.in_force() == programme_files.InForce(None, TODAY)
    assert programme_files.every_kept() == sorted([first.id, second.id])
    plan = settings.load_plan()
    assert (plan.programme, plan.programme_since) == (None, TODAY)
    assert programme_files.texts([first.id, "no-such-00000000"]) == {first.id: first.text}


def test_a_copy_that_was_changed_is_not_followed() -> None:
    told = read(TEXT)
    programme_files.use(told, TODAY)
    path = paths.programmes_dir() / f"{told.id}.toml"
    path.write_text(TEXT.replace("times_per_day = 3", "times_per_day = 9"))
    with pytest.raises(BadInput, match="not what it was"):
        programme_files.kept(told.id)
    plan, why = settings.with_programme(settings.load_plan())
    assert plan.programme is None
    assert why is not None
    assert "posture-pal programme use FILE" in why
    programme_files.use(told, TODAY)
    assert programme_files.kept(told.id) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"programme": "../../x", "since": "2026-03-04"}',
        '{"programme": "a-00000000"}',
        "\0",
    ],
)
def test_a_mark_that_cannot_be_read_is_told_and_no_path_is_followed(text: str) -> None:
    paths.programmes_dir()
    paths.programme_in_force().write_text(text)
    plan, why = settings.with_programme(settings.load_plan())
    assert plan.programme is None
    assert why is not None
    assert "cannot be read" in why


def test_a_kept_one_is_never_written_over_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posture_pal.programme.reading.crc32", lambda _text: 0)  # two texts with one digest
    first, second = read(TEXT), read(TEXT.replace("R. Example", "S. Example"))
    assert first.id == second.id
    programme_files.use(first, TODAY)
    with pytest.raises(PosturePalError, match="Another programme has the id"):
        programme_files.use(second, TODAY)
    assert programme_files.kept(first.id) == first


def test_an_id_that_is_a_path_is_none() -> None:
    with pytest.raises(PosturePalError, match="not the id of a programme"):
        programme_files.kept("../../../etc/passwd")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_file_that_is_none_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "missing"):
        with pytest.raises(BadInput):
            programme_files.read(path)


def test_a_full_or_read_only_place_leaves_what_was_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = read(TEXT), read(TEXT.replace("Neck", "Hands"))
    programme_files.use(first, TODAY)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PosturePalError, match="No space left"):
        programme_files.use(second, TODAY)
    assert programme_files.in_force().id == first.id
    assert not list(paths.programmes_dir().glob("*.new"))


# --- the commands ----------------------------------------------------------------------------------------


def test_a_new_file_passes_its_check_and_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "new.toml")
    assert main(["programme", "new", path]) == 0
    assert main(["programme", "check", path]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out
    assert main(["programme", "new", path]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["programme", "new"]) == 0
    assert capsys.readouterr().out == Path(path).read_text()


def test_a_check_lists_all_problems_and_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = str(Path(__file__).parents[1] / "programmes" / "wrong.toml")
    assert main(["programme", "check", wrong]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count(f"{wrong}:") == 10
    assert told.err.endswith("10 problems.\n")
    assert main(["programme", "check", "--json", wrong]) == 2
    assert len(json.loads(capsys.readouterr().out)) == 10
    for command in ("preview", "use"):
        assert main(["programme", command, wrong]) == 2
    assert programme_files.in_force().id is None


def test_a_check_says_what_the_author_may_want_to_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "many.toml"
    more = ("shoulder_roll", "neck_rotation", "scap_retraction", "tx_extension")
    path.write_text(TEXT + "".join(f'[[phase.exercise]]\nid = "{one}"\n' for one in more))
    assert main(["programme", "check", str(path)]) == 0
    assert "Phase 1 has 5 exercises" in capsys.readouterr().out


def test_a_preview_changes_nothing(file: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "preview", str(file)]) == 0
    told = capsys.readouterr().out
    for words in (
        "R. Example",
        "Mon 2 March 2026 to Sun 15 March 2026",
        "Chin tuck",
        "Stop if your arm tingles",
    ):
        assert words in told
    assert not (home / "home" / "data" / "programmes").exists()


def test_nobody_there_to_ask_has_not_agreed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "use", str(file)]) == 1
    assert "--yes" in capsys.readouterr().err
    assert programme_files.in_force().id is None


def test_use_show_and_remove(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "show"]) == 0
    assert "No programme is in force" in capsys.readouterr().out
    assert main(["programme", "use", "--yes", str(file)]) == 0
    assert "when Posture Pal starts" in capsys.readouterr().out
    assert main(["programme", "show"]) == 0
    assert "R. Example" in capsys.readouterr().out
    assert main(["programme", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == read(TEXT).id
    assert main(["programme", "remove"]) == 0
    assert "stays in the record" in capsys.readouterr().out
    assert main(["programme", "remove"]) == 0
    assert "No programme is in force" in capsys.readouterr().out


def test_an_export_of_everything_has_the_programmes_that_were_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = read(TEXT)
    assert programme_files.every_kept() == []
    programme_files.use(told, TODAY)
    assert main(["data", "export", str(tmp_path / "all")]) == 0
    assert f"programme-{told.id}.toml" in capsys.readouterr().out
    assert (tmp_path / "all" / f"programme-{told.id}.toml").read_text() == told.text


def test_what_there_is_no_program_to_tell_is_taken_up_at_its_start() -> None:
    assert programme_change.use(read(TEXT), TODAY) == "It comes into force when Posture Pal starts."
    assert programme_change.remove(TODAY) == "It ends when Posture Pal starts next."


def test_a_session_is_gone_through_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    programme_files.use(read(TEXT.replace("title", 'stop_rule = "Stop at once."\ntitle')), TODAY)
    assert main(["guide", "neck-two-weeks.1"]) == 0
    told = capsys.readouterr().out
    for words in ("From R. Example", "Stop at once.", "Chin tuck"):
        assert words in told


def test_the_reference_is_the_tables() -> None:
    from posture_pal.programme.manual import manual

    written = Path(__file__).parents[2].joinpath("docs", "programmes.md").read_text(encoding="utf-8")
    assert written == manual(), "posture-pal programme manual > docs/programmes.md"


def test_a_written_day_is_tried_with_a_programme(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = tmp_path / "day.jsonl"
    day.write_text('{"start": "2026-03-02T09:00:00", "zone": "Europe/Amsterdam", "lasts": "2 h"}\n')
    assert main(["simulate", "--programme", str(file), str(day)]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ("prompted", "neck-two-weeks.1") in [(fact["fact"], fact.get("reminder")) for fact in facts]
    assert main(["simulate", "--programme", str(tmp_path / "none.toml"), str(day)]) == 2
    assert capsys.readouterr().out == ""
