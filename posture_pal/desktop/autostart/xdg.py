"""Being started at login by a desktop entry, as all free desktops do it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from posture_pal.desktop.autostart import command_line, files
from posture_pal.desktop.autostart.base import Entry

FILE = "posture-pal.desktop"

_OURS = """\
[Desktop Entry]
Type=Application
Name=Posture Pal
Comment=Reminds you to change position, stretch and take breaks
Icon=posture-pal
Exec={command}
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""

_HIDES = """\
[Desktop Entry]
Type=Application
Name=Posture Pal
Hidden=true
"""


class DesktopEntry:
    """The Autostart of the XDG specification: the person's own folder first, then the computer's.

    own: the person's folder. sites: the computer's, the first one that has an entry counts.
    desktops: the names of the session's desktop, as in XDG_CURRENT_DESKTOP.
    """

    name = "desktop entry"

    def __init__(self, own: Path, sites: Sequence[Path], desktops: Sequence[str] | None = None) -> None:
        self._own = own / FILE
        self._sites = [site / FILE for site in sites]
        named = os.environ.get("XDG_CURRENT_DESKTOP", "") if desktops is None else ":".join(desktops)
        self._desktops = frozenset(filter(None, named.split(":")))

    def why_not(self) -> str | None:
        return None

    def entry(self) -> Entry:
        return next(filter(None, map(self._read, [self._own, *self._sites])), Entry(starts=False))

    def on(self, command: Sequence[str]) -> None:
        site = self._of_the_site()
        if site and site.starts and site.trouble is None:
            files.remove(self._own)  # what hid it; the computer's own entry does the rest
        else:
            files.write(self._own, _OURS.format(command=command_line.to_exec(command)).encode())

    def off(self) -> None:
        site = self._of_the_site()
        if site and site.starts:
            files.write(self._own, _HIDES.encode())
        else:
            files.remove(self._own)

    def _of_the_site(self) -> Entry | None:
        return next(filter(None, map(self._read, self._sites)), None)

    def _read(self, file: Path) -> Entry | None:
        content = files.read(file)
        if content is None:
            return None
        keys = _keys(content.decode(errors="replace"))
        command = command_line.from_exec(keys.get("Exec", ""))
        held = self._held_back(keys)
        whose = "for everybody on this computer" if file in self._sites else ""
        return Entry(not held, command, str(file), held or whose)

    def _held_back(self, keys: Mapping[str, str]) -> str:
        """Why a session passes this entry over; blank when it does not."""
        if keys.get("Hidden") == "true":
            return "switched off"
        if keys.get("X-GNOME-Autostart-enabled") == "false":
            return "switched off in the desktop's settings"
        tried = keys.get("TryExec")
        if tried and shutil.which(tried) is None:
            return f"passed over: its TryExec, {tried}, is not there"
        only = frozenset(filter(None, keys.get("OnlyShowIn", "").split(";")))
        never = frozenset(filter(None, keys.get("NotShowIn", "").split(";")))
        if self._desktops and (never & self._desktops or (only and not only & self._desktops)):
            return "passed over on this desktop, by its OnlyShowIn or NotShowIn"
        return ""


def _keys(text: str) -> dict[str, str]:
    """The keys of the group [Desktop Entry]; the first of a name counts, translations do not."""
    found: dict[str, str] = {}
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = line
        elif group == "[Desktop Entry]" and not line.startswith("#"):
            key, equals, value = line.partition("=")
            if equals:
                found.setdefault(key.strip(), value.strip())
    return found
