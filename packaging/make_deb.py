# ruff: noqa: INP001 - a script by itself, in no package
"""Makes the package for Debian, Ubuntu and what is made from them: `make dist-deb`; prints where it is.

The program stands by itself under /opt/posture-pal, with its own Python. It needs dpkg-deb alone.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import building

LINUX = building.ROOT / "packaging" / "linux"
HOME = "opt/posture-pal"
METAINFO = "io.github.posture_pal.posture_pal.metainfo.xml"
DEPENDS = ("libexpat1", "libfontconfig1", "libx11-6", "libxft2", "libxss1", "tzdata", "zlib1g")
"""What every desktop has and its system keeps up to date, time zones among it; all else comes along."""

CONTROL = """\
Package: posture-pal
Version: {version}
Section: utils
Priority: optional
Architecture: {architecture}
Installed-Size: {size}
Depends: {depends}
Recommends: default-dbus-session-bus | dbus-session-bus, xdg-utils
Suggests: chromium
Maintainer: The Posture Pal authors <posture-pal@localhost>
Description: reminders to change position, stretch and take breaks
 A light tray utility for people who work at a desk. It knows when to stay
 quiet, is answered from the notification, and keeps an honest record of what
 was done. No account, no server, no network.
"""


def main() -> int:
    """Builds it, if the tree has changed since it was built last."""
    with building.alone("deb") as folder:
        package = next(folder.glob("*.deb"), None) or package_of(folder)
    sys.stdout.write(f"{package}\n")
    return 0


def package_of(folder: Path) -> Path:
    """The finished package."""
    tree = folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(building.program(folder), tree / HOME, symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "posture-pal").symlink_to(f"/{HOME}/posture-pal")
    put_on_the_desktop(tree / "usr" / "share")
    put_documents(tree / "usr" / "share" / "doc" / "posture-pal")
    version, architecture = str(building.project()["version"]), said("dpkg", "--print-architecture")
    put_control(tree / "DEBIAN", version, architecture, size=in_kib(tree))
    for place in [tree, *tree.rglob("*")]:
        if not place.is_symlink():
            place.chmod(0o755 if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
    package = folder / f"posture-pal_{version}_{architecture}.deb"
    unfinished = package.with_suffix(".unfinished")
    building.built(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, unfinished])
    shutil.rmtree(tree)
    return unfinished.rename(package)


def put_on_the_desktop(share: Path) -> None:
    """The entry of the menu, what a software centre shows, and the icons in the theme that all others use."""
    copy(LINUX / "posture-pal.desktop", share / "applications" / "posture-pal.desktop")
    metainfo = share / "metainfo" / METAINFO
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(filled_metainfo(), encoding="utf-8")
    icons = share / "icons" / "hicolor"
    for picture in (building.ROOT / "icons").glob("posture-pal-[0-9]*.png"):
        size = picture.stem.rpartition("-")[2]
        copy(picture, icons / f"{size}x{size}" / "apps" / "posture-pal.png")
    copy(building.ROOT / "icons" / "posture-pal.svg", icons / "scalable" / "apps" / "posture-pal.svg")
    symbolic = "posture-pal-symbolic.svg"
    copy(building.ROOT / "icons" / symbolic, icons / "symbolic" / "apps" / symbolic)


def filled_metainfo() -> str:
    """What a software centre shows, with this version, and the day of its last change."""
    day = said("git", "-C", str(building.ROOT), "log", "-1", "--format=%cs") or "2026-01-01"
    text = (LINUX / METAINFO).read_text(encoding="utf-8")
    return text.replace("@VERSION@", str(building.project()["version"])).replace("@DATE@", day)


def put_documents(folder: Path) -> None:
    """The licence and what has changed, where Debian has them."""
    folder.mkdir(parents=True)
    copy(building.ROOT / "LICENSE", folder / "copyright")
    changes = (building.ROOT / "CHANGELOG.md").read_bytes()
    (folder / "changelog.gz").write_bytes(gzip.compress(changes, 9, mtime=0))


def put_control(folder: Path, version: str, architecture: str, *, size: int) -> None:
    """What dpkg wants to know, and what it runs before and after."""
    libc = f"libc6 (>= {os.confstr('CS_GNU_LIBC_VERSION').split()[1]})"  # type: ignore[union-attr]
    filled = CONTROL.format(
        version=version, architecture=architecture, size=size, depends=", ".join([libc, *DEPENDS])
    )
    folder.mkdir()
    (folder / "control").write_text(filled, encoding="utf-8")
    for script in ("prerm", "postrm", "postinst"):
        copy(LINUX / script, folder / script)
        (folder / script).chmod(0o755)


def copy(source: Path, target: Path) -> None:
    """Copies a file into a folder that is made if need be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def in_kib(tree: Path) -> int:
    """What it takes on disk, in KiB."""
    files = (place for place in tree.rglob("*") if place.is_file() and not place.is_symlink())
    return sum(-(-file.stat().st_size // 1024) for file in files)


def said(*words: str) -> str:
    """What a program prints; blank where it fails."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
