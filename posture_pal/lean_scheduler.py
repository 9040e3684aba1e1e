"""Brings in APScheduler without the parts of it that this program never runs, which are most of its memory.

APScheduler 3 imports asyncio to ask one question of functions, multiprocessing for a pool of processes, and
importlib.metadata to find plug-ins by name. This program schedules plain functions on one thread and names no
plug-in. While APScheduler is being imported, small stand-ins answer for these modules; afterwards they are
gone, and whoever imports the real ones gets the real ones. 1.8 MB instead of 11.0 (docs/decisions.md).
If a release needs more than the stand-ins have, it is imported whole: dearer, but the same.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _NeverRaised(Exception):
    """What the pool of processes and the search for packages would raise."""


def load() -> dict[str, Any]:
    """The classes that waits are made of, by name."""
    try:
        with _stand_ins():
            return _classes()
    except (ImportError, AttributeError):
        for name in [name for name in sys.modules if name.split(".")[0] == "apscheduler"]:
            del sys.modules[name]
        return _classes()


def _classes() -> dict[str, Any]:
    places = {
        "BaseScheduler": "apscheduler.schedulers.base",
        "DebugExecutor": "apscheduler.executors.debug",
        "DateTrigger": "apscheduler.triggers.date",
        "IntervalTrigger": "apscheduler.triggers.interval",
        "CronTrigger": "apscheduler.triggers.cron",
    }
    return {name: getattr(importlib.import_module(place), name) for name, place in places.items()}


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Small modules in the place of large ones that are not loaded yet; what is loaded stays."""
    import inspect

    answers: dict[str, dict[str, Any]] = {
        "asyncio": {"iscoroutinefunction": inspect.iscoroutinefunction},
        "multiprocessing": {},
        "concurrent.futures.process": {"BrokenProcessPool": _NeverRaised},
        "importlib.metadata": {
            "entry_points": lambda **_: (),
            "version": lambda _: "3",
            "PackageNotFoundError": _NeverRaised,
        },
    }
    placed = {name: ModuleType(name) for name in answers if name not in sys.modules}
    for name, module in placed.items():
        module.__dict__.update(answers[name])
        sys.modules[name] = module
    try:
        with _attributes(placed):
            yield
    finally:
        for name in placed:
            sys.modules.pop(name, None)


@contextmanager
def _attributes(placed: dict[str, ModuleType]) -> Iterator[None]:
    """`import a.b as c` reads b from a, so a stand-in must be found there, too, as long as it stands."""
    hung = []
    for name, module in placed.items():
        parent, _, child = name.rpartition(".")
        if parent:
            holder = importlib.import_module(parent)
            setattr(holder, child, module)
            hung.append((holder, child))
    try:
        yield
    finally:
        for holder, child in hung:
            delattr(holder, child)
