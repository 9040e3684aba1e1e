# ruff: noqa: INP001 - run by the scripts beside it, in no package
"""What every kind of installation is made from: this very tree, and PyInstaller's recipe."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "install"
RECIPE = ROOT / "packaging" / "program" / "posture-pal.spec"
SOURCES = ("posture_pal", "icons", "packaging", "config.toml", "pyproject.toml", "LICENSE", "CHANGELOG.md")


def project() -> dict[str, Any]:
    """The table [project] of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def state_of(*sources: str) -> str:
    """A short name for what these files and folders hold now."""
    digest = hashlib.sha256()
    for file in sorted(found for name in sources for found in _files(ROOT / name)):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _files(place: Path) -> Iterator[Path]:
    found = place.rglob("*") if place.is_dir() else [place]
    return (file for file in found if file.is_file() and "__pycache__" not in file.parts)


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """A folder for one kind of installation in the tree's present state; whoever builds it too waits.

    What was built from earlier states is removed.
    """
    kind = BUILT / name
    kind.mkdir(parents=True, exist_ok=True)
    with (BUILT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = kind / state_of(*SOURCES)
        for other in kind.iterdir():
            if other != folder:
                shutil.rmtree(other)
        folder.mkdir(exist_ok=True)
        yield folder


def built(words: Sequence[str | Path], env: Mapping[str, str] | None = None, **options: Any) -> None:
    """Runs one step; a failure shows all that it said. Raises SystemExit."""
    done = subprocess.run(  # noqa: S603 - the steps stand in the scripts beside this one
        [str(word) for word in words],
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **options,
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(f"{words[0]} ended with {done.returncode}")


def recipe(folder: Path) -> list[str | Path]:
    """The words after PyInstaller's name, to have the program's folder in `folder`."""
    quiet = ["--noconfirm", "--log-level", "ERROR"]
    return [*quiet, "--distpath", folder, "--workpath", folder / "work", RECIPE]


def program(folder: Path) -> Path:
    """The program for this system, in a folder of its own with all that it runs on."""
    found = folder / "posture-pal"
    if not found.exists():
        python = _python()
        built([python, "-m", "pip", "install", *QUIET, "--force-reinstall", "--no-deps", ROOT])
        unfinished = folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        # From elsewhere, so that it finds what was installed and not this tree.
        built([python, "-m", "PyInstaller", *recipe(unfinished)], env={**os.environ, **SAME}, cwd=folder)
        (unfinished / "posture-pal").rename(found)
        for bundle in unfinished.glob("*.app"):
            bundle.rename(folder / bundle.name)
        shutil.rmtree(unfinished)
    return found


QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")
SAME = {"PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
"""The same sources make the same files."""


def _python() -> Path:
    """A Python in which there is what the program needs, PyInstaller, and nothing else."""
    venv = BUILT / "python" / state_of("pyproject.toml")
    python = venv / "bin" / "python"
    if not (venv / "complete").exists():
        shutil.rmtree(venv.parent, ignore_errors=True)
        built([sys.executable, "-m", "venv", venv])
        built([python, "-m", "pip", "install", *QUIET, ROOT, *project()["optional-dependencies"]["build"]])
        (venv / "complete").touch()
    return python
