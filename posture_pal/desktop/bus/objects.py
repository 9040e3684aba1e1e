"""What the program offers to others on D-Bus: objects with their methods and properties."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from posture_pal.errors import PosturePalError

Answer = Callable[[str, tuple[Any, ...]], tuple[str, tuple[Any, ...]]]
"""Told a method's name and its arguments; returns the signature and the values of the reply."""

Properties = Callable[[], dict[str, tuple[str, Any]]]
"""Returns every property by name, as a signature and a value."""

UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
INVALID_ARGS = "org.freedesktop.DBus.Error.InvalidArgs"
FAILED = "org.freedesktop.DBus.Error.Failed"
DISCONNECTED = "org.freedesktop.DBus.Error.Disconnected"

_INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_PEER = "org.freedesktop.DBus.Peer"

_STANDARD = f"""\
<interface name="{_INTROSPECTABLE}">
  <method name="Introspect"><arg type="s" direction="out"/></method>
</interface>
<interface name="{_PEER}">
  <method name="Ping"/>
</interface>
<interface name="{_PROPERTIES}">
  <method name="Get">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
  </method>
  <method name="GetAll"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="out"/></method>
  <method name="Set">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="in"/>
  </method>
  <signal name="PropertiesChanged"><arg type="s"/><arg type="a{{sv}}"/><arg type="as"/></signal>
</interface>
"""


class BusError(PosturePalError):
    """An error reply; `name` is the error's D-Bus name."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.text = text
        super().__init__(f"{name}: {text}" if text else name)


def unknown_method(member: str) -> BusError:
    """The error with which a method that does not exist is answered."""
    return BusError(UNKNOWN_METHOD, f"there is no method {member!r} here")


_METHOD = re.compile(r'<method name="(\w+)"(?:/>|>(.*?)</method>)', re.DOTALL)
_TAKEN = re.compile(r'<arg type="([^"]+)"[^>]*direction="in"/>')
_WHOLE_NUMBERS = str.maketrans(dict.fromkeys("ynqiuxt", "i"))
"""Callers mix up the kinds of whole numbers, and every one of them is an int here."""


def _arguments(description: str) -> dict[str, str]:
    """What each described method takes, as a signature with one kind of whole number."""
    methods = _METHOD.findall(description)
    return {name: "".join(_TAKEN.findall(inside)).translate(_WHOLE_NUMBERS) for name, inside in methods}


def _refuse_others(taken: dict[str, str], member: str, signature: str) -> None:
    """Raises BusError for arguments that a described method does not take."""
    given = signature.translate(_WHOLE_NUMBERS)
    if taken.get(member, given) != given:
        raise BusError(INVALID_ARGS, f"{member} takes ({taken[member]}), not ({signature})")


_STANDARD_TAKES = _arguments(_STANDARD)


@dataclass(frozen=True, slots=True)
class _Exported:
    """One interface at a path, as Objects.add is told of it. takes: each method's arguments, by its name."""

    answer: Answer
    properties: Properties
    description: str
    takes: dict[str, str]


def _no_properties() -> dict[str, tuple[str, Any]]:
    return {}


class Objects:
    """The exported objects, and the standard interfaces that every one of them has."""

    def __init__(self) -> None:
        self._at: dict[str, dict[str, _Exported]] = {}

    def add(
        self, path: str, interface: str, answer: Answer, properties: Properties | None, description: str
    ) -> None:
        """Offers an interface at a path.

        description: the inside of its introspection XML; what it says of a method's arguments holds.
        """
        exported = _Exported(answer, properties or _no_properties, description, _arguments(description))
        self._at[path] = {**self._at.get(path, {}), interface: exported}

    def remove(self, path: str, interface: str) -> None:
        """Offers it no longer."""
        left = {name: it for name, it in self._at.get(path, {}).items() if name != interface}
        if left:
            self._at[path] = left
        else:
            self._at.pop(path, None)

    def answer(
        self, path: str, interface: str, member: str, body: tuple[Any, ...], signature: str
    ) -> tuple[str, tuple[Any, ...]]:
        """The reply to a method call. Raises BusError where the reply is an error."""
        if interface == _INTROSPECTABLE and member == "Introspect":
            return "s", (self._introspect(path),)
        if interface == _PEER and member == "Ping":
            return "", ()
        here = self._at.get(path)
        if not here:
            raise BusError("org.freedesktop.DBus.Error.UnknownObject", f"there is nothing at {path}")
        if interface == _PROPERTIES:
            _refuse_others(_STANDARD_TAKES, member, signature)
            return _answer_properties(here, member, body)
        exported = here.get(interface) if interface else next(iter(here.values()))
        if exported is None:
            raise unknown_method(f"{interface}.{member}")
        _refuse_others(exported.takes, member, signature)
        return exported.answer(member, body)

    def _introspect(self, path: str) -> str:
        base = "/" if path == "/" else path + "/"
        below = {other[len(base) :].split("/")[0] for other in list(self._at) if other.startswith(base)}
        interfaces = [
            f'<interface name="{name}">\n{it.description}</interface>\n'
            for name, it in self._at.get(path, {}).items()
        ]
        nodes = [f'<node name="{name}"/>\n' for name in sorted(below - {""})]
        standard = [_STANDARD] if interfaces else []
        return "".join(["<node>\n", *standard, *interfaces, *nodes, "</node>\n"])


def _answer_properties(
    here: dict[str, _Exported], member: str, body: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    interface = body[0] if body and isinstance(body[0], str) else ""
    if interface not in here:
        raise BusError("org.freedesktop.DBus.Error.UnknownInterface", f"no interface {interface!r} here")
    if member == "GetAll":
        return "a{sv}", (here[interface].properties(),)
    if member not in {"Get", "Set"}:
        raise unknown_method(member)
    values = here[interface].properties()
    name = body[1]
    if name not in values:
        raise BusError("org.freedesktop.DBus.Error.UnknownProperty", f"no property {name!r} here")
    if member == "Set":
        raise BusError("org.freedesktop.DBus.Error.PropertyReadOnly", f"{name} is told, not set")
    return "v", (values[name],)
