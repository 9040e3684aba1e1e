"""The virtual desktop itself: it shows what a real one shows, its parts come and go, nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import packages
from desktop.bus import NOTIFICATIONS, Bus
from desktop.processes import TOKEN
from desktop.screen import Place
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import NeverHappened, wait_for

EVERY_DAEMON = pytest.mark.parametrize(
    "desktop", ["xfce4-notifyd", "dunst", "notification-daemon"], indirect=True
)
TOP_RIGHT = Place(880, 32, 400, 200)
"""Where all three daemons put their notifications."""


def notify(desktop: VirtualDesktop, *more: str) -> None:
    """Sends a notification with three buttons, as any program would."""
    actions = [word for key in ("done", "snooze", "skip") for word in ("-A", f"{key}={key.capitalize()} it")]
    desktop.spawn(["notify-send", "Time to change position", "Five minutes", *actions, *more], name="notify")


def test_a_tray_host_is_registered_when_the_desktop_is_ready(desktop: VirtualDesktop) -> None:
    assert desktop.bus.host_is_registered()
    assert desktop.bus.registered_items() == []
    assert desktop.screen.tray() is not None


def test_the_home_is_fresh_and_nothing_of_ours_is_reachable(desktop: VirtualDesktop) -> None:
    assert desktop.env["HOME"] != os.environ["HOME"]
    assert desktop.env["HOME"].startswith(str(desktop.folder))
    assert desktop.runtime.stat().st_mode & 0o777 == 0o700
    assert not list(Path(desktop.env["XDG_CONFIG_HOME"]).glob("posture*"))


@EVERY_DAEMON
def test_a_notification_is_seen_on_screen_and_on_the_bus(desktop: VirtualDesktop) -> None:
    desktop.screen.changes(lambda: notify(desktop), TOP_RIGHT)

    notice = desktop.notices.wait_for("Time to change position")
    assert notice.actions == {"done": "Done it", "snooze": "Snooze it", "skip": "Skip it"}
    assert desktop.notices.open() == [notice]


@EVERY_DAEMON
def test_the_button_that_is_pressed_is_the_one_that_is_told(desktop: VirtualDesktop) -> None:
    notify(desktop)
    notice = desktop.notices.wait_for("Time to change position")

    desktop.press("Snooze it")

    desktop.wait_for(lambda: notice.closed, what="the end of the notification")
    assert notice.invoked == ["snooze"]
    desktop.wait_for(lambda: desktop.output("notify").strip() == "snooze", what="the answer")


@EVERY_DAEMON
def test_a_dismissed_notification_is_closed_without_an_answer(desktop: VirtualDesktop) -> None:
    notify(desktop)
    notice = desktop.notices.wait_for("Time to change position")

    desktop.dismiss()

    desktop.wait_for(lambda: notice.closed, what="the end of the notification")
    assert (notice.closed, notice.invoked) == ("dismissed", [])


@pytest.mark.parametrize("desktop", ["xfce4-notifyd", "dunst"], indirect=True)
def test_do_not_disturb_keeps_a_notification_off_the_screen_until_it_is_lifted(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    desktop.do_not_disturb(True)
    before = desktop.screenshot(tmp_path / "before.png", TOP_RIGHT).read_bytes()
    notify(desktop)
    desktop.notices.wait_for("Time to change position")
    assert desktop.screenshot(tmp_path / "quiet.png", TOP_RIGHT).read_bytes() == before

    desktop.do_not_disturb(False)
    desktop.screen.changes(lambda: notify(desktop, "-u", "critical"), TOP_RIGHT)


def test_the_panel_and_the_daemon_come_and_go_each_on_its_own(desktop: VirtualDesktop) -> None:
    desktop.kill_panel()
    assert not desktop.bus.host_is_registered()
    assert desktop.bus.has_name(NOTIFICATIONS)
    desktop.start_panel()
    assert desktop.bus.host_is_registered()

    first = desktop.bus.process_of(NOTIFICATIONS)
    desktop.restart_daemon()
    assert desktop.bus.process_of(NOTIFICATIONS) != first

    desktop.kill_daemon()
    assert not desktop.bus.has_name(NOTIFICATIONS)
    desktop.start_daemon("dunst")
    notify(desktop)
    assert desktop.notices.wait_for("Time to change position").id


def test_a_notification_open_when_its_daemon_dies_counts_as_gone(desktop: VirtualDesktop) -> None:
    notify(desktop)
    notice = desktop.notices.wait_for("Time to change position")
    desktop.kill_daemon()
    desktop.wait_for(lambda: notice.closed == "daemon gone", what="the notice's end")
    assert desktop.notices.open() == []


@pytest.mark.parametrize("desktop", [{"daemon": "none", "panel": False}], indirect=True)
def test_a_bare_desktop_has_neither_and_starts_neither_by_itself(desktop: VirtualDesktop) -> None:
    assert desktop.run("notify-send", "Hello", check=False).returncode != 0
    assert not desktop.bus.host_is_registered()
    assert not desktop.bus.has_name(NOTIFICATIONS)


def test_the_system_bus_lets_a_stand_in_own_the_name_of_logind(desktop: VirtualDesktop) -> None:
    with desktop.system_bus() as bus, desktop.system_bus() as other:
        (answer,) = bus.call(
            "org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus",
            "RequestName",
            "su",
            "org.freedesktop.login1",
            0,
        )
        assert answer == 1
        assert other.has_name("org.freedesktop.login1")
        assert not desktop.bus.has_name("org.freedesktop.login1")


def test_signals_are_heard_with_their_arguments(desktop: VirtualDesktop) -> None:
    with desktop.bus.hearing("org.example.Sign", "Given") as heard:
        desktop.run(
            "gdbus", "emit", "--session", "--object-path", "/a", "--signal", "org.example.Sign.Given", "7"
        )
        assert heard.next() == (7,)
        assert heard.nothing_within(0.1)


def test_a_picture_shows_the_size_that_was_asked_for(tmp_path: Path) -> None:
    with VirtualDesktop("none", size=(1024, 600), dark=True) as desktop:
        picture = desktop.screenshot(tmp_path / "screen.png")
        assert desktop.run("identify", "-format", "%wx%h", picture).stdout == "1024x600"


def test_nothing_is_left_after_the_desktop_closes() -> None:
    with VirtualDesktop("xfce4-notifyd") as desktop:
        desktop.spawn(["sh", "-c", "setsid sleep 1000 & sleep 1000"])
        desktop.wait_for(lambda: len(list(desktop.processes.alive())) > 8, what="all of its processes")
        connection = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    connection.close()

    assert list(desktop.processes.alive()) == []
    assert not desktop.folder.exists()


def test_nothing_is_left_when_whoever_made_the_desktop_is_killed() -> None:
    program = """if True:
        import time
        from desktop.virtual_desktop import VirtualDesktop
        with VirtualDesktop("none") as desktop:
            print(desktop.processes.token, desktop.folder, flush=True)
            time.sleep(1000)
    """
    maker = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert maker.stdout
    with maker.stdout:
        token, folder = maker.stdout.readline().split()
    maker.send_signal(signal.SIGKILL)
    maker.wait()

    wait_for(lambda: not _carrying(token), 10, "the end of everything it had started")
    subprocess.run(["rm", "-r", folder], check=True)


def test_a_part_that_does_not_start_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        VirtualDesktop, "start_panel", lambda desk: desk.wait_for(lambda: False, 0.1, "a panel")
    )
    with pytest.raises(NeverHappened, match=r"a panel did not happen(?s:.)*--- windows \(running"):
        VirtualDesktop("none").__enter__()


def test_every_package_of_the_list_has_a_proof_and_the_missing_ones_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(proof.startswith("/usr/") for proof in packages.needed().values())
    shorter = tmp_path / "packages.txt"
    shorter.write_text("# words\nthere  /usr/bin/env\nabsent /usr/bin/no-such-*\n")
    monkeypatch.setattr(packages, "LIST", shorter)
    assert packages.missing() == ["absent"]
    assert packages.how_to_install(["absent"]).endswith("install --no-install-recommends absent")


def _carrying(token: str) -> list[str]:
    mark = f"{TOKEN}={token}".encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in file.read_bytes():
                found.append(file.parent.name)
        except OSError:
            continue
    return found
