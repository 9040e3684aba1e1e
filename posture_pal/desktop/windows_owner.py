"""Asks Windows whom a file belongs to."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from functools import cache
from pathlib import Path
from typing import Any

assert sys.platform == "win32"  # tells the type checker, too

_A_FILE, _ITS_OWNER = 1, 0x1
_TO_ASK = 0x0008
_WHO, _OWNER_OF_NEW = 1, 4  # TokenUser, TokenOwner


def of_file(path: Path) -> str:
    """The owner's number, such as S-1-5-18. Raises OSError."""
    advapi32 = _functions()
    owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    failure = advapi32.GetNamedSecurityInfoW(
        str(path), _A_FILE, _ITS_OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(descriptor)
    )
    if failure:
        raise ctypes.WinError(failure)
    try:
        return _in_words(advapi32, owner)
    finally:
        ctypes.windll.kernel32.LocalFree(descriptor)


def ourselves() -> set[str]:
    """The person, and whom the files belong to that this program makes; an administrator's are the group's.

    Raises OSError.
    """
    return {_told_by_token(_WHO), _told_by_token(_OWNER_OF_NEW)}


@cache
def person() -> str:
    """The person's own number. Raises OSError."""
    return _told_by_token(_WHO)


def _told_by_token(question: int) -> str:
    advapi32, kernel32 = _functions(), ctypes.WinDLL("kernel32", use_last_error=True)
    kernel32.GetCurrentProcess.restype = wintypes.HANDLE
    kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)
    token, size = wintypes.HANDLE(), wintypes.DWORD()
    if not advapi32.OpenProcessToken(kernel32.GetCurrentProcess(), _TO_ASK, ctypes.byref(token)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        room = ctypes.create_string_buffer(256)  # a pointer, and the number it points to
        if not advapi32.GetTokenInformation(token, question, room, len(room), ctypes.byref(size)):
            raise ctypes.WinError(ctypes.get_last_error())
        return _in_words(advapi32, ctypes.c_void_p.from_buffer(room))
    finally:
        kernel32.CloseHandle(token)


def _in_words(advapi32: Any, number: ctypes.c_void_p) -> str:
    text = wintypes.LPWSTR()
    if not advapi32.ConvertSidToStringSidW(number, ctypes.byref(text)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        return text.value or ""
    finally:
        ctypes.windll.kernel32.LocalFree(text)


def _functions() -> Any:
    advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
    pointer = ctypes.POINTER(ctypes.c_void_p)
    advapi32.GetNamedSecurityInfoW.argtypes = (
        wintypes.LPCWSTR,
        ctypes.c_int,
        wintypes.DWORD,
        *(pointer,) * 2,
        *(ctypes.c_void_p,) * 2,
        pointer,
    )
    advapi32.OpenProcessToken.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE))
    advapi32.GetTokenInformation.argtypes = (
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
    )
    advapi32.ConvertSidToStringSidW.argtypes = (ctypes.c_void_p, ctypes.POINTER(wintypes.LPWSTR))
    return advapi32
