"""A patient's export, as a clinic may be sent it: counted when it is sound, else left out and listed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from posture_pal.cohort import figures, listing, reading
from posture_pal.cohort.store import Store, opened


@cache
def _clinic() -> tuple[Store, Path]:
    folder = Path(tempfile.mkdtemp(prefix="posture-pal-fuzz-"))
    stack = ExitStack()
    store = stack.enter_context(opened("256MB", folder))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(stack.close)
    return store, folder


def export(data: bytes) -> None:
    """One file in a folder: one report more, or one line in the list of what was left out, in plain words."""
    store, folder = _clinic()
    (folder / "patient.json").write_bytes(data)
    for table in ("courses", "exercises", "weeks"):
        store.run(f"DROP TABLE IF EXISTS {table}")
    found = listing.look(folder)
    reports = reading.take_in(store, found, lambda _done, _of: None)
    assert reports + len(found.left_out) == 1, (reports, found.left_out)
    assert all(why.isprintable() for why in found.left_out.values()), found.left_out
    told = figures.gather(store, reports)
    assert not told.courses, "of one person nothing is told"
