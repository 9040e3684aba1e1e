"""APScheduler comes in lean, works, and leaves no stand-in behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

LEAN = """
import sys
from posture_pal import lean_scheduler
parts = lean_scheduler.load()
dear = {"asyncio", "multiprocessing", "email", "importlib.metadata", "uuid"} & set(sys.modules)
assert not dear, dear
from datetime import UTC, datetime
ran = []
class Scheduler(parts["BaseScheduler"]):
    def wakeup(self): pass
    def shutdown(self): super().shutdown(wait=False)
scheduler = Scheduler(timezone=UTC, executors={"default": parts["DebugExecutor"]()})
scheduler.start()
for number in (1, 2):
    trigger = parts["DateTrigger"](datetime.now(UTC), UTC)
    scheduler.add_job(lambda number=number: ran.append(number), trigger, misfire_grace_time=None)
scheduler._process_jobs()
assert ran == [1, 2]
scheduler.shutdown()
import asyncio, importlib.metadata, concurrent.futures
assert asyncio.run and importlib.metadata.version("apscheduler").startswith("3.")
assert concurrent.futures.ProcessPoolExecutor
"""

WHOLE = """
import sys
from posture_pal import lean_scheduler
import contextlib
@contextlib.contextmanager
def broken():
    raise AttributeError("this release needs more")
    yield
lean_scheduler._stand_ins = broken
assert lean_scheduler.load()["BaseScheduler"]
assert "asyncio" in sys.modules
"""


@pytest.mark.parametrize("program", [LEAN, WHOLE], ids=["lean", "whole where lean cannot be"])
def test_it_is_loaded(program: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
