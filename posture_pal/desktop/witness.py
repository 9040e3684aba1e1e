"""Several witnesses of one thing, such as a call: on when any of them sees it, unknown when none can tell."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from posture_pal.desktop.source import Tell
from posture_pal.errors import Unavailable
from posture_pal.events import Event


@dataclass(frozen=True, slots=True)
class View:
    """What a witness sees: on, off, or None for unknown; `words` say what is on, or why it cannot be told."""

    on: bool | None
    words: str = ""


Changed = Callable[[View], None]
"""Called with a witness's new view, from any thread."""


class Witness(Protocol):
    """Sees one thing in one way. After a failure its view is unknown; it never raises after `start`.

    ask_every: seconds after which it wants to be asked again, None when it needs no asking just now.
    """

    name: str

    @property
    def ask_every(self) -> float | None: ...

    def start(self, changed: Changed) -> None:
        """Tells its view soon, and whenever it changes. Raises Unavailable when it never will."""

    def ask(self) -> None: ...

    def close(self) -> None: ...


class Witnessed:
    """A source of one thing that is on or off, added up from its witnesses; unknown counts as off."""

    def __init__(
        self,
        name: str,
        witnesses: Sequence[Witness],
        began: Callable[[str], Event],
        ended: Event,
    ) -> None:
        """began: the event that it is on, given the witnesses' words. ended: that it is off again."""
        self.name = name
        self._witnesses = tuple(witnesses)
        self._began = began
        self._ended = ended
        self._views: dict[str, View] = {}
        self._lock = threading.Lock()
        self._tell: Tell | None = None

    @property
    def ask_every(self) -> float | None:
        return min((each.ask_every for each in self._witnesses if each.ask_every is not None), default=None)

    def state(self) -> bool | None:
        """Whether it is on; None when no witness can tell."""
        known = {view.on for view in self._views.values()} - {None}
        return (True in known) if known else None

    def reasons(self) -> dict[str, str]:
        """What each witness says, by its name."""
        return {
            witness.name: _in_words(self._views.get(witness.name, View(None, "not asked yet")))
            for witness in self._witnesses
        }

    def why_not(self) -> str | None:
        if self.state() is not None or self._tell is None:
            return None
        return (
            "; ".join(f"{name}: {words}" for name, words in self.reasons().items()) or "nothing here can tell"
        )

    def start(self, tell: Tell) -> None:
        self._tell = tell
        for witness in self._witnesses:
            try:
                witness.start(self._listener(witness.name))
            except Unavailable as error:
                self._listener(witness.name)(View(None, str(error)))

    def ask(self) -> None:
        for witness in self._witnesses:
            if witness.ask_every is not None:
                witness.ask()

    def close(self) -> None:
        with self._lock:
            self._tell = None
        for witness in self._witnesses:
            witness.close()
        self._views.clear()

    def _listener(self, name: str) -> Changed:
        def changed(view: View) -> None:
            with self._lock:
                before = self.state()
                self._views = {**self._views, name: view}
                now = self.state()
                if self._tell is None or now is before or not (before or now):
                    return
                standing = (seen.words for seen in self._views.values() if seen.on and seen.words)
                self._tell(self._began("; ".join(standing)) if now else self._ended)

        return changed


def _in_words(view: View) -> str:
    state = {True: "on", False: "off", None: "unknown"}[view.on]
    return f"{state}: {view.words}" if view.words else state
