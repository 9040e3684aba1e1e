"""What Windows itself is asked for: who the person is, a name that is theirs alone, pipes with patience."""

from __future__ import annotations

import ctypes
from binascii import crc32
from ctypes import wintypes
from functools import cache
from typing import Any

from posture_pal.desktop.own_part import own_part

_POINTER = ctypes.c_void_p
_DWORD = wintypes.DWORD
_BOOL = wintypes.BOOL
_HANDLE = wintypes.HANDLE

INVALID = ctypes.c_void_p(-1).value
INFINITE = 0xFFFFFFFF

FILE_NOT_FOUND = 2
ACCESS_DENIED = 5
ALREADY_EXISTS = 183
PIPE_BUSY = 231
PIPE_CONNECTED = 535
_IO_PENDING = 997
_ENDS = frozenset({109, 232, 233})  # the pipe is broken, is being closed, or has nobody at its other end
_WAIT_TIMEOUT = 258

_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CancelIoEx": (_BOOL, (_HANDLE, _POINTER)),
    "CloseHandle": (_BOOL, (_HANDLE,)),
    "ConnectNamedPipe": (_BOOL, (_HANDLE, _POINTER)),
    "CreateEventW": (_HANDLE, (_POINTER, _BOOL, _BOOL, wintypes.LPCWSTR)),
    "CreateFileW": (_HANDLE, (wintypes.LPCWSTR, _DWORD, _DWORD, _POINTER, _DWORD, _DWORD, _HANDLE)),
    "CreateMutexW": (_HANDLE, (_POINTER, _BOOL, wintypes.LPCWSTR)),
    "CreateNamedPipeW": (_HANDLE, (wintypes.LPCWSTR, *[_DWORD] * 6, _POINTER)),
    "GetOverlappedResult": (_BOOL, (_HANDLE, _POINTER, ctypes.POINTER(_DWORD), _BOOL)),
    "ReadFile": (_BOOL, (_HANDLE, _POINTER, _DWORD, _POINTER, _POINTER)),
    "SetEvent": (_BOOL, (_HANDLE,)),
    "WaitForMultipleObjects": (_DWORD, (_DWORD, ctypes.POINTER(_HANDLE), _BOOL, _DWORD)),
    "WaitNamedPipeW": (_BOOL, (wintypes.LPCWSTR, _DWORD)),
    "WriteFile": (_BOOL, (_HANDLE, _POINTER, _DWORD, _POINTER, _POINTER)),
}
_ADVANCED: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ConvertStringSecurityDescriptorToSecurityDescriptorW": (
        _BOOL,
        (wintypes.LPCWSTR, _DWORD, ctypes.POINTER(_POINTER), _POINTER),
    ),
}


class _SecurityAttributes(ctypes.Structure):
    _fields_ = (("length", _DWORD), ("descriptor", _POINTER), ("inherit", _BOOL))


class Overlapped(ctypes.Structure):
    """An operation under way; `event` is set when it ends."""

    _fields_ = (
        ("internal", ctypes.c_size_t),
        ("internal_high", ctypes.c_size_t),
        ("offset", _DWORD),
        ("offset_high", _DWORD),
        ("event", _HANDLE),
    )


@cache
def kernel() -> Any:
    """kernel32, with its calls declared: a handle is longer than the int that ctypes would take it for."""
    return _declared("kernel32", _PROTOTYPES)


@cache
def _advanced() -> Any:
    return _declared("advapi32", _ADVANCED)


def _declared(library: str, prototypes: dict[str, tuple[Any, tuple[Any, ...]]]) -> Any:
    windows: Any = ctypes
    loaded = windows.WinDLL(library, use_last_error=True)
    for name, (result, arguments) in prototypes.items():
        call = getattr(loaded, name)
        call.restype, call.argtypes = result, arguments
    return loaded


def last_error() -> int:
    """The number of the failure of this thread's last call."""
    windows: Any = ctypes
    return int(windows.get_last_error())


def failure(call: str) -> OSError:
    """What went wrong in the last call, by name."""
    windows: Any = ctypes
    number = last_error()
    return OSError(number, f"{call}: {windows.FormatError(number).strip()}")


def user() -> str:
    """The person's security identifier as text. Raises OSError."""
    return str(own_part("posture_pal.desktop.windows_owner").person())


def own_name(place: str) -> str:
    """A name for pipe and mutex that is this person's for this place."""
    return f"posture-pal-{crc32(f'{user()}|{place.casefold()}'.encode()):08x}"


@cache
def for_the_person_alone() -> Any:
    """Security attributes that let in nobody else, for as long as the process lives. Raises OSError."""
    descriptor = _POINTER()
    text = f"D:P(A;;GA;;;{user()})"
    convert = _advanced().ConvertStringSecurityDescriptorToSecurityDescriptorW
    if not convert(text, 1, ctypes.byref(descriptor), None):
        raise failure("ConvertStringSecurityDescriptorToSecurityDescriptorW")
    return _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), descriptor, False)


class Pipe:
    """One end of a pipe. Its reads and writes end with the pipe, or with the caller's patience."""

    def __init__(self, handle: int, stop: int | None = None) -> None:
        """stop: an event that ends every wait as well."""
        self._handle = handle
        self._stop = stop
        self._event = kernel().CreateEventW(None, True, False, None)
        if not self._event:
            raise failure("CreateEventW")

    def wait_for_somebody(self) -> bool:
        """Whether somebody has come, once somebody has or the wait was stopped. Raises OSError."""
        under_way = Overlapped(event=self._event)
        if kernel().ConnectNamedPipe(self._handle, ctypes.byref(under_way)):
            return True
        if last_error() == PIPE_CONNECTED:
            return True
        if last_error() in _ENDS:  # somebody came and went
            return True
        if last_error() != _IO_PENDING:
            raise failure("ConnectNamedPipe")
        try:
            self._result(under_way, INFINITE)
        except InterruptedError:
            return False
        return True

    def read(self, size: int, seconds: float) -> bytes:
        """What comes next, at most that much; nothing at the end. Raises TimeoutError and OSError."""
        data = ctypes.create_string_buffer(size)
        under_way = Overlapped(event=self._event)
        ended = kernel().ReadFile(self._handle, data, size, None, ctypes.byref(under_way))
        if not ended and last_error() in _ENDS:
            return b""
        if not ended and last_error() != _IO_PENDING:
            raise failure("ReadFile")
        moved = self._result(under_way, _milliseconds(seconds))  # only now is anything in the buffer
        return data.raw[:moved]

    def write(self, data: bytes, seconds: float) -> int:
        """How much of it went in; nothing at the end. Raises TimeoutError and OSError."""
        under_way = Overlapped(event=self._event)
        ended = kernel().WriteFile(self._handle, data, len(data), None, ctypes.byref(under_way))
        if not ended and last_error() in _ENDS:
            return 0
        if not ended and last_error() != _IO_PENDING:
            raise failure("WriteFile")
        return self._result(under_way, _milliseconds(seconds))

    def close(self) -> None:
        """Lets go of the pipe; called once, by the one thread that uses it."""
        kernel().CloseHandle(self._handle)
        kernel().CloseHandle(self._event)

    def _result(self, under_way: Overlapped, milliseconds: int) -> int:
        """Bytes moved, once the operation has ended; it never outlives this call, nor does its buffer."""
        moved = _DWORD()
        ends = [self._event] + ([self._stop] if self._stop else [])
        which = kernel().WaitForMultipleObjects(len(ends), (_HANDLE * len(ends))(*ends), False, milliseconds)
        if which != 0:
            kernel().CancelIoEx(self._handle, ctypes.byref(under_way))
        done = kernel().GetOverlappedResult(self._handle, ctypes.byref(under_way), ctypes.byref(moved), True)
        if which == _WAIT_TIMEOUT:
            raise TimeoutError
        if which != 0:
            raise InterruptedError
        if not done and last_error() not in _ENDS:
            raise failure("GetOverlappedResult")
        return moved.value if done else 0


def _milliseconds(seconds: float) -> int:
    return max(0, min(round(seconds * 1000), INFINITE - 1))
