"""Being started at login by a line in the person's own part of the Windows registry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from posture_pal.desktop.autostart import command_line
from posture_pal.desktop.autostart.base import Entry
from posture_pal.errors import Unavailable

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Task Manager keeps what somebody switched off there: an odd first byte."""

VALUE = "Posture Pal"
LONGEST = 260
"""Characters of a line that Windows starts."""


class WindowsRun:
    """The Run key: the person's own, and the computer's, which an administrator writes.

    registry: what does the reading and writing, named as in Python's own winreg; None for that one.
    """

    name = "registry"

    def __init__(self, registry: Any = None) -> None:
        self._given = registry

    def why_not(self) -> str | None:
        if self._given is None and sys.platform != "win32":
            return "There is no Windows registry here."
        return None

    def entry(self) -> Entry:
        own = self._read(self._registry.HKEY_CURRENT_USER, rf"HKEY_CURRENT_USER\{RUN}", "")
        site = self._read(
            self._registry.HKEY_LOCAL_MACHINE, rf"HKEY_LOCAL_MACHINE\{RUN}", "for everybody on this computer"
        )
        if own and (own.starts or site is None):
            return own
        return site or Entry(starts=False)

    def on(self, command: Sequence[str]) -> None:
        line = command_line.to_windows(command)
        if len(line) > LONGEST:
            raise Unavailable(
                f"Windows starts no line of more than {LONGEST} characters at login, and this one has"
                f" {len(line)}: {line}. Install Posture Pal in a folder with a shorter name."
            )
        registry, home = self._registry, self._registry.HKEY_CURRENT_USER
        try:
            with registry.CreateKeyEx(home, RUN, 0, registry.KEY_SET_VALUE) as key:
                registry.SetValueEx(key, VALUE, 0, registry.REG_SZ, line)
            self._delete(APPROVED)  # what somebody switched off in Task Manager is asked for again here
        except OSError as error:
            raise Unavailable(f"The registry takes no entry ({error}).") from error

    def off(self) -> None:
        try:
            self._delete(RUN)
        except OSError as error:
            raise Unavailable(f"The registry lets no entry be taken away ({error}).") from error
        site = self.entry()
        if site.starts:
            raise Unavailable(
                f"{site.place} starts it for everybody on this computer; only an administrator can change"
                " that. You can switch it off for yourself in Task Manager, under Startup apps."
            )

    @property
    def _registry(self) -> Any:
        if self._given is None:
            import winreg

            return winreg
        return self._given

    def _read(self, root: Any, place: str, remark: str) -> Entry | None:
        line = self._value(root, RUN)
        if line is None:
            return None
        switched = self._value(root, APPROVED)
        if isinstance(switched, bytes) and switched[:1] and switched[0] % 2:
            return Entry(False, command_line.from_windows(str(line)), place, "switched off in Task Manager")
        return Entry(True, command_line.from_windows(str(line)), place, remark)

    def _value(self, root: Any, key: str) -> Any:
        try:
            with self._registry.OpenKey(root, key) as opened:
                return self._registry.QueryValueEx(opened, VALUE)[0]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable(f"The registry cannot be read ({error}).") from error

    def _delete(self, key: str) -> None:
        registry = self._registry
        with (
            suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, key, 0, registry.KEY_SET_VALUE) as opened,
        ):
            registry.DeleteValue(opened, VALUE)
