"""Signals while the main thread is in macOS's loop: their handlers get the number alone, and run there."""

from __future__ import annotations

import signal as unix
import threading
from collections.abc import Callable

import mac_loop

_handlers: dict[int, Callable[[int], None]] = {}


def getsignal(number: int) -> Callable[[int], None] | None:
    return _handlers.get(number)


def signal(number: int, handler: Callable[[int], None]) -> Callable[[int], None] | None:
    before, _handlers[number] = _handlers.get(number), handler
    if before is None:
        threading.Thread(target=_wait_for, args=(number,), daemon=True).start()
    return before


def _wait_for(number: int) -> None:
    while True:
        unix.sigwait({number})
        mac_loop.jobs.put(lambda: _handlers[number](number))
