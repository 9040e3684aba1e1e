"""Lists the names of the programs that run on macOS."""

from __future__ import annotations

import ctypes

from posture_pal.desktop.frameworks import FindLibrary, declare, framework

LONGEST = 31
"""Letters of a name; macOS cuts what is longer."""

_ROOM = 4  # for as many more as are started while it is asked


def names(find: FindLibrary = framework) -> set[str]:
    """The names, in small letters. Raises Unavailable where this macOS has no such calls."""
    library = find("System")
    list_all = declare(library, "proc_listallpids", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    name_of = declare(library, "proc_name", ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint32)
    numbers = (ctypes.c_int * (list_all(None, 0) * _ROOM))()
    count = min(max(0, list_all(ctypes.byref(numbers), ctypes.sizeof(numbers))), len(numbers))
    found, name = set(), ctypes.create_string_buffer(LONGEST + 1)
    for number in list(numbers)[:count]:
        # Other users' are not named, nor what ended meanwhile.
        if name_of(number, name, len(name)) > 0:
            found.add(name.value.decode(errors="replace").lower())
    return found
