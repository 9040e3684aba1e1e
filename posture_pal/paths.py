"""Where everything is kept: the config files, the record, the icons and the way to the running program.

With POSTURE_PAL_HOME set, all of it is in that one folder: a throw-away home for demonstrations and tests.
"""

from __future__ import annotations

import os
import stat
import sys
from binascii import crc32
from pathlib import Path
from typing import TYPE_CHECKING

from posture_pal import private_files
from posture_pal.errors import PosturePalError

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

APP = "posture-pal"
HOME_VARIABLE = "POSTURE_PAL_HOME"

_PACKAGE = Path(__file__).parent
_SHARED_TEMPORARY = Path("/tmp")  # noqa: S108 - only a folder in it that is provably ours is ever used
_SESSIONS = Path("/run/user")
_LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
"""Bytes of a path that fit into a socket address."""


def user_config() -> Path:
    """The person's own config file, which need not exist. Raises PosturePalError without a home."""
    home = _one_folder()
    return home / "config.toml" if home else _platform_folder("user_config_dir") / "config.toml"


def site_config() -> Path | None:
    """The first config file that whoever looks after this computer has put down, or None."""
    home = _one_folder()
    if home:
        files = [home / "site.toml"]
    else:
        files = [folder / "config.toml" for folder in _platform_folders("site_config_dir")]
    return next((file for file in files if file.exists()), None)


def site_place() -> Path:
    """The site's config file, or where the program would look for one first. Raises as user_config does."""
    found = site_config()
    if found is not None:
        return found
    home = _one_folder()
    return home / "site.toml" if home else _platform_folders("site_config_dir")[0] / "config.toml"


def builtin_config() -> Path:
    """The annotated default, as it came with the program."""
    return _shipped("config.toml")


def profile_config(name: str) -> Path:
    """The config file of a profile that came with the program; the default one has none."""
    return _PACKAGE / "profiles" / f"{name}.toml"


def icon_file(name: str) -> Path:
    """An icon that came with the program."""
    return _shipped("icons") / name


def login_folders(platform: str = sys.platform) -> tuple[Path, list[Path]]:
    """Where a system keeps what it starts at login: the person's folder, and the computer's in their order.

    Raises PosturePalError with everything in one folder, which no login knows of, and without a home.
    """
    if _one_folder():
        raise PosturePalError(
            f"With {HOME_VARIABLE} set this is a throw-away home, and nothing of it is started at login."
        )
    if platform == "darwin":
        return _home() / "Library" / "LaunchAgents", [Path("/Library/LaunchAgents")]
    if platform == "win32":
        return Path(), []  # the registry keeps it
    own = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(own) if os.path.isabs(own) else _home() / ".config"  # noqa: PTH117 - it may be empty
    shared = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    sites = [Path(place) for place in shared.split(os.pathsep) if os.path.isabs(place)]  # noqa: PTH117
    return folder / "autostart", [site / "autostart" for site in sites]


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if not home.is_absolute():
        raise PosturePalError("There is no home folder to keep anything in. Set HOME to it.")
    return home


def data_dir() -> Path:
    """The person's data folder, made if need be, for nobody else to read.

    Raises PosturePalError where it cannot be made, is somebody else's, or there is no home.
    """
    home = _one_folder()
    return _private(home / "data" if home else _platform_folder("user_data_dir"))


def log_file() -> Path:
    """The event log. Raises as data_dir does."""
    return data_dir() / "facts.sqlite3"


def claim_file() -> Path:
    """Held by the program that keeps the log; it names that program's socket. Raises as data_dir does."""
    return data_dir() / "running.lock"


def diary_file() -> Path:
    """The diary, apart from everything else. Raises as data_dir does."""
    return data_dir() / "diary.jsonl"


def programme_in_force() -> Path:
    """The file that names the programme in force; it need not be there. Raises as data_dir does."""
    return data_dir() / "programmes" / "in-force.json"


def programmes_dir() -> Path:
    """The folder of the clinics' programmes that were ever used. Raises as data_dir does."""
    return _private(data_dir() / "programmes")


def runtime_dir() -> Path:
    """A private folder for what lives as long as the program runs. Raises as data_dir does.

    The session's own where there is one. A command from another door, such as ssh or cron, has no variable
    that names it and must find the same running program, so the folder's usual place is looked at too.
    """
    home = _one_folder()
    if home:
        return _private(home / "run")
    session = next((folder for folder in _session_folders() if _is_ours_alone(folder)), None)
    return _private(session / APP if session else data_dir() / "run")


def socket_path() -> Path:
    """Where the running program listens; short enough for a socket address. Raises as data_dir does."""
    path = runtime_dir() / "control.sock"
    if _fits(path):
        return path
    name = f"{crc32(os.fsencode(path)):08x}.sock"
    for folder in _session_folders():
        if _is_ours_alone(folder) and _fits(folder / APP / name):
            return _private(folder / APP) / name
    return _own_temporary() / name


def _one_folder() -> Path | None:
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).absolute() if named else None


def _platform_folder(name: str) -> Path:
    try:
        folder = Path(getattr(_platform_dirs(), name))
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        raise PosturePalError(
            "There is no home folder to keep anything in."
            f" Set HOME to it, or {HOME_VARIABLE} to a folder for everything of Posture Pal's."
        )
    return folder


def _platform_folders(name: str) -> list[Path]:
    """All that the system has of one kind, the first to be looked at first."""
    return [Path(folder) for folder in getattr(_platform_dirs(), name).split(os.pathsep)]


def _platform_dirs() -> PlatformDirs:
    from platformdirs import PlatformDirs  # here, for whoever names one folder for everything goes without

    return PlatformDirs(APP, appauthor=False, multipath=True)


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name  # the latter where it runs from its sources


def _session_folders() -> list[Path]:
    if sys.platform == "win32":
        return []
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    usual = _SESSIONS / str(os.geteuid())
    return [Path(named), usual] if os.path.isabs(named) else [usual]  # noqa: PTH117 - it may be empty


def _is_ours_alone(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return _is_ours(found) and stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077


def _is_ours(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid()


def _private(folder: Path) -> Path:
    """Makes a folder for nobody else, or makes one that exists so."""
    try:
        private_files.make_folder(folder)
        found = folder.stat()
        if not _is_ours(found):
            raise PosturePalError(
                f"The folder {folder} belongs to another user."
                f" Run Posture Pal as that user, or set {HOME_VARIABLE} to a folder of your own."
            )
        if found.st_mode & 0o077 and sys.platform != "win32":
            folder.chmod(0o700)
    except OSError as error:
        raise PosturePalError(
            f"The folder {folder} cannot be used ({error.strerror or error})."
            f" Make it writable, or set {HOME_VARIABLE} to a folder of your own."
        ) from error
    return folder


def _own_temporary() -> Path:
    """A folder of ours where everybody may make folders: never one that somebody else made, nor a link."""
    folder = _SHARED_TEMPORARY / APP
    if sys.platform != "win32":
        folder = _SHARED_TEMPORARY / f"{APP}-{os.geteuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise PosturePalError(f"The folder {folder} cannot be made ({error.strerror or error}).") from error
    if not _is_ours_alone(folder):
        raise PosturePalError(
            f"The folder {folder} is not yours alone. Set XDG_RUNTIME_DIR to a private folder,"
            f" or {HOME_VARIABLE} to a shorter path."
        )
    return folder


def _fits(path: Path) -> bool:
    return sys.platform == "win32" or len(os.fsencode(path)) <= _LONGEST_SOCKET
