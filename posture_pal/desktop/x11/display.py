"""A conversation with the X server, without Xlib: a server that dies ends that, and not the program."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Mapping

from posture_pal.desktop.link import Line, Link, connect
from posture_pal.desktop.x11.address import COOKIE, cookie, display_address
from posture_pal.errors import Unavailable

Reply = Callable[[bytes | None], None]
"""Called on the reading thread with a reply, or with None when the server sent an error or is gone."""

_BIGGEST_REPLY = 4 * 1024 * 1024
_GENERIC_EVENT = 35
_ERROR, _REPLY = 0, 1

_INTERN_ATOM, _GET_PROPERTY, _CHANGE_ATTRIBUTES, _QUERY_EXTENSION = 16, 20, 2, 98


class Display:
    """One connection to a display. Methods raise Unavailable once it is gone.

    on_event: called with each event's bytes on the reading thread, its code in the first byte's low 7 bits.
    on_lost: called with a sentence on the reading thread when the server is gone; not after `close`.
    Both may be set until `start`; nothing is read before.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Connects to the display of the environment. Raises Unavailable with the reason when it cannot."""
        address = display_address(environ)
        self.on_event: Callable[[bytes], None] = _ignore
        self.on_lost: Callable[[str], None] = _ignore
        line = connect(address.sockets, "The X server")
        try:
            greeting = _greet(line, cookie(environ, address.number))
            self.root, self._next_id = _understand(greeting, address.screen)
        except (OSError, struct.error, IndexError) as error:
            line.close()
            raise Unavailable(f"The X server did not greet back: {error}.") from error
        except Unavailable:
            line.close()
            raise
        self._sent = 0
        self._unanswered: dict[int, Reply] = {}
        self._numbering = threading.Lock()
        self._buffer = bytearray()
        self._link = Link(line, "The X server", self._arrived, self._lost)

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        self._link.close()

    def new_id(self) -> int:
        """An identifier for something that is about to be created."""
        self._next_id += 1
        return self._next_id

    # --- asking ----------------------------------------------------------------------------------------

    def send(self, request: bytes) -> None:
        """Sends a request that has no reply."""
        with self._numbering:
            self._sent = (self._sent + 1) & 0xFFFF
            self._link.send(request)

    def ask_soon(self, request: bytes, reply: Reply) -> None:
        """Sends a request that has a reply and returns at once."""
        with self._numbering:
            self._sent = (self._sent + 1) & 0xFFFF
            self._unanswered[self._sent] = reply
            self._link.send(request)

    def ask(self, request: bytes, timeout: float = 1.0) -> bytes:
        """Sends a request and waits up to `timeout` seconds for the reply; not from the reading thread."""
        if self._link.is_reader:
            raise RuntimeError("the reading thread cannot wait for what it would have to read itself")
        answered = threading.Event()
        came: list[bytes | None] = []

        def reply(data: bytes | None) -> None:
            came.append(data)
            answered.set()

        self.ask_soon(request, reply)
        if not answered.wait(timeout):
            raise Unavailable(f"The X server did not answer within {timeout:g} s.")
        if came[0] is None:
            raise Unavailable("The X server answered with an error.")
        return came[0]

    def extension(self, name: str) -> tuple[int, int] | None:
        """The opcode and the first event of an extension, or None when the server does not have it."""
        text = name.encode()
        reply = self.ask(request(_QUERY_EXTENSION, 0, struct.pack("<H2x", len(text)) + text))
        present, opcode, first_event = struct.unpack_from("<8xBBB", reply)
        return (opcode, first_event) if present else None

    def atom(self, name: str) -> int:
        """The number that stands for a name on this display."""
        text = name.encode()
        reply = self.ask(request(_INTERN_ATOM, 0, struct.pack("<H2x", len(text)) + text))
        (number,) = struct.unpack_from("<8xI", reply)
        return int(number)

    def property_soon(self, window: int, atom: int, told: Callable[[bytes], None]) -> None:
        """Tells up to 1 KiB of a window's property; b"" when the window or the property is not there."""

        def reply(data: bytes | None) -> None:
            if data is None:
                told(b"")
                return
            width, length = data[1], struct.unpack_from("<16xI", data)[0]
            told(data[32 : 32 + min(length, 1024) * (width // 8)])

        self.ask_soon(request(_GET_PROPERTY, 0, struct.pack("<IIIII", window, atom, 0, 0, 256)), reply)

    def select_events(self, window: int, mask: int) -> None:
        """Asks for these events of a window from now on; one that is gone is no failure."""
        event_mask = 1 << 11
        self.send(request(_CHANGE_ATTRIBUTES, 0, struct.pack("<III", window, event_mask, mask)))

    # --- reading ---------------------------------------------------------------------------------------

    def _arrived(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= 32:
            size = 32
            if self._buffer[0] in {_REPLY, _GENERIC_EVENT}:
                size += 4 * struct.unpack_from("<4xI", self._buffer)[0]
            if size > _BIGGEST_REPLY:
                raise ValueError(f"a reply of {size} bytes")
            if len(self._buffer) < size:
                return
            packet = bytes(self._buffer[:size])
            del self._buffer[:size]
            self._take(packet)

    def _take(self, packet: bytes) -> None:
        if packet[0] in {_ERROR, _REPLY}:
            reply = self._unanswered.pop(struct.unpack_from("<2xH", packet)[0], None)
            if reply is not None:
                reply(None if packet[0] == _ERROR else packet)
        else:
            self.on_event(packet)

    def _lost(self, why: str) -> None:
        for reply in list(self._unanswered.values()):
            reply(None)
        self._unanswered.clear()
        self.on_lost(why)


def request(opcode: int, detail: int, body: bytes = b"") -> bytes:
    """One request as bytes, padded to whole words. detail: the second byte; an extension's own opcode."""
    body += bytes(-len(body) % 4)
    return struct.pack("<BBH", opcode, detail, 1 + len(body) // 4) + body


def _greet(line: Line, key: bytes) -> bytes:
    name = COOKIE if key else b""
    hello = struct.pack("<BxHHHH2x", ord("l"), 11, 0, len(name), len(key))
    line.sendall(hello + name + bytes(-len(name) % 4) + key + bytes(-len(key) % 4))
    head = _exactly(line, 8)
    answer = _exactly(line, 4 * struct.unpack_from("<6xH", head)[0])
    if head[0] != 1:
        said = answer[: head[1]].decode(errors="replace").strip() or "no reason given"
        raise Unavailable(f"The X server lets nobody in with this key: {said}.")
    return answer


def _understand(greeting: bytes, screen: int) -> tuple[int, int]:
    """The root window of the screen, and the first free identifier, out of the server's greeting."""
    first_id, vendor, screens, formats = struct.unpack_from("<4xI8xH2xBB", greeting)
    at = 32 + vendor + (-vendor % 4) + 8 * formats
    for _ in range(min(screen, max(screens - 1, 0))):
        depths = greeting[at + 39]
        at += 40
        for _ in range(depths):
            at += 8 + 24 * struct.unpack_from("<2xH", greeting, at)[0]
    (root,) = struct.unpack_from("<I", greeting, at)
    return int(root), int(first_id)


def _exactly(line: Line, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = line.recv(size - len(data))
        if not more:
            raise ConnectionResetError("it hung up")
        data += more
    return data


def _ignore(_: object) -> None:
    pass
