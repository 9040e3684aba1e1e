"""The bytes of D-Bus: finding a bus, getting in, and turning messages into bytes and back."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any, NamedTuple

from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus import unescape
from jeepney.low_level import (
    Endianness,
    Header,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    calc_msg_size,
)

from posture_pal.errors import Unavailable

BIGGEST = 4 * 1024 * 1024
"""Bytes. A message longer than this is skipped: nothing that this program asks for comes near it."""

_BIGGEST_LEGAL = 128 * 1024 * 1024
_HEAD = 16
_CONNECT_SECONDS = 2.0


class Received(NamedTuple):
    """One message that came in; a header field that it lacked is empty."""

    kind: str
    """method_call, method_return, error or signal"""
    serial: int
    reply_to: int
    wants_reply: bool
    sender: str
    path: str
    interface: str
    member: str
    error: str
    signature: str
    body: tuple[Any, ...]


class Frames:
    """Cuts the incoming stream into messages, and skips the ones that are too long to be meant."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._skip = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The messages that `data` completes. Raises ValueError when the stream is not D-Bus."""
        self._buffer += data
        while True:
            if self._skip:
                dropped = min(self._skip, len(self._buffer))
                del self._buffer[:dropped]
                self._skip -= dropped
            if self._skip or len(self._buffer) < _HEAD:
                return
            size = _size(bytes(self._buffer[:_HEAD]))
            if size > BIGGEST:
                self._skip = size
            elif len(self._buffer) < size:
                return
            else:
                message = bytes(self._buffer[:size])
                del self._buffer[:size]
                yield message


def _size(head: bytes) -> int:
    try:
        size: int = calc_msg_size(head)
    except KeyError:
        raise ValueError("what comes in is not D-Bus") from None
    if size > _BIGGEST_LEGAL:
        raise ValueError("a message is announced that is longer than D-Bus allows")
    return size


def read(raw: bytes) -> Received:
    """One whole message. Raises ValueError, or what jeepney raises, when it is malformed."""
    message = Message.from_buffer(raw)
    header, fields = message.header, message.header.fields
    return Received(
        kind=header.message_type.name,
        serial=header.serial,
        reply_to=fields.get(HeaderFields.reply_serial, 0),
        wants_reply=not header.flags & MessageFlag.no_reply_expected,
        sender=fields.get(HeaderFields.sender, ""),
        path=fields.get(HeaderFields.path, ""),
        interface=fields.get(HeaderFields.interface, ""),
        member=fields.get(HeaderFields.member, ""),
        error=fields.get(HeaderFields.error_name, ""),
        signature=fields.get(HeaderFields.signature, ""),
        body=message.body,
    )


def write(kind: str, serial: int, signature: str, body: tuple[Any, ...], **fields: Any) -> bytes:
    """One message as bytes; `fields` are header fields by their D-Bus names, empty ones left out.

    Raises what jeepney raises when the body does not fit the signature.
    """
    flags = 0 if kind == "method_call" else MessageFlag.no_reply_expected
    named = {HeaderFields[name]: value for name, value in fields.items() if value}
    if signature:
        named[HeaderFields.signature] = signature
    header = Header(Endianness.little, MessageType[kind], flags, 1, -1, serial, named)
    data: bytes = Message(header, body).serialise()
    return data


def session_addresses() -> list[str]:
    """The unix sockets at which the session bus may be. Raises Unavailable when nothing says where."""
    announced = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if announced:
        return _sockets(announced, "DBUS_SESSION_BUS_ADDRESS")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime:
        return [f"{runtime}/bus"]
    raise Unavailable(
        "There is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set. "
        "Start the program inside the desktop session."
    )


def system_addresses() -> list[str]:
    """The unix sockets at which the system bus may be."""
    announced = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    if announced:
        return _sockets(announced, "DBUS_SYSTEM_BUS_ADDRESS")
    return ["/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket"]


def _sockets(announced: str, variable: str) -> list[str]:
    found = []
    for address in announced.split(";"):
        transport, _, rest = address.partition(":")
        keys = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
        if transport != "unix":
            continue
        if "path" in keys:
            found.append(unescape(keys["path"]))
        elif "abstract" in keys:
            found.append("\0" + unescape(keys["abstract"]))
        elif keys.get("runtime") == "yes" and "XDG_RUNTIME_DIR" in os.environ:
            found.append(os.environ["XDG_RUNTIME_DIR"] + "/bus")
    if not found:
        raise Unavailable(f"{variable} names no local socket: {announced!r}")
    return found


def connect(addresses: list[str], which: str) -> socket.socket:
    """A socket that a bus has let in, not blocking. Raises Unavailable; `which` names the bus in it."""
    if not hasattr(socket, "AF_UNIX"):
        raise Unavailable("There is no D-Bus on this system.")
    failures = []
    for address in addresses:
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(_CONNECT_SECONDS)
            line.connect(address)
            _authenticate(line)
            line.setblocking(False)
        except (OSError, AuthenticationError) as error:
            line.close()
            failures.append(f"{address.replace(chr(0), '@')}: {getattr(error, 'strerror', None) or error}")
        else:
            return line
    raise Unavailable(f"The {which} bus does not answer ({'; '.join(failures)}).")


def _authenticate(line: socket.socket) -> None:
    line.sendall(b"\0")
    conversation = Authenticator(inc_null_byte=False)
    for request in conversation:
        line.sendall(request)
        answer = line.recv(1024)
        if not answer:
            raise ConnectionResetError("it hung up while greeting")
        conversation.feed(answer)
    line.sendall(BEGIN)
