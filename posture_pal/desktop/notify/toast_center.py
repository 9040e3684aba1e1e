"""Asks Windows itself for toasts, through WinRT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from posture_pal.desktop import windows_identity
from posture_pal.desktop.notify.toast import Heard
from posture_pal.errors import Unavailable

_GROUP = "posture-pal"
_BY_PERSON, _TIMED_OUT = 0, 2
_SWITCHED_OFF = {
    1: "Notifications of Posture Pal are switched off in the settings of Windows (System, Notifications).",
    2: "All notifications are switched off in the settings of Windows (System, Notifications).",
    3: "Whoever looks after this computer has switched notifications off.",
    4: "Windows lets Posture Pal show no notifications.",
}
"""What ToastNotifier.Setting says, in words; 0 is that all is well."""


class ToastCenter:
    """Toasts under our own name, registered for this person. Its events come on threads of Windows'."""

    def __init__(self, icon: Path | None) -> None:
        self._why = _why_not(icon)
        self._kept: dict[str, Any] = {}

    def why_not(self) -> str | None:
        return self._why

    def show(self, tag: str, document: str, heard: Heard) -> None:
        from winrt.windows.data.xml.dom import XmlDocument
        from winrt.windows.ui.notifications import ToastNotification

        notifier = _notifier()
        off = _SWITCHED_OFF.get(_setting(notifier))
        if off:
            raise Unavailable(off)
        xml = XmlDocument()
        xml.load_xml(document)
        toast = ToastNotification(xml)
        toast.tag, toast.group = tag, _GROUP
        _listen(toast, heard)
        self._kept[tag] = toast  # one that nobody holds tells of no click
        notifier.show(toast)

    def remove(self, tag: str) -> None:
        from winrt.windows.ui.notifications import ToastNotificationManager

        self._kept.pop(tag, None)
        ToastNotificationManager.history.remove_grouped_tag_with_id(tag, _GROUP, windows_identity.APP_ID)


def _why_not(icon: Path | None) -> str | None:
    try:
        windows_identity.claim()
        windows_identity.register(icon)
        _notifier()
    except ImportError as error:
        return f"What speaks to Windows is not installed ({error.name}): pip install --upgrade posture-pal"
    except (OSError, AttributeError) as error:  # the latter: a ctypes without what is Windows'
        return f"This Windows has no toasts ({error})."
    return None


def _notifier() -> Any:
    from winrt.windows.ui.notifications import ToastNotificationManager

    return ToastNotificationManager.create_toast_notifier_with_id(windows_identity.APP_ID)


def _setting(notifier: Any) -> int:
    try:
        return int(notifier.setting)
    except OSError:  # Windows knows nothing of a program before its first toast
        return 0


def _listen(toast: Any, heard: Heard) -> None:
    from winrt.windows.ui.notifications import ToastActivatedEventArgs

    def dismissed(_toast: Any, event: Any) -> None:
        if int(event.reason) in {_BY_PERSON, _TIMED_OUT}:  # not when we have taken it away
            heard.closed(int(event.reason) == _BY_PERSON)

    toast.add_activated(lambda _toast, event: heard.activated(event.as_(ToastActivatedEventArgs).arguments))
    toast.add_dismissed(dismissed)
    toast.add_failed(lambda _toast, event: heard.failed(f"0x{event.error_code.value & 0xFFFFFFFF:08x}"))
