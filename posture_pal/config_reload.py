"""Notices that a config file was saved, and brings the new one into force, or says what is wrong with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from posture_pal import config_files
from posture_pal.config_files import Places
from posture_pal.errors import BadInput, Problem
from posture_pal.model import Plan

Signature = tuple[tuple[int, ...] | None, ...]


_NOW_AND_THEN = 25.0
"""Seconds between two looks that nothing asked for; a heartbeat is a little longer."""


class ConfigReload:
    """Looks whether the files changed; the last good plan stays in force while they are wrong.

    changed: called with a new plan. refused: called with the problems of a file that cannot be used.
    in_vain: called with what the person's file now says of settings that a site has locked.
    """

    def __init__(
        self,
        places: Places,
        changed: Callable[[Plan], None],
        refused: Callable[[BadInput], None],
        in_vain: Callable[[tuple[Problem, ...]], None] = lambda _problems: None,
    ) -> None:
        self.places = places
        self._changed = changed
        self._refused = refused
        self.in_vain = in_vain
        self._seen = self._signature()
        self._glanced = -_NOW_AND_THEN

    def look(self) -> None:
        """Reads the files anew if they are not what they were; called on the service's thread."""
        found = self._signature()
        if found == self._seen:
            return
        self._seen = found
        try:
            plan = config_files.load(self.places)
        except BadInput as bad:
            self._refused(bad)
        else:
            self._changed(plan)
            if plan.locked and (problems := config_files.in_vain(self.places)):
                self.in_vain(problems)

    def glance(self, elapsed: float) -> None:
        """Looks now and then, for folders whose saves nothing tells of: a network's, or another system's.

        elapsed: seconds, as the clock has them. Oftener, and a file would be read while it is being saved.
        """
        if elapsed - self._glanced >= _NOW_AND_THEN:
            self._glanced = elapsed
            self.look()

    def _signature(self) -> Signature:
        return tuple(_look_at(path) for path in (self.places.site, self.places.user) if path is not None)


def _look_at(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode, found.st_uid


def watch_file(file: Path, told: Callable[[], None]) -> bool:
    """Calls `told`, from the midst of a signal, when something is saved beside a file, or where it links to.

    False where nothing can tell.
    """
    return all(watch_folder(folder, told) for folder in {file.parent, file.resolve().parent})


def watch_folder(folder: Path, told: Callable[[], None]) -> bool:
    """Calls `told`, from the midst of a signal, when something in a folder is saved; False where nothing can.

    Linux tells by a signal (dnotify), which costs neither a thread nor a wake-up while nothing happens.
    Elsewhere the files are looked at with each heartbeat.
    """
    if sys.platform != "linux":
        return False
    try:
        import fcntl
        import signal

        watched = os.open(folder, os.O_RDONLY)
        signal.signal(signal.SIGIO, lambda *_: told())
        events = fcntl.DN_MODIFY | fcntl.DN_CREATE | fcntl.DN_RENAME | fcntl.DN_DELETE | fcntl.DN_MULTISHOT
        fcntl.fcntl(watched, fcntl.F_NOTIFY, events)
    except (ImportError, AttributeError, OSError, ValueError):
        return False
    return True


def in_words(bad: BadInput, meanwhile: str) -> tuple[str, str]:
    """A bad config as a notification: its first problem with the line, how many more, what holds now."""
    first, *others = bad.problems
    where = f"{first.source}: " if first.source not in {None, bad.source} else ""
    where += f"line {first.line}: " if first.line else ""
    more = f" And {len(others)} more: see posture-pal config check." if others else ""
    return (
        "There is a problem in the config",
        f"{where}{first.sentence}{more} Until it is mended, {meanwhile}.",
    )
