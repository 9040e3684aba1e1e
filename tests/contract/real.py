"""Real programs for the contract tests: which are there, and how each is started on a virtual desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for

INSTALL = "sudo apt-get install --no-install-recommends"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]


def needs(**programs: str) -> None:
    """Skips, and says what brings it in, unless each program is there. programs: name and its package."""
    missing = {package for program, package in programs.items() if not find(program)}
    if missing:
        pytest.skip(f"needs {', '.join(programs)}: {INSTALL} {' '.join(sorted(missing))}")


def find(program: str) -> str | None:
    """Where a program is, its dashes written as underscores."""
    name = program.replace("_", "-")
    places = (*Path("/usr/lib").glob(f"*/{name}"), *Path("/usr/libexec").glob(name))
    return shutil.which(name) or shutil.which(program) or (str(places[0]) if places else None)


@contextmanager
def bare_desktop() -> Iterator[VirtualDesktop]:
    """A screen, two buses and a window manager; neither panel nor notifications."""
    with VirtualDesktop("none", panel=False) as desktop:
        yield desktop


def nested(
    desktop: VirtualDesktop, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None
) -> None:
    """Starts a Wayland compositor in a window of the desktop, on the socket wayland-0."""
    desktop.processes.start(name, list(argv), {**desktop.env, **(env or {})})
    desktop.wait_for((desktop.runtime / "wayland-0").exists, 20, f"the socket of {name}")


def kwin(desktop: VirtualDesktop) -> None:
    """Starts a copy of KWin in a window: the file itself asks for rights that a container may not give."""
    copy = desktop.folder / "kwin_wayland"
    shutil.copyfile("/usr/bin/kwin_wayland", copy)
    copy.chmod(0o755)
    size = ["--width", "1000", "--height", "700"]
    nested(
        desktop,
        "kwin",
        [
            str(copy),
            "--x11-display",
            desktop.env["DISPLAY"],
            *size,
            "--no-lockscreen",
            "--socket",
            "wayland-0",
        ],
        {"QT_QPA_PLATFORM": ""},
    )


class Sway:
    """Sway without a screen, as a user that is not root, for it refuses to run as root."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.runtime = desktop.folder / "sway"
        self.runtime.mkdir(mode=0o700)
        (self.runtime / "config").write_text("xwayland disable\n")
        self.env = {
            **desktop.env,
            "HOME": str(self.runtime),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        del self.env["DISPLAY"]
        as_nobody: list[str] = []
        if os.geteuid() == 0:
            as_nobody = NOBODY
            desktop.folder.chmod(0o711)
            for file in (self.runtime, self.runtime / "config"):
                os.chown(file, 65534, 65534)
        desktop.processes.start("sway", [*as_nobody, "sway", "-c", str(self.runtime / "config")], self.env)
        desktop.wait_for(lambda: list(self.runtime.glob("sway-ipc.*.sock")), 20, "sway")
        desktop.wait_for((self.runtime / "wayland-1").exists, 20, "sway's socket")
        self.env["SWAYSOCK"] = str(next(self.runtime.glob("sway-ipc.*.sock")))
        self.env["WAYLAND_DISPLAY"] = "wayland-1"

    def run(self, *argv: str) -> None:
        """Runs a program in the session."""
        subprocess.run(argv, env=self.env, check=True, capture_output=True, timeout=10)


class Sound:
    """A sound server with a microphone called `mic` and a loudspeaker called `speaker`."""

    def __init__(self, desktop: VirtualDesktop, kind: str) -> None:
        self._desktop = desktop
        self.kind = kind
        self.env = {key: value for key, value in desktop.env.items() if key != "DISPLAY"}
        if kind == "pulseaudio":
            self._start_pulseaudio()
        else:
            self._start_pipewire()

    @property
    def main_program(self) -> str:
        """What speaks to the clients."""
        return "pulseaudio" if self.kind == "pulseaudio" else "pipewire-pulse"

    def record(self, *options: str) -> subprocess.Popen[bytes]:
        """Starts a program that records."""
        return subprocess.Popen(["parec", *options], env=self.env, stdout=subprocess.DEVNULL)

    def _start_pulseaudio(self) -> None:
        modules = (
            "module-native-protocol-unix",
            "module-null-sink sink_name=speaker",
            "module-null-source source_name=mic",
        )
        loads = [word for module in modules for word in ("-L", module)]
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", *loads]
        self._desktop.processes.start("pulseaudio", ["pulseaudio", *options], self.env)
        self._wait_for_sources()

    def _start_pipewire(self) -> None:
        # Without a login service WirePlumber's look for headsets fails, and nothing is connected to anything.
        alone = self._desktop.home / ".config/wireplumber/bluetooth.lua.d/80-alone.lua"
        alone.parent.mkdir(parents=True)
        alone.write_text('bluez_monitor.enabled = false\nbluez_monitor.properties["with-logind"] = false\n')
        self._desktop.processes.start("pipewire", ["pipewire"], self.env)
        self._desktop.wait_for((self._desktop.runtime / "pipewire-0").exists, 10, "PipeWire")
        for program in ("wireplumber", "pipewire-pulse"):
            self._desktop.processes.start(program, [program], self.env)
        self._pactl("load-module", "module-null-sink", "sink_name=speaker")
        virtual = "media.class=Audio/Source/Virtual"
        self._pactl("load-module", "module-null-sink", virtual, "sink_name=mic", "channel_map=mono")
        self._wait_for_sources()

    def _wait_for_sources(self) -> None:
        def both() -> bool:
            listed = self._pactl("list", "short", "sources")
            return "mic" in listed and "speaker.monitor" in listed

        wait_for(both, 10, "a microphone and a loudspeaker")

    def _pactl(self, *words: str) -> str:
        def answer() -> str:
            done = subprocess.run(
                ["pactl", *words], env=self.env, capture_output=True, text=True, check=False
            )
            return done.stdout if done.returncode == 0 else ""

        return wait_for(answer, 15, f"pactl {words}", every=0.2, explain=self._desktop.processes.told)
