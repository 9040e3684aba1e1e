"""The package for Debian, on a Debian without Python: installed, used as a person does, and removed."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop import packages
from desktop.program import SHORT, reminder
from desktop.virtual_desktop import VirtualDesktop

from install.debian import Debian, why_not
from install.making import TIME, made
from posture_pal import event_log

ROOT = Path(__file__).parents[2]
LOG = Path(".local/share/posture-pal/facts.sqlite3")

pytestmark = [
    pytest.mark.install(deadline=TIME),
    pytest.mark.skipif(bool(why_not()), reason=f"the package for Debian is not tried: {why_not()}"),
]


@pytest.fixture(scope="module")
def deb() -> Path:
    return made("make_deb.py")


@pytest.fixture(scope="module")
def unpacked(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--extract", str(deb), str(folder)], check=True)
    return folder


def depends(deb: Path) -> list[str]:
    said = subprocess.run(
        ["dpkg-deb", "--field", str(deb), "Depends"], capture_output=True, text=True, check=True
    )
    return [package.split()[0] for package in said.stdout.split(",")]


@pytest.fixture
def debian(deb: Path) -> Iterator[Debian]:
    """A system with exactly what the package says that it needs."""
    with Debian(depends(deb)) as system:
        yield system


@pytest.fixture
def installed(debian: Debian, deb: Path) -> Debian:
    debian.run("dpkg", "--install", debian.put(deb))
    return debian


def test_without_a_python_it_runs_its_commands_to_the_last_library(installed: Debian) -> None:
    assert not list((installed.root / "usr/bin").glob("python*"))
    assert installed.run("posture-pal", "--version").said.startswith("Posture Pal ")
    assert "Chin tuck" in installed.run("posture-pal", "exercises").said
    day = installed.put(ROOT / "bench/day.jsonl")
    assert '"summary"' in installed.run("posture-pal", "simulate", day).said
    assert "Python" in installed.run("posture-pal", "doctor", check=False).said
    installed.run("posture-pal", "report", "--html", "--out", "report.html")
    assert "<svg" in (installed.home / "report.html").read_text()
    installed.run("posture-pal", "config", "check")


def test_it_says_where_everything_is_and_starts_itself_at_login(installed: Debian) -> None:
    assert installed.run("posture-pal", "data", "path").said == "/home/pat/.local/share/posture-pal\n"
    installed.run("posture-pal", "autostart", "on")
    entry = (installed.home / ".config/autostart/posture-pal.desktop").read_text()
    assert "\nExec=/opt/posture-pal/posture-pal\n" in entry
    assert installed.run("posture-pal", "autostart", "status").code == 0
    assert "another" not in installed.run("posture-pal", "autostart", "status").said


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    if absent := packages.missing():
        pytest.skip(f"wants: {packages.how_to_install(absent)}")
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def seen(desktop: VirtualDesktop, deb: Path) -> Iterator[Debian]:
    """A system whose programs are seen on the virtual desktop; the package is there, and settings."""
    with Debian(depends(deb), [desktop.folder, Path("/tmp/.X11-unix")]) as system:
        system.run("dpkg", "--install", system.put(deb))
        config = system.home / ".config/posture-pal/config.toml"
        config.parent.mkdir(parents=True)
        guided = SHORT.replace("guided = false", "guided = true")
        config.write_text(guided + reminder("walk", "8 h", kind="break"))
        (system.home / LOG).parent.mkdir(parents=True, mode=0o700)
        (system.home / LOG).with_name("safety-statement-shown").touch()
        names = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        system.start("program", "posture-pal", env={name: desktop.env[name] for name in names})
        yield system


def test_its_icon_and_its_window_come_up_and_are_answered(desktop: VirtualDesktop, seen: Debian) -> None:
    item = desktop.wait_for(desktop.bus.registered_items, 20, "its icon in the tray")[0]
    desktop.bus.choose(item, "Take", "walk")
    desktop.notices.wait_for("Time for a break")
    desktop.bus.choose(item, "Show me how")
    place = desktop.wait_for(lambda: desktop.screen.windows("Posture pal"), 20, "the window")[0].place
    desktop.xdotool("mousemove", place.x + 8, place.y + 8, "click", 1)
    desktop.screen.keys("Return")
    log = seen.home / LOG
    desktop.wait_for(
        lambda: [f.name for f in event_log.read(log)].count("done") == 1, 10, "the answer in the log"
    )


def test_its_removal_ends_it_and_leaves_the_record_and_says_where(
    desktop: VirtualDesktop, seen: Debian
) -> None:
    desktop.wait_for(desktop.bus.registered_items, 20, "its icon in the tray")
    said = seen.run("dpkg", "--purge", "posture-pal").said
    assert "~/.local/share/posture-pal" in said
    assert "~/.config/posture-pal" in said
    desktop.wait_for(lambda: not desktop.bus.registered_items(), 10, "the end of its icon")
    assert [fact.name for fact in event_log.read(seen.home / LOG)][-1] == "stopped", seen.said("program")
    assert (seen.home / ".config/posture-pal/config.toml").exists()
    left = [path for path in seen.root.glob("**/*posture-pal*") if seen.home not in path.parents]
    assert {path.suffix for path in left} <= {".deb"}


def test_the_menus_entry_and_the_software_centres_page_are_valid(unpacked: Path) -> None:
    share = unpacked / "usr/share"
    for program in ("desktop-file-validate", "appstreamcli"):
        if shutil.which(program) is None:
            pytest.skip("wants: sudo apt-get install --no-install-recommends appstream desktop-file-utils")
    for words in (
        ["desktop-file-validate", str(share / "applications/posture-pal.desktop")],
        ["appstreamcli", "validate-tree", "--no-net", "--pedantic", str(unpacked)],
    ):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.count("W:")) == (0, 0), done.stdout + done.stderr


def test_every_icon_that_is_named_is_in_the_theme_at_every_size(unpacked: Path) -> None:
    share = unpacked / "usr/share"
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(share / "applications/posture-pal.desktop")
    name = entry["Desktop Entry"]["Icon"]
    found = {path.parts[-3] for path in (share / "icons/hicolor").glob(f"*/apps/{name}.*")}
    assert found >= {"16x16", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256", "512x512", "scalable"}
    symbolic = (share / f"icons/hicolor/symbolic/apps/{name}-symbolic.svg").read_text()
    assert "stroke" not in symbolic.split("-->")[1], "desktops recolour fills alone"


def test_it_is_small_and_nothing_of_the_network_is_in_it(unpacked: Path) -> None:
    files = [path for path in (unpacked / "opt").rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < 34 * 2**20
    assert not [
        path.name for path in files if path.name.startswith(("libssl", "libcrypto", "_ssl", "libavif"))
    ]
    assert not [path for path in files if path.stat().st_mode & 0o022]
