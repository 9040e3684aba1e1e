"""What Windows shows as toasts, without Windows: the part of winrt 3.2 that is used, under the same names.

tests/windows/test_toasts.py holds every one of these names against the real package, under Wine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from posture_pal.desktop import windows_identity

BY_PERSON, BY_PROGRAM, TIMED_OUT = 0, 1, 2
NOT_REGISTERED = OSError(0, "Class not registered")

USED = {
    "winrt.windows.data.xml.dom": {"XmlDocument": ("load_xml",)},
    "winrt.windows.ui.notifications": {
        "ToastActivatedEventArgs": ("arguments",),
        "ToastDismissedEventArgs": ("reason",),
        "ToastFailedEventArgs": ("error_code",),
        "ToastNotification": ("add_activated", "add_dismissed", "add_failed", "group", "tag"),
        "ToastNotificationHistory": ("remove_grouped_tag_with_id",),
        "ToastNotificationManager": ("create_toast_notifier_with_id", "history"),
        "ToastNotifier": ("setting", "show"),
    },
}
"""Module by module, the classes and their members that the program calls."""


@dataclass
class Shown:
    """One toast on screen."""

    words: list[str]
    buttons: dict[str, str]
    silent: bool
    duration: str
    toast: Any


@dataclass
class Center:
    """The notification platform of one Windows. setting: what it says about us; broken: what it raises."""

    setting: int | OSError = 0
    broken: OSError | None = None
    registered: list[tuple[str, str | None]] = field(default_factory=list)
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)

    def seen(self) -> list[str]:
        return ["\n".join([*shown.words, *shown.buttons.values()]) for shown in self.shown.values()]

    def show(self, toast: Any) -> None:
        if self.broken is not None:
            raise self.broken
        root = ET.fromstring(toast.content.text)
        assert root.tag == "toast"
        assert len(toast.tag) <= 16
        assert len(toast.content.text.encode("utf-16-le")) < 5000 * 2
        self.shown.pop((toast.tag, toast.group), None)
        self.shown[toast.tag, toast.group] = Shown(
            [text.text or "" for text in root.iterfind("visual/binding[@template='ToastGeneric']/text")],
            {
                action.attrib["arguments"]: action.attrib["content"]
                for action in root.iterfind("actions/action")
            },
            root.find("audio[@silent='true']") is not None,
            root.attrib["duration"],
            toast,
        )

    # --- what a person, or Windows, does with the newest one ---

    def newest(self) -> Shown:
        return list(self.shown.values())[-1]

    def press(self, argument: str) -> None:
        """Clicks a button by its argument, or with the toast's own the toast itself."""
        toast = self._take_away()
        toast.activated(toast, _Boxed(argument))

    def leave(self, reason: int, *, stays_listed: bool = False) -> None:
        """It leaves the screen; a timed-out one stays in the list."""
        toast = self.newest().toast if stays_listed else self._take_away()
        toast.dismissed(toast, _Event(reason=reason))

    def fail(self, number: int) -> None:
        """Windows finds out late that it cannot show it."""
        toast = self._take_away()
        toast.failed(toast, _Event(error_code=_Event(value=number)))

    def _take_away(self) -> Any:
        key, shown = list(self.shown.items())[-1]
        del self.shown[key]
        return shown.toast


class _Event:
    def __init__(self, **told: Any) -> None:
        self.__dict__.update(told)


@dataclass
class _Boxed:
    """An event's argument as it comes: some object, that is to be asked for as what it is."""

    arguments: str

    def as_(self, kind: type) -> Any:
        return kind(self.arguments)


def install(patch: pytest.MonkeyPatch) -> Center:
    """Puts a Windows with toasts in place, for one test."""
    center = Center()
    modules = {name: ModuleType(name) for name in (*_packages(), *USED)}
    for name, kinds in _kinds(center).items():
        for kind in kinds:
            setattr(modules[name], kind.__name__, kind)
    for name, module in modules.items():
        patch.setitem(sys.modules, name, module)
    patch.setattr(windows_identity, "claim", lambda: None)
    patch.setattr(
        windows_identity,
        "register",
        lambda icon: center.registered.append((windows_identity.APP_ID, icon and str(icon))),
    )
    return center


def _packages() -> set[str]:
    return {name.rsplit(".", depth)[0] for name in USED for depth in range(1, name.count(".") + 1)}


class XmlDocument:
    def load_xml(self, text: str) -> None:
        ET.fromstring(text)
        self.text = text


class ToastActivatedEventArgs:
    def __init__(self, arguments: str) -> None:
        self.arguments = arguments


class ToastNotification:
    def __init__(self, content: XmlDocument) -> None:
        self.content, self.tag, self.group = content, "", ""

    def add_activated(self, heard: Callable[[Any, Any], None]) -> None:
        self.activated = heard

    def add_dismissed(self, heard: Callable[[Any, Any], None]) -> None:
        self.dismissed = heard

    def add_failed(self, heard: Callable[[Any, Any], None]) -> None:
        self.failed = heard


def _kinds(center: Center) -> dict[str, list[type]]:
    class ToastNotifier:
        show = staticmethod(center.show)

        @property
        def setting(self) -> int:
            if isinstance(center.setting, OSError):
                raise center.setting
            return center.setting

    class ToastNotificationHistory:
        def remove_grouped_tag_with_id(self, tag: str, group: str, app: str) -> None:
            assert app == windows_identity.APP_ID
            shown = center.shown.pop((tag, group), None)
            if shown is None:
                raise OSError(0, "Element not found")
            shown.toast.dismissed(shown.toast, _Event(reason=BY_PROGRAM))

    class ToastNotificationManager:
        history = ToastNotificationHistory()

        @staticmethod
        def create_toast_notifier_with_id(app: str) -> ToastNotifier:
            assert app == windows_identity.APP_ID
            if center.broken is not None:
                raise center.broken
            return ToastNotifier()

    return {
        "winrt.windows.data.xml.dom": [XmlDocument],
        "winrt.windows.ui.notifications": [
            *(ToastActivatedEventArgs, ToastNotification, ToastNotificationManager),
            *(ToastNotificationHistory, ToastNotifier),
        ],
    }
