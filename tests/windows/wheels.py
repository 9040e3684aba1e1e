"""The wheels for Windows of what a program requires: from the package registries, into a folder, unpacked."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parents[2]
KIT = Path(os.environ.get("WINDOWS_KIT", REPOSITORY / "build" / "windows"))
"""Another folder gives another computer, beside which this one can be used at the same time."""

PYTHON_VERSION = "3.11"
_MARKERS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": PYTHON_VERSION,
    "sys_platform": "win32",
}


def wheels(requirements: Iterable[str]) -> Path:
    """A folder with the wheels for Windows of everything that is required, and of what that requires.

    pip evaluates markers for the system it runs on, so what each wheel requires is followed here.
    """
    folder = KIT / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {str(requirement) for requirement in requirements if _on_windows(Requirement(requirement))}
    complete = folder / f"{hashlib.sha256(repr(sorted(wanted)).encode()).hexdigest()[:16]}.complete"
    while not complete.exists():
        # fmt: off
        pip(
            "download", "--no-deps", "--dest", str(folder), "--only-binary", ":all:",
            "--platform", "win_amd64", "--implementation", "cp", "--python-version", PYTHON_VERSION,
            *(_bare(text) for text in sorted(wanted)),
        )
        # fmt: on
        needed = wanted | {
            text for text in _required_by(folder.glob("*.whl"), wanted) if _on_windows(Requirement(text))
        }
        if needed == wanted:
            complete.touch()
        wanted = needed
    return folder


def needed(requirements: Sequence[str]) -> list[Path]:
    """The wheels that these require, of all that are in the folder."""
    folder = wheels(requirements)
    known = {_plain(Requirement(text).name) for text in requirements}
    while True:
        found = [wheel for wheel in folder.glob("*.whl") if _plain(wheel.name.split("-", 1)[0]) in known]
        more = {
            _plain(Requirement(text).name)
            for wheel in found
            for text in _required_by_wheel(wheel)
            if _on_windows(Requirement(text))
        }
        if more <= known:
            return found
        known |= more


def requirements_of_the_project() -> list[str]:
    """What pyproject.toml says the program requires, whatever the system."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["project"]["dependencies"])


def unpack(wheels: Iterable[Path], site: Path) -> None:
    """Puts wheels for Windows into a folder where its Python finds them, by this machine's pip."""
    # fmt: off
    pip(
        "install", "--no-deps", "--no-index", "--no-compile", "--no-warn-conflicts", "--upgrade",
        "--platform", "win_amd64", "--implementation", "cp", "--python-version", PYTHON_VERSION,
        "--only-binary", ":all:", "--target", str(site), *map(str, _newest(wheels)),
    )
    # fmt: on


# --- below: whose they are, and how they are brought here ---


def pip(*arguments: str) -> None:
    """Runs this machine's pip. Raises RuntimeError with all that it said."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    env = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _on_windows(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**_MARKERS, "extra": ""})


def _bare(text: str) -> str:
    """A requirement without its marker, which pip would evaluate for this system."""
    requirement = Requirement(text)
    requirement.marker = None
    return str(requirement)


def _required_by(found: Iterable[Path], wanted: Iterable[str]) -> Iterable[str]:
    names = {_plain(Requirement(text).name) for text in wanted}
    for wheel in found:
        if _plain(wheel.name.split("-", 1)[0]) in names:
            yield from _required_by_wheel(wheel)


def _required_by_wheel(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as contents:
        name = next(name for name in contents.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(contents.read(name).decode())
    return list(metadata.get_all("Requires-Dist", ()))


def _newest(found: Iterable[Path]) -> list[Path]:
    """The latest one of each package."""
    by_age = sorted(found, key=lambda wheel: wheel.stat().st_mtime)
    return list({wheel.name.split("-", 1)[0]: wheel for wheel in by_age}.values())


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
