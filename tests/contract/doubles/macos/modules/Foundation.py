"""What Foundation is asked for: developer.apple.com/documentation/foundation, under the classes' names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mac_loop

BUNDLE: str | None = "org.example.posture-pal"
"""What NSBundle.mainBundle.bundleIdentifier is; None outside an app, as documented."""


class NSObject:
    """Made by alloc().init(), never by calling the class."""

    @classmethod
    def alloc(cls) -> Any:
        return cls.__new__(cls)

    def init(self) -> Any:
        return self


class NSData(bytes):
    __slots__ = ()


class NSAttributedString(NSObject):
    def initWithString_attributes_(self, text: str, _attributes: Any) -> Any:
        self.text = text
        return self


class NSDictionary(NSObject):
    def initWithObjectsAndKeys_(self, *_pairs: Any) -> Any:
        return self


class NSBundle:
    @classmethod
    def mainBundle(cls) -> NSBundle:
        return cls()

    def bundleIdentifier(self) -> str | None:
        return BUNDLE


class NSNotificationCenter:
    """addObserverForName:object:queue:usingBlock: gives an observer, which alone ends it."""

    def __init__(self) -> None:
        self.observers: dict[object, tuple[str, Callable[[Any], None]]] = {}

    def addObserverForName_object_queue_usingBlock_(
        self, name: str, whose: Any, where: Any, block: Callable[[Any], None]
    ) -> object:
        mac_loop.on_main_thread_alone()
        assert whose is where is None
        observer = object()
        self.observers[observer] = (name, block)
        return observer

    def removeObserver_(self, observer: object) -> None:
        mac_loop.on_main_thread_alone()
        del self.observers[observer]

    def announce(self, name: str) -> None:
        """Not macOS's: the test makes it happen, and the blocks run on the main thread."""

        def tell() -> None:
            for wanted, block in list(self.observers.values()):
                if wanted == name:
                    block(object())

        mac_loop.jobs.put(tell)


class NSDistributedNotificationCenter(NSNotificationCenter):
    _the_one: NSDistributedNotificationCenter | None = None

    @classmethod
    def defaultCenter(cls) -> NSDistributedNotificationCenter:
        cls._the_one = cls._the_one or cls()
        return cls._the_one
