"""A witness with a stand-in, which looks only while the first cannot tell."""

from __future__ import annotations

from posture_pal.desktop.witness import Changed, View, Witness

_SOON = 15.0
"""Seconds until the stand-in comes or goes: longer than a login needs to start its services."""


class WithStandIn:
    """Takes the first's view while it has one, else the stand-in's. Both change places when it is asked."""

    def __init__(self, name: str, first: Witness, stand_in: Witness) -> None:
        self.name = name
        self._first = first
        self._stand_in = stand_in
        self._is_standing_in = False
        self._first_view = self._other_view = View(None)
        self._changed: Changed | None = None

    @property
    def ask_every(self) -> float | None:
        if self._changed is None:
            return None
        wanted = [self._first.ask_every]
        if self._is_standing_in:
            wanted.append(self._stand_in.ask_every)
        if self._should_change_places():
            wanted.append(_SOON)
        return min((every for every in wanted if every is not None), default=None)

    def start(self, changed: Changed) -> None:
        self._changed = changed
        self._first.start(self._first_changed)

    def ask(self) -> None:
        """Asks those that want it, and lets the stand-in come or go."""
        if self._changed is None:
            return
        for witness in (self._first, self._stand_in):
            if witness.ask_every is not None:
                witness.ask()
        if self._should_change_places():
            self._is_standing_in = not self._is_standing_in
            if self._is_standing_in:
                self._stand_in.start(self._other_changed)
            else:
                self._stand_in.close()
                self._other_view = View(None)

    def close(self) -> None:
        self._changed = None
        self._first.close()
        if self._is_standing_in:
            self._stand_in.close()

    def _should_change_places(self) -> bool:
        return (self._first_view.on is None) is not self._is_standing_in

    def _first_changed(self, view: View) -> None:
        self._first_view = view
        self._say()

    def _other_changed(self, view: View) -> None:
        self._other_view = view
        self._say()

    def _say(self) -> None:
        first, other = self._first_view, self._other_view
        if self._changed is None:
            return
        if first.on is not None or other == View(None):
            self._changed(first)
        elif other.on is not None:
            self._changed(other)
        else:
            self._changed(View(None, f"{first.words.rstrip('.')}, and {other.words}"))
