"""How the person wants windows to look here: light or dark, large or small, moving or still."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

from posture_pal.errors import Unavailable

_PATIENCE = 0.15
_PORTAL = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings",
)
_XFCE = ("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")


@dataclass(frozen=True, slots=True)
class Wishes:
    """dark: light letters on a dark ground. still: nothing moves by itself."""

    dark: bool = False
    still: bool = False


def wishes() -> Wishes:
    """What the desktop says; light and moving where it says nothing."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    dark = os.environ.get("GTK_THEME", "").lower().endswith("dark")
    return _linux() if not dark else Wishes(dark=True, still=_linux().still)


def _linux() -> Wishes:
    from posture_pal.desktop.bus import Bus, BusError

    try:
        bus = Bus.session()
    except Unavailable:
        return Wishes()
    try:
        if bus.has_owner(_PORTAL[0]):
            scheme = _portal(bus, "org.freedesktop.appearance", "color-scheme")
            moving = _portal(bus, "org.gnome.desktop.interface", "enable-animations")
            return Wishes(dark=scheme == 1, still=moving is False)
        if bus.has_owner(_XFCE[0]):
            theme, moving = _xfce(bus, "/Net/ThemeName"), _xfce(bus, "/Gtk/EnableAnimations")
            return Wishes(dark="dark" in str(theme).lower(), still=moving is False)
    except (BusError, Unavailable):
        pass
    finally:
        bus.close()
    return Wishes()


def _portal(bus: Any, space: str, key: str) -> Any:
    """The value of a setting; None where the desktop has none of that name."""
    (value,) = _asked(bus, _PORTAL, "Read", space, key)
    while isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        value = value[1]  # a variant inside a variant
    return value


def _xfce(bus: Any, key: str) -> Any:
    (value,) = _asked(bus, _XFCE, "GetProperty", "xsettings", key)
    return value[1] if isinstance(value, tuple) else value


def _asked(bus: Any, service: tuple[str, str, str], *words: str) -> tuple[Any, ...]:
    """What one question gets; one that is refused says nothing about the next."""
    from posture_pal.desktop.bus import BusError

    try:
        reply = bus.call(*service, words[0], "ss", words[1:], _PATIENCE)
    except (BusError, Unavailable):
        return (None,)
    return reply[:1] if isinstance(reply, tuple) and reply else (None,)


def _windows() -> Wishes:
    import winreg  # type: ignore[import-not-found,unused-ignore]

    place = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:  # type: ignore[attr-defined,unused-ignore]
            light = winreg.QueryValueEx(key, "AppsUseLightTheme")[0]  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return Wishes()
    return Wishes(dark=light == 0)


def _macos() -> Wishes:
    import subprocess

    def said(domain: str, key: str) -> str:
        done = subprocess.run(  # noqa: S603 - a fixed program of the system's
            ["/usr/bin/defaults", "read", domain, key],
            capture_output=True,
            text=True,
            timeout=1.0,
            check=False,
        )
        return done.stdout.strip()

    try:
        dark = said("-g", "AppleInterfaceStyle") == "Dark"
        return Wishes(dark, said("com.apple.universalaccess", "reduceMotion") == "1")
    except (OSError, subprocess.SubprocessError):
        return Wishes()
