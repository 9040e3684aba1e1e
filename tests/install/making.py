"""Has an installation made from this tree, which happens once for each state of it."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIME = 900.0
"""Seconds that a busy machine may take to make one."""


@cache
def made(script: str) -> Path:
    """What packaging/`script` makes."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(done.stdout.splitlines()[-1])
