"""Hears from Windows that the session is locked or unlocked, and that the machine sleeps and wakes."""

from __future__ import annotations

import ctypes
import sys
import threading
from ctypes import wintypes
from typing import Any

from posture_pal.desktop.presence.windows_words import event_of, is_locked
from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import Locked

assert sys.platform == "win32"  # tells the type checker, too

_WM_CLOSE, _WM_DESTROY = 0x0010, 0x0002
_THIS_SESSION_ALONE = 0
_HERE, _THIS_SESSION, _SESSION_INFO_EX = 0, -1, 25
_READY_SECONDS = 5.0
_Procedure = ctypes.WINFUNCTYPE(
    ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)


class _WindowClass(ctypes.Structure):
    _fields_ = (
        ("style", wintypes.UINT),
        ("procedure", _Procedure),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    )


class WindowsSession:
    """A window that nobody sees, on a thread that sleeps until Windows sends it a message."""

    name = "session"
    ask_every: float | None = None

    def __init__(self) -> None:
        self._tell: Tell | None = None
        self._why: str | None = None
        self._window: Any = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="windows-session", daemon=True)
        self._user32 = _functions()
        self._procedure = _Procedure(self._message)  # kept here, for Windows holds no reference to it

    def why_not(self) -> str | None:
        return self._why

    def start(self, tell: Tell) -> None:
        self._tell = tell
        self._thread.start()
        if not self._ready.wait(_READY_SECONDS) or self._why is not None:
            raise Unavailable(self._why or "Windows gives no window to hear of locks and sleep.")
        if is_locked(_session_info()):
            tell(Locked())

    def ask(self) -> None:
        pass

    def close(self) -> None:
        self._tell = None
        if self._window:
            self._user32.PostMessageW(self._window, _WM_CLOSE, 0, 0)
            if threading.current_thread() is not self._thread:
                self._thread.join(_READY_SECONDS)

    def _run(self) -> None:
        instance = ctypes.windll.kernel32.GetModuleHandleW(None)
        name = f"PosturePalSession{id(self)}"
        kind = _WindowClass(procedure=self._procedure, instance=instance, name=name)
        self._user32.RegisterClassW(ctypes.byref(kind))
        # A message-only window would not be told of sleep: that is broadcast to top-level windows.
        self._window = self._user32.CreateWindowExW(0, name, name, 0, 0, 0, 0, 0, None, None, instance, None)
        if not self._window:
            self._why = f"Windows gives no window to hear of locks and sleep ({ctypes.get_last_error()})."
            self._ready.set()
            return
        wtsapi32 = ctypes.WinDLL("wtsapi32")
        wtsapi32.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
        wtsapi32.WTSUnRegisterSessionNotification.argtypes = (wintypes.HWND,)
        wtsapi32.WTSRegisterSessionNotification(self._window, _THIS_SESSION_ALONE)
        self._ready.set()
        message = wintypes.MSG()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            self._user32.DispatchMessageW(ctypes.byref(message))
        self._user32.UnregisterClassW(name, instance)

    def _message(self, window: Any, message: int, wparam: int, lparam: int) -> int:
        event = event_of(message, wparam)
        tell = self._tell
        if event is not None and tell is not None:
            tell(event)
        if message == _WM_CLOSE:
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(wintypes.HWND(window))
            self._user32.DestroyWindow(window)
            return 0
        if message == _WM_DESTROY:
            self._user32.PostQuitMessage(0)
            return 0
        return int(self._user32.DefWindowProcW(window, message, wparam, lparam))


def _functions() -> Any:
    """The window functions, told the widths of their arguments: handles are 64 bits wide."""
    user32 = ctypes.WinDLL("user32", use_last_error=True)
    user32.CreateWindowExW.restype = wintypes.HWND
    user32.CreateWindowExW.argtypes = (
        wintypes.DWORD,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        *(ctypes.c_int,) * 4,
        wintypes.HWND,
        wintypes.HANDLE,
        wintypes.HINSTANCE,
        wintypes.LPVOID,
    )
    four = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
    user32.DefWindowProcW.restype = ctypes.c_ssize_t
    user32.DefWindowProcW.argtypes = four
    user32.PostMessageW.argtypes = four
    user32.DestroyWindow.argtypes = (wintypes.HWND,)
    user32.UnregisterClassW.argtypes = (wintypes.LPCWSTR, wintypes.HINSTANCE)
    return user32


def _session_info() -> bytes:
    """What Windows says about this session, or b"" when it does not."""
    wtsapi32 = ctypes.WinDLL("wtsapi32")
    buffer, size = ctypes.c_void_p(), wintypes.DWORD()
    asked = wtsapi32.WTSQuerySessionInformationW(
        wintypes.HANDLE(_HERE), _THIS_SESSION, _SESSION_INFO_EX, ctypes.byref(buffer), ctypes.byref(size)
    )
    if not asked or not buffer.value:
        return b""
    try:
        return ctypes.string_at(buffer.value, size.value)
    finally:
        wtsapi32.WTSFreeMemory(buffer)
