"""Prints a page to PDF with a browser that is on this computer already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from posture_pal import private_files
from posture_pal.errors import Unavailable

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "brave-browser",
)
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium", "Brave Browser")
_PATIENCE = 90.0
"""Seconds; a browser that was never started on this computer takes some of them."""

_QUIETLY = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check"),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
    ),
    "--no-pdf-header-footer",
)


def browser() -> str | None:
    """The first browser found that can print without a window, or None."""
    places: list[Path] = []
    if sys.platform == "win32":
        folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        places = [Path(folder) / name for name in _WINDOWS for folder in folders if folder]
    elif sys.platform == "darwin":
        places = [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _MAC]
    found = (str(place) for place in places if place.exists())
    return next(found, None) or next(filter(None, map(shutil.which, BROWSERS)), None)


def to_pdf(html: str, target: Path) -> bytes:
    """The page as PDF. Its files on the way lie beside the target, in a private folder that goes again.

    Raises Unavailable when there is no such browser here, or it fails.
    """
    program = browser()
    if program is None:
        raise Unavailable(
            "No browser that prints by itself is on this computer (Chromium, Chrome, Edge or Brave)."
            " Write the page with --html, open it in the browser you have, and print it there."
        )
    try:
        # Beside the target: a browser in a sandbox of its own may see the home folder and nothing else.
        with TemporaryDirectory(prefix="posture-pal-print-", dir=target.absolute().parent) as folder:
            return _printed(program, html, Path(folder))
    except OSError as error:
        raise Unavailable(
            f"The page cannot be printed beside {target} ({error.strerror or error})."
        ) from error


def _printed(program: str, html: str, folder: Path) -> bytes:
    page, printed = folder / "page.html", folder / "page.pdf"
    private_files.write(page, html.encode())
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    words = [
        *(program, *_QUIETLY, *as_root),
        *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a browser found by its name, and a page of our own
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{program} did not print the page within {_PATIENCE:g} s.") from None
    if not printed.exists():
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise Unavailable(f"{program} did not print the page: {last[0]}")
    return printed.read_bytes()
