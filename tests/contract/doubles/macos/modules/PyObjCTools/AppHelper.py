"""callAfter, from any thread: performSelectorOnMainThread:withObject:waitUntilDone: without waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mac_loop


def callAfter(job: Callable[..., None], *words: Any) -> None:
    mac_loop.jobs.put(lambda: job(*words))
