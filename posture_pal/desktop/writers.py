"""Says whether a file for everybody on this computer can only have been written by who looks after it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

_SYSTEM = "S-1-5-18"
_ADMINISTRATORS = "S-1-5-32-544"
_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
"""Windows itself, its administrators, and the service that installs what belongs to it."""


def why_not_trusted(file: Path) -> str | None:
    """Why somebody else could have written it; None where only an administrator or this person could.

    The file and the folder that it really lies in are looked at. Raises OSError where either is gone.
    """
    if sys.platform == "win32":
        return _by_owner_on_windows(file)
    file = file.resolve()
    return _by_mode(file, file.stat()) or _by_mode(file.parent, file.parent.stat())


def _by_mode(path: Path, found: os.stat_result) -> str | None:
    if sys.platform == "win32":
        raise NotImplementedError("Windows has other ways for this")
    if found.st_uid not in {0, os.geteuid()}:
        return (
            f"{path} belongs to the user with the number {found.st_uid}; expected root's, or your own."
            f" Whoever looks after this computer mends it with: chown root {path}"
        )
    # In a folder such as /tmp others may add files of their own, but replace none.
    sticky = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
    if found.st_mode & stat.S_IWOTH and not sticky:
        return (
            f"anybody may write to {path}. Whoever looks after this computer mends it with: chmod o-w {path}"
        )
    return None


def _by_owner_on_windows(file: Path) -> str | None:
    """Any user may make a folder in ProgramData, so who made this one matters."""
    from posture_pal.desktop.own_part import own_part  # Linux goes without

    windows_owner = own_part("posture_pal.desktop.windows_owner")
    trusted = {_SYSTEM, _ADMINISTRATORS, _INSTALLER, *windows_owner.ourselves()}
    for path in (file, file.parent):
        owner = windows_owner.of_file(path)
        if owner not in trusted:
            return (
                f"{path} belongs to the user {owner}; expected the administrators', or your own."
                f' An administrator mends it with: icacls "{path}" /setowner *{_ADMINISTRATORS}'
            )
    return None
