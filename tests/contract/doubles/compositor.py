"""A small Wayland compositor: a registry, a seat, an idle notifier, and a list of windows."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from contract.doubles.local_server import LocalServer, exactly

NOTIFIER, OLDER_NOTIFIER = "ext_idle_notifier_v1", "org_kde_kwin_idle"
SEAT, TOPLEVELS = "wl_seat", "zwlr_foreign_toplevel_manager_v1"


class Compositor(LocalServer):
    """version: of the notifier, None where it has none, 0 for org_kde_kwin_idle in its place.

    has_seat: whether there is a keyboard.
    """

    def __init__(self, address: Path, *, version: int | None = 2, has_seat: bool = True) -> None:
        super().__init__(address)
        self.offers = {1: ("wl_compositor", 4)}
        if has_seat:
            self.offers[7] = (SEAT, 5)
        if version is not None:
            self.offers[9] = (NOTIFIER, version) if version else (OLDER_NOTIFIER, 1)
        self.silence = 0.0
        self.notifications: dict[int, tuple[socket.socket, float, bool]] = {}
        self.asked_with: list[int] = []
        self._bound: dict[int, str] = {}

    @property
    def environ(self) -> dict[str, str]:
        return {"WAYLAND_DISPLAY": self.address.name, "XDG_RUNTIME_DIR": str(self.address.parent)}

    # --- what a test makes it do ---

    def let_silence_grow(self, seconds: float) -> None:
        """Lets so much time pass without input, in one step."""
        self.settle()
        with self.lock:
            before, self.silence = self.silence, self.silence + seconds
            for number, (client, limit, _) in list(self.notifications.items()):
                if before < limit <= self.silence:
                    self.notifications[number] = (client, limit, True)
                    client.sendall(_event(number, 0))

    def touch(self) -> None:
        """There is input."""
        self.settle()
        with self.lock:
            self.silence = 0.0
            for number, (client, limit, idled) in list(self.notifications.items()):
                if idled:
                    self.notifications[number] = (client, limit, False)
                    client.sendall(_event(number, 1))

    def take_back(self, interface: str) -> None:
        """Offers it no longer, as when the last keyboard is unplugged."""
        (name,) = (number for number, offer in self.offers.items() if offer[0] == interface)
        self.send_to_all(_event(2, 1, struct.pack("=I", name)))

    def complain(self) -> None:
        """Tells every client of a fatal error."""
        self.send_to_all(_event(1, 0, struct.pack("=II", 2, 1) + _text("you are out of order")))

    # --- what clients ask ---

    def serve(self, client: socket.socket) -> None:
        try:
            while True:
                self.await_request(client)
                target, size_and_request = struct.unpack("=II", exactly(client, 8))
                body = exactly(client, (size_and_request >> 16) - 8)
                if not self.mute:
                    with self.lock:
                        self._request(client, target, size_and_request & 0xFFFF, body)
        finally:
            mine = [number for number, each in self.notifications.items() if each[0] is client]
            for number in mine:
                del self.notifications[number]

    def _request(self, client: socket.socket, target: int, request: int, body: bytes) -> None:
        if (target, request) == (1, 1):
            for name, (interface, version) in self.offers.items():
                announced = struct.pack("=I", name) + _text(interface) + struct.pack("=I", version)
                client.sendall(_event(2, 0, announced))
        elif (target, request) == (1, 0):
            (callback,) = struct.unpack("=I", body)
            client.sendall(_event(callback, 0, bytes(4)) + _event(1, 1, body))
        elif (target, request) == (2, 0):
            name, size = struct.unpack_from("=II", body)
            version, new = struct.unpack_from("=II", body, len(body) - 8)
            interface, offered = self.offers[name]
            assert body[8 : 8 + size - 1].decode() == interface
            assert version <= offered
            self._bound[new] = interface
            self.bound(client, interface, new)
        elif self._bound.get(target) in {NOTIFIER, OLDER_NOTIFIER}:
            new, milliseconds, seat = struct.unpack("=III", body)
            if not request:
                milliseconds, seat = seat, milliseconds
            assert self._bound[seat] == SEAT
            self.asked_with.append(request)
            self.notifications[new] = (client, milliseconds / 1000, False)
        elif target in self.notifications and request == 0:
            del self.notifications[target]
        else:
            raise AssertionError(f"a request that nobody is expected to make: {target} {request}")

    def bound(self, client: socket.socket, interface: str, new: int) -> None:
        """A client has taken up an offer."""
        if interface == SEAT:
            client.sendall(_event(new, 0, struct.pack("=I", 3)))


def _event(target: int, number: int, body: bytes = b"") -> bytes:
    return struct.pack("=II", target, (8 + len(body)) << 16 | number) + body


def _text(words: str) -> bytes:
    raw = words.encode() + b"\0"
    return struct.pack("=I", len(raw)) + raw + bytes(-len(raw) % 4)


class Windows(Compositor):
    """A compositor that lists its windows for panels (wlr-foreign-toplevel-management-v1)."""

    def __init__(self, address: Path, *, version: int = 3) -> None:
        super().__init__(address)
        self.offers[11] = (TOPLEVELS, version)
        self.shown: dict[int, tuple[str, list[int]]] = {}
        self._listeners: dict[socket.socket, int] = {}

    def show(self, window: int, app: str, states: list[int]) -> None:
        """Opens a window, or changes it: 2 is activated, 3 fills the screen."""
        self.settle()
        with self.lock:
            is_new = window not in self.shown
            self.shown[window] = (app, states)
            for client, manager in self._listeners.items():
                if client in self.clients:
                    self._tell(client, manager if is_new else 0, window)

    def shut(self, window: int) -> None:
        """Closes a window."""
        self.settle()
        with self.lock:
            del self.shown[window]
            self.send_to_all(_event(_handle(window), 6))

    def finish(self) -> None:
        """Tells no more of windows."""
        for client, manager in self._listeners.items():
            client.sendall(_event(manager, 1))

    def bound(self, client: socket.socket, interface: str, new: int) -> None:
        super().bound(client, interface, new)
        if interface == TOPLEVELS:
            self._listeners[client] = new
            for window in self.shown:
                self._tell(client, new, window)

    def _tell(self, client: socket.socket, manager: int, window: int) -> None:
        handle, (app, states) = _handle(window), self.shown[window]
        if manager:
            client.sendall(_event(manager, 0, struct.pack("=I", handle)))
        listed = struct.pack(f"={len(states) + 1}I", 4 * len(states), *states)
        events = (0, _text("a title nobody should read")), (1, _text(app)), (4, listed), (5, b"")
        client.sendall(b"".join(_event(handle, number, body) for number, body in events))

    def _request(self, client: socket.socket, target: int, request: int, body: bytes) -> None:
        if target >= 0xFF000000:
            assert request == 7, "only destroying a handle is expected"
        else:
            super()._request(client, target, request, body)


def _handle(window: int) -> int:
    return 0xFF000000 + window
