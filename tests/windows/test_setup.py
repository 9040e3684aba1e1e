"""The set-up program on a Windows made of Wine: installed without a question, run, replaced, and removed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop.waiting import wait_for
from install.making import ROOT, TIME, made

from posture_pal import event_log
from posture_pal.desktop import windows_identity
from windows.computer import Started, WindowsComputer

REMOVAL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\PosturePal"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
IDENTITY = rf"HKCU\{windows_identity.PLACE}"
PROGRAMS = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"

pytestmark = [
    pytest.mark.windows(deadline=TIME),
    pytest.mark.skipif(
        shutil.which("makensis") is None,
        reason="the set-up program is left out; it wants: sudo apt-get install --no-install-recommends nsis",
    ),
]


class Installed:
    """A computer, and the program that the set-up program puts on it."""

    def __init__(self, computer: WindowsComputer) -> None:
        self.computer = computer
        self.folder = computer.profile / "AppData/Local/Programs/Posture Pal"
        self.data = computer.profile / "AppData/Local/posture-pal"
        self.shortcut = computer.profile / PROGRAMS / "Posture Pal.lnk"

    def set_up(self, *words: str) -> None:
        """Runs the set-up program to its end, without a question."""
        assert self.run(made("make_setup.py"), "/S", *words).returncode == 0

    def remove(self, *words: str) -> None:
        """Runs the uninstaller where it is; by itself it goes on from a copy that nobody can wait for."""
        inside = str(self.folder).replace(str(self.computer.prefix / "drive_c"), "C:").replace("/", "\\")
        self.run(self.folder / "uninstall.exe", "/S", *words, f"_?={inside}")

    def run(self, program: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs a program for Windows to its end."""
        return subprocess.run(
            ["wine", str(program), *words],
            env=self.computer.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )

    def cli(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs one of its commands."""
        return self.run(self.folder / "posture-pal.exe", *words)

    def start(self) -> Started:
        """Starts it as the Start menu does, and waits for its icon."""
        started = self.computer.start(self.folder / "posture-pal-tray.exe")
        wait_for(self.computer.icons, 60, "its icon", explain=lambda: started.said)
        wait_for(lambda: self.cli("status").returncode == 0, 60, "its answer", explain=lambda: started.said)
        return started


@pytest.fixture
def installed(computer: WindowsComputer) -> Iterator[Installed]:
    """Installed anew, with nothing that another test left."""
    found = Installed(computer)
    shutil.rmtree(found.data, ignore_errors=True)
    found.set_up()
    yield found
    if found.folder.exists():
        found.remove("/DELETEDATA")


def test_it_installs_for_one_person_runs_is_replaced_and_leaves_the_record(installed: Installed) -> None:
    registry = installed.computer.registry
    assert installed.shortcut.exists()
    assert registry(REMOVAL, "DisplayName") == "Posture Pal"
    assert int(registry(REMOVAL, "EstimatedSize") or "0", 16) > 20_000
    assert installed.cli("--version").stdout.startswith("Posture Pal ")
    assert (registry(RUN, "Posture Pal") or "").endswith(r'\Posture Pal\posture-pal-tray.exe"')
    assert installed.cli("autostart", "status").returncode == 0
    folder = installed.cli("data", "path").stdout.strip()
    assert folder.endswith(r"\AppData\Local\posture-pal"), "which the uninstaller shows"

    first = installed.start()
    assert registry(IDENTITY, "DisplayName") == "Posture Pal"
    assert installed.cli().stdout.startswith("Posture Pal runs already"), "a second start hands over"
    installed.cli("autostart", "off")
    installed.set_up()  # the same again is how a newer version comes
    assert first.ended() == 0
    assert registry(RUN, "Posture Pal") is None, "what was switched off stays so"

    second = installed.start()
    installed.cli("autostart", "on")
    installed.remove()
    assert second.ended() == 0
    assert not installed.folder.exists()
    assert not installed.shortcut.exists()
    assert registry(REMOVAL, "DisplayName") is None
    assert registry(RUN, "Posture Pal") is None
    assert registry(IDENTITY, "DisplayName") is None, "the name under which it showed its prompts"
    facts = [fact.name for fact in event_log.read(installed.data / "facts.sqlite3")]
    assert [name for name in facts if name in {"started", "stopped"}] == ["started", "stopped"] * 2


def test_it_starts_nothing_at_login_and_deletes_everything_where_that_is_asked_for(
    computer: WindowsComputer,
) -> None:
    installed = Installed(computer)
    installed.set_up("/AUTOSTART=off")
    assert computer.registry(RUN, "Posture Pal") is None
    installed.cli("safety")
    assert installed.data.exists()
    installed.remove("/DELETEDATA")
    assert not installed.data.exists()
    assert not installed.folder.exists()


def test_its_window_opens_and_draws_from_the_program_itself(installed: Installed) -> None:
    installed.cli("safety")  # read once, it is not shown first
    window = installed.computer.start(
        installed.folder / "posture-pal-tray.exe", "-m", "posture_pal.desktop.window", "--example"
    )
    screen = installed.computer.screen
    wait_for(
        lambda: [seen for seen in screen.windows() if "Posture Pal" in seen.name and seen.place.width > 500],
        60,
        "the window",
        explain=lambda: window.said,
    )
    assert "Traceback" not in window.said
    window.end()


def test_it_finds_the_same_parts_of_windows_as_a_python_with_the_wheel(installed: Installed) -> None:
    built = json.loads(installed.cli("doctor", "--json").stdout)
    wheel = json.loads(installed.computer.ask("-m", "posture_pal", "doctor", "--json").stdout)
    for part in ("notifications", "tray", "presence", "lock and sleep", "holds", "window"):
        for of in (built, wheel):  # how long ago the last input was
            of[part]["serves"] = of[part]["serves"].split(", last input")[0]
        assert built[part] == wheel[part], part


def test_windows_shows_what_the_files_are(installed: Installed) -> None:
    for file in ("posture-pal.exe", "posture-pal-tray.exe"):
        content = (installed.folder / file).read_bytes()
        for words in ("The Posture Pal authors", "ProductVersion"):
            assert words.encode("utf-16-le") in content


def test_the_shortcut_is_given_the_identity_under_which_the_program_speaks() -> None:
    """By contract: Wine's shortcuts keep no identity."""
    script = (ROOT / "packaging/windows/setup.nsi").read_text()
    assert f'!define IDENTITY "{windows_identity.APP_ID}"' in script
    assert "PKEY_AppUserModel_ID" in script
