"""A whole Linux desktop for one test: an unseen screen, a panel with a tray, windows and notifications."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from desktop import looks
from desktop.bus import NOTIFICATIONS, Bus
from desktop.daemons import DAEMONS
from desktop.notices import Notices
from desktop.processes import Processes
from desktop.screen import Place, Screen
from desktop.waiting import wait_for

Seen = TypeVar("Seen")

XFCONFD = "/usr/lib/*/xfce4/xfconf/xfconfd"


class VirtualDesktop:
    """A context manager; on leaving it nothing that was started in it is left.

    daemon: a name from DAEMONS, or "none". panel: whether a tray host is there from the start.
    size: of the screen in pixels. dark: the panel's and the windows' colours.
    """

    def __init__(
        self,
        daemon: str = "xfce4-notifyd",
        *,
        panel: bool = True,
        size: tuple[int, int] = (1280, 800),
        dark: bool = False,
        panel_size: int = 28,
    ) -> None:
        self.daemon = daemon
        self.size = size
        self._panel_wanted = panel
        self._dark = dark
        self._panel_size = panel_size
        self.folder = Path(tempfile.mkdtemp(prefix="pp-"))
        self.home = self.folder / "home"
        self.runtime = self.folder / "run"
        outputs = self.folder / "output"
        for folder in (self.home, self.runtime, outputs):
            folder.mkdir(mode=0o700)
        self.processes = Processes(uuid.uuid4().hex, outputs)
        self.env = looks.environment(self.home, self.runtime)
        self.screen = Screen(self.run)
        self._bus: Bus | None = None
        self._notices: Notices | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends every process and removes the folder. Raises NeverHappened when a process survives."""
        if self._bus:
            self._bus.close()
            self._bus = None
        if self._notices:
            self._notices.close()
            self._notices = None
        try:
            self.processes.end_all()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- what a test asks of the desktop ---

    @property
    def bus(self) -> Bus:
        """A client of the session bus, for the thread of the test."""
        assert self._bus, "the desktop is not running"
        return self._bus

    @property
    def notices(self) -> Notices:
        """Every notification sent since the desktop started."""
        assert self._notices, "the desktop is not running"
        return self._notices

    @contextmanager
    def system_bus(self) -> Iterator[Bus]:
        """A client of the private system bus."""
        with closing(Bus(self.env["DBUS_SYSTEM_BUS_ADDRESS"])) as bus:
            yield bus

    def spawn(
        self,
        argv: Sequence[str | Path],
        *,
        name: str = "program",
        env: dict[str, str] | None = None,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Starts a program on the desktop; its output is kept under `name`.

        env: more variables, on top of the desktop's. options: as for subprocess.Popen.
        """
        return self.processes.start(name, [str(word) for word in argv], self.env | (env or {}), **options)

    def run(
        self, *argv: str | Path, timeout: float = 20.0, check: bool = True, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program on the desktop to its end and hands back its exit code and what it printed.

        Raises AssertionError, with what it printed, when `check` and it failed.
        """
        done = subprocess.run(
            [str(word) for word in argv],
            env=self.env | (env or {}),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if check and done.returncode:
            raise AssertionError(f"{argv} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def output(self, name: str = "program") -> str:
        """What a spawned program has printed so far."""
        return self.processes.output(name)

    def wait_for(
        self, condition: Callable[[], Seen], deadline: float = 10.0, what: str = "the condition"
    ) -> Seen:
        """As waiting.wait_for; a failure tells the last words of every program of the desktop."""
        return wait_for(condition, deadline, what, explain=self.processes.told)

    # --- a person's gestures ---

    def screenshot(self, path: Path | str, place: Place | None = None) -> Path:
        """Writes a picture of the screen once it is still; `screen.shot` writes one at once."""
        return self.screen.settled_shot(path, place)

    def xdotool(self, *words: str | float) -> str:
        """Runs one xdotool command and hands back what it printed."""
        return self.screen.xdotool(*words)

    def click_tray(self, button: int = 1) -> None:
        """Clicks the only icon of the tray with the mouse: 1 left, 3 right."""
        tray = self.wait_for(self._icon, 10, "an icon in the tray")
        assert tray
        self.screen.click(*tray.centre, button=button)

    def open_menu(self) -> Place:
        """Opens the icon's menu with the right mouse button and hands back where it stands on screen."""
        self.click_tray(3)
        return self.wait_for(self.screen.menus, 10, "an open menu")[0]

    def press(self, label: str) -> None:
        """Presses the button of that label on the newest notification on screen, as a person does."""
        newest = self.notices.open()[-1]
        labels = [words for key, words in newest.actions.items() if key != "default"]
        DAEMONS[self.daemon].press(self, label, labels)

    def dismiss(self) -> None:
        """Closes the newest notification on screen, as a person does."""
        DAEMONS[self.daemon].dismiss(self)

    def do_not_disturb(self, wanted: bool) -> None:
        """Switches the notification daemon's do-not-disturb."""
        DAEMONS[self.daemon].do_not_disturb(self, wanted)

    # --- its parts, each on its own ---

    def start_panel(self) -> None:
        """Starts the panel and waits until it shows tray items."""
        self._service("panel", ["xfce4-panel", "--disable-wm-check", "--sm-client-disable"])
        self.wait_for(self.bus.host_is_registered, 15, "a panel that hosts tray items")
        self.wait_for(self.screen.tray, 15, "the tray on the panel")

    def kill_panel(self) -> None:
        """Kills the panel as a crash would, and waits until its tray is gone."""
        self.processes.end("panel", with_signal=signal.SIGKILL)
        self.wait_for(lambda: not self.bus.host_is_registered(), 10, "the end of the tray host")

    def restart_panel(self) -> None:
        """Kills the panel and starts another."""
        self.kill_panel()
        self.start_panel()

    def start_daemon(self, name: str) -> None:
        """Starts a notification daemon, one of DAEMONS, and waits until it serves."""
        self._service("daemon", [_program(DAEMONS[name].program)])
        self.wait_for(lambda: self.bus.has_name(NOTIFICATIONS), 15, f"notifications from {name}")
        self.daemon = name

    def kill_daemon(self) -> None:
        """Kills the notification daemon as a crash would, and waits until nobody serves notifications."""
        self.processes.end("daemon", with_signal=signal.SIGKILL)
        self.wait_for(lambda: not self.bus.has_name(NOTIFICATIONS), 10, "the end of the notification daemon")
        self.daemon = "none"

    def restart_daemon(self) -> None:
        """Kills the notification daemon and starts another of its kind."""
        name = self.daemon
        self.kill_daemon()
        self.start_daemon(name)

    def restart_bus(self) -> None:
        """Kills the session bus with all that lives on it, and starts another at the same address."""
        for part in ("panel", "daemon", "windows", "settings"):
            self.processes.end(part, with_signal=signal.SIGKILL)
        self.processes.end("session-bus", with_signal=signal.SIGKILL)
        self.bus.close()
        self.notices.close()
        (self.runtime / "bus").unlink(missing_ok=True)
        self._start_bus("session", "bus")
        self._start_session()

    # --- setting it up ---

    def _start(self) -> None:
        looks.write(self.home, dark=self._dark, panel_size=self._panel_size)
        self._start_screen()
        self._start_bus("session", "bus")
        self._start_bus("system", "system-bus")
        self._start_session()

    def _start_session(self) -> None:
        """What lives on the session bus."""
        self._bus = Bus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        self._notices = Notices(self.env["DBUS_SESSION_BUS_ADDRESS"])
        self._service("settings", [_program(XFCONFD)])
        self.wait_for(lambda: self.bus.has_name("org.xfce.Xfconf"), 15, "the settings service")
        above, below = looks.WALLPAPER
        self.run("hsetroot", "-add", above, "-add", below, "-gradient", "0")
        self._service("windows", ["xfwm4", "--sm-client-disable", "--compositor=on"])
        self.wait_for(self._windows_are_managed, 15, "the window manager")
        if self.daemon != "none":
            self.start_daemon(self.daemon)
        if self._panel_wanted:
            self.start_panel()

    def _start_screen(self) -> None:
        reading, writing = os.pipe()
        width, height = self.size
        options = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        try:
            self.processes.start(
                "screen", ["Xvfb", "-displayfd", str(writing), *options], self.env, pass_fds=[writing]
            )
        finally:
            os.close(writing)
        with os.fdopen(reading, "rb") as answer:  # ends when the server has written, or died
            number = answer.readline().decode().strip()
        assert number, self.processes.told()
        self.env["DISPLAY"] = f":{number}"

    def _start_bus(self, kind: str, socket: str) -> None:
        config = self.folder / f"{kind}-bus.conf"
        config.write_text(looks.OPEN_BUS.format(kind=kind, address=f"unix:path={self.runtime / socket}"))
        self._service(
            f"{kind}-bus", ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog"]
        )
        self.wait_for((self.runtime / socket).exists, 15, f"the {kind} bus")

    def _service(self, name: str, argv: list[str]) -> None:
        self.processes.start(name, argv, self.env)

    def _icon(self) -> Place | None:
        """The tray's place once it holds an icon."""
        tray = self.screen.tray()
        return tray if tray and tray.width > 16 and self.bus.registered_items() else None

    def _windows_are_managed(self) -> bool:
        return "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK", check=False).stdout


def _program(pattern: str) -> str:
    """The program at a place whose folder names the machine's kind."""
    return str(next(Path("/").glob(pattern.lstrip("/"))))
