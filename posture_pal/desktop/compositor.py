"""A conversation with the Wayland compositor over its socket: what it offers, and words to and fro."""

from __future__ import annotations

import itertools
import struct
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from posture_pal.desktop.link import Link, connect
from posture_pal.errors import Unavailable

_ANSWER_SECONDS = 2.0
_PEER = "The Wayland compositor"
_DISPLAY, _REGISTRY = 1, 2
_BIND = 0


Heard = Callable[[int, bytes], None]
"""Told the number of an event and its arguments, on the reading thread."""


class Offer(NamedTuple):
    """Something the compositor offers: its number in the registry, and the version."""

    name: int
    version: int


class Compositor:
    """One connection. Methods raise Unavailable once it is gone.

    offers: by interface, the first of each kind.
    on_lost: called with a sentence on the reading thread when the compositor is gone, takes back something in
    `needs`, or complains; not after `close`.
    """

    def __init__(self, environ: Mapping[str, str], needs: frozenset[str]) -> None:
        """Connects and hears what is offered. Raises Unavailable with the reason when it cannot."""
        self.offers: dict[str, Offer] = {}
        self.on_lost: Callable[[str], None] = _ignore
        self._needs = needs
        self._heard: dict[int, Heard] = {}
        self._ids = itertools.count(_REGISTRY + 1)
        self._buffer = b""
        self._failure: str | None = None
        self._link = Link(connect([_address(environ)], _PEER), _PEER, self._arrived, self._lost)
        self._link.start()
        try:
            self._introduce()
        except Unavailable:
            self._link.close()
            raise

    def close(self) -> None:
        self._link.close()

    def bind(self, interface: str, version: int, heard: Heard | None = None) -> int:
        """Takes up an offer; returns its identifier. heard: told its events."""
        new = self.new_object(heard)
        text = interface.encode() + b"\0"
        body = struct.pack("=II", self.offers[interface].name, len(text)) + text + bytes(-len(text) % 4)
        self.send(_REGISTRY, _BIND, body + struct.pack("=II", version, new))
        return new

    def hear(self, created: int, heard: Heard) -> None:
        """Hears the events of something that the compositor created."""
        self._heard[created] = heard

    def new_object(self, heard: Heard | None = None) -> int:
        """An identifier for something that a request is about to create."""
        new = next(self._ids)
        if heard is not None:
            self._heard[new] = heard
        return new

    def forget(self, created: int) -> None:
        """Hears no more events of what was destroyed."""
        self._heard.pop(created, None)

    def send(self, target: int, request: int, body: bytes) -> None:
        self._link.send(struct.pack("=II", target, (8 + len(body)) << 16 | request) + body)

    def _introduce(self) -> None:
        get_registry, sync = 1, 0
        done = threading.Event()
        self.send(_DISPLAY, get_registry, struct.pack("=I", _REGISTRY))
        callback = self.new_object(lambda _event, _arguments: done.set())
        self._end_of_wait = done
        self.send(_DISPLAY, sync, struct.pack("=I", callback))
        if not done.wait(_ANSWER_SECONDS):
            raise Unavailable(f"The Wayland compositor did not answer within {_ANSWER_SECONDS:g} s.")
        if self._failure is not None:
            raise Unavailable(self._failure)

    # --- on the reading thread ---

    def _arrived(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= 8:
            target, size_and_event = struct.unpack_from("=II", self._buffer)
            size, event = size_and_event >> 16, size_and_event & 0xFFFF
            if size < 8:
                raise ValueError(f"a message of {size} bytes")
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[8:size], self._buffer[size:]
            self._take(target, event, body)

    def _take(self, target: int, event: int, body: bytes) -> None:
        if target == _DISPLAY and event == 0:
            raise ValueError(f"complaint: {_text(body, 8)}")
        if target == _REGISTRY and event == 0:
            (name,) = struct.unpack_from("=I", body)
            interface = _text(body, 4)
            (version,) = struct.unpack_from("=I", body, len(body) - 4)
            self.offers.setdefault(interface, Offer(name, version))
        elif target == _REGISTRY and event == 1:
            (name,) = struct.unpack_from("=I", body)
            taken = {interface for interface, offer in self.offers.items() if offer.name == name}
            if taken & self._needs:
                raise ValueError(f"no more {', '.join(taken)}")
        elif target in self._heard:
            self._heard[target](event, body)

    def _lost(self, why: str) -> None:
        self._failure = why
        self._end_of_wait.set()
        self.on_lost(why)


def _text(body: bytes, at: int) -> str:
    (size,) = struct.unpack_from("=I", body, at)
    return body[at + 4 : at + 4 + max(size - 1, 0)].decode(errors="replace")


def _address(environ: Mapping[str, str]) -> str:
    display = environ.get("WAYLAND_DISPLAY", "")
    if not display:
        raise Unavailable("This is no Wayland session: WAYLAND_DISPLAY is not set.")
    if not display.startswith("/"):
        if not environ.get("XDG_RUNTIME_DIR"):
            raise Unavailable("XDG_RUNTIME_DIR is not set, so the Wayland compositor cannot be found.")
        display = f"{environ['XDG_RUNTIME_DIR']}/{display}"
    return display


def _ignore(_: object) -> None:
    pass
