"""Facts for the tests of the record, and the days they happened on."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from posture_pal.event_log import ReadableLog
from posture_pal.model import Fact, Moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 3, 2, 9, 0, tzinfo=AMSTERDAM)
NOW = Moment(START, 0.0)
POSIX = pytest.mark.skipif(os.name != "posix", reason="this is about POSIX files; run it on Linux or macOS")


def fact(number: int, name: str = "held", *, wall: datetime = START, **details: Any) -> Fact:
    return Fact(Moment(wall, float(number)), name, "posture", f"posture-{number}", {"n": number, **details})


def numbers(log: ReadableLog, **asked: Any) -> list[int]:
    return [one.details["n"] for one in log.facts(**asked)]
