"""Everything that belongs to a person, deleted at one word: the right folders, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_pal import cli, paths
from posture_pal.desktop import instance


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    (paths.data_dir() / "programmes").mkdir()
    for file in (paths.log_file(), paths.diary_file(), paths.data_dir() / "programmes" / "a.toml"):
        file.write_text("mine")
    paths.user_config().parent.mkdir(parents=True)
    paths.user_config().write_text("")
    return tmp_path


def test_the_record_the_diary_and_the_settings_go(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["data", "delete", "--everything", "--yes"]) == 0
    assert str(home / ".local/share/posture-pal") in capsys.readouterr().out
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert not (home / ".config/posture-pal").exists()


@pytest.mark.usefixtures("home")
def test_what_somebody_else_put_beside_the_settings_stays() -> None:
    note = paths.user_config().with_name("my notes.txt")
    note.write_text("mine")
    assert cli.main(["data", "delete", "--everything", "--yes"]) == 0
    assert note.exists()
    assert not paths.user_config().exists()


@pytest.mark.usefixtures("home")
def test_nothing_goes_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["data", "delete", "--everything"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert paths.log_file().read_text() == "mine"


@pytest.mark.usefixtures("home")
def test_nothing_goes_while_the_program_would_write_on(capsys: pytest.CaptureFixture[str]) -> None:
    server = instance.serve(paths.socket_path(), lambda _: {"ok": True, "say": ""})
    try:
        assert cli.main(["data", "delete", "--everything", "--yes"]) == 1
    finally:
        server.close()
    assert "posture-pal quit" in capsys.readouterr().err
    assert paths.log_file().exists()
