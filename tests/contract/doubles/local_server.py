"""A server on a local socket for tests: it takes in every client and can hang, babble or vanish at will."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from pathlib import Path
from typing import Self

from desktop.waiting import wait_for


class LocalServer:
    """A context manager. Subclasses say what a client's bytes are answered with."""

    def __init__(self, address: Path) -> None:
        self.address = address
        self.mute = False
        self.clients: list[socket.socket] = []
        self.lock = threading.RLock()
        self._idle: set[socket.socket] = set()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(address))
        self._listening.listen()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.vanish()

    def vanish(self) -> None:
        """Ends as a crash would: every client loses its connection, and nobody new gets in."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        for thread in list(self._threads):
            if thread.ident is not None:
                thread.join(5)
        self.address.unlink(missing_ok=True)

    def hang_up(self) -> None:
        """Ends the connections to the present clients."""
        for client in list(self.clients):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def settle(self) -> None:
        """Returns when everything that clients have sent so far has been dealt with."""
        for client in list(self.clients):
            wait_for(
                lambda it=client: not _has_sent(it) and self._waits_for(it),
                5,
                "a client's last word",
                every=0.001,
            )

    def await_request(self, client: socket.socket) -> None:
        """Returns when a client has sent something, without reading it. Raises EOFError when it is gone."""
        self._idle.add(client)
        if not client.recv(1, socket.MSG_PEEK):
            raise EOFError
        self._idle.discard(client)

    def _waits_for(self, client: socket.socket) -> bool:
        # What was sent is taken up only after the client is no longer idle, so this order leaves no gap.
        return client in self._idle or client not in self.clients

    def send_to_all(self, data: bytes) -> None:
        """Sends the same bytes to every client."""
        with self.lock:
            for client in list(self.clients):
                with contextlib.suppress(OSError):
                    client.sendall(data)

    def serve(self, client: socket.socket) -> None:
        """Talks to one client until it is gone."""
        raise NotImplementedError

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        self.clients.append(client)
        try:
            self.serve(client)
        except (OSError, EOFError):
            pass
        finally:
            self.clients.remove(client)
            client.close()


def exactly(client: socket.socket, size: int) -> bytes:
    """So many bytes from a client. Raises EOFError when it is gone."""
    data = b""
    while len(data) < size:
        more = client.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _has_sent(client: socket.socket) -> bool:
    return client.fileno() >= 0 and bool(select.select([client], [], [], 0)[0])
