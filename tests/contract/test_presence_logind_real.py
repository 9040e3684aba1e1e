"""The session lock as the real login service tells it, with as much of systemd as that needs played."""

from __future__ import annotations

import itertools
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop.waiting import wait_for
from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from contract.doubles.ears import Ears
from contract.doubles.fixtures import bus, bus_folder, folder
from contract.doubles.on_bus import Service, says
from contract.holds_contract import knows
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.presence.lock import screen_lock
from posture_pal.events import Locked, Unlocked

__all__ = ["bus", "bus_folder", "folder"]

LOGIND = Path("/lib/systemd/systemd-logind")
STATE = Path("/run/systemd")
MANAGER = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(
        (STATE / "system").exists() or os.geteuid() != 0 or not LOGIND.exists(),
        reason="needs a container without systemd, root, and: sudo apt-get install systemd",
    ),
]


class Systemd(Service):
    """Starts nothing, and says that it has."""

    def __init__(self, folder: str) -> None:
        name = "org.freedesktop.systemd1"
        super().__init__(folder, name, "/org/freedesktop/systemd1", f"{name}.Manager")
        self._numbers = itertools.count(1)
        self.methods = {
            **dict.fromkeys(("StartUnit", "StartTransientUnit", "StopUnit"), self._start),
            "Subscribe": says(""),
        }

    def _start(self, unit: str, *_: Any) -> tuple[str, tuple[Any, ...]]:
        number = next(self._numbers)
        job = f"/org/freedesktop/systemd1/job/{number}"
        # After the reply, which the reader thread sends when this returns.
        threading.Timer(0.05, self.emit, ("JobRemoved", "uoss", (number, job, unit, "done"))).start()
        return "o", (job,)


class Login:
    """The login service with one session, which lasts as long as the pipe that it handed out."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        process = subprocess.Popen(["sleep", "600"])
        self._process = process
        arguments = (0, process.pid, "test", "x11", "user", "XFCE", "", 0, "", ":7", False, "", "", [])
        created = self._call(new_method_call(MANAGER, "CreateSession", "uusssssussbssa(sv)", arguments))
        self.name, self.path, _, self._pipe, *_ = created

    def hint(self, locked: bool) -> None:
        """What the desktop's locker does."""
        session = DBusAddress(self.path, MANAGER.bus_name, "org.freedesktop.login1.Session")
        self._call(new_method_call(session, "SetLockedHint", "b", (locked,)))
        assert self._call(Properties(session).get("LockedHint"))[0][1] is locked

    def close(self) -> None:
        """Ends the session."""
        self._pipe.close()
        self._process.kill()
        self._process.wait(5)

    def _call(self, message: Any) -> Any:
        reply = self._connection.send_and_get_reply(message, timeout=10)
        assert reply.header.message_type.name == "method_return", reply.body
        return reply.body


@pytest.fixture
def login(bus: Bus, bus_folder: str) -> Iterator[Login]:
    before = set(STATE.rglob("*"))
    systemd = Systemd(bus_folder)
    systemd.appear()
    env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus_folder}/bus"}
    logind = subprocess.Popen([LOGIND], env=env, stderr=subprocess.DEVNULL)
    wait_for(lambda: bus.has_owner(MANAGER.bus_name), 10, "the login service")
    connection = open_dbus_connection(f"unix:path={bus_folder}/bus", enable_fds=True)
    login = Login(connection)
    yield login
    login.close()
    connection.close()
    logind.terminate()
    logind.wait(10)
    systemd.vanish()
    for left_behind in set(STATE.rglob("*")) - before:
        if left_behind.is_file():
            left_behind.unlink()


@pytest.mark.parametrize("is_told", [True, False], ids=["named in the environment", "found by its user"])
def test_the_login_service_tells_the_lock(bus: Bus, login: Login, is_told: bool) -> None:
    lock, ears = screen_lock({"XDG_SESSION_ID": login.name} if is_told else {}, None, bus), Ears()
    lock.start(ears.tell)
    knows(lock, False)
    login.hint(True)
    ears.wait_for(Locked)
    login.hint(False)

    ears.wait_for(Unlocked)
    assert ears.heard == [Locked(), Unlocked()]
    lock.close()
