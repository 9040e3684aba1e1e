"""Every reader that is fuzzed, by name, with what the mutations are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuzz import asked, exports, on_the_bus, programmes, texts

CORPUS = Path(__file__).with_name("corpus")
Target = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One target. words: what its texts are made of. short: how many tries a short run gives it."""

    target: Target
    words: tuple[bytes, ...] = ()
    short: int = 400


_TOML = (*b"""[ ] = " \""" ' { } , . #""".split(), b"\n", b"\r\n", b"[[reminder]]\n")
_JSON = (*rb"""{ } [ ] : , " - null true 1e400 NaN \ud800""".split(), b"\n")
_BYTES = (b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\x1b[2J", b"999999999999", b"\xed\xa0\x80")
_KEYS = tuple(f"{name} = ".encode() for name in texts.KEY_NAMES)
_PROGRAMME = (b"[[phase]]\n", b"[[phase.exercise]]\n", b"weeks = ", b"2026-03-02", b"hold = ", b"<script>")
_SAID = tuple(word.encode("utf-8", "replace") for word in asked.WORDS)

READERS: dict[str, Reader] = {
    "config": Reader(texts.config, (*_TOML, *_BYTES, *_KEYS, b'"30 s"', b'"09:00"', b'["mon"]', b"true")),
    "quick_choice": Reader(texts.quick_choice, (*_TOML, *_BYTES, b'"1 h"', b"1979-05-27T07:32:00Z")),
    "programme": Reader(programmes.programme_file, (*_TOML, *_BYTES, *_PROGRAMME), short=300),
    "timeline": Reader(texts.written_day, (*_JSON, *_BYTES, b'"t"', b'"presence"', b'"respond"')),
    "diary": Reader(texts.own_diary, (*_JSON, *_BYTES, b'"day"', b'"2026-03-02"', b'"note"', b'"=1+1"')),
    "export": Reader(exports.export, (*_JSON, *_BYTES, b'"programmes"', b'"n"', b'"day"', b"-1"), short=60),
    "state": Reader(texts.state, (*_JSON, *_BYTES, b'"elapsed"', b'"until"', b'"clocks"', b"-1", b"1e15")),
    "commands": Reader(asked.commands, (*_JSON, *_BYTES, *_SAID)),
    "words": Reader(asked.words),
    "socket": Reader(asked.wire, (*_JSON, b"\n"), short=150),
    "bus_stream": Reader(on_the_bus.stream, (b"l\4\1\1", b"B\1\0\1", b"\1s\0", b"a{sv}", b"av")),
    "tray": Reader(on_the_bus.tray, short=200),
    "notifier": Reader(on_the_bus.notifier),
}


def seeds_of(name: str) -> list[bytes]:
    """What the mutations of a reader start from, always in the same order."""
    return [file.read_bytes() for file in sorted((CORPUS / name).glob("*"))]
