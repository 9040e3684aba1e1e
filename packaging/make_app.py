# ruff: noqa: INP001 - a script by itself, in no package
"""Makes the application for macOS, and a disk image of it: `make dist-macos`, on a Mac; prints where it is.

It is signed for this computer alone. Who hands it on signs it with an identity of their own, named in
CODESIGN_IDENTITY, and has Apple notarise it: packaging/macos/README.md.
"""

from __future__ import annotations

import os
import sys

import building


def main() -> int:
    """Builds it, if the tree has changed since it was built last."""
    if sys.platform != "darwin":
        raise SystemExit("The application for macOS can be built on macOS alone, as PyInstaller has it.")
    version = str(building.project()["version"])
    os.environ["POSTURE_PAL_VERSION"] = version
    identity = os.environ.get("CODESIGN_IDENTITY", "-")
    with building.alone("macos") as folder:
        image = folder / f"posture-pal-{version}.dmg"
        if not image.exists():
            building.program(folder)
            app = folder / "Posture Pal.app"
            hardened = [] if identity == "-" else ["--options", "runtime", "--timestamp"]
            building.built(["codesign", "--force", "--deep", "--sign", identity, *hardened, app])
            content = ["-volname", "Posture Pal", "-srcfolder", app, "-format", "UDZO"]
            building.built(["hdiutil", "create", *content, "-ov", image])
    sys.stdout.write(f"{image}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
