"""What the doctor says of a desktop, at once and while it watches."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

PAL = Path(sys.executable).with_name("posture-pal")


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop("dunst") as desktop:
        yield desktop


def doctor(desktop: VirtualDesktop, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PAL, "doctor", *words], env=desktop.env, capture_output=True, text=True, check=False, timeout=60
    )


def test_on_a_whole_desktop_every_part_serves_and_the_others_say_why_not(desktop: VirtualDesktop) -> None:
    ran = doctor(desktop, "--json")
    told = json.loads(ran.stdout)
    assert {part for part, found in told.items() if not found["ok"]} == set(), told
    assert told["notifications"]["serves"] == "freedesktop"
    assert told["presence"]["serves"].startswith("x11, last input")
    assert "not GNOME" in told["presence"]["others"]["mutter"]
    assert ran.returncode == 0


def test_without_a_desktop_it_says_what_is_missing_and_fails(tmp_path: Path) -> None:
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    ran = subprocess.run([PAL, "doctor"], env=bare, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    assert "✗ presence" in ran.stdout
    assert "✗ tray           none" in ran.stdout, "what does nothing is no success"
    assert "DISPLAY is not set" in ran.stdout
    assert "Traceback" not in ran.stderr


def test_it_watches_what_the_desktop_tells_until_it_is_interrupted(desktop: VirtualDesktop) -> None:
    lines = desktop.folder / "watched"
    with lines.open("w") as out:
        watching = subprocess.Popen([PAL, "doctor", "--watch"], env=desktop.env, stdout=out)
    wait_for(lambda: "call" in lines.read_text() or "x11" in lines.read_text(), 20, "a first line")
    desktop.run("dunstctl", "set-paused", "true")
    wait_for(
        lambda: "do_not_disturb: on" in lines.read_text(), 20, "do not disturb, told", explain=lines.read_text
    )
    desktop.run("dunstctl", "set-paused", "false")
    wait_for(lambda: "do_not_disturb: off" in lines.read_text(), 20, "its end, told", explain=lines.read_text)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(10) == 130
