"""Reads the config files, makes somebody's first one, and writes one changed value back without a scratch."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from posture_pal import config, paths, private_files
from posture_pal.config import MOST_BYTES, Layer
from posture_pal.errors import BadInput, PosturePalError, Problem
from posture_pal.model import Plan
from posture_pal.profiles import DEFAULT


@dataclass(frozen=True, slots=True)
class Places:
    """Where the three files are; `site` is None where nobody looks after the computer."""

    builtin: Path
    site: Path | None
    user: Path


def layers(places: Places) -> list[Layer]:
    """The layers that exist, lowest first; the profile that the files choose lies above the built-in config.

    Raises BadInput, with a problem for each, where a file is there and cannot be read.
    """
    found, problems = _layers(places)
    if problems:
        raise BadInput(str(places.user), tuple(problems))
    return found


def load(places: Places, routines: Collection[str] | None = None) -> Plan:
    """The plan that the files make together.

    routines: the known names of routines; None leaves them unchecked.
    Raises BadInput with every problem of every file.
    """
    found, problems = _layers(places)
    try:
        plan = config.parse(found, routines)
    except BadInput as bad:
        problems += bad.problems
    else:
        if not problems:
            return plan
    raise BadInput(str(places.user), tuple(problems))


def load_good(places: Places) -> tuple[Plan, BadInput | None]:
    """The plan of those files that are good, for a start without an earlier one; what is wrong with the rest.

    A site's hours hold although a person's file is broken, and the other way round.
    """
    try:
        return load(places), None
    except BadInput as bad:
        broken = {problem.source for problem in bad.problems}
        good = with_profile([layer for layer in _layers(places)[0] if layer.source not in broken])
        with suppress(BadInput):
            return config.parse(good), bad
        # What is wrong only now was hidden by what is left out; the program's own defaults are never wrong.
        return config.parse([layer for layer in good if layer.name == "built-in"]), bad


def load_over(
    builtin: Path,
    file: Path | None,
    routines: Collection[str] | None = None,
    profile: str | None = None,
    layer: str = "user",
) -> Plan:
    """The plan of the built-in config, or of one file over it, whatever the user's own file says.

    profile: the one to take, in place of the file's own choice. layer: what the file is read as.
    Raises BadInput with every problem of the file, or when it is not there.
    """
    found = [read("built-in", builtin)]
    if file is not None:
        found.append(read(layer, file))
        if found[-1] is None:
            raise _unread(file, "there is no such file")
    plan = config.parse(with_profile([layer for layer in found if layer is not None], profile), routines)
    return replace(plan, profile=profile or plan.profile)


def with_profile(layers: list[Layer], chosen: str | None = None) -> list[Layer]:
    """The layers with the profile that the topmost of them names, or `chosen`, right above the built-in one.

    Raises BadInput where the profile's file cannot be read.
    """
    others = [layer for layer in layers if layer.name != "profile"]
    name = chosen or config.profile_named(others)
    layer = None if name == DEFAULT else read("profile", paths.profile_config(name))
    at = 1 if others and others[0].name == "built-in" else 0
    return [*others[:at], *([layer] if layer else []), *others[at:]]


def read(name: str, path: Path) -> Layer | None:
    """The layer that a file holds, None where there is no file. Raises BadInput where it cannot be read.

    A site's file that somebody else could have written is as good as one that cannot be read.
    """
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise _unread(path, f"found {_kind(kind)}; expected a file")
        if name == "site":
            _trust(path)
        with path.open("rb") as file:
            # One byte past the limit is enough to tell that there is too much.
            return Layer(name, str(path), file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unread(path, f"could not be read: {_reason(error)}") from None


def _trust(path: Path) -> None:
    from posture_pal.desktop.writers import why_not_trusted  # few computers have such a file

    why = why_not_trusted(path)
    if why is not None:
        raise _unread(path, f"{why}. Nothing in it is used until then")


def in_vain(places: Places) -> tuple[Problem, ...]:
    """What the person's own file says of settings that a site has locked, each with its line.

    Raises BadInput as `load` does.
    """
    return config.policy_of(layers(places))[1]


def seed(places: Places) -> bool:
    """Makes the user's file if there is none, every default commented out; True where it made one.

    Raises PosturePalError where the folder cannot be written.
    """
    if os.path.lexists(places.user):
        return False
    from posture_pal.config.seed import seed_text  # only a first start needs it

    place_schema(places)
    try:
        text = seed_text(places.builtin.read_text(encoding="utf-8"))
        with suppress(FileExistsError), _created(places.user) as file:
            file.write(text.encode())
            return True
    except OSError as error:
        raise PosturePalError(f"{places.user}: could not be made: {_reason(error)}") from None
    return False


def place_schema(places: Places) -> None:
    """Puts this version's schema beside the user's file, whose first line points to it.

    Raises PosturePalError where the folder cannot be written.
    """
    from posture_pal.config import schema  # only a first file or an editor needs it

    beside, text = places.user.with_name(schema.FILE_NAME), schema.text().encode()
    try:
        private_files.make_folder(places.user.parent)
        if not beside.is_file() or beside.read_bytes() != text:
            _write(beside, text)
    except OSError as error:
        raise PosturePalError(f"{beside}: could not be made: {_reason(error)}") from None


def change(places: Places, dotted_key: str, toml_literal: str) -> Plan:
    """Changes one value in the user's file, every other byte kept, and gives the plan there is then.

    The file is made first if there is none. A reminder of a lower layer is changed by naming all of that
    layer's reminders in the user's file. Raises BadInput, and leaves the file as it was, where it has
    problems or would have them then; ValueError for a key or a literal that is none; PosturePalError where
    it cannot be written, or a site has locked it.
    """
    from posture_pal.config import edit  # only a choice in the menu needs it

    seed(places)
    standing = layers(places)
    _refuse_locked(config.parse(standing).locked, dotted_key, places)
    below = [layer for layer in standing if layer.name != "user"]
    user = next((layer for layer in standing if layer.name == "user"), None)
    text = user.text.decode("utf-8") if user else ""
    if edit.path_of(dotted_key)[0] == "reminder":
        text = edit.with_reminders(text, below)
    changed = Layer("user", str(places.user), edit.set_value(text, dotted_key, toml_literal).encode())
    plan = config.parse(with_profile([*below, changed]))
    try:
        _write(places.user, changed.text)
    except OSError as error:
        raise PosturePalError(f"{places.user}: could not be written: {_reason(error)}") from None
    return plan


def _refuse_locked(locked: Collection[str], dotted_key: str, places: Places) -> None:
    if {dotted_key, dotted_key.partition("[")[0]} & set(locked):
        raise PosturePalError(
            f"{dotted_key} is set for everybody on this computer, in {places.site}, and stays as it is there."
            " Ask whoever looks after this computer."
        )


def choose_profile(places: Places, name: str) -> str:
    """Puts a profile in force by one line in the user's file, and says in sentences what of it holds.

    Raises as `change` does.
    """
    from posture_pal import profiles

    change(places, "profile", f'"{name}"')
    about = f"{profiles.TITLES[name]}: {profiles.load()[name].about}"
    owners = (origin for key, _, origin in config.origins(layers(places)) if key.startswith("reminder["))
    match next(owners, None):
        case "user":
            return f"{about} The reminders are those that your own file names; the rest of it holds."
        case "site":
            return f"{about} The reminders are those that were set for this computer; the rest of it holds."
    return about


def _layers(places: Places) -> tuple[list[Layer], list[Problem]]:
    found: list[Layer] = []
    problems: list[Problem] = []
    for name, path in (("built-in", places.builtin), ("site", places.site), ("user", places.user)):
        try:
            layer = read(name, path) if path else None
        except BadInput as bad:
            problems += bad.problems
        else:
            found += [layer] if layer else []
    return with_profile(found), problems


def _write(path: Path, data: bytes) -> None:
    """Puts data in place of a file's, whole or not at all; through a link, and with the mode it had."""
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
    new = target.with_name(f"{target.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    try:
        with _created(new) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _created(path: Path) -> BinaryIO:
    """A new file that is private to the user. Raises FileExistsError where there is one already."""
    # O_BINARY is Windows' own: without it every line end would become two letters there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows opens no folders, and keeps names by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unread(path: Path, words: str) -> BadInput:
    return BadInput(str(path), (Problem(None, "", "", words, source=str(path)),))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"
