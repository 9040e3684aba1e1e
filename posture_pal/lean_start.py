"""Starts without Python's library for looking into code, which others bring along and nobody here ever asks.

`dataclasses` and pystray import `inspect`, which imports the parts of Python's compiler: 0.7 MiB that the
tray would carry all day, and 10 ms of every command. Until somebody asks it for anything it stays unread;
then it is what it always was. This must be imported before all else of the program.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class Unread(ModuleType):
    """Stands for a module that has not been read yet. importlib's LazyLoader reads at the next `import`."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        self.__dict__.update(real.__dict__)
        return getattr(real, name)


def leave_unread(name: str) -> None:
    """Has a module read when it is first asked for anything; nothing changes for one that is read already."""
    sys.modules.setdefault(name, Unread(name))


leave_unread("inspect")
