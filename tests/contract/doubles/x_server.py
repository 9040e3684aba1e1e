"""A small X server: windows with properties, the idle counter of SYNC, and the screen saver's clock."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

from contract.doubles.local_server import LocalServer, exactly

ROOT, FIRST_ID = 0x51, 0x400000
SYNC, SYNC_EVENT = 134, 83
SAVER, XWAYLAND = 144, 150
COUNTER = 0x31
PROPERTY_NOTIFY, UNMAP_NOTIFY, DESTROY_NOTIFY = 28, 18, 17


@dataclass
class Alarm:
    """An alarm of SYNC: 0 rings upwards, 1 downwards."""

    client: socket.socket
    direction: int
    limit: int


@dataclass
class Client:
    """What is known of a client."""

    sent: int = 0
    selected: dict[int, int] = field(default_factory=dict)


class XServer(LocalServer):
    """The display. has_sync, has_saver: which extensions it has. key: the only one that opens it, if set."""

    def __init__(self, address: Path, *, has_sync: bool = True, has_saver: bool = True) -> None:
        super().__init__(address)
        self.extensions = {"SYNC": has_sync, "MIT-SCREEN-SAVER": has_saver, "XWAYLAND": False}
        self.key = b""
        self.greeting: bytes | None = None
        self.counters = [(0x30, "SERVERTIME"), (COUNTER, "IDLETIME")]
        self.idle = 0
        self.alarms: dict[int, Alarm] = {}
        self.properties: dict[tuple[int, str], bytes] = {}
        self.atoms: list[str] = []
        self.asked: list[tuple[int, str]] = []
        self._talks: dict[socket.socket, Client] = {}

    @property
    def environ(self) -> dict[str, str]:
        """How a program finds it: by the path of its socket."""
        return {"DISPLAY": str(self.address)}

    # --- what a test makes it do ---

    def let_silence_grow(self, milliseconds: int) -> None:
        """Lets so much time pass without input, in one step."""
        self.settle()
        self._idle_is(self.idle + milliseconds)

    def touch(self) -> None:
        """There is input."""
        self.settle()
        self._idle_is(0)

    def _idle_is(self, now: int) -> None:
        with self.lock:
            before, self.idle = self.idle, now
            for number, alarm in list(self.alarms.items()):
                upwards = before < alarm.limit <= now
                downwards = before > alarm.limit >= now
                if downwards if alarm.direction else upwards:
                    self.ring(number, now)

    def ring(self, number: int, value: int, state: int = 0) -> None:
        """Tells its client that an alarm has rung."""
        alarm = self.alarms[number]
        high, low = value >> 32, value & 0xFFFFFFFF
        event = struct.pack(
            "<BBHIiIiIIB3x", SYNC_EVENT + 1, 0, 0, number, high, low, 0, alarm.limit, 0, state
        )
        alarm.client.sendall(event)

    def set_property(self, window: int, name: str, value: bytes | list[int]) -> None:
        """Changes a property of a window, a list being of 32-bit numbers, and tells whoever listens."""
        with self.lock:
            raw = value if isinstance(value, bytes) else struct.pack(f"<{len(value)}I", *value)
            self.properties[window, name] = raw
            event = struct.pack("<BxHIII16x", PROPERTY_NOTIFY, 0, window, self.atom(name), 0)
            self._tell(window, 1 << 22, event)

    def end_window(self, window: int, code: int = DESTROY_NOTIFY) -> None:
        """Destroys a window, or with UNMAP_NOTIFY hides it, without a word to its properties."""
        with self.lock:
            if code == DESTROY_NOTIFY:
                self.properties = {place: raw for place, raw in self.properties.items() if place[0] != window}
            self._tell(window, 1 << 17, struct.pack("<BxHII20x", code, 0, window, window))

    def atom(self, name: str) -> int:
        """The number of a name."""
        if name == "WM_CLASS":
            return 67
        if name not in self.atoms:
            self.atoms.append(name)
        return 100 + self.atoms.index(name)

    def _tell(self, window: int, mask: int, event: bytes) -> None:
        for client, talk in list(self._talks.items()):
            if talk.selected.get(window, 0) & mask:
                client.sendall(event)

    # --- what clients ask ---

    def serve(self, client: socket.socket) -> None:
        talk = self._talks[client] = Client()
        try:
            self._greet(client)
            while True:
                self.await_request(client)
                self._request(client, talk)
        finally:
            del self._talks[client]
            self.alarms = {number: each for number, each in self.alarms.items() if each.client is not client}

    def _greet(self, client: socket.socket) -> None:
        order, name_size, key_size = struct.unpack("<BxxxxxHHxx", exactly(client, 12))
        assert order == ord("l")
        exactly(client, name_size + -name_size % 4)
        key = exactly(client, key_size + -key_size % 4)[:key_size]
        if self.greeting is not None:
            client.sendall(self.greeting)
        elif self.mute:
            pass
        elif self.key and key != self.key:
            client.sendall(struct.pack("<BBHHH", 0, 8, 11, 0, 2) + b"go away!")
        else:
            client.sendall(greeting())

    def _request(self, client: socket.socket, talk: Client) -> None:
        opcode, detail, words = struct.unpack("<BBH", exactly(client, 4))
        body = exactly(client, 4 * words - 4)
        talk.sent = (talk.sent + 1) & 0xFFFF
        if self.mute:
            return
        with self.lock:
            reply = self._answer(client, talk, (opcode, detail), body)
            if reply is not None:
                client.sendall(_reply(talk.sent, *reply))

    def _answer(
        self, client: socket.socket, talk: Client, request: tuple[int, int], body: bytes
    ) -> tuple[int, bytes] | None:
        match request:
            case (98, _):  # QueryExtension
                return 0, self._extension(body[4 : 4 + struct.unpack_from("<H", body)[0]].decode())
            case (16, _):  # InternAtom
                name = body[4 : 4 + struct.unpack_from("<H", body)[0]].decode()
                return 0, struct.pack("<I20x", self.atom(name))
            case (20, _):  # GetProperty
                return self._property(*struct.unpack_from("<II", body))
            case (2, _):  # ChangeWindowAttributes
                window, _, mask = struct.unpack("<III", body)
                talk.selected[window] = mask
                return None
            case (134, _):
                return self._sync(client, request[1], body)
            case (144, 1):
                return 0, struct.pack("<IIIIB7x", ROOT, 0, self.idle, 0, 0)
        raise AssertionError(f"a request that nobody is expected to make: {request}")

    def _extension(self, name: str) -> bytes:
        opcode, event = {
            "SYNC": (SYNC, SYNC_EVENT),
            "MIT-SCREEN-SAVER": (SAVER, 92),
            "XWAYLAND": (XWAYLAND, 0),
        }[name]
        return struct.pack("<BBBB20x", self.extensions[name], opcode, event, 0)

    def _property(self, window: int, atom: int) -> tuple[int, bytes]:
        name = "WM_CLASS" if atom == 67 else self.atoms[atom - 100]
        self.asked.append((window, name))
        raw = self.properties.get((window, name))
        if raw is None:
            return 0, bytes(24)
        width = 8 if name == "WM_CLASS" else 32
        return width, struct.pack("<III12x", 4, 0, len(raw) // (width // 8)) + raw + bytes(-len(raw) % 4)

    def _sync(self, client: socket.socket, minor: int, body: bytes) -> tuple[int, bytes] | None:
        match minor:
            case 0:
                return 0, struct.pack("<BB22x", 3, 1)
            case 1:
                listed = b"".join(_counter(number, name) for number, name in self.counters)
                return 0, struct.pack("<i20x", len(self.counters)) + listed
            case 5:
                return 0, struct.pack("<iI16x", self.idle >> 32, self.idle & 0xFFFFFFFF)
            case 8:
                alarm, mask, counter, kind, high, low, direction, _, _ = struct.unpack("<IIIIiIIiI", body)
                assert (mask, counter, kind) == (0x1F, COUNTER, 0)
                self.alarms[alarm] = Alarm(client, direction, high << 32 | low)
            case 11:
                (alarm,) = struct.unpack("<I", body)
                self.ring(alarm, self.idle, state=2)
                del self.alarms[alarm]
        return None


def greeting(vendor: bytes = b"a double") -> bytes:
    """What a server says to a client that it lets in: two screens, the second with the root 0x52."""
    depth = struct.pack("<BxH4x", 24, 1) + bytes(24)
    screens = b"".join(struct.pack("<I35xB", root, 1) + depth for root in (ROOT, ROOT + 1))
    body = struct.pack(
        "<IIIIHHBBBBBBBB4x", 0, FIRST_ID, 0x1FFFFF, 0, len(vendor), 65535, 2, 1, 0, 0, 32, 32, 8, 255
    )
    body += vendor + bytes(-len(vendor) % 4) + bytes(8) + screens
    return struct.pack("<BxHHH", 1, 11, 0, len(body) // 4) + body


def _reply(number: int, detail: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<BBHI", 1, detail, number, (len(body) - 24) // 4) + body


def _counter(number: int, name: str) -> bytes:
    raw = name.encode()
    return struct.pack("<IiIH", number, 0, 4, len(raw)) + raw + bytes(-(14 + len(raw)) % 4)
