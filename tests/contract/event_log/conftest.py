"""A record of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.event_log.facts import NOW
from posture_pal.event_log import EventLog, open_log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "facts.sqlite3"


@pytest.fixture
def log(path: Path) -> Iterator[EventLog]:
    log, _ = open_log(path, NOW)
    yield log
    log.close()
