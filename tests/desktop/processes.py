"""Programs started for a test, each with its output in a file, all of them ended by process id."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.waiting import wait_for

TOKEN = "POSTURE_PAL_DESKTOP"
"""Every process of a desktop carries this variable; its value tells the desktops of one machine apart."""


@dataclass
class Processes:
    """The processes of one desktop, by name, in the order in which they were started."""

    token: str
    outputs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(
        self, name: str, argv: Sequence[str], env: Mapping[str, str], **options: Any
    ) -> subprocess.Popen[bytes]:
        """Starts a program whose output goes to a file; it dies with this process, however that ends.

        options: as for subprocess.Popen. A second one of the same name writes on in the same file.
        """
        options.setdefault("stdin", subprocess.DEVNULL)
        with self.output_file(name).open("ab") as output:
            options.setdefault("stdout", output)
            options.setdefault("stderr", subprocess.STDOUT)
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *argv],
                env={**env, TOKEN: self.token},
                start_new_session=True,
                **options,
            )
        earlier = self.running.pop(name, None)
        if earlier and earlier.poll() is None:
            self.running[f"{name} {earlier.pid}"] = earlier
        self.running[name] = process
        return process

    def output_file(self, name: str) -> Path:
        """Where the output of the program of this name goes."""
        return self.outputs / f"{name}.txt"

    def output(self, name: str) -> str:
        """All that the program of this name has printed so far."""
        file = self.output_file(name)
        return file.read_text(errors="replace") if file.exists() else ""

    def told(self) -> str:
        """The last words of every program, for the message of a failing test."""
        parts = []
        for file in sorted(self.outputs.glob("*.txt")):
            process = self.running.get(file.stem)
            state = "ended" if process is None else _state(process)
            tail = "\n".join(file.read_text(errors="replace").splitlines()[-25:])
            parts.append(f"--- {file.stem} ({state}) ---\n{tail}")
        return "\n".join(parts)

    def end(self, name: str, *, with_signal: signal.Signals = signal.SIGTERM, patience: float = 5.0) -> None:
        """Ends one program, by force after `patience` seconds; nothing happens when it is not there."""
        process = self.running.pop(name, None)
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(with_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(patience)
        finally:
            if process.stdin:
                process.stdin.close()

    def end_all(self) -> None:
        """Ends everything, the last started first, and what those started by its token.

        Raises NeverHappened when something survives.
        """
        for name in reversed(list(self.running)):
            self.end(name)

        def nobody_is_left() -> bool:
            left = list(self.alive())
            for pid in left:
                _kill(pid)
            return not left

        wait_for(nobody_is_left, 10.0, "the end of every process of this desktop")

    def alive(self) -> Iterator[int]:
        """The ids of all living processes that carry this desktop's token, started by us or by those."""
        mark = f"{TOKEN}={self.token}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and mark in _environment(entry).split(b"\0"):
                yield int(entry.name)


def _environment(entry: Path) -> bytes:
    try:
        return (entry / "environ").read_bytes()
    except OSError:  # ended meanwhile, or not ours to read
        return b""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _state(process: subprocess.Popen[bytes]) -> str:
    code = process.poll()
    return f"running as {process.pid}" if code is None else f"exit code {code}"
