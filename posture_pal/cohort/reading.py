"""Takes patients' reports in, a few files at a time, and leaves out what is no report, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from posture_pal.cohort import statements
from posture_pal.cohort.listing import PARQUET, Listing
from posture_pal.cohort.store import Refused, Store, TooLittleMemory
from posture_pal.errors import PosturePalError

AT_ONCE = 25
"""Files read in one statement; fewer where memory does not suffice for so many."""


def take_in(store: Store, listing: Listing, told: Callable[[int, int], None]) -> int:
    """Reads every file into the tables; how many were taken. told: how many of how many are through."""
    for statement in statements.TABLES:
        store.run(statement)
    taken, start, at_once = 0, 0, AT_ONCE
    while start < len(listing.files):
        batch = listing.files[start : start + at_once]
        try:
            _read(store, batch)
        except TooLittleMemory:
            if len(batch) == 1:
                raise
            at_once = len(batch) // 2
            continue
        except Refused:
            taken += _one_by_one(store, batch, listing, first=taken)
        else:
            taken += _add(store, batch, listing, first=taken)
        start += len(batch)
        told(start, len(listing.files))
    return taken


def take_tables(store: Store, folder: Path) -> int:
    """Reads the tables that `--parquet` wrote; how many patients they tell of. Raises PosturePalError."""
    for statement in statements.TABLES:
        store.run(statement)
    for file in PARQUET:
        table = file.partition(".")[0]
        try:
            store.run(f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet(?)", [str(folder / file)])
        except Refused as why:
            raise PosturePalError(
                f"{folder / file} is no table that posture-pal cohort wrote ({why})."
            ) from None
        wrong = f"SELECT count(*) FROM {table} WHERE {statements.POSSIBLE} IS DISTINCT FROM true"
        if store.run(wrong)[0][0]:
            raise PosturePalError(f"{folder / file} has figures that cannot be.")
    return int(store.run("SELECT count(DISTINCT patient) FROM courses")[0][0])


def write_tables(store: Store, folder: Path) -> list[Path]:
    """Writes the tables as Parquet, for a later run or another program."""
    paths = [folder / file for file in PARQUET]
    for path in paths:
        target = str(path).replace("'", "''")
        store.run(f"COPY {path.stem} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        path.chmod(0o600)
    return paths


def _one_by_one(store: Store, batch: Sequence[Path], listing: Listing, first: int) -> int:
    """Adds each file of a batch in which one is broken; how many were sound."""
    taken = 0
    for path in batch:
        try:
            _read(store, [path])
        except Refused as why:
            listing.leave_out(path, _plainly(str(why), path))
        else:
            taken += _add(store, [path], listing, first + taken)
    return taken


def _read(store: Store, files: Sequence[Path]) -> None:
    store.run(statements.READ, [[str(path) for path in files]])


def _plainly(why: str, path: Path) -> str:
    """The database's reason without the path, which the person knows."""
    text = why.replace(f' in file "{path}"', "").replace(str(path), "it")
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"it is no report: {plain[:160]}"


def _add(store: Store, files: Sequence[Path], listing: Listing, first: int) -> int:
    """Adds what is sound in the table `batch` to the others; how many reports that were."""
    found = {file: (count, sound) for file, count, *sound in store.run(statements.CHECK)}
    good = []
    for path in files:
        count, sound = found.get(str(path), (0, []))
        if count != 1:
            listing.leave_out(path, "it holds no report, or more than one")
        elif not all(sound):
            listing.leave_out(path, statements.CHECKS[sound.index(False)][0])
        else:
            good.append(str(path))
    if good:
        store.run(statements.NUMBER, {"first": first, "files": good})
        for statement in statements.INSERT:
            store.run(statement)
    return len(good)
