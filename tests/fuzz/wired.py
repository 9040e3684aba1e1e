"""A connection to a bus that is played: what the program sends is kept, and what comes in is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jeepney.low_level import Message

from fuzz.choices import Choices
from posture_pal.desktop.bus import Bus, line, wire  # type: ignore[attr-defined]
from posture_pal.desktop.bus.signals import DAEMON

OWN_NAME = ":1.7"


class PlayedLine:
    """Takes the place of the socket and its thread; the bus itself answers at once."""

    reading_here = False
    is_open = True

    def __init__(self, received: Callable[[bytes], None], owners: dict[str, str]) -> None:
        self.received = received
        self.owners = owners
        self.sent: list[wire.Received] = []

    def send(self, data: bytes) -> None:
        """Keeps a message; one to the bus is answered as a bus does."""
        message = wire.read(data)
        fields = Message.from_buffer(data).header.fields
        if message.kind == "method_call" and "org.freedesktop.DBus" in fields.values():
            if message.member in {"Get", "GetAll"}:
                self.sent.append(message)
                return
            signature, body = self._answer(message.member, message.body)
            to = {"reply_serial": message.serial, "sender": DAEMON}
            kind = "method_return"
            if body is None:
                kind, signature, body, to["error_name"] = (
                    "error",
                    "s",
                    ("nobody",),
                    f"{DAEMON}.Error.NameHasNoOwner",
                )
            self.received(wire.write(kind, 1, signature, body, **to))
        else:
            self.sent.append(message)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...] | None]:
        match member:
            case "Hello":
                return "s", (OWN_NAME,)
            case "NameHasOwner":
                return "b", (body[0] in self.owners,)
            case "GetNameOwner":
                owner = self.owners.get(body[0])
                return ("s", (owner,)) if owner else ("s", None)
            case "ListActivatableNames":
                return "as", ([],)
            case "RequestName":
                return "u", (1,)
        return "", ()


class Wired:
    """A Bus on a played line. reports: what the program could not deal with, which must stay empty."""

    def __init__(self, owners: dict[str, str]) -> None:
        self.owners = owners
        self.serial = 100
        self.reports: list[str] = []
        real, line.Line = line.Line, lambda _a, _w, received, _l: PlayedLine(received, owners)
        try:
            self.bus = Bus([], "session", self._reported)
        finally:
            line.Line = real
        self.line: PlayedLine = self.bus._line

    def _reported(self, doing: str, error: Exception) -> None:
        self.reports.append(f"{doing}: {type(error).__name__}: {error}")

    def come(self, kind: str, signature: str, body: tuple[Any, ...], **fields: Any) -> None:
        """A message comes in, as bytes."""
        self.serial += 1
        self.bus._received(wire.write(kind, self.serial, signature, body, **fields))
        assert not self.reports, self.reports

    def own(self, name: str, owner: str) -> None:
        """Somebody takes a name, or with a blank one lets it go."""
        before = self.owners.pop(name, "")
        if owner:
            self.owners[name] = owner
        change = (name, before, owner)
        told = {"path": "/org/freedesktop/DBus", "interface": DAEMON, "member": "NameOwnerChanged"}
        self.come("signal", "sss", change, sender=DAEMON, **told)


SIGNATURES = (
    *("", "s", "u", "i", "b", "v", "us", "uu", "ss", "as", "au", "a{sv}", "iias", "aias", "is", "isvu", "ai"),
    *("a(isvu)", "ii", "(ia{sv}av)", "ay", "sss", "sa{sv}as", "o", "g", "av", "d", "t", "x", "n", "q", "y"),
)


def body_of(signature: str, choices: Choices) -> tuple[Any, ...]:
    """Values that fit a signature."""
    return tuple(_value(one, choices, 3) for one in _all(signature))


def _first(signature: str) -> tuple[str, str]:
    """The first complete type of a signature, and the rest."""
    if signature[0] == "a":
        inner, rest = _first(signature[1:])
        return "a" + inner, rest
    if signature[0] not in "({":
        return signature[0], signature[1:]
    depth = 0
    for at, letter in enumerate(signature):
        depth += (letter in "({") - (letter in ")}")
        if not depth:
            return signature[: at + 1], signature[at + 1 :]
    raise ValueError(signature)


_NUMBERS = {"y": (1, False), "n": (2, True), "q": (2, False), "i": (4, True), "u": (4, False)}
_NUMBERS |= {"x": (8, True), "t": (8, False)}


def _value(kind: str, choices: Choices, depth: int) -> Any:
    if kind in _NUMBERS:
        size, signed = _NUMBERS[kind]
        return choices.number(size, signed=signed)
    if kind in _PLAIN:
        return _PLAIN[kind](choices)
    if kind == "v":
        inner = _first(choices.pick(SIGNATURES[1:]) if depth > 0 else "s")[0]
        return inner, _value(inner, choices, depth - 1)
    if kind[0] == "a":
        return _array(kind[1:], choices, depth)
    return tuple(_value(one, choices, depth - 1) for one in _all(kind[1:-1]))


def _array(kind: str, choices: Choices, depth: int) -> Any:
    if kind == "y":
        return choices.bytes(choices.below(4))
    many = range(choices.below(4) if depth > 0 else 0)
    if kind.startswith("{"):
        key, value = _first(kind[1:-1])
        return {_value(key, choices, 0): _value(value, choices, depth - 1) for _ in many}
    return [_value(kind, choices, depth - 1) for _ in many]


_PLAIN: dict[str, Callable[[Choices], Any]] = {
    "b": lambda choices: bool(choices.below(2)),
    "d": lambda choices: choices.pick((0.0, -1.5, 1e300, float("nan"), float("inf"))),
    "o": lambda choices: choices.pick(("/", "/StatusNotifierItem", "/StatusNotifierItem/Menu", "/x")),
    "g": lambda choices: choices.pick(SIGNATURES),
    "s": lambda choices: choices.pick(TEXTS) if choices.below(3) else choices.text(),
}


def _all(signature: str) -> list[str]:
    found = []
    while signature:
        one, signature = _first(signature)
        found.append(one)
    return found


TEXTS = (
    *("", "done", "snooze", "skip", "default", "partial", "dismiss", "clicked", "hovered", "opened", "label"),
    *("org.kde.StatusNotifierItem", "com.canonical.dbusmenu", "Menu", "IconPixmap", "toggle-state", "<b>&"),
    *("actions", "body", "body-markup", "body-hyperlinks", "\x1b[2J", "x" * 300),
)
