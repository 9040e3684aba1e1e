"""Reads a programme's file, keeps the ones that were used, and knows which of them is in force.

The text of each programme ever used is kept in the data folder, `programmes/ID.toml`, so that what came of it
can be counted when it has long ended. `programmes/in-force.json` names the one in force, and since which day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from posture_pal import catalogue, config_files, paths, private_files, programme
from posture_pal.errors import BadInput, PosturePalError, Problem
from posture_pal.model import Plan
from posture_pal.programme import Programme


@dataclass(frozen=True, slots=True)
class InForce:
    """Which programme is in force, None for none, and the local day on which that was asked for."""

    id: str | None = None
    since: date | None = None


def read(path: Path) -> Programme:
    """The programme in any file. Raises BadInput with every problem, also where it cannot be read."""
    layer = config_files.read("programme", path)
    if layer is None:
        missing = "there is no such file; expected the name of a programme's file"
        raise BadInput(str(path), (Problem(None, "", "", missing, source=str(path)),))
    try:
        return programme.parse(layer.text, str(path), catalogue.load())
    finally:
        catalogue.load.cache_clear()  # the running program has a use for it a few times a day


def kept(programme_id: str) -> Programme:
    """A programme that was used at some time.

    Raises BadInput where its copy is gone or is not what it was when it was used; PosturePalError where the
    data folder cannot be used.
    """
    path = _copy(programme_id)
    found = read(path)
    if found.id != programme_id:
        changed = "it is not what it was when it came into force; expected it unchanged"
        raise BadInput(str(path), (Problem(None, "", "", changed, source=str(path)),))
    return found


def every_kept() -> list[str]:
    """The ids of all programmes that were ever used. Raises PosturePalError."""
    names = (path.stem for path in paths.programme_in_force().parent.glob("*.toml"))
    return sorted(name for name in names if programme.ID.fullmatch(name))


def in_force() -> InForce:
    """Which one is in force; none where nothing says so. Raises PosturePalError."""
    path = paths.programme_in_force()
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        since = date.fromisoformat(told["since"])
        named = told["programme"]
        if named is not None and not (isinstance(named, str) and programme.ID.fullmatch(named)):
            raise ValueError("it names no programme")
    except FileNotFoundError:
        return InForce()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PosturePalError(
            f"{path} cannot be read ({error}). Use the programme once more: posture-pal programme use FILE"
        ) from None
    return InForce(named, since)


def use(chosen: Programme, today: date) -> None:
    """Keeps a copy of it, and brings it into force for whoever looks. Raises PosturePalError."""
    path = _copy(chosen.id)
    with suppress(BadInput):
        if kept(chosen.id).text != chosen.text:
            raise PosturePalError(
                f"Another programme has the id {chosen.id}. Ask its author to change a word of the title."
            )
    _write(path, chosen.text)
    _write_in_force(chosen.id, today)


def remove(today: date) -> None:
    """Lets no programme be in force from now on; what was kept of it stays. Raises PosturePalError."""
    _write_in_force(None, today)


def over(plan: Plan) -> tuple[Plan, str | None]:
    """The plan with the programme in force over it; or as it is, and why the programme cannot be followed."""
    try:
        now = in_force()
        if now.id is None:
            return programme.without_programme(plan, now.since), None
        return programme.with_programme(plan, kept(now.id), now.since), None
    except BadInput as bad:
        why = " ".join(problem.sentence for problem in bad.problems[:1])
        return plan, f"The programme cannot be followed: {why} posture-pal programme use FILE brings it back."
    except PosturePalError as error:
        return plan, f"The programme cannot be followed: {error}"


def texts(ids: Iterable[str]) -> dict[str, str]:
    """What was kept of each, by its id; without those whose copy is gone. Raises PosturePalError."""
    found = {}
    for programme_id in ids:
        with suppress(BadInput):
            found[programme_id] = kept(programme_id).text
    return found


def _copy(programme_id: str) -> Path:
    if not programme.ID.fullmatch(programme_id):
        raise PosturePalError(f"{programme_id!r} is not the id of a programme.")
    return paths.programmes_dir() / f"{programme_id}.toml"


def _write_in_force(programme_id: str | None, today: date) -> None:
    told = json.dumps({"programme": programme_id, "since": today.isoformat()})
    paths.programmes_dir()
    _write(paths.programme_in_force(), told + "\n")


def _write(path: Path, text: str) -> None:
    """Puts a text in place of a file's, whole or not at all, for nobody else to read."""
    try:
        private_files.write(path, text.encode())
    except OSError as error:
        raise PosturePalError(f"{path} cannot be written ({error.strerror or error}).") from error
