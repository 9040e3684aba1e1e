"""Brings in APScheduler without the parts of it that this program never runs, which are most of its memory.

APScheduler 3 imports asyncio and inspect to ask questions of functions, multiprocessing for a pool of
processes, importlib.metadata to find plug-ins by name, and uuid to name what has no name. This program
schedules plain functions without arguments on one thread and names no plug-in. While APScheduler is being
imported, small stand-ins answer for these modules; afterwards they are gone, and whoever imports the real
ones gets the real ones. 1.8 MB instead of 11.0 (docs/decisions.md).
If a release needs more than the stand-ins have, it is imported whole: dearer, but the same.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any


class _NeverRaised(Exception):
    """What the pool of processes and the search for packages would raise."""


class _Number:
    """What a job without a name is called by, once."""

    _next = count()

    def __init__(self) -> None:
        self.hex = f"unnamed {next(self._next)}"


class _NoArguments:
    """The signature of everything that is scheduled here."""

    def __init__(self, _function: object, **_how: bool) -> None:
        self.parameters: dict[str, Any] = {}


_ABOUT_FUNCTIONS: dict[str, Any] = {
    "iscoroutinefunction": lambda _: False,
    "isbuiltin": lambda thing: isinstance(thing, BuiltinFunctionType),
    "isclass": lambda thing: isinstance(thing, type),
    "isfunction": lambda thing: isinstance(thing, FunctionType),
    "ismethod": lambda thing: isinstance(thing, MethodType),
    "signature": _NoArguments,
}


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
    """Small modules in the place of large ones that nobody has read yet; what is read stays."""
    answers: dict[str, dict[str, Any]] = {
        "asyncio": {"iscoroutinefunction": lambda _: False},
        "inspect": _ABOUT_FUNCTIONS,
        "uuid": {"uuid4": _Number},
        "multiprocessing": {},
        "concurrent.futures.process": {"BrokenProcessPool": _NeverRaised},
        "importlib.metadata": {
            "entry_points": lambda **_: (),
            "version": lambda _: "3",
            "PackageNotFoundError": _NeverRaised,
        },
    }
    placed = {name: ModuleType(name) for name in answers if not _is_read(name)}
    unread = {name: sys.modules[name] for name in placed if name in sys.modules}
    for name, module in placed.items():
        module.__dict__.update(answers[name])
        sys.modules[name] = module
    try:
        with _attributes(placed):
            yield
    finally:
        for name in placed:
            sys.modules.pop(name, None)
        sys.modules.update(unread)


def _is_read(name: str) -> bool:
    """Whether a module is there as a whole; what lean_start leaves unread is of another type till then."""
    return type(sys.modules.get(name)) is ModuleType


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
