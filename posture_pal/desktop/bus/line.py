"""The line to a bus: one socket, one thread that reads it, and writing that never waits."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable

from posture_pal.desktop.bus import wire
from posture_pal.errors import Unavailable

_READ_AT_ONCE = 65536
_MOST_UNSENT = 16 * 1024 * 1024
_CLOSE_SECONDS = 2.0


class Line:
    """A connected socket; `received` and `lost` are called on its reader thread, and must not raise.

    lost: told why, once, when the line is gone, and an empty text when it was closed on purpose.
    """

    def __init__(
        self,
        addresses: list[str],
        which: str,
        received: Callable[[bytes], None],
        lost: Callable[[str], None],
    ) -> None:
        """Connects to the first of the unix sockets that answers. Raises Unavailable when none does."""
        self._socket = wire.connect(addresses, which)
        self._received = received
        self._lost = lost
        self._lock = threading.Lock()
        self._unsent = bytearray()
        self._why_gone: str | None = None
        self._alarm, self._bell = socket.socketpair()
        self._bell.setblocking(False)
        self._reader = threading.Thread(target=self._run, name=f"{which} bus", daemon=True)
        self._reader.start()

    @property
    def is_open(self) -> bool:
        return self._why_gone is None

    @property
    def reading_here(self) -> bool:
        """Whether the asking thread is the one that reads."""
        return threading.current_thread() is self._reader

    def send(self, data: bytes) -> None:
        """Sends without waiting: what the socket does not take now, the reader thread sends later.

        Raises Unavailable when the line is gone, or when the bus has not taken anything for 16 MiB.
        """
        with self._lock:
            if self._why_gone is not None:
                raise Unavailable("The D-Bus connection is gone.")
            if len(self._unsent) > _MOST_UNSENT:
                raise Unavailable("The D-Bus does not take what is sent to it.")
            self._unsent += data
            self._send_what_it_takes()
            wait_for_room = bool(self._unsent)
        if wait_for_room:
            self._ring()

    def close(self) -> None:
        """Hangs up and waits for the reader thread to end."""
        self._end("")
        if not self.reading_here:
            self._reader.join(_CLOSE_SECONDS)

    def _end(self, why: str) -> None:
        with self._lock:
            if self._why_gone is None:
                self._why_gone = why
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # a full pipe rings already; a closed one has nobody to hear it
            self._bell.send(b"!")

    def _send_what_it_takes(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self._unsent.clear()  # the reader finds the line cut and says so

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._alarm, selectors.EVENT_READ)
            selector.register(self._socket, selectors.EVENT_READ)
            frames = wire.Frames()
            while self.is_open:
                self._turn(selector, frames)
        self._alarm.close()
        self._bell.close()
        self._socket.close()
        self._lost(self._why_gone or "")

    def _turn(self, selector: selectors.BaseSelector, frames: wire.Frames) -> None:
        for key, ready in selector.select():
            if key.fileobj is self._alarm:
                self._alarm.recv(64)
            elif ready & selectors.EVENT_READ:
                self._take_in(frames)
        with self._lock:
            self._send_what_it_takes()
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0)
        selector.modify(self._socket, wanted)

    def _take_in(self, frames: wire.Frames) -> None:
        try:
            data = self._socket.recv(_READ_AT_ONCE)
            if not data:
                self._end("the bus hung up")
            for message in frames.feed(data):
                self._received(message)
        except BlockingIOError:
            return
        except (OSError, ValueError) as error:
            self._end(str(error))
