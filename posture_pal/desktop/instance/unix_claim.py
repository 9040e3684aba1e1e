"""How a program becomes the one that runs: it takes a lock, then a socket, and asks the kernel who calls."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

from posture_pal.desktop.instance.base import PATIENCE, AlreadyRunning

_QUEUE = 128
"""Callers that may wait until somebody picks up."""


def lock(path: Path) -> int:
    """Takes the lock that a running program holds for as long as it lives, however it ends.

    Raises AlreadyRunning, and OSError.
    """
    import fcntl

    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise AlreadyRunning from None
        except OSError:
            os.close(held)
            raise
        found = os.fstat(held)
        if identity(path) == (found.st_dev, found.st_ino):
            return held
        os.close(held)  # somebody tidied it away in between: it keeps nobody out


def listen(path: Path) -> socket.socket:
    """A socket that listens at the path, from the first moment that there is one, and private from the start.

    Raises AlreadyRunning where somebody listens there although the lock was free, and OSError.
    """
    if _somebody_listens(path):
        raise AlreadyRunning
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(os.fspath(fresh))
        fresh.chmod(0o600)
        listening.listen(_QUEUE)
        listening.setblocking(False)
        fresh.replace(path)
    except BaseException:
        listening.close()
        raise
    return listening


def _somebody_listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE)
        try:
            probe.connect(os.fspath(path))
        except (BlockingIOError, TimeoutError):  # so busy that its queue is full
            return True
        except OSError:
            return False
        return True


def is_ours(connection: socket.socket) -> bool:
    """Whether a program of this same person is at the other end."""
    return _user_at(connection) == os.geteuid()


def _user_at(connection: socket.socket) -> int | None:
    """The user id at the other end, as the kernel knows it; None where it does not say."""
    if sys.platform != "linux":
        return _user_by_getpeereid(connection)
    credentials = struct.Struct("3i")  # process, user, group
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, credentials.size)
    return int(credentials.unpack(data)[1])


def _user_by_getpeereid(connection: socket.socket) -> int | None:
    import ctypes

    user, group = ctypes.c_uint32(), ctypes.c_uint32()
    failed = ctypes.CDLL(None).getpeereid(connection.fileno(), ctypes.byref(user), ctypes.byref(group))
    return None if failed else user.value


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path, whatever its name; None where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
