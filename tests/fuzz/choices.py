"""Bytes taken as decisions, so that a fuzzer that knows only bytes can write stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Any = TypeVar("Any")


class Choices:
    """Hands out decisions from the front; when the bytes are used up, every decision is the first one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        """Whether there are bytes left."""
        return self._at < len(self._data)

    def bytes(self, count: int) -> bytes:
        """So many bytes, fewer at the end."""
        taken = self._data[self._at : self._at + count]
        self._at += count
        return taken

    def below(self, limit: int) -> int:
        """A number from 0 up to the limit, not included; limits above 256 take two bytes."""
        return int.from_bytes(self.bytes(1 if limit <= 256 else 2), "little") % limit

    def number(self, size: int, *, signed: bool) -> int:
        """A number of so many bytes; half of them are small."""
        if self.below(2):
            return int.from_bytes(self.bytes(size).ljust(size, b"\0"), "little", signed=signed)
        return self.below(8)

    def pick(self, things: Sequence[Any]) -> Any:
        """One of them."""
        return things[self.below(len(things))]

    def text(self, longest: int = 40) -> str:
        """A text without NUL, which no protocol here can carry."""
        return self.bytes(self.below(longest)).decode("utf-8", "replace").replace("\0", "?")

    def rest(self) -> bytes:
        """All that is left."""
        return self.bytes(len(self._data))
