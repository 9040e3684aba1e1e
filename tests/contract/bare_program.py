"""The real program without any desktop, in surroundings as odd as a test wants them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.waiting import wait_for

from posture_pal import event_log
from posture_pal.desktop import instance
from posture_pal.errors import PosturePalError
from posture_pal.model import Fact

CONFIG = """\
[prompts]
settle = "0 s"
merge_within = "0 s"
max_per_day = 0
[[reminder]]
name = "look"
kind = "posture"
every = "8 h"
message = "sign look \u0131\u015f\u0131k \u0130I\u0131i \u00f1 \u6f22"
"""
ROOT = Path(__file__).parents[2]


class Bare:
    """One program in a home of its own; `env` is all the environment that it is given, beside PATH."""

    def __init__(self, home: Path, env: dict[str, str], *, config: str | None = CONFIG) -> None:
        self.home, self.env = home, {"PATH": os.environ["PATH"], **env}
        self.output = home / "output.txt"
        if config is not None:
            (home / "config.toml").write_text(config, encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.home / "run" / "control.sock"

    @property
    def log(self) -> Path:
        return self.home / "data" / "facts.sqlite3"

    def start(self, *before: str, **options: Any) -> Bare:
        """Starts it. before: words in front of the command, such as setpriv and its options."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "posture_pal"],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **options,
            )
        return self

    def ready(self) -> Bare:
        """Waits until it answers."""
        wait_for(lambda: self.ask("hello"), 20, "the program's answer", explain=self.said)
        return self

    def ask(self, *words: str) -> dict[str, Any]:
        """Asks it, and returns the answer; an empty one when there is none."""
        try:
            return instance.ask(self.socket, {"do": list(words)})
        except PosturePalError:
            return {}

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = self.ask("status").get("status", {})
        return told

    def said(self) -> str:
        """All that it has printed."""
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    def facts(self, *names: str) -> list[Fact]:
        return event_log.read(self.log, names=names or None)

    def cli(self, *words: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Runs one of its commands in the same surroundings."""
        return subprocess.run(
            [*before, sys.executable, "-m", "posture_pal", *words],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        )

    def end(self) -> int:
        """Asks it to end and returns its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    def let_go(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


@contextmanager
def bare(home: Path, env: dict[str, str] | None = None, *, config: str | None = CONFIG) -> Iterator[Bare]:
    """A program that is not started yet; it is ended with 0 and without a traceback, if it runs."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    program = Bare(home, {"POSTURE_PAL_HOME": str(home)} if env is None else env, config=config)
    try:
        yield program
        if program.process is not None and program.process.poll() is None:
            assert program.end() == 0, program.said()
        assert "Traceback" not in program.said(), program.said()
    finally:
        program.let_go()
