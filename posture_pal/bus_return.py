"""Begins the program anew once the session's message bus, which had gone, is there again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from posture_pal import ourselves
from posture_pal.errors import Unavailable
from posture_pal.service import Service
from posture_pal.waits import Waits

if TYPE_CHECKING:
    from posture_pal.desktop.bus import Bus

_FIRST_LOOK, _RAREST_LOOK = 2.0, 60.0
"""Seconds until it is looked for, at first and at the most."""


class BusReturn:
    """Looks for a lost bus ever more rarely. Everything but the word of the loss is on the service's thread.

    Icon, prompts, presence and holds all hang on that one connection. A start takes a fifth of a second and
    takes up whatever was open: to end and begin anew mends all of it, in a way that is tried every day.
    """

    def __init__(self, bus: Bus | None, service: Service, waits: Waits) -> None:
        self.is_back = False
        self._bus = bus
        self._service = service
        self._waits = waits
        self._every = _FIRST_LOOK
        if bus is not None:
            bus.on_lost.append(self._look_later)

    def _look_later(self) -> None:
        self._waits.after(self._every, lambda: self._service.post(self._look))
        self._every = min(2 * self._every, _RAREST_LOOK)

    def _look(self) -> None:
        assert self._bus is not None
        try:
            self._bus.again().close()
        except Unavailable:
            self._look_later()
        else:
            self.is_back = True
            self._service.stop()


def begin_anew(execute: Callable[[str, list[str]], object] = os.execv) -> None:
    """Puts a new program in this one's place, with the same words; everything has been let go of before."""
    words = ourselves.again()
    execute(words[0], list(words))
