"""One running program for one record, from however many sessions of a person it is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

from posture_pal import paths
from posture_pal.desktop.instance import AlreadyRunning
from posture_pal.errors import PosturePalError, Unavailable

_LONGEST = 4096
"""Bytes of a path."""

_LOOKS, _BETWEEN = 60, 0.05
"""How often, and at intervals of how many seconds, it is looked whether the other program listens."""


def hold() -> Callable[[], None]:
    """Holds the record for this program, whose socket the others then find; call what is returned to let go.

    Two sessions, such as a desk's and a remote one, may have a folder each for what lives as long as they do,
    and would not see each other's program there. Where a folder keeps no locks, as some networks' do not, and
    where none can be written, nothing is held. Raises AlreadyRunning.
    """
    if sys.platform == "win32":  # its way in has one name in all sessions of a person
        return lambda: None
    from posture_pal.desktop.instance.unix_claim import lock

    try:
        held = lock(paths.claim_file())
        os.ftruncate(held, 0)
        os.write(held, os.fsencode(paths.socket_path()))
    except AlreadyRunning:
        raise
    except (PosturePalError, OSError):
        return lambda: None
    return lambda: os.close(held)


def lead_there() -> None:
    """Makes this session's way lead to the program that holds the record, for every command from now on.

    Raises Unavailable where that program cannot be reached from here, as one on another machine cannot.
    """
    here, claim = paths.socket_path(), paths.claim_file()
    for _ in range(_LOOKS):
        with suppress(OSError, ValueError):
            if _leads_from(here, claim):
                return
        Event().wait(_BETWEEN)  # it may have begun a moment ago, and not listen yet
    raise Unavailable(
        "Posture Pal runs already and keeps this record, in another session or on another machine,"
        " and cannot be reached from here. End it there first: posture-pal quit"
    )


def _leads_from(here: Path, claim: Path) -> bool:
    there = Path(os.fsdecode(claim.read_bytes()[:_LONGEST]))
    if there.is_absolute() and there != here and there.is_socket():
        beside = here.with_suffix(".way")
        beside.unlink(missing_ok=True)
        beside.symlink_to(there)
        beside.replace(here)
    return here.is_socket()
