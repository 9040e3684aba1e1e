"""How several workers share the tests: each to whoever is free, but a group as a whole."""

from __future__ import annotations

from typing import Any

import together
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands each test to whoever is free, but each group to one worker.

    The way of marking groups that xdist has of its own is passed over in silence by pytest 9.2.
    """

    def __init__(self, config: Any, log: Any = None) -> None:
        config.option.loadscopereorder = False  # the order is that of the collection, which is ours
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return together.group_of(file.removeprefix("tests/")) or nodeid
