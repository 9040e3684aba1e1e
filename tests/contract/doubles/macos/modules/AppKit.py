"""What AppKit is asked for: developer.apple.com/documentation/appkit, under the classes' names.

NSApplication, NSStatusBar, NSStatusItem, NSStatusBarButton, NSMenu, NSMenuItem, NSImage, NSEvent and
NSWorkspace. Whatever is not for the main thread alone is not here.
"""

from __future__ import annotations

import struct
from typing import Any, ClassVar

import mac_loop
from Foundation import NSNotificationCenter, NSObject

NSVariableStatusItemLength = -1.0
NSApplicationDefined = 15
NSOnState, NSOffState = 1, 0
NSFontAttributeName = "NSFont"


class MainThreadObject(NSObject):
    def __getattribute__(self, name: str) -> Any:
        mac_loop.on_main_thread_alone()
        return super().__getattribute__(name)


def NSPoint(x: float, y: float) -> tuple[float, float]:
    return (x, y)


class NSFont:
    @classmethod
    def boldSystemFontOfSize_(cls, _size: float) -> NSFont:
        return cls()

    menuFontOfSize_ = boldSystemFontOfSize_

    def pointSize(self) -> float:
        return 13.0


class NSImage(MainThreadObject):
    def initWithData_(self, png: bytes) -> Any:
        assert png.startswith(b"\x89PNG")
        self.pixels = struct.unpack(">II", png[16:24])
        return self

    def setSize_(self, size: tuple[float, float]) -> None:
        self.points = size

    def size(self) -> tuple[float, float]:
        return self.points


class Button(MainThreadObject):
    """An NSStatusBarButton."""

    def __init__(self) -> None:
        self.hidden = False
        self.image: NSImage | None = None
        self.tooltip = ""

    def setTarget_(self, target: Any) -> None:
        self.target = target

    def setAction_(self, selector: bytes) -> None:
        self.action = selector

    def setHidden_(self, hidden: bool) -> None:
        self.hidden = hidden

    def setImage_(self, image: NSImage) -> None:
        self.image = image

    def setToolTip_(self, text: str) -> None:
        self.tooltip = text


class StatusItem(MainThreadObject):
    def __init__(self) -> None:
        self._button = Button()
        self.menu: NSMenu | None = None

    def button(self) -> Button:
        return self._button

    def setMenu_(self, menu: NSMenu | None) -> None:
        self.menu = menu


class NSStatusBar(MainThreadObject):
    items: ClassVar[list[StatusItem]] = []

    @classmethod
    def systemStatusBar(cls) -> NSStatusBar:
        mac_loop.on_main_thread_alone()
        return cls()

    def thickness(self) -> float:
        return 22.0

    def statusItemWithLength_(self, _length: float) -> StatusItem:
        NSStatusBar.items.append(StatusItem())
        return NSStatusBar.items[-1]

    def removeStatusItem_(self, item: StatusItem) -> None:
        NSStatusBar.items.remove(item)


class NSMenu(MainThreadObject):
    def initWithTitle_(self, title: str) -> Any:
        self.title, self.entries = title, []
        return self

    def setAutoenablesItems_(self, _on: bool) -> None:
        pass

    def addItem_(self, item: NSMenuItem) -> None:
        self.entries.append(item)


class NSMenuItem(MainThreadObject):
    def initWithTitle_action_keyEquivalent_(self, title: str, action: Any, _key: str) -> Any:
        assert isinstance(title, str)
        self.title, self.action = title, action
        self.submenu: NSMenu | None = None
        self.state, self.enabled = NSOffState, True
        return self

    @classmethod
    def separatorItem(cls) -> NSMenuItem:
        return cls.alloc().initWithTitle_action_keyEquivalent_("", None, "")

    def setSubmenu_(self, menu: NSMenu) -> None:
        self.submenu = menu

    def setAction_(self, action: Any) -> None:
        self.action = action

    def setTarget_(self, target: Any) -> None:
        self.target = target

    def setTag_(self, tag: int) -> None:
        self._tag = tag

    def tag(self) -> int:
        return self._tag

    def setAttributedTitle_(self, title: Any) -> None:
        self.attributed = title

    def setState_(self, state: int) -> None:
        self.state = state

    def setEnabled_(self, on: bool) -> None:
        self.enabled = on


class NSEvent:
    @classmethod
    def otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_(
        cls, *_what: Any
    ) -> NSEvent:
        return cls()


class NSApplication(MainThreadObject):
    """stop: takes effect after the next event, which is why one is posted."""

    _the_one: NSApplication | None = None

    def __init__(self) -> None:
        self.stopping = self.event_seen = False
        self.policy = 0

    @classmethod
    def sharedApplication(cls) -> NSApplication:
        mac_loop.on_main_thread_alone()
        cls._the_one = cls._the_one or cls()
        return cls._the_one

    def setActivationPolicy_(self, policy: int) -> bool:
        self.policy = policy
        return True

    def run(self) -> None:
        while not (self.stopping and self.event_seen):
            mac_loop.jobs.get()()

    def stop_(self, _sender: Any) -> None:
        self.stopping = True

    def postEvent_atStart_(self, _event: NSEvent, _first: bool) -> None:
        def seen() -> None:
            self.event_seen = True

        mac_loop.jobs.put(seen)


class NSWorkspace:
    _centre = NSNotificationCenter()

    @classmethod
    def sharedWorkspace(cls) -> NSWorkspace:
        return cls()

    def notificationCenter(self) -> NSNotificationCenter:
        return self._centre
