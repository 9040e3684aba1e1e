"""Signals while the main thread is in macOS's loop: their handlers get the number alone, and run there."""

from __future__ import annotations

import signal as unix
from collections.abc import Callable

import mac_loop

_handlers: dict[int, Callable[[int], None]] = {}


def getsignal(number: int) -> Callable[[int], None] | None:
    return _handlers.get(number)


def signal(number: int, handler: Callable[[int], None]) -> Callable[[int], None] | None:
    before, _handlers[number] = _handlers.get(number), handler
    unix.signal(number, lambda came, _frame: mac_loop.jobs.put(lambda: _handlers[number](came)))
    return before
