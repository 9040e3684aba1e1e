"""Stands in for macOS: its C calls in a real library, its Objective-C classes in modules of their names."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "modules"
"""To be put on the path in place of PyObjC: AppKit, Foundation, PyObjCTools and the like."""

NEEDS_A_COMPILER = pytest.mark.skipif(
    shutil.which("cc") is None, reason="NO C COMPILER HERE: bring these tests in with: apt-get install gcc"
)


def compiled(folder: Path) -> Path:
    """The frameworks as one library in a folder."""
    path = folder / "frameworks.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-w", "-o", str(path), str(HERE / "frameworks.c")], check=True
    )
    return path


class Frameworks:
    """The frameworks, all in one library, and the world that they tell of."""

    def __init__(self, library: Path, folder: Path) -> None:
        """folder: gets a copy of the library, which begins with a world of its own."""
        self.library = ctypes.CDLL(str(shutil.copy(library, folder)))
        self.library.add_screen.argtypes = (ctypes.c_double,) * 4
        self.library.add_window.argtypes = (ctypes.c_int, ctypes.c_int, *(ctypes.c_double,) * 4)

    def find(self, _name: str) -> Any:
        """As posture_pal.desktop.frameworks.framework; each with types that are still to be said."""
        return ctypes.CDLL(self.library._name)

    def set(self, kind: Any = ctypes.c_int, **world: float) -> None:
        """Changes what the world is like, by the names in frameworks.c."""
        for name, value in world.items():
            kind.in_dll(self.library, name).value = value

    @property
    def leaked(self) -> int:
        """Values that were given away and not let go of."""
        return ctypes.c_int.in_dll(self.library, "standing").value
