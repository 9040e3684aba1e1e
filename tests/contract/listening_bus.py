"""A private bus that is ready: its socket is there a moment before anybody listens at it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.waiting import wait_for

from contract.notify_bus import private_bus


@contextmanager
def listening_bus(folder: Path) -> Iterator[Path]:
    """As private_bus; connections are taken from the start."""
    with private_bus(folder) as path:
        wait_for(lambda: _takes_connections(path), 10, "a bus that listens")
        yield path


def _takes_connections(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
        except ConnectionRefusedError:
            return False
    return True
