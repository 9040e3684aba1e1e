"""The desktops that keep do-not-disturb in a setting, which is read when a change is announced."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

from posture_pal.desktop.bus import Bus, Undo
from posture_pal.desktop.witness import Changed, View

_WRITER = "ca.desrt.dconf.Writer"
_READ_SECONDS = 3.0


class Setting(NamedTuple):
    """A GSettings key, and the value with which the desktop is quiet."""

    schema: str
    key: str
    quiet_when: bool

    @property
    def place(self) -> str:
        """Where dconf keeps it."""
        return f"/{self.schema.replace('.', '/')}/{self.key}"


class SettingQuiet:
    """Follows one setting. It is read by `gsettings`, which knows of defaults, profiles and locks."""

    name = "notifications"
    ask_every: float | None = None

    def __init__(self, bus: Bus, environ: Mapping[str, str], setting: Setting) -> None:
        self._bus = bus
        self._environ = environ
        self._setting = setting
        self._changed: Changed | None = None
        self._undo: Undo | None = None
        self._reading = threading.Lock()

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._undo = self._bus.listen(self._heard, interface=_WRITER, member="Notify")
        self._read_soon()

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        if self._undo is not None:
            self._undo()

    def _heard(self, body: tuple[Any, ...], _path: str, _sender: str) -> None:
        match body:
            case (str(prefix), list(changes), *_):
                if any(self._setting.place.startswith(f"{prefix}{change}") for change in changes):
                    self._read_soon()

    def _read_soon(self) -> None:
        threading.Thread(target=self._read, name="settings", daemon=True).start()

    def _read(self) -> None:
        with self._reading:  # in turn, so the last one to read is the last one to tell
            value = read_setting(self._setting, self._environ)
            changed = self._changed
            if changed is None:
                return
            if value is None:
                changed(View(None, f"gsettings does not tell {self._setting.schema} {self._setting.key}"))
            else:
                quiet = value == self._setting.quiet_when
                changed(View(quiet, "the desktop is set to do not disturb" if quiet else ""))


def read_setting(setting: Setting, environ: Mapping[str, str]) -> bool | None:
    """The value of a true-or-false key, or None when there is none to be had; takes up to a few seconds."""
    reading, writing = os.pipe()
    nothing = os.devnull
    try:
        process = os.posix_spawnp(
            "gsettings",
            ["gsettings", "get", setting.schema, setting.key],
            dict(environ),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, nothing, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_OPEN, 2, nothing, os.O_WRONLY, 0),
            ],
        )
    except OSError:
        os.close(reading)
        return None
    finally:
        os.close(writing)
    try:
        said = os.read(reading, 64) if select.select([reading], [], [], _READ_SECONDS)[0] else b""
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return {b"true": True, b"false": False}.get(said.strip())
