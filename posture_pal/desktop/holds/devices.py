"""Sees that a program has opened the camera, or a microphone where no sound server stands before it."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from posture_pal.desktop.reconnecting import next_look
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

if TYPE_CHECKING:
    from posture_pal.desktop.holds.openings import Openings

_CAMERA = re.compile(r"video\d+")
_RECORDER = re.compile(r"pcmC\d+D\d+c")
_LOOKS_AT_CAMERAS = frozenset({"wireplumber", "pipewire-media-"})
"""Session managers keep cameras open to know what they can; that is no use of them."""
_SOUND_SERVERS = frozenset({"pipewire", "pulseaudio", "wireplumber", "pipewire-media-"})
"""These record for others, whom the sound server itself tells of. The kernel cuts names to 15 letters."""


class Kind(Protocol):
    """A kind of device: where it is, and whether it is in use; `words` and `missing` say it to a person."""

    words: str
    missing: str

    def devices(self) -> list[Path]: ...

    def in_use(self) -> bool: ...


class Camera:
    """Cameras, and whether a program of this user has one open."""

    words = "a camera is in use"
    missing = "there is no camera"

    def __init__(self, dev: Path = Path("/dev"), proc: Path = Path("/proc")) -> None:
        self._dev = dev
        self._proc = proc

    def devices(self) -> list[Path]:
        return _matching(self._dev, _CAMERA)

    def in_use(self) -> bool:
        wanted = {str(device) for device in self.devices()}
        return bool(wanted) and any(
            process.name.isdigit()
            and _has_open(process, wanted)
            and _program_name(process) not in _LOOKS_AT_CAMERAS
            for process in self._proc.iterdir()
        )


class Recorder:
    """Sound cards that record, and whether one does so for a program that is no sound server."""

    words = "a microphone is in use"
    missing = "there is no sound card that records"

    def __init__(self, dev: Path = Path("/dev/snd"), proc: Path = Path("/proc")) -> None:
        self._dev = dev
        self._proc = proc

    def devices(self) -> list[Path]:
        return _matching(self._dev, _RECORDER)

    def in_use(self) -> bool:
        for status in self._proc.glob("asound/card*/pcm*c/sub*/status"):
            text = _text_of(status)
            owner = re.search(r"^owner_pid\s*:\s*(\d+)", text, re.MULTILINE)
            name = _program_name(self._proc / owner[1]) if owner else ""
            if "state: RUNNING" in text and name not in _SOUND_SERVERS:
                return True
        return False


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
            used = self._kind.in_use()
            self._say(View(used, self._kind.words if used else ""))

    def _lost(self, why: str) -> None:
        self._is_lost = True
        self._say(View(None, why))

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)


def _matching(folder: Path, name: re.Pattern[str]) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if name.fullmatch(entry.name))
    except OSError:
        return []


def _has_open(process: Path, wanted: set[str]) -> bool:
    """Whether one of the files is open in a process; False for a process of somebody else."""
    try:
        for link in os.scandir(process / "fd"):
            try:
                if os.readlink(link.path) in wanted:  # noqa: PTH115  of every open file: no Path for each
                    return True
            except OSError:
                continue
    except OSError:
        return False
    return False


def _program_name(process: Path) -> str:
    return _text_of(process / "comm").strip()


def _text_of(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
