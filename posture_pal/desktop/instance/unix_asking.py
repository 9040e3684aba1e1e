"""How a command on Linux and macOS asks the running program."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

from posture_pal.clock import stopwatch
from posture_pal.desktop.instance.base import MOST_BYTES, line_of, message_of, no_answer, not_running
from posture_pal.errors import Unavailable

_RETRY = 0.01
"""Seconds until a queue that was full is tried again."""


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
