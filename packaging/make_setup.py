# ruff: noqa: INP001 - a script by itself, in no package
"""Makes the set-up program for Windows: `make dist-windows`; prints where it is.

On Linux it is built by CPython for Windows under Wine, which tests/windows/kit.py brings;
on Windows by the Python that runs this. NSIS makes one file of it: Debian has it as nsis.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import building
from PIL import Image, ImageOps

WINDOWS = building.ROOT / "packaging" / "windows"
NATIVE = sys.platform == "win32"
TRIES = 2
"""On a busy machine Wine fails now and then to start one of PyInstaller's processes (WinError 1359)."""

RESOURCE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, OS=0x40004, fileType=1),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The Posture Pal authors"),
      StringStruct("FileDescription", "Posture Pal"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "posture-pal"),
      StringStruct("LegalCopyright", "MIT License"),
      StringStruct("ProductName", "Posture Pal"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""
"""What Windows shows as the details of the file."""


def main() -> int:
    """Builds it, if the tree has changed since it was built last."""
    with building.alone("windows") as folder:
        setup = next(folder.glob("*-setup.exe"), None) or setup_of(folder)
    sys.stdout.write(f"{setup}\n")
    return 0


def setup_of(folder: Path) -> Path:
    """The finished set-up program."""
    version = str(building.project()["version"])
    program = program_of(folder, version)
    setup = folder / f"posture-pal-{version}-setup.exe"
    unfinished = folder / "unfinished-setup.exe"
    defined = {
        "VERSION": version,
        "NUMBERS": ".".join(map(str, numbers(version))),
        "PROGRAM": program,
        "LICENCE": building.ROOT / "LICENSE",
        "ICON": building.ROOT / "icons" / "posture-pal.ico",
        "SIDE": side_picture(folder / "side.bmp"),
        "SIZE": sum(file.stat().st_size for file in program.rglob("*") if file.is_file()) // 1024,
        "SETUP": unfinished,
    }
    words = [f"{mark}D{name}={value}" for name, value in defined.items() for mark in ["/" if NATIVE else "-"]]
    words += [] if NATIVE else ["-DFULL64"]
    loud = "/V2" if NATIVE else "-V2"
    building.built([makensis(), loud, *words, WINDOWS / "setup.nsi"])
    return unfinished.rename(setup)


def side_picture(target: Path) -> Path:
    """What stands beside the welcome: the icon on its own ground, in the size that Windows has for it."""
    width, height = 164, 314
    picture = Image.linear_gradient("L").resize((width, height))
    picture = ImageOps.colorize(picture, black="#118a7f", white="#063f3a").convert("RGBA")
    icon = Image.open(building.ROOT / "icons" / "posture-pal-128.png").convert("RGBA").resize((96, 96))
    picture.alpha_composite(icon, ((width - 96) // 2, 60))
    picture.convert("RGB").save(target)
    return target


def makensis() -> str:
    """NSIS, wherever it is. Raises SystemExit with what brings it in."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.exists() else None)
    if found is None:
        raise SystemExit(
            "makensis is not there. Debian, Ubuntu: sudo apt-get install nsis; Windows: choco install nsis"
        )
    return found


def numbers(version: str) -> tuple[int, int, int, int]:
    """A version as the four numbers that Windows wants."""
    parts = [int(part) for part in version.split(".") if part.isdigit()]
    one, two, three, four = [*parts, 0, 0, 0, 0][:4]
    return one, two, three, four


def program_of(folder: Path, version: str) -> Path:
    """The folder with the program for Windows."""
    resource = folder / "version.txt"
    resource.write_text(RESOURCE.format(version=version, numbers=numbers(version)), encoding="utf-8")
    if NATIVE:
        os.environ["POSTURE_PAL_VERSION_FILE"] = str(resource)
        return building.program(folder)
    found = folder / "posture-pal"
    if not found.exists():
        under_wine(folder, resource).rename(found)
        shutil.rmtree(folder / "unfinished")
    return found


def under_wine(folder: Path, resource: Path) -> Path:
    """The same, by CPython for Windows on a Windows made of Wine."""
    sys.path.insert(0, str(building.ROOT / "tests"))
    from windows import kit, wheels

    unfinished = folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    wanted = [*building.project()["dependencies"], *building.project()["optional-dependencies"]["build"]]
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    with kit.alone():
        python = kit.interpreter(kit.KIT / "python")
        wheels.unpack([*wheels.wheels(wanted).glob("*.whl"), kit.project_wheel()], site)
    env = kit.environment(kit.prefix(building.BUILT / "wine" / "builder"))
    env |= building.SAME | {
        "PYTHONPATH": kit.windows_path(site),
        "POSTURE_PAL_VERSION_FILE": kit.windows_path(resource),
    }
    words = [
        kit.windows_path(word) if isinstance(word, Path) else word for word in building.recipe(unfinished)
    ]
    for _ in range(TRIES):
        done = kit.run(python, ["-m", "PyInstaller", *words], env, timeout=900)
        if not done.returncode:
            break
    else:
        raise SystemExit(f"PyInstaller under Wine ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    shutil.rmtree(site)
    return unfinished / "posture-pal"


if __name__ == "__main__":
    raise SystemExit(main())
