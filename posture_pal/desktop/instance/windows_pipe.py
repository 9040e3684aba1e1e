"""The way to the running program on Windows: a named pipe that lets in one person alone, and a mutex."""

from __future__ import annotations

import threading
from ctypes import byref
from pathlib import Path
from typing import Any

from posture_pal.clock import stopwatch
from posture_pal.desktop.instance import windows_calls as windows
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

_MOST_PEERS = 64
_FAREWELL = 0.5
"""Seconds that an ending program waits for the last answer to leave."""
_AT_ONCE = 50
"""Milliseconds between two looks for a free end of the pipe."""

# PIPE_ACCESS_DUPLEX, FILE_FLAG_OVERLAPPED; and FILE_FLAG_FIRST_PIPE_INSTANCE: the name must be nobody's yet.
_OPEN = 0x00000003 | 0x40000000
_FIRST = 0x00080000
_BYTES_FROM_HERE = 0x00000008  # PIPE_TYPE_BYTE, PIPE_WAIT and PIPE_REJECT_REMOTE_CLIENTS
_READ_AND_WRITE = 0xC0000000
# OPEN_EXISTING; FILE_FLAG_OVERLAPPED, and SECURITY_SQOS_PRESENT with SECURITY_IDENTIFICATION: whoever answers
# may learn who asks and not act in their name.
_EXISTING = 3
_CAUTIOUS = 0x40000000 | 0x00100000 | 0x00010000


class PipeServer:
    """Listens on a pipe. A thread waits for callers, each caller gets one, and they answer one at a time.

    Raises AlreadyRunning when it is made while another program of this person's runs, and Unavailable.
    """

    def __init__(self, path: Path, answer: Answer, patience: float = PATIENCE) -> None:
        self._answer = answer
        self._patience = patience
        self._answering = threading.Lock()
        self._room = threading.BoundedSemaphore(_MOST_PEERS)
        self._closed = False
        try:
            name = windows.own_name(str(path))
            self._pipe_name = rf"\\.\pipe\{name}"
            self._mutex = _claimed(rf"Global\{name}")
            try:
                self._stop = windows.kernel().CreateEventW(None, True, False, None)
                self._next = self._end(_FIRST)
            except BaseException:
                windows.kernel().CloseHandle(self._mutex)
                raise
        except OSError as error:
            raise Unavailable(f"Commands cannot be taken ({error.strerror or error}).") from error
        self._thread = threading.Thread(target=self._serve, name="commands", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """See Server; an answer that is as good as ready is still given."""
        if self._closed:
            return
        self._closed = True
        windows.kernel().SetEvent(self._stop)
        self._thread.join(_FAREWELL)
        if self._answering.acquire(timeout=_FAREWELL):
            self._answering.release()
        windows.kernel().CloseHandle(self._mutex)

    def _end(self, more: int = 0) -> windows.Pipe:
        """A free end of the pipe. Raises OSError."""
        handle = windows.kernel().CreateNamedPipeW(
            self._pipe_name, _OPEN | more, _BYTES_FROM_HERE, 255, MOST_BYTES, MOST_BYTES, 0,
            byref(windows.for_the_person_alone()),
        )  # fmt: skip
        if handle in {windows.INVALID, None}:
            raise windows.failure("CreateNamedPipe")
        return windows.Pipe(handle, self._stop)

    def _serve(self) -> None:
        while True:
            here = self._next
            if not here.wait_for_somebody():
                here.close()
                return
            self._next = self._end()  # before this one is let go: there is always an end to come to
            self._room.acquire()
            threading.Thread(target=self._attend, args=(here,), daemon=True).start()

    def _attend(self, pipe: windows.Pipe) -> None:
        try:
            line = _line_from(pipe, stopwatch() + self._patience)
            if line:
                with self._answering:
                    reply = answer_line(self._answer, line.partition(b"\n")[0])
                    _write_all(pipe, reply, stopwatch() + self._patience)
                pipe.read(
                    1, self._patience
                )  # until the caller hangs up: closing before loses what it did not read
        except OSError:  # it stalled, hung up, or the program ends
            pass
        finally:
            pipe.close()
            self._room.release()


def ask(path: Path, request: dict[str, Any], timeout: float) -> dict[str, Any]:
    """One request, one answer. Raises NotRunning when nobody listens, Unavailable when no answer comes.

    timeout: seconds for all of it. Raises ValueError for a request that is too long.
    """
    line = line_of(request)
    ends = stopwatch() + timeout
    pipe = _reached(rf"\\.\pipe\{windows.own_name(str(path))}", ends)
    try:
        _write_all(pipe, line, ends)
        received = _line_from(pipe, ends)
    except TimeoutError:
        raise no_answer(f"none came within {timeout:g} s") from None
    except OSError as error:
        raise no_answer(error.strerror or str(error)) from error
    finally:
        pipe.close()
    if not received:
        raise no_answer("it hung up, perhaps because it is just ending")
    try:
        return message_of(received)
    except ValueError as error:
        raise no_answer(f"what came is no answer ({error})") from error


def _claimed(name: str) -> int:
    """A mutex that exists as long as this process. Raises AlreadyRunning and OSError."""
    attributes = byref(windows.for_the_person_alone())
    mutex = windows.kernel().CreateMutexW(attributes, False, name)
    if not mutex:
        raise windows.failure("CreateMutex")
    if windows.last_error() == windows.ALREADY_EXISTS:
        windows.kernel().CloseHandle(mutex)
        raise AlreadyRunning
    return int(mutex)


def _reached(name: str, ends: float) -> windows.Pipe:
    while True:
        handle = windows.kernel().CreateFileW(name, _READ_AND_WRITE, 0, None, _EXISTING, _CAUTIOUS, None)
        if handle not in {windows.INVALID, None}:
            return windows.Pipe(handle)
        error = windows.last_error()
        if error == windows.FILE_NOT_FOUND:
            raise not_running()
        if error != windows.PIPE_BUSY:
            reason = windows.failure("CreateFile")
            raise Unavailable(f"The running program cannot be reached ({reason.strerror}).")
        if stopwatch() >= ends:
            raise no_answer("too many others are asking")
        windows.kernel().WaitNamedPipeW(name, _AT_ONCE)


def _line_from(pipe: windows.Pipe, ends: float) -> bytes:
    received = bytearray()
    while b"\n" not in received and len(received) <= MOST_BYTES:
        data = pipe.read(MOST_BYTES, ends - stopwatch())
        if not data:
            break
        received += data
    return bytes(received)


def _write_all(pipe: windows.Pipe, data: bytes, ends: float) -> None:
    while data:
        sent = pipe.write(data, ends - stopwatch())
        if not sent:
            raise BrokenPipeError
        data = data[sent:]
