"""Keeps an eye on another program on the bus: whether it is there, what it signals, and the bus itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import NamedTuple

from posture_pal.desktop.bus.connection import Bus
from posture_pal.desktop.bus.signals import Heard, Undo
from posture_pal.errors import Unavailable


class Signal(NamedTuple):
    """One signal of the program that is followed; without a path, from wherever it comes."""

    heard: Heard
    interface: str
    member: str
    path: str | None = None


def follow(
    bus: Bus, name: str, *signals: Signal, owned: Callable[[str], None], lost: Callable[[], None]
) -> Undo:
    """Tells of a program by its well-known name until the returned function is called; never starts it.

    owned: told the unique name that owns `name`, or "" for nobody: soon, and at every change.
    lost: called once when the bus is gone. Raises Unavailable when it is gone already.
    """
    undo: list[Undo] = []
    bus.on_lost.append(lost)

    def stop() -> None:
        with contextlib.suppress(ValueError):
            bus.on_lost.remove(lost)
        while undo:
            undo.pop()()

    try:
        for heard, interface, member, path in signals:
            undo.append(bus.listen(heard, interface=interface, member=member, path=path, sender=name))
        undo.append(bus.watch_name(name, owned))
    except Unavailable:
        stop()
        raise
    return stop


def nothing() -> None:
    """What is undone before anything is followed."""
