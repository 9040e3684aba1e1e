"""Writes a record from its first byte on, says what is kept, and is to be killed at one of its writes.

Run as a program under strace. Arguments: the record's path; the file that is told how many facts are kept.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from posture_pal.event_log import open_log
from posture_pal.model import Fact, Moment

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMMITS = 6
FORGOTTEN = date(2026, 3, 3)
"""The facts of the first day go in the midst of it, once four commits are kept."""


def facts(commit: int) -> list[Fact]:
    """Two facts of one commit; the first four are a day older than the others."""
    wall = FIRST + timedelta(days=commit >= COMMITS // 2, minutes=commit)
    at = Moment(wall, 60.0 * commit + 86400 * (commit >= COMMITS // 2))
    return [Fact(at, "held", details={"n": 2 * commit + n, "text": "x" * 900}) for n in range(2)]


def main(path: Path, told: Path) -> None:
    acknowledged = os.open(told, os.O_WRONLY | os.O_CREAT)
    log, _ = open_log(path, Moment(FIRST, 0.0))
    for commit in range(COMMITS):
        log.append(facts(commit), str(commit))
        os.pwrite(acknowledged, bytes([commit + 1]), 0)
        if commit == COMMITS // 2:
            log.forget_before(FORGOTTEN)
    log.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
