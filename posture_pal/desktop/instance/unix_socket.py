"""The way to the running program on Linux and macOS: a socket in a private folder, and a lock beside it."""

from __future__ import annotations

import os
import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from posture_pal.clock import stopwatch
from posture_pal.desktop.instance.base import (
    MOST_BYTES,
    PATIENCE,
    AlreadyRunning,
    Answer,
    answer_line,
    line_of,
    message_of,
    no_answer,
    not_running,
)
from posture_pal.errors import Unavailable

_MOST_PEERS = 128
"""Peers served at once; one more, and the one that has waited longest is let go."""
_RETRY = 0.01


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
            self._lock = _locked(path.with_suffix(".lock"))
            try:
                self._listening = _listening(path)
            except BaseException:
                os.close(self._lock)
                raise
        except OSError as error:
            raise Unavailable(f"Commands cannot be taken at {path} ({error.strerror or error}).") from error
        self._identity = _identity(path)
        self._peers: dict[socket.socket, _Peer] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair(socket.AF_UNIX)
        self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="commands", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """See Server; an answer that is being worked out is still given, for as long as a peer would wait."""
        if self._closing:
            return
        self._closing = True
        self._wake.send(b"!")
        if threading.current_thread() is not self._thread:
            self._thread.join(2 * self._patience)
        if _identity(self._path) == self._identity:
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
        for one in (self._listening, self._wake, self._woken):
            one.close()

    def _accept(self, _: int) -> None:
        try:
            connection, _ = self._listening.accept()
        except OSError:  # it is gone again, or there are no more file descriptors just now
            return
        connection.setblocking(False)
        if not _is_ours(connection):
            connection.close()
            return
        if len(self._peers) >= _MOST_PEERS:
            self._let_go(min(self._peers.values(), key=lambda peer: peer.deadline))
        peer = _Peer(connection, stopwatch() + self._patience)
        self._peers[connection] = peer
        self._selector.register(connection, selectors.EVENT_READ, lambda _: self._read(peer))

    def _read(self, peer: _Peer) -> None:
        try:
            data = peer.connection.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        peer.received += data
        if not data and not peer.received:
            self._let_go(peer)
        elif not data or b"\n" in data or len(peer.received) > MOST_BYTES:
            line, _, _ = bytes(peer.received).partition(b"\n")
            peer.unsent = answer_line(self._answer, line)
            peer.deadline = stopwatch() + self._patience
            self._selector.modify(peer.connection, selectors.EVENT_WRITE, lambda _: self._write(peer))
            self._write(peer)

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


def ask(path: Path, request: dict[str, Any], timeout: float) -> dict[str, Any]:
    """One request, one answer. Raises NotRunning when nobody listens, Unavailable when no answer comes.

    timeout: seconds for all of it. Raises ValueError for a request that is too long.
    """
    line = line_of(request)
    ends = stopwatch() + timeout
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        _connect(connection, path, ends)
        try:
            received = _exchanged(connection, line, ends)
        except TimeoutError:
            raise no_answer(f"none came within {timeout:g} s") from None
        except OSError as error:
            raise no_answer(error.strerror or str(error)) from error
    if not received:
        raise no_answer("it hung up, perhaps because it is just ending")
    try:
        return message_of(received)
    except ValueError as error:
        raise no_answer(f"what came is no answer ({error})") from error


def _connect(connection: socket.socket, path: Path, ends: float) -> None:
    while True:
        connection.settimeout(max(0.001, ends - stopwatch()))
        try:
            connection.connect(os.fspath(path))
        except BlockingIOError:  # its queue is full for the moment
            if stopwatch() >= ends:
                raise no_answer("too many others are asking") from None
            threading.Event().wait(_RETRY)
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            raise not_running() from None
        except OSError as error:
            raise Unavailable(f"The socket {path} cannot be reached ({error.strerror or error}).") from error
        else:
            return


def _exchanged(connection: socket.socket, line: bytes, ends: float) -> bytes:
    connection.settimeout(max(0.001, ends - stopwatch()))
    connection.sendall(line)
    received = bytearray()
    while not received.endswith(b"\n") and len(received) <= MOST_BYTES:
        connection.settimeout(max(0.001, ends - stopwatch()))
        data = connection.recv(MOST_BYTES)
        if not data:
            break
        received += data
    return bytes(received)


def _locked(path: Path) -> int:
    """Takes the lock that a running program holds for as long as it lives, however it ends.

    Raises AlreadyRunning, and OSError.
    """
    import fcntl

    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRunning from None
        except OSError:
            os.close(lock)
            raise
        found = os.fstat(lock)
        if _identity(path) == (found.st_dev, found.st_ino):
            return lock
        os.close(lock)  # somebody tidied it away in between: it keeps nobody out


def _listening(path: Path) -> socket.socket:
    """A socket that listens at the path, from the first moment that there is one, and private from the start.

    Raises AlreadyRunning where somebody listens there although the lock was free, and OSError.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE)
        with suppress(OSError):
            probe.connect(os.fspath(path))
            raise AlreadyRunning
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(os.fspath(fresh))
        fresh.chmod(0o600)
        listening.listen(_MOST_PEERS)
        listening.setblocking(False)
        fresh.replace(path)
    except BaseException:
        listening.close()
        raise
    return listening


def _is_ours(connection: socket.socket) -> bool:
    return _user_at(connection) == os.geteuid()


def _user_at(connection: socket.socket) -> int | None:
    """The user id at the other end, as the kernel knows it; None where it does not say."""
    if sys.platform == "linux":
        credentials = struct.Struct("3i")
        data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, credentials.size)
        return int(credentials.unpack(data)[1])
    import ctypes

    user, group = ctypes.c_uint32(), ctypes.c_uint32()
    failed = ctypes.CDLL(None).getpeereid(connection.fileno(), ctypes.byref(user), ctypes.byref(group))
    return None if failed else user.value


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
