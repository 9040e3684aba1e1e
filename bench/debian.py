"""Programs that Debian has: put on this machine where it may be, with what they and all they need weigh."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
BASE = ("required", "important", "standard")
"""Priorities of what is on every Debian, and therefore nobody's to answer for."""


def install(packages: Sequence[str]) -> str:
    """Installs what is missing and asks nothing; what came of it in words, blank when all is there."""
    missing = [name for name in packages if not _field(name, "Version")]
    if not missing:
        return ""
    if shutil.which("apt-get") is None:
        return f"not installed: {', '.join(missing)} (there is no apt-get here)"
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*before, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run([*before, "apt-get", "update", "-qq"], env=os.environ | QUIET, check=False)
    done = subprocess.run(command, env=os.environ | QUIET, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return f"installed: {', '.join(missing)}"
    last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return f"could not be installed: {', '.join(missing)} ({last}); the command was: {' '.join(command)}"


def version(package: str) -> str:
    """The version that is installed, blank for none."""
    return _field(package, "Version")


def size(package: str) -> float:
    """MiB on disk of the package itself, as Debian states it."""
    return float(_field(package, "Installed-Size") or 0) / 1024


def size_with_needs(packages: Sequence[str]) -> float:
    """MiB on disk of the packages and of all they need that a Debian with Python has not anyway."""
    given = _needs("python3")
    needed = {name for package in packages for name in _needs(package)} - given
    return sum(size(name) for name in needed if _field(name, "Priority") not in BASE)


@cache
def _field(package: str, name: str) -> str:
    query = ["dpkg-query", "-W", "-f", f"${{db:Status-Status}}\t${{{name}}}", package]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    status, _, value = done.stdout.partition("\t")
    return value if status == "installed" else ""


@cache
def _needs(package: str) -> frozenset[str]:
    without = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    options = [f"--no-{kind}" for kind in without]
    command = ["apt-cache", "depends", "--recurse", "--installed", *options, package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    return frozenset(line for line in lines if line and not line.startswith((" ", "<", "|")))
