"""docs/deployment.md: what an administrator is told to type does what the page says; its places are right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from posture_pal import paths

PAGE = (Path(__file__).parents[2] / "docs/deployment.md").read_text(encoding="utf-8")
TRIED = re.findall(r"<!-- tried -->\n```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def computer(tmp_path: Path) -> Path:
    """A computer to administer: its /etc/xdg is in here, and so is somebody's home."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/posture-pal"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m posture_pal "$@"\n')
    program.chmod(0o755)
    (tmp_path / "home").mkdir()
    return tmp_path


def tried(computer: Path, block: str) -> subprocess.CompletedProcess[str]:
    """Runs a block as it stands, but for where /etc/xdg is."""
    environ = {
        "PATH": f"{computer / 'bin'}:{os.environ['PATH']}",
        "HOME": str(computer / "home"),
        "XDG_CONFIG_DIRS": str(computer / "etc/xdg"),
        "PYTHONPATH": str(Path(paths.__file__).parents[1]),
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.replace("/etc/xdg", str(computer / "etc/xdg"))],
        cwd=computer,
        env=environ,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def lacking(block: str) -> list[str]:
    """What it takes that is not here."""
    lacks = [name for name in ("strace", "unshare") if name in block and not shutil.which(name)]
    if "unshare" in block and not lacks:
        allowed = subprocess.run(
            ["unshare", "--net", "--map-root-user", "true"], check=False, capture_output=True
        )
        lacks += ["leave for user namespaces"] if allowed.returncode else []
    return lacks


@pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's commands; run it on Linux")
@pytest.mark.parametrize("number", range(len(TRIED)))
def test_what_the_page_says_is_tried_works(computer: Path, number: int) -> None:
    block = TRIED[number]
    if missing := lacking(block):
        pytest.skip(
            f"NOT HERE: {missing}; bring it in with: apt-get install strace util-linux, and run as root"
        )
    done = tried(computer, block)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_blocks_to_try() -> None:
    assert len(TRIED) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's commands; run it on Linux")
def test_the_page_s_policy_locks_what_it_says(computer: Path) -> None:
    done = tried(computer, TRIED[0])
    locked = {line.split(" = ")[0] for line in done.stdout.splitlines() if "locked by the site" in line}
    assert locked == {"days", "ranges", "max_per_day", "discreet", "facts"}


def test_the_places_on_the_page_are_the_program_s() -> None:
    macos = MacOS(paths.APP, appauthor=False, multipath=False)
    places = [
        f"{macos.site_config_dir}/config.toml",
        f"{macos.user_config_dir}/config.toml".replace(str(Path.home()), "~"),
        macos.user_data_dir.replace(str(Path.home()), "~"),
        f"{Unix(paths.APP, appauthor=False).site_config_dir}/config.toml",
    ]
    for place in places:
        assert f"`{place}`" in PAGE


def test_every_path_below_a_home_on_the_page_is_linux_s_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for place in (paths.user_config(), paths.data_dir()):
        assert f"`~/{place.relative_to(tmp_path)}`" in PAGE
