"""Sees that a program has opened the camera, or a microphone where no sound server stands before it."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posture_pal.desktop.reconnecting import next_look
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

if TYPE_CHECKING:
    from posture_pal.desktop.holds.openings import Openings


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of device: where it is, how its files are called, and how its use is worded.

    bystanders: programs that open it for others or only to look; the kernel cuts their names to 15 letters.
    """

    words: str
    missing: str
    folder: Path
    name: re.Pattern[str]
    bystanders: frozenset[str]
    proc: Path = Path("/proc")

    def devices(self) -> list[Path]:
        """The devices of this kind that are plugged in."""
        try:
            return sorted(entry for entry in self.folder.iterdir() if self.name.fullmatch(entry.name))
        except OSError:
            return []

    def in_use(self) -> bool:
        """Whether a program of this user has one open; looks through all their open files."""
        wanted = {str(device) for device in self.devices()}
        return bool(wanted) and any(
            process.name.isdigit()
            and _has_open(process, wanted)
            and _program_name(process) not in self.bystanders
            for process in self.proc.iterdir()
        )


CAMERA = Kind(
    "a camera is in use",
    "there is no camera",
    Path("/dev"),
    re.compile(r"video\d+"),
    # Session managers keep cameras open to know what they can do.
    frozenset({"wireplumber", "pipewire-media-"}),
)
RECORDER = Kind(
    "a microphone is in use",
    "there is no sound card that records",
    Path("/dev/snd"),
    re.compile(r"pcmC\d+D\d+c"),
    # These record for others, and are asked themselves for whom.
    frozenset({"pipewire", "pulseaudio", "wireplumber", "pipewire-media-"}),
)


class DevicesInUse:
    """Looks who has a kind of device open whenever the kernel tells that one was opened or closed.

    While there is no such device, it wants to be asked now and then whether one was plugged in.
    """

    def __init__(self, name: str, kind: Kind) -> None:
        self.name = name
        self._kind = kind
        self._changed: Changed | None = None
        self._openings: Openings | None = None
        self._is_lost = False
        self._looks = 0
        self._looking = threading.Lock()

    @property
    def ask_every(self) -> float | None:
        if self._changed is None or (self._openings is not None and not self._is_lost):
            return None
        return next_look(min(self._looks, 2))  # what is plugged in is about to be used

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._begin()

    def ask(self) -> None:
        """Looks for a device when there was none."""
        if self.ask_every is not None:
            self._looks += 1
            self._let_go()
            self._begin()

    def close(self) -> None:
        self._changed = None
        self._let_go()

    def _begin(self) -> None:
        self._is_lost = False
        if not self._kind.devices():
            self._say(View(None, self._kind.missing))
            return
        # Loaded where there is something to watch: it brings in ctypes, most of a megabyte.
        from posture_pal.desktop.holds.openings import Openings

        try:
            self._openings = Openings(self._kind.devices, self._look, self._lost)
        except Unavailable as error:
            self._say(View(None, str(error)))
        else:
            self._look()

    def _let_go(self) -> None:
        openings, self._openings = self._openings, None
        if openings is not None:
            openings.close()

    def _look(self) -> None:
        with self._looking:  # in turn, so the last one to look is the last one to tell
            if not self._kind.devices():
                self._say(View(None, self._kind.missing))
                return
            used = self._kind.in_use()
            self._say(View(used, self._kind.words if used else ""))

    def _lost(self, why: str) -> None:
        self._is_lost = True
        self._say(View(None, why))

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)


def _has_open(process: Path, wanted: set[str]) -> bool:
    """Whether one of the files is open in a process; False for a process of somebody else."""
    try:
        with os.scandir(process / "fd") as links:
            return any(_target(link.path) in wanted for link in links)
    except OSError:
        return False


def _target(link: str) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115  of every open file there is: no Path for each
    except OSError:
        return ""


def _program_name(process: Path) -> str:
    try:
        return (process / "comm").read_text(errors="replace").strip()
    except OSError:
        return ""
