"""Asks Windows what fills the screen and whether it is quiet, and hears who uses microphone and camera."""

from __future__ import annotations

import ctypes
import sys
import threading
import winreg
from ctypes import wintypes
from typing import Any

from posture_pal.desktop.asked_witness import AskedWitness
from posture_pal.desktop.holds.windows_words import FILLS, QUIET, boot_of, is_in_use
from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

assert sys.platform == "win32"  # tells the type checker, too

_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_NAMES_AND_VALUES = 0x1 | 0x4
_FOREVER, _FIRST = 0xFFFFFFFF, 0


class NotificationState(AskedWitness):
    """SHQueryUserNotificationState, for one of the two holds that it tells of; it has to be asked."""

    name = "windows"

    def __init__(self, meanings: dict[int, str]) -> None:
        """meanings: the states that are a reason, each in words."""
        super().__init__()
        self._meanings = meanings

    @classmethod
    def of_screen(cls) -> NotificationState:
        """Whether an application fills the screen."""
        return cls(FILLS)

    @classmethod
    def of_quiet(cls) -> NotificationState:
        """Whether a presentation runs, or Windows is quiet after a new login."""
        return cls(QUIET)

    def view(self) -> View:
        state = ctypes.c_int()
        failure = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
        if failure:
            return View(None, f"Windows does not tell (0x{failure & 0xFFFFFFFF:08x})")
        return View(state.value in self._meanings, self._meanings.get(state.value, ""))


class CapabilityInUse:
    """Microphone or webcam, from the registry in which Windows notes who began and ended their use."""

    ask_every: float | None = None

    def __init__(self, capability: str, words: str) -> None:
        """capability: `microphone` or `webcam`."""
        self.name = capability
        self._path = rf"{_STORE}\{capability}"
        self._words = words
        self._changed: Changed | None = None
        self._stop: Any = None
        self._thread = threading.Thread(target=self._run, name=capability, daemon=True)
        self._kernel32 = _functions()

    def start(self, changed: Changed) -> None:
        self._changed = changed
        try:
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._path).Close()
        except OSError as error:
            raise Unavailable(f"this Windows does not note who uses the {self.name}") from error
        self._stop = self._kernel32.CreateEventW(None, True, False, None)
        self._thread.start()

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._changed = None
        if self._stop:
            self._kernel32.SetEvent(self._stop)
            if threading.current_thread() is not self._thread:
                self._thread.join()

    def _run(self) -> None:
        happened = self._kernel32.CreateEventW(None, False, False, None)
        notify = ctypes.windll.advapi32.RegNotifyChangeKeyValue
        notify.argtypes = (wintypes.HKEY, wintypes.BOOL, wintypes.DWORD, wintypes.HANDLE, wintypes.BOOL)
        both = (wintypes.HANDLE * 2)(happened, self._stop)
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._path) as key:
                while True:
                    # Asked for before looking, so that no change can fall between the two.
                    if notify(int(key), True, _NAMES_AND_VALUES, happened, True):
                        raise OSError("it cannot be watched")
                    self._look()
                    if self._kernel32.WaitForMultipleObjects(2, both, False, _FOREVER) != _FIRST:
                        return
        except OSError as error:
            self._say(View(None, f"the use of the {self.name} is not told any more: {error}"))

    def _look(self) -> None:
        booted = boot_of(_system_time(), self._kernel32.GetTickCount64())
        used = any(is_in_use(began, ended, booted) for began, ended in _uses(self._path))
        self._say(View(used, self._words if used else ""))

    def _say(self, view: View) -> None:
        changed = self._changed
        if changed is not None:
            changed(view)


def _uses(path: str, depth: int = 2) -> list[tuple[int, int]]:
    """When each program began and ended its use, in the time of Windows files; 0 for never."""
    found = []
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        began, ended = (_number(key, f"LastUsedTime{word}") for word in ("Start", "Stop"))
        if began is not None and ended is not None:
            found.append((began, ended))
        below = [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]
    for name in below if depth else ():
        try:
            found += _uses(rf"{path}\{name}", depth - 1)
        except OSError:
            continue  # uninstalled meanwhile
    return found


def _number(key: winreg.HKEYType, name: str) -> int | None:
    try:
        value, _ = winreg.QueryValueEx(key, name)
    except OSError:
        return None
    return value if isinstance(value, int) else None


def _system_time() -> int:
    time = wintypes.FILETIME()
    ctypes.windll.kernel32.GetSystemTimeAsFileTime(ctypes.byref(time))
    return int(time.dwHighDateTime) << 32 | int(time.dwLowDateTime)


def _functions() -> Any:
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.CreateEventW.restype = wintypes.HANDLE
    kernel32.CreateEventW.argtypes = (wintypes.LPVOID, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR)
    kernel32.SetEvent.argtypes = (wintypes.HANDLE,)
    kernel32.WaitForMultipleObjects.argtypes = (
        wintypes.DWORD,
        ctypes.POINTER(wintypes.HANDLE),
        wintypes.BOOL,
        wintypes.DWORD,
    )
    kernel32.WaitForMultipleObjects.restype = wintypes.DWORD
    kernel32.GetTickCount64.restype = ctypes.c_uint64
    return kernel32
