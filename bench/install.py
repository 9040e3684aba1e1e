"""How much disk an installation takes: the wheel itself, and all that comes along with it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Installed:
    """Sizes in MiB: the wheel, all of it installed, and each package (compiled files left out)."""

    wheel: float
    everything: float
    parts: dict[str, float]


def measure() -> Installed:
    """Builds the wheel and installs it into an empty environment. Needs the package index."""
    with tempfile.TemporaryDirectory(prefix="posture-pal-bench-") as folder:
        wheels, venv = Path(folder, "wheels"), Path(folder, "venv")
        _pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
        (wheel,) = wheels.glob("*.whl")
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        (site,) = venv.glob("lib/python*/site-packages")
        before = {entry.name for entry in site.iterdir()}
        _pip(str(venv / "bin" / "python"), "install", "--no-compile", str(wheel))
        parts = {entry.name: _size(entry) for entry in site.iterdir() if entry.name not in before}
        return Installed(wheel.stat().st_size / 2**20, sum(parts.values()), parts)


def _pip(python: str, *words: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([python, "-m", "pip", *words, *quiet], check=True, stderr=subprocess.DEVNULL)


def _size(place: Path) -> float:
    files = place.rglob("*") if place.is_dir() else [place]
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20
