"""Hears from the Linux kernel that certain devices were opened or closed, or plugged in."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import struct
import threading
from collections.abc import Callable
from pathlib import Path

from posture_pal.errors import Unavailable

_CLOSE_ON_EXEC = 0o2000000
_OPENED, _CLOSED_WRITTEN, _CLOSED = 0x20, 0x8, 0x10
_CREATED, _DELETED, _RIGHTS = 0x100, 0x200, 0x4
_OVERFLOWN = -1
_EVENT = struct.Struct("iIII")


class Openings:
    """Calls back after any opening or closing of the devices, several at once as one.

    happened: called on the watching thread; it may look for as long as it needs.
    lost: called with a sentence when nothing can be heard any more.
    """

    def __init__(
        self,
        devices: Callable[[], list[Path]],
        happened: Callable[[], None],
        lost: Callable[[str], None],
    ) -> None:
        """devices: what to watch, asked again when something comes or goes there. Raises Unavailable."""
        self._devices = devices
        self._happened = happened
        self._lost = lost
        try:
            library = ctypes.CDLL(None, use_errno=True)
            self._add = library.inotify_add_watch
            self._file = int(library.inotify_init1(_CLOSE_ON_EXEC))
        except (OSError, AttributeError) as error:
            raise Unavailable("this system does not tell who opens a device") from error
        if self._file < 0:
            raise Unavailable(f"devices cannot be watched: {os.strerror(ctypes.get_errno())}")
        self._wake, self._waker = os.pipe()
        self._watches: dict[int, Path] = {}
        self._folder = -1
        if not self._watch_all():
            why = os.strerror(ctypes.get_errno())
            self._close_files()
            raise Unavailable(f"the devices may not be watched: {why}")
        self._thread = threading.Thread(target=self._run, name="devices", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Nothing is called after this has returned, but for a call from the watching thread itself."""
        with contextlib.suppress(OSError):
            os.write(self._waker, b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _watch_all(self) -> bool:
        devices = self._devices()
        if devices and self._folder < 0:
            self._folder = self._watch(devices[0].parent, _CREATED | _DELETED | _RIGHTS)
        self._watches = {
            watch: device
            for device in devices
            if (watch := self._watch(device, _OPENED | _CLOSED | _CLOSED_WRITTEN)) >= 0
        }
        return bool(self._watches)

    def _watch(self, path: Path, events: int) -> int:
        return int(self._add(self._file, os.fsencode(path), events))

    def _run(self) -> None:
        why = ""
        try:
            while not self._woken():
                self._read()
        except Exception as error:  # noqa: BLE001  a watcher that dies quietly would leave a call standing
            why = f"devices cannot be watched any more: {error}"
        self._close_files()
        if why:
            self._lost(why)

    def _woken(self) -> bool:
        poll = select.poll()
        poll.register(self._file, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        return any(file == self._wake for file, _ in poll.poll())

    def _read(self) -> None:
        data, at = os.read(self._file, 65536), 0
        came_or_went = opened_or_closed = False
        while at + _EVENT.size <= len(data):
            watch, _, _, length = _EVENT.unpack_from(data, at)
            at += _EVENT.size + length
            came_or_went = came_or_went or watch == self._folder
            opened_or_closed = opened_or_closed or watch in self._watches or watch == _OVERFLOWN
        if came_or_went:
            before = set(self._watches.values())
            self._watch_all()
            opened_or_closed = opened_or_closed or before != set(self._watches.values())
        if opened_or_closed:
            self._happened()

    def _close_files(self) -> None:
        for file in (self._file, self._wake, self._waker):
            os.close(file)
