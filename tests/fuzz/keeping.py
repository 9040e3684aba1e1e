"""Which inputs are worth keeping: the smallest that together run all that is run by what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FrameType
from typing import Any

from fuzz.targets import Target

PRODUCT = "/posture_pal/"
Arc = tuple[str, int, int]
"""A file, and two of its lines run one after the other."""


def worth_keeping(target: Target, inputs: Iterable[bytes], most: int) -> list[bytes]:
    """At most so many inputs, each of which runs something that no smaller one does."""
    kept: list[bytes] = []
    known: set[Arc] = set()
    for data in sorted(set(inputs), key=lambda one: (len(one), one)):
        run = _arcs(target, data)
        if run - known and len(kept) < most:
            known |= run
            kept.append(data)
    return kept


def _arcs(target: Target, data: bytes) -> set[Arc]:
    arcs: set[Arc] = set()
    before: dict[int, int] = {}

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        file = frame.f_code.co_filename
        if PRODUCT not in file:
            return None
        if event == "line":
            arcs.add((file, before.get(id(frame), 0), frame.f_lineno))
            before[id(frame)] = frame.f_lineno
        elif event == "call":
            before[id(frame)] = 0
        return trace

    sys.settrace(trace)
    try:
        target(data)
    finally:
        sys.settrace(None)
    return arcs
