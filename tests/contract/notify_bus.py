"""A message bus of a test's own, on which only those services exist that the test brings."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop.waiting import wait_for

DAEMON = Path("/usr/bin/dbus-daemon")
HOW_TO_INSTALL = "sudo apt-get install --no-install-recommends dbus"

_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def private_bus(folder: Path, activatable: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Runs a bus and hands out the path of its socket.

    activatable: names that are owned by nobody at first, each with the command that the bus starts for it.
    """
    services = folder / "services"
    services.mkdir(parents=True)
    for name, command in (activatable or {}).items():
        (services / f"{name}.service").write_text(f"[D-BUS Service]\nName={name}\nExec={command}\n")
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(folder=folder))
    process = subprocess.Popen(
        [DAEMON, f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog"],
        cwd=Path(__file__).parents[1],
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: _takes_connections(folder / "bus"), 10, "the bus")
        yield folder / "bus"
    finally:
        process.terminate()
        process.wait(10)


def _takes_connections(path: Path) -> bool:
    """Whether the bus listens: its socket is there a moment before."""
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(path)) == 0


def double_as_a_program(folder: Path) -> str:
    """The command that runs the notification service double on the bus of this folder."""
    return f"{sys.executable} -m contract.notify_service unix:path={folder}/bus"
