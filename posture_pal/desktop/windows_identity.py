"""Tells Windows who we are, so that what we show bears our name and icon, and its clicks come back to us."""

from __future__ import annotations

import sys
from pathlib import Path

APP_ID = "PosturePal.PosturePal"
"""The program's Application User Model ID. A shortcut to the program carries the same one."""

NAME = "Posture Pal"
PLACE = rf"Software\Classes\AppUserModelId\{APP_ID}"
"""Where this person's registry tells what belongs to the ID; an uninstaller takes it away."""


def claim() -> None:
    """Makes this process the one with the ID; its windows share one button on the taskbar. Raises OSError."""
    if sys.platform == "win32":
        import ctypes

        ctypes.OleDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(APP_ID))
        return
    raise OSError("this is not Windows")


def register(icon: Path | None) -> None:
    """Writes name and icon into the person's own registry, which asks for no rights. Raises OSError."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, PLACE) as key:
            winreg.SetValueEx(key, "DisplayName", 0, winreg.REG_SZ, NAME)
            if icon is not None:
                winreg.SetValueEx(key, "IconUri", 0, winreg.REG_SZ, str(icon))
        return
    raise OSError("this is not Windows")
