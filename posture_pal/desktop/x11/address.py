"""Where the X display is, and the key that opens it."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from posture_pal.errors import Unavailable

COOKIE = b"MIT-MAGIC-COOKIE-1"
_LOCAL = 256
_ANY = 65535
_DISPLAY = re.compile(r"(?P<host>[^:]*):(?P<number>\d{1,5})(?:\.(?P<screen>\d{1,3}))?")
_BIGGEST_KEY_FILE = 1024 * 1024


class Address(NamedTuple):
    """A display on this machine: the sockets to try in order, its number as text, and the screen."""

    sockets: tuple[str, ...]
    number: str
    screen: int


def display_address(environ: Mapping[str, str]) -> Address:
    """The display that DISPLAY names. Raises Unavailable when it names none, or one on another machine."""
    name = environ.get("DISPLAY", "")
    if not name:
        raise Unavailable("There is no X display: DISPLAY is not set.")
    if name.startswith("/"):  # a path to the socket itself, as XQuartz hands out
        path, _, screen = name.rpartition(".") if Path(name).suffix[1:].isdigit() else (name, "", "")
        return Address((path,), path.rpartition(":")[2], int(screen or 0))
    parts = _DISPLAY.fullmatch(name)
    if parts is None:
        raise Unavailable(f"DISPLAY is {name!r}, which names no X display.")
    if parts["host"] not in {"", "unix"}:
        raise Unavailable(f"DISPLAY is {name!r}: a display over the network is not asked.")
    path = f"/tmp/.X11-unix/X{int(parts['number'])}"  # noqa: S108  where every X server listens
    return Address(("\0" + path, path), str(int(parts["number"])), int(parts["screen"] or 0))


def cookie(environ: Mapping[str, str], number: str) -> bytes:
    """The MIT-MAGIC-COOKIE-1 for this display, or b"" when there is none to be found."""
    named = environ.get("XAUTHORITY") or f"{environ.get('HOME', '')}/.Xauthority"
    try:
        with Path(named).open("rb") as file:
            raw = file.read(_BIGGEST_KEY_FILE)
    except OSError:
        return b""
    host = os.fsencode(os.uname().nodename)
    best, best_rank = b"", 0
    for entry in _entries(raw):
        if entry.kind != COOKIE or entry.number not in {b"", number.encode()}:
            continue
        # A host renamed since login keeps its old entry; the server decides whether the key fits.
        rank = (
            3 if (entry.family, entry.host) == (_LOCAL, host) else {_ANY: 2, _LOCAL: 1}.get(entry.family, 0)
        )
        if rank > best_rank:
            best, best_rank = entry.key, rank
    return best


class _Entry(NamedTuple):
    family: int
    host: bytes
    number: bytes
    kind: bytes
    key: bytes


def _entries(raw: bytes) -> Iterator[_Entry]:
    """The entries of a key file up to its end, or up to where it stops making sense."""
    at = 0
    while at + 2 <= len(raw):
        (family,) = struct.unpack_from(">H", raw, at)
        at += 2
        fields = []
        for _ in range(4):
            if at + 2 > len(raw):
                return
            (size,) = struct.unpack_from(">H", raw, at)
            fields.append(raw[at + 2 : at + 2 + size])
            at += 2 + size
        if at <= len(raw):
            yield _Entry(family, *fields)
