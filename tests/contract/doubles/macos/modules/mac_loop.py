"""The main thread of macOS: what may touch the screen, its loop, and the end of whoever else tries.

AppKit's classes are for the main thread: developer.apple.com/library/archive/documentation/Cocoa/Conceptual/
Multithreading/ThreadSafetySummary. Recent systems end a program that uses the menu bar from another thread by
a trap, which no Python handler sees; so does this.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable

jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()


def on_main_thread_alone() -> None:
    """Ends the program, as macOS does, when it is not the main thread that calls."""
    if threading.current_thread() is not threading.main_thread():
        os.kill(os.getpid(), signal.SIGTRAP)
