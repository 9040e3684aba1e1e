"""What prompts say when a reminder has no message of its own: kind words in turns, each with a short why.

They stand in a plain file, each with its sources. Which one an occurrence gets follows from its id and from
those before it: the same record gives the same words, and no two prompts of a kind in a row have the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from posture_pal import beside
from posture_pal.model import Kind

FILE = "messages.toml"


@dataclass(frozen=True, slots=True)
class Message:
    """Words for a kind of prompt. why: a sentence on what is behind it. sources: ids of the catalogue's."""

    kind: Kind
    text: str
    why: str
    sources: tuple[str, ...]


def load() -> tuple[Message, ...]:
    """Every message; read anew with each call, for that is a few times a day."""
    import tomllib

    rows = tomllib.loads(beside.text(__spec__, FILE))["message"]
    return tuple(Message(Kind(row["kind"]), row["text"], row["why"], tuple(row["sources"])) for row in rows)


def choose(messages: Sequence[Message], kind: Kind, occurrences: Sequence[str]) -> Message:
    """The message of an occurrence: the last of these ids; before it, in order, the kind's earlier ones.

    Raises ValueError where the kind has no message.
    """
    of_kind = [message for message in messages if message.kind is kind]
    if not of_kind:
        raise ValueError(f"there is no message for {kind}")
    return of_kind[turn(occurrences, len(of_kind))]


def turn(occurrences: Sequence[str], count: int) -> int:
    """The place, below `count`, of the last of these occurrences; never that of the one before it."""
    place = -1
    for occurrence in occurrences:
        wanted = crc32(occurrence.encode()) % count
        place = (wanted + 1) % count if wanted == place else wanted
    return place
