"""Waiting for something to become true, with a deadline instead of a guess."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")


class NeverHappened(AssertionError):
    """What was waited for did not come before the deadline."""


def wait_for(
    condition: Callable[[], Seen],
    deadline: float = 10.0,
    what: str = "the condition",
    *,
    explain: Callable[[], str] = str,
    every: float = 0.02,
) -> Seen:
    """Asks every few hundredths of a second until the answer is true, and hands that answer back.

    deadline: seconds from now. explain: words added to the failure, asked only when it fails.
    An assertion or a lookup that fails inside the condition counts as "not yet", and is told at the end.
    Raises NeverHappened.
    """
    ends = time.monotonic() + deadline
    last: Exception | None = None
    while True:
        try:
            seen = condition()
            last = None
        except (AssertionError, LookupError, ValueError, OSError) as failure:
            last = failure
        else:
            if seen:
                return seen
        if time.monotonic() >= ends:
            reason = f"\nlast failure: {last!r}" if last else ""
            raise NeverHappened(f"{what} did not happen within {deadline:g} s{reason}\n{explain()}") from last
        time.sleep(every)
