"""What every way of being started at login can do, and what it knows of the entry that stands there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from posture_pal.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Entry:
    """What the system does with this program at login.

    starts: whether it starts something. command: what, empty where nothing is written.
    place: where that is written, blank for nowhere.
    remark: what a person should know of it, blank for nothing.
    """

    starts: bool
    command: tuple[str, ...] = ()
    place: str = ""
    remark: str = ""

    @property
    def trouble(self) -> str | None:
        """What is wrong with an entry that starts something; None when its program is there."""
        if not self.starts:
            return None
        if not self.command:
            return f"{self.place} names no program. Write it anew with: posture-pal autostart on"
        program = self.command[0]
        if shutil.which(program) or Path(program).is_file():
            return None
        return (
            f"{self.place} starts {program}, which is not there."
            " Write it anew with: posture-pal autostart on, or take it away with: posture-pal autostart off"
        )


class Autostart(Protocol):
    """One system's way. Nothing is read or written before it is asked for."""

    name: str

    def why_not(self) -> str | None:
        """Why this way cannot serve here, or None when it can."""

    def entry(self) -> Entry:
        """What stands there now. Raises Unavailable where it cannot be read."""

    def on(self, command: Sequence[str]) -> None:
        """Has the system start this command at login, in place of what stood there. Raises Unavailable."""

    def off(self) -> None:
        """Has the system start nothing of ours at login. Raises Unavailable."""


class NoAutostart:
    """For a computer on which nothing can be started at login. Says why."""

    name = "none"

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def why_not(self) -> str | None:
        return self._reason

    def entry(self) -> Entry:
        return Entry(starts=False)

    def on(self, command: Sequence[str]) -> None:
        self._refuse()

    def off(self) -> None:
        self._refuse()

    def _refuse(self) -> None:
        raise Unavailable(self._reason)
