"""Every folder: the platform's own, one for everything, none that others can reach."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from posture_pal import paths
from posture_pal.errors import PosturePalError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's folders; run it on Linux")

EVERYTHING: list[Callable[[], Path | None]] = [
    paths.user_config,
    paths.site_config,
    paths.data_dir,
    paths.log_file,
    paths.runtime_dir,
    paths.socket_path,
]
ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0,
    reason="only root can make another user's folder: sudo .venv/bin/pytest tests/unit/test_paths.py",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("XDG_", "POSTURE_PAL_")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(paths, "_SESSIONS", tmp_path / "sessions")
    monkeypatch.setattr(paths, "_SHARED_TEMPORARY", tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    return home


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A session's own runtime folder, as systemd makes it."""
    session = tmp_path / "session"
    session.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    return session


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- the platform's folders -----------------------------------------------------------------------


def test_everything_is_where_the_platform_keeps_such_things(home: Path, session: Path) -> None:
    assert paths.user_config() == home / ".config/posture-pal/config.toml"
    assert paths.data_dir() == home / ".local/share/posture-pal"
    assert paths.log_file() == home / ".local/share/posture-pal/facts.sqlite3"
    assert paths.runtime_dir() == session / "posture-pal"
    assert paths.socket_path() == session / "posture-pal/control.sock"


def test_the_variables_for_folders_are_heeded_unless_they_are_relative(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere/relative")
    assert paths.user_config() == tmp_path / "settings/posture-pal/config.toml"
    assert paths.data_dir() == home / ".local/share/posture-pal"


def test_naming_the_config_makes_no_folder(home: Path) -> None:
    paths.user_config()
    paths.site_config()
    assert list(home.iterdir()) == []


def test_the_sites_config_is_the_first_that_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'one'}:{tmp_path / 'two'}:{tmp_path / 'three'}")
    assert paths.site_config() is None
    for name in ("three", "two"):
        folder = tmp_path / name / "posture-pal"
        folder.mkdir(parents=True)
        (folder / "config.toml").touch()
    assert paths.site_config() == tmp_path / "two/posture-pal/config.toml"


def test_what_came_with_the_program_is_there() -> None:
    assert paths.builtin_config().is_file()
    assert paths.icon_file("any.png").parent.is_dir()
    assert paths.icon_file("any.png").name == "any.png"


def test_an_installed_program_finds_what_is_inside_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages/posture_pal"
    (package / "icons").mkdir(parents=True)
    (package / "config.toml").touch()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.builtin_config() == package / "config.toml"
    assert paths.icon_file("a.png") == package / "icons/a.png"


def test_importing_it_loads_no_library_for_folders() -> None:
    program = "import sys; from posture_pal import paths; print('platformdirs' in sys.modules)"
    seen = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert seen.stdout == "False\n"


# --- one folder for everything --------------------------------------------------------------------


def test_one_folder_can_hold_everything(
    home: Path, session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    (tmp_path / "posture-pal").mkdir()
    (tmp_path / "posture-pal/config.toml").touch()
    throwaway = tmp_path / "throw away"
    monkeypatch.setenv("POSTURE_PAL_HOME", str(throwaway))
    assert paths.site_config() is None
    named = [where() for where in EVERYTHING]
    assert all(path is None or path.is_relative_to(throwaway) for path in named)
    (throwaway / "site.toml").touch()
    assert paths.site_config() == throwaway / "site.toml"
    assert list(home.iterdir()) == list(session.iterdir()) == []


def test_the_one_folder_may_be_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POSTURE_PAL_HOME", "here")
    assert paths.log_file() == tmp_path / "here/data/facts.sqlite3"


def test_an_empty_variable_is_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTURE_PAL_HOME", "")
    assert paths.data_dir().is_relative_to(home)


# --- private --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_folders_are_made_for_nobody_else_whatever_the_umask() -> None:
    before = os.umask(0)
    try:
        made = [paths.data_dir(), paths.runtime_dir()]
    finally:
        os.umask(before)
    assert [mode(folder) for folder in made] == [0o700, 0o700]


def test_a_data_folder_that_others_could_read_is_closed(home: Path) -> None:
    folder = home / ".local/share/posture-pal"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    assert mode(paths.data_dir()) == 0o700


def test_a_data_folder_kept_elsewhere_by_a_link_is_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "synced").mkdir(mode=0o700)
    (home / ".local/share").mkdir(parents=True)
    (home / ".local/share/posture-pal").symlink_to(tmp_path / "synced")
    paths.log_file().touch()
    assert (tmp_path / "synced/facts.sqlite3").exists()


@ROOT
def test_a_data_folder_of_another_user_is_refused(home: Path) -> None:
    folder = home / ".local/share/posture-pal"
    folder.mkdir(parents=True)
    os.chown(folder, 65534, 65534)
    with pytest.raises(PosturePalError, match="belongs to another user"):
        paths.data_dir()


def test_a_data_folder_that_cannot_be_made_is_told_with_what_to_do(home: Path) -> None:
    (home / ".local").touch()
    with pytest.raises(PosturePalError, match=r"posture-pal cannot be used .*POSTURE_PAL_HOME"):
        paths.data_dir()


@pytest.mark.parametrize("value", ["", "relative", None])
def test_without_a_home_it_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    import pwd

    def nobody_known(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody_known)
    monkeypatch.delenv("HOME") if value is None else monkeypatch.setenv("HOME", value)
    for where in (paths.user_config, paths.log_file, paths.runtime_dir):
        with pytest.raises(PosturePalError, match="Set HOME to it, or POSTURE_PAL_HOME"):
            where()


# --- where the program is reached -----------------------------------------------------------------


@pytest.mark.parametrize("how", ["open to others", "a link", "a file", "missing"])
def test_a_session_folder_that_is_not_ours_alone_is_passed_over(
    session: Path, tmp_path: Path, how: str
) -> None:
    if how == "open to others":
        session.chmod(0o755)
    else:
        session.rmdir()
    if how == "a link":
        session.symlink_to(tmp_path)
    elif how == "a file":
        session.touch(mode=0o700)
    found = paths.runtime_dir()
    assert not found.is_relative_to(session)
    assert mode(found) == 0o700


@ROOT
def test_a_session_folder_of_another_user_is_passed_over(session: Path) -> None:
    os.chown(session, 65534, 65534)
    assert not paths.runtime_dir().is_relative_to(session)


def test_without_a_session_the_way_is_beside_the_data(home: Path) -> None:
    assert paths.runtime_dir() == home / ".local/share/posture-pal/run"


@pytest.mark.parametrize("variable", [None, "", "relative", "/no/such/folder"])
def test_a_command_without_the_variable_looks_where_sessions_usually_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str | None
) -> None:
    (tmp_path / "here/relative").mkdir(parents=True, mode=0o700)
    (tmp_path / "here").chmod(0o700)
    monkeypatch.chdir(tmp_path / "here")
    if variable is not None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", variable)
    usual = tmp_path / "sessions" / str(os.geteuid())
    usual.mkdir(parents=True, mode=0o700)
    assert paths.runtime_dir() == usual / "posture-pal"


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    deep = tmp_path / ("deep" * 20) / ("down" * 20)
    monkeypatch.setenv("POSTURE_PAL_HOME", str(deep))
    return deep


@pytest.mark.parametrize("length", [107, 108])
def test_a_path_too_long_for_a_socket_gets_another(
    tmp_path: Path, session: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    missing = length - len(str(tmp_path / "run/control.sock")) - 1
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path / ("x" * missing)))
    path = paths.socket_path()
    assert len(os.fsencode(path)) <= 107
    assert path.is_relative_to(session) == (length == 108)


def test_the_other_path_is_private_and_the_same_for_the_same_home(deep: Path, session: Path) -> None:
    path = paths.socket_path()
    assert path == paths.socket_path()
    assert path.parent == session / "posture-pal"
    assert mode(path.parent) == 0o700
    os.environ["POSTURE_PAL_HOME"] = str(deep / "elsewhere")
    assert paths.socket_path() != path


def test_without_a_session_a_folder_of_ours_among_everybodys_serves(deep: Path, tmp_path: Path) -> None:
    assert len(str(deep)) > 107
    path = paths.socket_path()
    assert path.parent == tmp_path / f"tmp/posture-pal-{os.geteuid()}"
    assert mode(path.parent) == 0o700
    assert path == paths.socket_path()


@pytest.mark.parametrize("how", ["open to others", "a link", "a file"])
@pytest.mark.usefixtures("deep")
def test_a_folder_that_somebody_else_prepared_is_not_used(tmp_path: Path, how: str) -> None:
    trap = tmp_path / f"tmp/posture-pal-{os.geteuid()}"
    if how == "open to others":
        trap.mkdir()
        trap.chmod(0o777)
    elif how == "a link":
        (tmp_path / "mine").mkdir(mode=0o700)
        trap.symlink_to(tmp_path / "mine")
    else:
        trap.touch(mode=0o700)
    with pytest.raises(PosturePalError, match=str(trap)):
        paths.socket_path()
