"""A small sound server that speaks the native protocol of PulseAudio: who records, and from what."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

from contract.doubles.local_server import LocalServer, exactly

NOBODY = 0xFFFFFFFF
MICROPHONE, MONITOR = 4, 5


@dataclass
class Recording:
    """One source output."""

    source: int = MICROPHONE
    client: int = 1
    rate: int = 48000
    resampling: str | None = "speex-float-1"
    paused: bool = False
    properties: dict[str, str] = field(default_factory=lambda: {"application.name": "a call"})


class SoundServer(LocalServer):
    """version: of the protocol. refuses: whether it lets nobody in."""

    def __init__(self, address: Path, *, version: int = 35, refuses: bool = False) -> None:
        super().__init__(address)
        self.version = version
        self.refuses = refuses
        self.recordings: dict[int, Recording] = {}
        self.nonsense: bytes | None = None
        self.subscribed: list[socket.socket] = []
        self.keeps_lists = False
        self.kept: list[tuple[socket.socket, bytes]] = []

    @property
    def environ(self) -> dict[str, str]:
        return {"PULSE_SERVER": f"unix:{self.address}"}

    def record(self, index: int, recording: Recording | None) -> None:
        """Begins, changes or with None ends a recording, and announces it."""
        with self.lock:
            kind = 0x20 if recording is None else 0x10 if index in self.recordings else 0
            if recording is None:
                del self.recordings[index]
            else:
                self.recordings[index] = recording
            for client in self.subscribed:
                client.sendall(_frame(66, NOBODY, _number(3 | kind) + _number(index)))

    def hand_out_lists(self) -> None:
        """Sends the lists that it kept back, as they were when they were asked for."""
        with self.lock:
            self.keeps_lists = False
            for client, listed in self.kept:
                client.sendall(listed)

    def serve(self, client: socket.socket) -> None:
        try:
            while True:
                self.await_request(client)
                size, channel = struct.unpack(">II12x", exactly(client, 20))
                body = exactly(client, size)
                assert channel == NOBODY
                command, tag = struct.unpack_from(">xIxI", body)
                if not self.mute:
                    with self.lock:
                        self._answer(client, command, tag, body[10:])
        finally:
            if client in self.subscribed:
                self.subscribed.remove(client)

    def _answer(self, client: socket.socket, command: int, tag: int, body: bytes) -> None:
        if self.nonsense is not None and command == 32:
            client.sendall(self.nonsense)
            return
        match command:
            case 8:
                assert len(body) == 5 + 5 + 256
                client.sendall(
                    _frame(0, tag, _number(1)) if self.refuses else _frame(2, tag, _number(self.version))
                )
            case 9:
                assert b"application.name" in body
                client.sendall(_frame(2, tag, _number(0)))
            case 35:
                assert body == _number(8)
                self.subscribed.append(client)
                client.sendall(_frame(2, tag))
            case 32:
                listed = b"".join(_listed(index, each) for index, each in self.recordings.items())
                if self.keeps_lists:
                    self.kept.append((client, _frame(2, tag, listed)))
                else:
                    client.sendall(_frame(2, tag, listed))
            case 23:
                (source,) = struct.unpack_from(">xI", body)
                client.sendall(_frame(2, tag, _source(source)))
            case _:
                raise AssertionError(f"a command that nobody is expected to send: {command}")


def _listed(index: int, it: Recording) -> bytes:
    head = _number(index) + _text("stream") + _number(7) + _number(it.client) + _number(it.source)
    middle = b"a" + struct.pack(">BBI", 3, 2, it.rate) + b"m\2\1\2" + b"U" + bytes(8) + b"U" + bytes(8)
    kind = (b"N" if it.resampling is None else _text(it.resampling)) + _text("protocol-native.c")
    tail = _yes(it.paused) + b"v\2" + bytes(8) + b"010" + b"fB\1" + _properties({"format.rate": "48000"})
    return head + middle + kind + _properties(it.properties) + tail


def _source(index: int) -> bytes:
    monitor_of = 3 if index == MONITOR else NOBODY
    head = _number(index) + _text("alsa_input") + _text("A microphone") + b"a" + bytes(6) + b"m\1\1"
    return head + _number(7) + b"v\1" + bytes(4) + b"0" + _number(monitor_of) + b"N" + b"U" + bytes(8)


def _frame(command: int, tag: int, body: bytes = b"") -> bytes:
    message = _number(command) + _number(tag) + body
    return struct.pack(">IIIII", len(message), NOBODY, 0, 0, 0) + message


def frame(message: bytes, channel: int = NOBODY) -> bytes:
    """Any bytes as a message."""
    return struct.pack(">IIIII", len(message), channel, 0, 0, 0) + message


def _number(value: int) -> bytes:
    return b"L" + struct.pack(">I", value)


def _text(words: str) -> bytes:
    return b"t" + words.encode() + b"\0"


def _yes(value: bool) -> bytes:
    return b"1" if value else b"0"


def _properties(values: dict[str, str]) -> bytes:
    listed = b""
    for key, value in values.items():
        raw = value.encode() + b"\0"
        listed += _text(key) + _number(len(raw)) + b"x" + struct.pack(">I", len(raw)) + raw
    return b"P" + listed + b"N"
