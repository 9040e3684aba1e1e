"""Asks macOS whether a microphone or a camera is in use, and finds who tells of full screen."""

from __future__ import annotations

import contextlib
import ctypes
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from posture_pal.desktop.asked_witness import AskedWitness
from posture_pal.desktop.frameworks import FindLibrary, framework
from posture_pal.desktop.witness import View, Witness
from posture_pal.errors import Unavailable

_SYSTEM = 1
_EVERYWHERE, _FOR_OUTPUT, _MAIN = b"glob", b"outp", 0
_DEFAULT_INPUT, _STREAMS, _CAMERAS, _RUNS_SOMEWHERE = b"dIn ", b"stm#", b"dev#", b"gone"


class _Address(ctypes.Structure):
    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def _address(selector: bytes, scope: bytes = _EVERYWHERE) -> Any:
    return ctypes.byref(_Address(int.from_bytes(selector), int.from_bytes(scope), _MAIN))


class _Device(AskedWitness):
    """A device that programs use; words: what is said while one does."""

    words: str

    def view(self) -> View:
        used = self.is_in_use()
        words = {True: self.words, False: "", None: f"macOS does not tell about the {self.name}"}
        return View(used, words[used])

    @abstractmethod
    def is_in_use(self) -> bool | None:
        """Whether any program uses it, None where macOS does not say."""


class MacMicrophone(_Device):
    """Whether any program runs the microphone that is chosen in the settings.

    A headset runs for what it plays, too, and does not tell the two apart: there it is unknown.
    """

    name = "microphone"
    words = "a microphone is in use"

    def __init__(self, find: FindLibrary = framework) -> None:
        """Raises Unavailable when there is no CoreAudio."""
        super().__init__()
        self._audio = find("CoreAudio")

    def is_in_use(self) -> bool | None:
        device = self._number(_SYSTEM, _DEFAULT_INPUT)
        if not device:
            return None
        size = ctypes.c_uint32()
        streams = _address(_STREAMS, _FOR_OUTPUT)
        if self._audio.AudioObjectGetPropertyDataSize(device, streams, 0, None, ctypes.byref(size)):
            return None
        if size.value:
            return None
        runs = self._number(device, _RUNS_SOMEWHERE)
        return None if runs is None else bool(runs)

    def _number(self, of: int, selector: bytes) -> int | None:
        value, size = ctypes.c_uint32(), ctypes.c_uint32(4)
        failure = self._audio.AudioObjectGetPropertyData(
            of, _address(selector), 0, None, ctypes.byref(size), ctypes.byref(value)
        )
        return None if failure else int(value.value)


class MacCamera(_Device):
    """Whether any program runs any camera."""

    name = "camera"
    words = "a camera is in use"

    def __init__(self, find: FindLibrary = framework) -> None:
        """Raises Unavailable when there is no CoreMediaIO."""
        super().__init__()
        self._video = find("CoreMediaIO")

    def is_in_use(self) -> bool | None:
        runs = list(self._cameras_running())
        return any(runs) if runs else None

    def _cameras_running(self) -> Iterator[bool]:
        size, used = ctypes.c_uint32(), ctypes.c_uint32()
        cameras = _address(_CAMERAS)
        if self._video.CMIOObjectGetPropertyDataSize(_SYSTEM, cameras, 0, None, ctypes.byref(size)):
            return
        found = (ctypes.c_uint32 * (size.value // 4))()
        into = (size.value, ctypes.byref(used), ctypes.byref(found))
        if self._video.CMIOObjectGetPropertyData(_SYSTEM, cameras, 0, None, *into):
            return
        for camera in list(found)[: used.value // 4]:
            value = ctypes.c_uint32()
            into = (4, ctypes.byref(used), ctypes.byref(value))
            question = _address(_RUNS_SOMEWHERE)
            if not self._video.CMIOObjectGetPropertyData(camera, question, 0, None, *into):
                yield bool(value.value)


def devices_in_use(find: FindLibrary = framework) -> list[Witness]:
    """Those of the two that this macOS has."""
    found: list[Witness] = []
    for kind in (MacMicrophone, MacCamera):
        with contextlib.suppress(Unavailable):
            found.append(kind(find))
    return found


def whole_screen(find: FindLibrary = framework) -> list[Witness]:
    """Who tells of windows that fill a screen, where this macOS has the calls."""
    from posture_pal.desktop.holds.fullscreen_macos import MacFullscreen

    with contextlib.suppress(Unavailable):
        return [MacFullscreen(find)]
    return []
