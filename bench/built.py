"""What the ways to install it take, side by side: to fetch, on disk, at a start, and sitting in the tray."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import packages
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

from bench import install, procs, resident

ROOT = Path(__file__).parents[1]
SETTLES = 10.0
"""Seconds that a program sits in the tray before its memory counts."""
STARTS = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way to install it. fetched, on_disk, pss: MiB. command, tray: seconds to its answer, its icon."""

    name: str
    fetched: float
    on_disk: float
    command: float
    tray: float
    pss: float


def measure() -> Iterator[Way]:
    """Every way that this machine can build and run."""
    if packages.missing():
        return
    yield _wheel()
    if shutil.which("dpkg-deb"):
        yield _deb()
    if not packages.missing("windows"):
        yield _windows_wheel()
    if shutil.which("makensis") and shutil.which("wine"):
        yield _windows()


def _wheel() -> Way:
    installed = install.measure()
    name = "wheel; Python is there"
    return _on_linux(name, installed.wheel, installed.everything, resident.PROGRAM)


def _deb() -> Way:
    package = _made("make_deb.py")
    with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
        subprocess.run(["dpkg-deb", "--extract", str(package), folder], check=True)
        tree = Path(folder)
        program = tree / "opt" / "posture-pal" / "posture-pal"
        return _on_linux("package for Debian", _size(package), _size(tree), program)


def _on_linux(name: str, fetched: float, on_disk: float, program: Path) -> Way:
    with VirtualDesktop() as desktop:
        command = _median([str(program), "--version"], desktop.env)
        begin = time.perf_counter()
        process = desktop.spawn([program])
        wait_for(desktop.bus.registered_items, 30, "its icon", explain=desktop.output, every=0.005)
        tray = time.perf_counter() - begin
        time.sleep(SETTLES)
        return Way(name, fetched, on_disk, command, tray, procs.memory(process.pid).alone)


def _windows_wheel() -> Way:
    from windows import kit, wheels
    from windows.computer import WindowsComputer

    with WindowsComputer() as computer:
        packages_there = computer.python.parent / "Lib" / "site-packages"
        pip = sum(_size(folder) for folder in packages_there.glob("pip*"))
        words = ["-m", "posture_pal"]
        command = _median(["wine", str(computer.python), *words, "--version"], computer.env)
        begin = time.perf_counter()
        started = computer.start(computer.python, *words)
        wait_for(computer.icons, 60, "its icon", every=0.02)
        tray = time.perf_counter() - begin
        time.sleep(SETTLES)
        pss = procs.pss(started.process.pid)
    fetched = _size(kit.project_wheel()) + sum(
        _size(wheel) for wheel in wheels.needed(wheels.requirements_of_the_project())
    )
    return Way(
        "wheel on CPython for Windows, under Wine", fetched, _size(packages_there) - pip, command, tray, pss
    )


def _windows() -> Way:
    from windows.computer import WindowsComputer
    from windows.test_setup import Installed

    setup = _made("make_setup.py")
    with WindowsComputer() as computer:
        installed = Installed(computer)
        installed.set_up("/AUTOSTART=off")
        on_disk = _size(installed.folder)
        command = _median(["wine", str(installed.folder / "posture-pal.exe"), "--version"], computer.env)
        begin = time.perf_counter()
        started = installed.start()
        tray = time.perf_counter() - begin
        time.sleep(SETTLES)
        pss = procs.pss(started.process.pid)
        installed.remove("/DELETEDATA")
    return Way("set-up program, under Wine", _size(setup), on_disk, command, tray, pss)


def _median(words: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds that a command takes, once it was run before."""
    taken = []
    for _ in range(STARTS + 1):
        begin = time.perf_counter()
        subprocess.run(words, env=dict(env), check=True, capture_output=True, stdin=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def _made(script: str) -> Path:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / script)], capture_output=True, text=True, check=True
    )
    return Path(done.stdout.splitlines()[-1])


def _size(place: Path) -> float:
    files = place.rglob("*") if place.is_dir() else [place]
    return sum(f.stat().st_size for f in files if f.is_file() and not f.is_symlink()) / 2**20
