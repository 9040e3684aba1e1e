"""Lists the names of the programs that run on Windows."""

from __future__ import annotations

import sys

LONGEST = 255
"""Letters of a name."""

_PROCESSES = 0x2
_ENDING = ".exe"


def names() -> set[str]:
    """The names in small letters, each with its ending and without. Raises OSError."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Entry(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.DWORD),
                ("usage", wintypes.DWORD),
                ("number", wintypes.DWORD),
                ("heap", ctypes.c_size_t),
                ("module", wintypes.DWORD),
                ("threads", wintypes.DWORD),
                ("parent", wintypes.DWORD),
                ("priority", wintypes.LONG),
                ("flags", wintypes.DWORD),
                ("name", wintypes.WCHAR * 260),
            )

        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
        for call in (kernel32.Process32FirstW, kernel32.Process32NextW):
            call.argtypes = (wintypes.HANDLE, ctypes.c_void_p)
        kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)
        entry = Entry(size=ctypes.sizeof(Entry))
        snapshot = kernel32.CreateToolhelp32Snapshot(_PROCESSES, 0)
        if snapshot in {None, wintypes.HANDLE(-1).value}:
            raise ctypes.WinError(ctypes.get_last_error())
        found = set()
        try:
            is_one = kernel32.Process32FirstW(snapshot, ctypes.byref(entry))
            while is_one:
                found.add(entry.name.lower())
                is_one = kernel32.Process32NextW(snapshot, ctypes.byref(entry))
        finally:
            kernel32.CloseHandle(snapshot)
        return found | {name.removesuffix(_ENDING) for name in found}
    raise OSError("this is not Windows")
