"""PyObjC's own words, as far as pystray says them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def namedSelector(_name: bytes) -> Callable[[Any], Any]:
    return lambda function: function
