"""The words of the PulseAudio protocol, which PipeWire speaks too: numbers and texts, each with its kind."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

CONTROL = 0xFFFFFFFF
NOTHING = 0xFFFFFFFF
"""The index of what is not there."""

_FRAME = struct.Struct(">IIIII")
_BIGGEST = 4 * 1024 * 1024


class Frames:
    """Cuts the incoming stream into control messages; sound, which was never asked for, is dropped."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that `data` completes. Raises ValueError for one too long to be meant."""
        self._buffer += data
        while len(self._buffer) >= _FRAME.size:
            size, channel, *_ = _FRAME.unpack_from(self._buffer)
            if size > _BIGGEST:
                raise ValueError(f"a message of {size} bytes")
            end = _FRAME.size + size
            if len(self._buffer) < end:
                return
            message, self._buffer = self._buffer[_FRAME.size : end], self._buffer[end:]
            if channel == CONTROL:
                yield message


def frame(command: int, tag: int, arguments: bytes = b"") -> bytes:
    """One request as bytes."""
    body = number(command) + number(tag) + arguments
    return _FRAME.pack(len(body), CONTROL, 0, 0, 0) + body


def number(value: int) -> bytes:
    """A number of 32 bits, tagged."""
    return b"L" + struct.pack(">I", value)


def blob(value: bytes) -> bytes:
    """Bytes of any meaning, tagged."""
    return b"x" + struct.pack(">I", len(value)) + value


def text(value: str) -> bytes:
    """A text without zeros, tagged."""
    return b"t" + value.encode() + b"\0"


def properties(values: dict[str, str]) -> bytes:
    """A list of properties, tagged."""
    listed = b""
    for key, value in values.items():
        raw = value.encode() + b"\0"
        listed += text(key) + number(len(raw)) + blob(raw)
    return b"P" + listed + b"N"


def read(message: bytes) -> list[Any]:
    """Every value of a message in order. Raises ValueError, TypeError or struct.error for nonsense."""
    reader = _Reader(message)
    values = []
    while reader.at < len(message):
        values.append(reader.value())
    return values


_FIXED = {b"L": ">I", b"V": ">I", b"B": ">B", b"U": ">Q", b"R": ">Q", b"T": ">Q", b"r": ">q"}
_YES, _NO, _NO_TEXT, _TEXT = b"1", b"0", b"N", b"t"
_BLOB, _CHANNELS, _VOLUMES, _SAMPLES, _PROPERTIES, _FORMAT = b"x", b"m", b"v", b"a", b"P", b"f"


class _Reader:
    """Reads the tagged values of one message."""

    def __init__(self, message: bytes) -> None:
        self._message = message
        self.at = 0

    def value(self) -> Any:
        tag = self._take(">c")
        if tag in _FIXED:
            return self._take(_FIXED[tag])
        if tag in {_YES, _NO}:
            return tag == _YES
        if tag == _NO_TEXT:
            return None
        if tag == _TEXT:
            return self._until_zero()
        return self._long_value(tag)

    def _long_value(self, tag: bytes) -> Any:
        if tag == _BLOB:
            return self._bytes(self._take(">I"))
        if tag == _CHANNELS:
            return self._bytes(self._take(">B"))
        if tag == _VOLUMES:
            return self._bytes(4 * self._take(">B"))
        if tag == _SAMPLES:  # the rate alone, out of format, channels and rate
            self._take(">H")
            return self._take(">I")
        if tag == _PROPERTIES:
            return self._properties()
        if tag == _FORMAT:  # its properties, after the encoding
            self.value()
            return self.value()
        raise ValueError(f"a value of the unknown kind {tag!r}")

    def _take(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self._message, self.at)
        self.at += struct.calcsize(form)
        return value

    def _bytes(self, size: int) -> bytes:
        if self.at + size > len(self._message):
            raise ValueError("a value that is longer than its message")
        value = self._message[self.at : self.at + size]
        self.at += size
        return value

    def _until_zero(self) -> str:
        end = self._message.index(b"\0", self.at)
        value = self._message[self.at : end].decode(errors="replace")
        self.at = end + 1
        return value

    def _properties(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while (key := self.value()) is not None:
            if not isinstance(key, str) or self.value() is None:
                raise ValueError("a property without a name or a size")
            value = self.value()
            if not isinstance(value, bytes):
                raise TypeError("a property without a value")
            found[key] = value.rstrip(b"\0").decode(errors="replace")
        return found
