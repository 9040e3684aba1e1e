"""Being started at login, against the one contract: desktop entries, the Windows registry, launch agents."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop.waiting import wait_for

from contract.autostart_contract import COMMANDS, HERE, AutostartContract
from contract.doubles.registry import PaperRegistry
from posture_pal.desktop.autostart import choose, command_line, windows_run
from posture_pal.desktop.autostart.base import Autostart, Entry
from posture_pal.desktop.autostart.launch_agent import LaunchAgent
from posture_pal.desktop.autostart.windows_run import APPROVED, RUN, VALUE, WindowsRun
from posture_pal.desktop.autostart.xdg import DesktopEntry
from posture_pal.errors import Unavailable

FILE = "posture-pal.desktop"


@dataclass
class FreeDesktop:
    way: Autostart
    own: Path
    site: Path

    def administrator_starts(self, program: str) -> None:
        self.site.mkdir(parents=True, exist_ok=True)
        (self.site / FILE).write_text(f"[Desktop Entry]\nType=Application\nExec={program}\n")

    def switch_off_elsewhere(self) -> None:
        file = self.own / FILE
        file.write_text(file.read_text().replace("Autostart-enabled=true", "Autostart-enabled=false"))


@pytest.fixture
def desk(tmp_path: Path) -> FreeDesktop:
    own, site = tmp_path / "home/.config/autostart", tmp_path / "etc/xdg/autostart"
    return FreeDesktop(DesktopEntry(own, [tmp_path / "none", site], ["XFCE"]), own, site)


class TestDesktopEntry(AutostartContract):
    @pytest.fixture
    def computer(self, desk: FreeDesktop) -> FreeDesktop:
        return desk


class TestWindowsRun(AutostartContract):
    @dataclass
    class Computer:
        registry: PaperRegistry
        way: Autostart

        def administrator_starts(self, program: str) -> None:
            self.registry.keys["HKLM", RUN.lower()] = {VALUE.lower(): program}

        def switch_off_elsewhere(self) -> None:
            self.registry.keys["HKCU", APPROVED.lower()] = {VALUE.lower(): bytes([3, *[0] * 11])}

    @pytest.fixture
    def computer(self) -> Computer:
        registry = PaperRegistry({("HKCU", RUN.lower()): {"onedrive": "C:\\OneDrive.exe"}})
        return self.Computer(registry, WindowsRun(registry))

    def test_what_others_wrote_stays(self, computer: Computer) -> None:
        computer.way.on((HERE,))
        computer.way.off()
        assert computer.registry.keys["HKCU", RUN.lower()] == {"onedrive": "C:\\OneDrive.exe"}

    def test_a_line_that_windows_would_not_start_is_refused_and_the_old_one_stays(
        self, computer: Computer
    ) -> None:
        computer.way.on((HERE,))
        with pytest.raises(Unavailable, match=r"260 characters.*shorter name"):
            computer.way.on(("C:\\" + "long\\" * 60 + "posture-pal.exe",))
        assert computer.way.entry().command == (HERE,)

    def test_what_the_administrator_starts_cannot_be_switched_off_here(self, computer: Computer) -> None:
        computer.administrator_starts(HERE)
        with pytest.raises(Unavailable, match=r"HKEY_LOCAL_MACHINE.*Task Manager"):
            computer.way.off()

    def test_a_registry_that_refuses_is_told(self, computer: Computer) -> None:
        computer.registry.refuses = PermissionError(13, "Access is denied")
        for call in (computer.way.entry, computer.way.off, lambda: computer.way.on((HERE,))):
            with pytest.raises(Unavailable, match="Access is denied"):
                call()


class TestLaunchAgent(AutostartContract):
    @dataclass
    class Computer:
        way: Autostart
        own: Path
        site: Path

        def administrator_starts(self, program: str) -> None:
            self.site.mkdir(parents=True)
            agent = {"Label": "posture-pal", "ProgramArguments": [program], "RunAtLoad": True}
            (self.site / "posture-pal.plist").write_bytes(plistlib.dumps(agent, fmt=plistlib.FMT_BINARY))

        def switch_off_elsewhere(self) -> None:
            file = self.own / "posture-pal.plist"
            file.write_bytes(plistlib.dumps(plistlib.loads(file.read_bytes()) | {"Disabled": True}))

    @pytest.fixture
    def computer(self, tmp_path: Path) -> Computer:
        own, site = tmp_path / "home/Library/LaunchAgents", tmp_path / "Library/LaunchAgents"
        return self.Computer(LaunchAgent(own, [site]), own, site)

    def test_the_agent_runs_once_at_login_in_a_session_with_a_screen(self, computer: Computer) -> None:
        computer.way.on((HERE, "-m", "posture_pal"))
        assert plistlib.loads((computer.own / "posture-pal.plist").read_bytes()) == {
            "Label": "posture-pal",
            "ProgramArguments": [HERE, "-m", "posture_pal"],
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"<plist><integer>x</integer></plist>", b"bplist00\xff" * 9]
    )
    def test_a_damaged_agent_starts_nothing_and_is_written_anew(
        self, computer: Computer, content: bytes
    ) -> None:
        computer.own.mkdir(parents=True)
        (computer.own / "posture-pal.plist").write_bytes(content)
        assert not computer.way.entry().starts
        assert "no property list" in computer.way.entry().remark
        computer.way.on((HERE,))
        assert computer.way.entry().starts

    def test_what_the_administrator_starts_cannot_be_switched_off_here(self, computer: Computer) -> None:
        computer.administrator_starts(HERE)
        with pytest.raises(Unavailable, match="launchctl disable"):
            computer.way.off()


# --- desktop entries: the computer's own, and what other programs write into ours -------------------------


def test_the_file_is_private_whole_and_what_the_standard_wants(desk: FreeDesktop) -> None:
    desk.way.on(COMMANDS[-1])
    file = desk.own / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in desk.own.iterdir()] == [FILE]
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("wants: sudo apt-get install --no-install-recommends desktop-file-utils")
    subprocess.run(["desktop-file-validate", str(file)], check=True)


def test_off_hides_the_computers_own_entry_and_on_shows_it_again(desk: FreeDesktop) -> None:
    desk.administrator_starts(HERE)
    desk.way.off()
    assert not desk.way.entry().starts
    assert "Hidden=true" in (desk.own / FILE).read_text()
    desk.way.on(("/opt/ours",))
    assert not (desk.own / FILE).exists()
    assert desk.way.entry().command == (HERE,)


def test_on_replaces_a_computers_entry_whose_program_is_not_there(desk: FreeDesktop) -> None:
    desk.administrator_starts("/nowhere/posture-pal")
    desk.way.on((HERE,))
    assert desk.way.entry().command == (HERE,)


@pytest.mark.parametrize(
    ("keys", "starts"),
    [
        ("Hidden=true", False),
        ("Hidden=false", True),
        ("TryExec=/nowhere/at-all", False),
        ("TryExec=sh", True),
        ("OnlyShowIn=GNOME;KDE;", False),
        ("OnlyShowIn=XFCE;", True),
        ("NotShowIn=XFCE;", False),
        ("[Another Group]\nHidden=true", True),
        ("# Hidden=true", True),
    ],
)
def test_an_entry_is_read_as_a_session_reads_it(desk: FreeDesktop, keys: str, starts: bool) -> None:
    desk.own.mkdir(parents=True)
    (desk.own / FILE).write_text(f"[Desktop Entry]\nType=Application\nExec=sh -c true\n{keys}\n")
    assert desk.way.entry().starts is starts


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0\0", b"[Desktop Entry]\n", b"Exec=sh\n"])
def test_an_entry_without_a_program_is_a_trouble(desk: FreeDesktop, content: bytes) -> None:
    desk.own.mkdir(parents=True)
    (desk.own / FILE).write_bytes(content)
    assert "names no program" in (desk.way.entry().trouble or "")


def test_a_file_that_cannot_be_one_is_refused(desk: FreeDesktop) -> None:
    desk.own.mkdir(parents=True)
    (desk.own / FILE).write_bytes(b"x" * 70_000)
    with pytest.raises(Unavailable, match="too long"):
        desk.way.entry()
    (desk.own / FILE).unlink()
    (desk.own / FILE).mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        desk.way.entry()


def test_a_folder_that_cannot_be_made_is_told(desk: FreeDesktop) -> None:
    desk.own.parent.mkdir(parents=True)
    desk.own.write_text("a file in its place")
    with pytest.raises(Unavailable, match=re.escape(str(desk.own))):
        desk.way.on((HERE,))


@pytest.mark.parametrize("words", COMMANDS)
def test_glib_starts_the_program_with_those_very_words(
    desk: FreeDesktop, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """GLib starts the entries of GNOME, XFCE, MATE and Cinnamon."""
    if shutil.which("gio") is None:
        pytest.skip("wants: sudo apt-get install --no-install-recommends libglib2.0-bin")
    program, heard = tmp_path / "its program", tmp_path / "heard"
    program.write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" >'{heard}.new'; mv '{heard}.new' '{heard}'\n")
    program.chmod(0o700)
    desk.way.on((str(program), *words))
    subprocess.run(["gio", "launch", str(desk.own / FILE)], check=True, timeout=30)
    wait_for(heard.exists, 10, "the program")
    assert heard.read_text().split("\0")[:-1] == list(words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r'"C:\a b\p.exe" -m x', (r"C:\a b\p.exe", "-m", "x")),
        (r"C:\p.exe /S", (r"C:\p.exe", "/S")),
        (r'p.exe "a\\" b\"c "d""', ("p.exe", "a\\", 'b"c', "d")),
        ("", ()),
    ],
)
def test_a_line_that_somebody_else_wrote_into_the_registry_is_read(line: str, words: tuple[str, ...]) -> None:
    assert command_line.from_windows(line) == words


# --- which way is used -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "kind"), [("linux", DesktopEntry), ("freebsd13", DesktopEntry), ("darwin", LaunchAgent)]
)
def test_each_system_has_its_way(platform: str, kind: type) -> None:
    assert isinstance(choose.choose(platform), kind)


def test_the_registry_is_windows_own() -> None:
    assert choose.choose("win32").why_not() == windows_run.WindowsRun().why_not()


def test_nothing_of_a_throw_away_home_is_started_at_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path))
    way = choose.choose("linux")
    assert "throw-away" in (way.why_not() or "")
    assert way.entry() == Entry(starts=False)
    for change in (way.off, lambda: way.on((HERE,))):
        with pytest.raises(Unavailable, match="throw-away"):
            change()
