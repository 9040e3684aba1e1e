"""A local socket to another program, and the thread that sleeps until something comes in."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable

from posture_pal.errors import Unavailable

_AT_ONCE = 65536
_CONNECT_SECONDS = 2.0

Line = socket.socket


def connect(addresses: Iterable[str], peer: str) -> Line:
    """A line to the first of these local sockets that answers; it waits up to 2 s in each step of a greeting.

    peer: what the other end is called. Raises Unavailable, with the last reason, when none answers.
    """
    failure = "nothing says where it is"
    for address in addresses:
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(_CONNECT_SECONDS)
            line.connect(address)
        except (OSError, ValueError) as error:  # a ValueError: the address is no path at all
            line.close()
            failure = f"{address.replace(chr(0), '@')}: {getattr(error, 'strerror', None) or error}"
        else:
            return line
    raise Unavailable(f"{peer} does not answer ({failure}).")


class Link:
    """Hands over what comes in, and tells once when the other end is gone or has sent nonsense.

    arrived: called with bytes on the reading thread; what it raises ends the link.
    lost: called with a sentence on the reading thread, once, and never after `close`.
    """

    def __init__(
        self,
        line: Line,
        peer: str,
        arrived: Callable[[bytes], None],
        lost: Callable[[str], None],
    ) -> None:
        """Takes the socket over; nothing is read before `start`. peer: what the other end is called."""
        self._line = line
        self._peer = peer
        self._arrived = arrived
        self._lost = lost
        self._closed = False
        self._failure: str | None = None
        self._writing = threading.Lock()
        self._reader = threading.Thread(target=self._read, name=peer, daemon=True)

    def start(self) -> None:
        self._line.settimeout(None)
        self._reader.start()

    @property
    def is_reader(self) -> bool:
        """Whether the calling thread is the reading one, which must never wait for an answer."""
        return threading.current_thread() is self._reader

    def send(self, data: bytes) -> None:
        """Sends without ever waiting. Raises Unavailable when the other end does not take it."""
        with self._writing:
            try:
                taken = self._line.send(data, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
            except OSError as error:
                self._give_up(f"{self._peer} takes nothing any more: {error.strerror or error}.")
                raise Unavailable(self._failure or "") from error
            if taken < len(data):
                self._give_up(f"{self._peer} has stopped reading.")
                raise Unavailable(self._failure or "")

    def close(self) -> None:
        """Ends the link; when this returns, nothing is called any more (but for a call from the reader)."""
        self._closed = True
        self._hang_up()
        if self._reader.ident is None:
            self._line.close()
        elif not self.is_reader:
            self._reader.join()

    def _give_up(self, why: str) -> None:
        self._failure = self._failure or why
        self._hang_up()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        why = self._read_until_the_end()
        self._line.close()
        if not self._closed:
            self._lost(self._failure or why)

    def _read_until_the_end(self) -> str:
        try:
            while data := self._line.recv(_AT_ONCE):
                if self._closed:
                    break
                self._arrived(data)
        except OSError as error:
            return f"{self._peer} is gone: {error.strerror or error}."
        except Exception as error:  # noqa: BLE001  whatever a peer sends, the hold it told of must not stick
            return f"{self._peer} sent what cannot be understood ({type(error).__name__}: {error})."
        return f"{self._peer} hung up."
