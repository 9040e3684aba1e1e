"""On a system that is said to be another, whatever is missing there is a reason, and never a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract.notify_contract import Ears
from posture_pal.desktop.autostart import choose as autostarts
from posture_pal.desktop.holds.choose import hold_sources
from posture_pal.desktop.notify import choose as notifiers
from posture_pal.desktop.presence.choose import choose_presence, session_sources
from posture_pal.desktop.tray import choose as trays

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere is elsewhere; run it on Linux")
PLATFORMS = ("win32", "darwin", "freebsd14", "sunos5")
AS_IF = """\
import asyncio, ctypes.util, multiprocessing, pathlib, shutil, socket, sqlite3, subprocess, sys
import tempfile, zoneinfo
sys.platform = sys.argv.pop(1)
from posture_pal.cli import main
sys.exit(main())
"""
"""What the standard library decides by the platform is decided before it changes."""


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_choice_ends_with_something_that_serves_and_reasons_for_the_rest(platform: str) -> None:
    presence, reasons = choose_presence({}, None, lambda: 0.0, platform=platform)
    assert presence.name == "unknown"
    assert reasons
    assert all(reasons.values())
    for source in session_sources({}, None, None, platform):
        source.close()
    sources, lacking = hold_sources({}, None, platform=platform)
    assert {source.name for source in sources} | set(lacking) == {"do_not_disturb", "fullscreen", "call"}
    tray, _ = trays.choose(None, platform)
    assert (tray.name, bool(tray.why_not())) == ("none", True)
    assert autostarts.choose(platform).name


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "win32"])
def test_without_a_way_to_show_prompts_each_that_was_tried_says_why(platform: str) -> None:
    notifier, reasons = notifiers.choose(None, None, None, Ears().callbacks, platform)
    assert notifier.name == "none"
    assert all(why.endswith(".") for _, why in reasons)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("words", ["config path", "config show --origin", "doctor", "doctor --json"])
def test_the_doctor_and_the_settings_look_at_any_system(platform: str, words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_IF, platform, *words.split()],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "POSTURE_PAL_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode in {0, 1}, done.stderr) == (True, "")
    assert str(tmp_path / "config.toml") in done.stdout or words == "config show --origin"
