"""What the loop is still to do, in order, and a sleep from which a signal always wakes it."""

from __future__ import annotations

import contextlib
import math
import os
import select
import signal
import sys
from queue import Empty, SimpleQueue
from typing import Any, Protocol

_AT_ONCE = 4096


class Inbox(Protocol):
    """A queue of things to do; `queue.SimpleQueue` is one."""

    def put(self, item: Any) -> None:
        """Adds something, from any thread, and from the midst of a signal too."""

    def get(self, *, timeout: float | None = None) -> Any:
        """The oldest thing, waiting for one; raises queue.Empty when none came, or something else woke it."""


class WakefulInbox:
    """An inbox for the main thread of a program that listens to signals.

    Python runs what a signal is to bring about between two of its own steps. One that comes just as the main
    thread falls asleep on a lock is noticed only when something else wakes it, here up to half a minute
    later. So this inbox sleeps on a pipe, and every signal writes to that pipe.
    """

    def __init__(self) -> None:
        self._items: SimpleQueue[Any] = SimpleQueue()
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        self._poll = select.poll()
        self._poll.register(self._reading, select.POLLIN)

    def put(self, item: Any) -> None:
        """See Inbox."""
        self._items.put(item)
        with contextlib.suppress(BlockingIOError):  # a full pipe wakes as well
            os.write(self._writing, b"\0")

    def get(self, *, timeout: float | None = None) -> Any:
        """See Inbox."""
        try:
            return self._items.get_nowait()
        except Empty:
            # Rounded up: to wake a hair too early is to wake twice.
            self._poll.poll(None if timeout is None else math.ceil(max(0.0, timeout) * 1000))
            with contextlib.suppress(BlockingIOError):
                os.read(self._reading, _AT_ONCE)
        return self._items.get_nowait()

    def listen(self) -> None:
        """Lets signals wake it, from now to the program's end; called on the main thread."""
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)


def for_main_thread() -> Inbox:
    """The inbox of the running program. Windows has no such pipes, and hardly any signals."""
    if sys.platform == "win32":
        return SimpleQueue()
    inbox = WakefulInbox()
    inbox.listen()
    return inbox
