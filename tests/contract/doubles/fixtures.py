"""Fixtures of the tests that play a desktop: a short folder, a private bus, and a connection to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.notify_bus import private_bus
from posture_pal.desktop.bus import Bus


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a path short enough for a socket in it."""
    return tmp_path_factory.mktemp("p")


@pytest.fixture
def bus_folder(folder: Path) -> Iterator[str]:
    """The folder of a bus on which nobody is yet."""
    with private_bus(folder / "b") as address:
        wait_for(lambda: _takes_clients(address), 10, "the bus")  # its socket is there before it listens
        yield str(address.parent)


@pytest.fixture
def bus(bus_folder: str) -> Iterator[Bus]:
    """The program's own connection to that bus."""
    bus = Bus([f"{bus_folder}/bus"], "session")
    yield bus
    bus.close()


def _takes_clients(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(address))
    return True
