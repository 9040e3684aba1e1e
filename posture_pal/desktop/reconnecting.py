"""A witness behind a socket: when the other end is gone, it is looked for again, ever more rarely."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from posture_pal.desktop.witness import Changed, View
from posture_pal.errors import Unavailable

_FIRST_LOOK = 15.0
_RAREST_LOOK = 600.0


def next_look(looks: int) -> float:
    """Seconds until it is worth looking again for what was not there this many times."""
    return min(_FIRST_LOOK * 2.0 ** min(looks, 10), _RAREST_LOOK)


class Connection(Protocol):
    """Something that tells its views until it is closed, or until it says that it is lost."""

    def close(self) -> None: ...


Lost = Callable[[str], None]
"""Called with a sentence, from any thread, when the other end is gone."""

Connect = Callable[[Changed, Lost], Connection]
"""Makes a connection that tells its views. Raises Unavailable."""


class _Attempt:
    """One connection, and whether it has been lost, which may be told before it is even made."""

    __slots__ = ("connection", "is_lost")

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.is_lost = False


class Reconnecting:
    """Keeps one connection of its kind. Where there is none, the view is unknown and the reason in words."""

    def __init__(self, name: str, connect: Connect) -> None:
        self.name = name
        self._connect = connect
        self._attempt = _Attempt()
        self._changed: Changed | None = None
        self._looks = 0

    @property
    def ask_every(self) -> float | None:
        attempt = self._attempt
        if self._changed is None or (attempt.connection is not None and not attempt.is_lost):
            return None
        return next_look(self._looks)

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._try()

    def ask(self) -> None:
        """Connects again when the connection is lost."""
        if self.ask_every is not None:
            self._looks += 1
            self._let_go()
            self._try()

    def close(self) -> None:
        self._changed = None
        self._let_go()

    def _try(self) -> None:
        attempt = self._attempt = _Attempt()

        def changed(view: View) -> None:
            if attempt is self._attempt and not attempt.is_lost:
                self._say(view)

        def lost(why: str) -> None:
            if attempt is self._attempt and not attempt.is_lost:
                attempt.is_lost = True
                self._say(View(None, why))

        try:
            attempt.connection = self._connect(changed, lost)
        except Unavailable as error:
            lost(str(error))
        else:
            self._looks = 0

    def _let_go(self) -> None:
        attempt, self._attempt = self._attempt, _Attempt()
        if attempt.connection is not None:
            attempt.connection.close()

    def _say(self, view: View) -> None:
        if self._changed is not None:
            self._changed(view)
