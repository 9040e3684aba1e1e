"""Sees that a program records from a microphone, as the sound server (PulseAudio or PipeWire) tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from posture_pal.desktop.holds import pulse_words as words
from posture_pal.desktop.link import Link, connect
from posture_pal.desktop.reconnecting import Lost
from posture_pal.desktop.witness import Changed, View

_PEER = "The sound server"
_OUR_VERSION, _OLDEST_VERSION, _VERSION_BITS = 32, 22, 0xFFFF
_ERROR, _REPLY = 0, 2
_AUTH, _SET_NAME, _SOURCE_INFO, _STREAMS, _SUBSCRIBE, _EVENT = 8, 9, 23, 32, 35, 66
_TO_STREAMS = 8
_VALUES_PER_STREAM = 18
_SLOWEST_VOICE = 4000
"""Samples a second: a stream below this is the level meter of a mixer, not a conversation."""


class Stream(NamedTuple):
    """One program's recording, as the server lists it."""

    source: int
    client: int
    rate: int
    resampling: str
    paused: bool
    properties: dict[str, str]

    @property
    def is_conversation(self) -> bool:
        """Whether a program listens, rather than a mixer's meter or the sound server's own filters."""
        return not (
            self.paused
            or self.client == words.NOTHING
            or self.rate < _SLOWEST_VOICE
            or self.resampling == "peaks"
            or self.properties.get("resample.peaks") == "true"
            or "node.link-group" in self.properties
        )


class Microphone:
    """Lists the recording streams once, and again when the server announces that they changed.

    What monitors record, that is the sound that this machine plays itself, is no call.
    """

    def __init__(self, environ: Mapping[str, str], changed: Changed, lost: Lost) -> None:
        """Raises Unavailable when no sound server answers."""
        self._changed = changed
        self._frames = words.Frames()
        self._replies: dict[int, Callable[[list[Any]], None]] = {}
        self._tag = 0
        self._is_listing = self._is_stale = False
        self._monitors: dict[int, bool] = {}
        self._streams: list[Stream] = []
        self._link = Link(connect(_addresses(environ), _PEER), _PEER, self._arrived, lost)
        self._link.start()
        self._ask(_AUTH, words.number(_OUR_VERSION) + words.blob(bytes(256)), self._let_in)

    def close(self) -> None:
        self._link.close()

    # --- on the reading thread, but for the first question ---

    def _ask(self, command: int, arguments: bytes, reply: Callable[[list[Any]], None]) -> None:
        self._tag += 1
        self._replies[self._tag] = reply
        self._link.send(words.frame(command, self._tag, arguments))

    def _let_in(self, values: list[Any]) -> None:
        version = values[0] & _VERSION_BITS if values else 0
        if version < _OLDEST_VERSION:
            raise ValueError(f"version {version}, which is too old")
        name = words.properties({"application.name": "Posture Pal"})
        self._ask(_SET_NAME, name, lambda _: None)
        self._ask(_SUBSCRIBE, words.number(_TO_STREAMS), lambda _: None)
        self._list()

    def _arrived(self, data: bytes) -> None:
        for message in self._frames.feed(data):
            command, tag, *values = words.read(message)
            if command == _EVENT:
                self._list()
            elif command in {_REPLY, _ERROR} and tag in self._replies:
                reply = self._replies.pop(tag)
                if command == _ERROR and reply == self._let_in:
                    raise ValueError("it lets nobody in with this key")
                reply(values if command == _REPLY else [])

    def _list(self) -> None:
        """Asks for the streams, once at a time however fast they change."""
        if self._is_listing:
            self._is_stale = True
            return
        self._is_listing = True
        self._ask(_STREAMS, b"", self._listed)

    def _listed(self, values: list[Any]) -> None:
        self._is_listing = False
        self._streams = [
            _stream(values[at : at + _VALUES_PER_STREAM]) for at in range(0, len(values), _VALUES_PER_STREAM)
        ]
        if self._is_stale:
            self._is_stale = False
            self._list()
        recorded = {each.source for each in self._streams if each.is_conversation}
        self._monitors = {source: what for source, what in self._monitors.items() if source in recorded}
        for source in recorded - set(self._monitors):
            self._ask_about(source)
        self._say()

    def _ask_about(self, source: int) -> None:
        def told(values: list[Any]) -> None:
            if len(values) > 8:
                self._monitors[source] = values[8] != words.NOTHING
                self._say()

        self._ask(_SOURCE_INFO, words.number(source) + b"N", told)

    def _say(self) -> None:
        listening = any(
            each.is_conversation and self._monitors.get(each.source) is False for each in self._streams
        )
        self._changed(View(listening, "a microphone is in use" if listening else ""))


def _stream(values: list[Any]) -> Stream:
    """One stream of the list. Raises ValueError when a value is not of the kind that belongs there."""
    match values:
        case [
            int(),
            _,
            _,
            int(client),
            int(source),
            int(rate),
            _,
            _,
            _,
            resampling,
            _,
            dict(properties),
            bool(paused),
            *rest,
        ] if len(rest) == 5:
            return Stream(source, client, rate, str(resampling or ""), paused, properties)
    raise ValueError("a list of streams that is none")


def _addresses(environ: Mapping[str, str]) -> list[str]:
    """The local sockets at which the sound server may be; one on another machine is not asked."""
    named = environ.get("PULSE_SERVER", "")
    if named:
        entries = (entry.rpartition("}")[2].removeprefix("unix:") for entry in named.split())
        return [entry for entry in entries if entry.startswith("/")]
    runtime = environ.get("XDG_RUNTIME_DIR")
    folders = (environ.get("PULSE_RUNTIME_PATH"), runtime and f"{runtime}/pulse")
    return [f"{folder}/native" for folder in folders if folder]
