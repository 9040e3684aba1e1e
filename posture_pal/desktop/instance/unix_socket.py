"""The way to the running program on Linux and macOS: a socket in a private folder, and a lock beside it."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from posture_pal.clock import stopwatch
from posture_pal.desktop.instance.base import MOST_BYTES, PATIENCE, Answer, answer_line
from posture_pal.desktop.instance.unix_claim import identity, is_ours, listen, lock
from posture_pal.errors import Unavailable

_MOST_PEERS = 128
"""Peers served at once; one more, and the one that has waited longest is let go."""
_RECOVERY = 0.1
"""Seconds to leave alone a system that has no file descriptors left."""
_FAREWELL = 0.5
"""Seconds that an ending program waits for the last answer to leave."""


class UnixServer:
    """Listens on a socket. One thread serves all peers: only answering keeps it from the others.

    Raises AlreadyRunning when it is made while another program holds the lock or listens, and Unavailable
    when the socket cannot be made.
    """

    def __init__(self, path: Path, answer: Answer, patience: float = PATIENCE) -> None:
        self._path = path
        self._answer = answer
        self._patience = patience
        try:
            self._lock = lock(path.with_suffix(".lock"))
            try:
                self._listening = listen(path)
            except BaseException:
                os.close(self._lock)
                raise
        except OSError as error:
            raise Unavailable(f"Commands cannot be taken at {path} ({error.strerror or error}).") from error
        self._identity = identity(path)
        self._peers: dict[socket.socket, _Peer] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair(socket.AF_UNIX)
        self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="commands", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """See Server; an answer that is as good as ready is still given."""
        if self._closing:
            return
        self._closing = True
        with suppress(OSError):  # the thread may have noticed by itself
            self._wake.send(b"!")
        if threading.current_thread() is not self._thread:
            self._thread.join(_FAREWELL)
        self._wake.close()
        if identity(self._path) == self._identity:
            with suppress(OSError):
                self._path.unlink()
        os.close(self._lock)

    def _serve(self) -> None:
        while not self._closing:
            for key, events in self._selector.select(self._until_next_deadline()):
                if key.data is not None:
                    cast("Callable[[int], None]", key.data)(events)
            self._let_go_of_the_late()
        for peer in list(self._peers.values()):
            self._let_go(peer)
        self._selector.close()
        self._listening.close()
        self._woken.close()

    def _accept(self, _: int) -> None:
        try:
            connection, _ = self._listening.accept()
        except BlockingIOError:  # it is gone again
            return
        except OSError:  # no file descriptor is left for now; the caller waits, and nothing must spin
            threading.Event().wait(_RECOVERY)
            return
        connection.setblocking(False)
        if not is_ours(connection):
            connection.close()
            return
        if len(self._peers) >= _MOST_PEERS:
            self._let_go(min(self._peers.values(), key=lambda peer: peer.deadline))
        peer = _Peer(connection, stopwatch() + self._patience)
        self._peers[connection] = peer
        self._selector.register(connection, selectors.EVENT_READ, lambda _: self._read(peer))

    def _read(self, peer: _Peer) -> None:
        if peer.connection not in self._peers:  # it was let go a moment ago
            return
        try:
            data = peer.connection.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        peer.received += data
        if not peer.received:
            self._let_go(peer)
        elif not data or b"\n" in data or len(peer.received) > MOST_BYTES:
            self._work_out(peer)
            self._selector.modify(peer.connection, selectors.EVENT_WRITE, lambda _: self._write(peer))
            self._write(peer)

    def _work_out(self, peer: _Peer) -> None:
        began = stopwatch()
        line, _, _ = bytes(peer.received).partition(b"\n")
        peer.unsent = answer_line(self._answer, line)
        took = stopwatch() - began
        for waiting in self._peers.values():  # nobody could listen to them meanwhile
            waiting.deadline += took
        peer.deadline = began + took + self._patience

    def _write(self, peer: _Peer) -> None:
        try:
            sent = peer.connection.send(peer.unsent)
        except BlockingIOError:
            return
        except OSError:
            sent = len(peer.unsent)
        peer.unsent = peer.unsent[sent:]
        if not peer.unsent:
            self._let_go(peer)

    def _until_next_deadline(self) -> float | None:
        if not self._peers:
            return None
        return max(0.0, min(peer.deadline for peer in self._peers.values()) - stopwatch())

    def _let_go_of_the_late(self) -> None:
        now = stopwatch()
        for peer in [peer for peer in self._peers.values() if peer.deadline <= now]:
            self._let_go(peer)

    def _let_go(self, peer: _Peer) -> None:
        if self._peers.pop(peer.connection, None) is not None:
            self._selector.unregister(peer.connection)
            peer.connection.close()


class _Peer:
    """One connection: what it said so far, what it has not taken yet, and when patience ends."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline
        self.received = bytearray()
        self.unsent = b""
