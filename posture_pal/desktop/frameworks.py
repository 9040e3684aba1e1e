"""Finds the libraries that come with macOS, and what they are given and give back."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from typing import Any

from posture_pal.errors import Unavailable

FindLibrary = Callable[[str], Any]
"""Gives a framework of macOS by its name. Raises Unavailable."""

_UTF8 = 0x08000100
_A_NUMBER = 9  # kCFNumberIntType


def framework(name: str) -> Any:
    """A framework of this macOS, with every call's types still to be said. Raises Unavailable."""
    path = ctypes.util.find_library(name) or f"/System/Library/Frameworks/{name}.framework/{name}"
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise Unavailable(f"macOS has no {name}: {error}.") from error


def declare(library: Any, call: str, gives: Any, *takes: Any) -> Any:
    """A call with its types: without them a pointer loses half its bits. Raises Unavailable without it."""
    try:
        function = getattr(library, call)
    except AttributeError:
        raise Unavailable(f"This macOS has no {call}.") from None
    function.restype, function.argtypes = gives, takes
    return function


class Values:
    """The values that macOS hands out: dictionaries, lists, numbers, yes and no.

    Raises Unavailable where this macOS has no such calls.
    """

    def __init__(self, find: FindLibrary) -> None:
        library, pointer = find("CoreFoundation"), ctypes.c_void_p
        self._new_text = declare(
            library, "CFStringCreateWithCString", pointer, pointer, ctypes.c_char_p, ctypes.c_uint32
        )
        self._release = declare(library, "CFRelease", None, pointer)
        self._in_dictionary = declare(library, "CFDictionaryGetValue", pointer, pointer, pointer)
        self._truth = declare(library, "CFBooleanGetValue", ctypes.c_ubyte, pointer)
        self._kind = declare(library, "CFGetTypeID", ctypes.c_ulong, pointer)
        self._a_truth = declare(library, "CFBooleanGetTypeID", ctypes.c_ulong)()
        self._a_number = declare(library, "CFNumberGetTypeID", ctypes.c_ulong)()
        self._count = declare(library, "CFArrayGetCount", ctypes.c_long, pointer)
        self._in_list = declare(library, "CFArrayGetValueAtIndex", pointer, pointer, ctypes.c_long)
        self._number = declare(
            library, "CFNumberGetValue", ctypes.c_ubyte, pointer, ctypes.c_long, ctypes.POINTER(ctypes.c_int)
        )

    @contextlib.contextmanager
    def ours(self, value: int | None) -> Iterator[int | None]:
        """Lets go of a value that we were given to keep, when it has been read."""
        try:
            yield value
        finally:
            if value:
                self._release(value)

    @contextlib.contextmanager
    def name(self, text: str) -> Iterator[int]:
        """The text as a dictionary's names are written."""
        value = self._new_text(None, text.encode(), _UTF8)
        try:
            yield value
        finally:
            self._release(value)

    def entry(self, dictionary: int, name: int) -> int | None:
        """What a dictionary has under a name."""
        found: int | None = self._in_dictionary(dictionary, name)
        return found

    def truth(self, value: int | None) -> bool:
        """What a yes or no says, or a number in place of one; what is not there is a no."""
        if value and self._kind(value) == self._a_truth:
            return bool(self._truth(value))
        return bool(self.number(value))

    def number(self, value: int | None) -> int | None:
        """What a number says; None where there is none."""
        told = ctypes.c_int()
        if not value or self._kind(value) != self._a_number:
            return None
        return told.value if self._number(value, _A_NUMBER, ctypes.byref(told)) else None

    def entries(self, of: int) -> list[int]:
        """What a list has, in its order."""
        return [self._in_list(of, place) for place in range(self._count(of))]
