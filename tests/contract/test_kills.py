"""The real program killed at random moments of a busy run: nothing that was on screen or answered is lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from posture_pal import event_log
from posture_pal.desktop import instance
from posture_pal.errors import NotRunning, Unavailable

PROGRAM = Path(sys.executable).with_name("posture-pal")
KILLS = 200
SEED = int(os.environ.get("KILLS_SEED", "20260302"))
"""Told with every failure; KILLS_SEED=N tries another."""
BUSY = """
[prompts]
settle = "0 s"
expires_after = "1 s"
merge_within = "0 s"
max_per_day = 0
""" + "".join(
    f'\n[[reminder]]\nname = "{name}"\nkind = "posture"\nevery = "1 s"\nlasts = "1 s"\n'
    for name in ("one", "two")
)


@dataclass
class Run:
    """One life of the program: the prompts it printed and the answers it confirmed, up to its death."""

    home: Path
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    confirmed: int = 0
    answers: Event = field(default_factory=Event)

    def read(self) -> None:
        assert self.process.stdout is not None
        self.printed += [line for line in self.process.stdout if "posture-pal done" in line]

    def keep_busy(self) -> None:
        """Asks for a reminder and says done, over and over, and counts what the program says it has noted.

        What falls due by itself is left alone for a minute after a start, so it is asked for.
        """
        while self.process.poll() is None:
            for words in (["start", "one"], ["done"], ["start", "two"], ["done"]):
                with contextlib.suppress(NotRunning, Unavailable):
                    said = instance.ask(self.home / "run" / "control.sock", {"do": words}, timeout=1.0)
                    self.answers.set()
                    self.confirmed += said.get("say", "").startswith("Done: ")


def live(home: Path, seconds: float, *, from_birth: bool) -> Run:
    """Starts the program and kills it so many seconds after its birth, or after its first answer."""
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "POSTURE_PAL_HOME": str(home)}
    process = subprocess.Popen(
        [PROGRAM],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    run = Run(home, process)
    threads = [Thread(target=run.read), Thread(target=run.keep_busy)]
    for thread in threads:
        thread.start()
    if not from_birth:
        assert run.answers.wait(30), "it never answered"
    time.sleep(seconds)  # the random moment is the point of it
    process.send_signal(signal.SIGKILL)
    process.wait()
    for thread in threads:
        thread.join()
    assert process.stdout is not None
    process.stdout.close()
    return run


@pytest.mark.contract(deadline=600)
def test_200_kills_lose_nothing_that_was_seen_or_said(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    (tmp_path / "config.toml").write_text(BUSY)
    path = tmp_path / "data" / "facts.sqlite3"
    before: Counter[str] = Counter()
    busy = 0
    for kill in range(KILLS):
        open_before = before["prompted"] - before["done"] - before["missed"] - before["unobserved"]
        if kill % 5 == 0:
            run = live(tmp_path, chance.uniform(0.0, 0.6), from_birth=True)
        else:
            run = live(tmp_path, chance.uniform(0.0, 0.15), from_birth=False)
        if not path.exists():
            continue
        log = event_log.read_log(path)
        assert log.verify() == (), f"seed {SEED}, kill {kill}"
        now = Counter(fact.name for fact in log.facts())
        log.close()
        new = now - before
        assert new["done"] >= run.confirmed, f"seed {SEED}, kill {kill}: an answer that was confirmed is lost"
        # A prompt that was open when the program died is shown again, without a new fact.
        assert new["prompted"] + max(0, open_before) >= len(run.printed), (
            f"seed {SEED}, kill {kill}: a prompt is lost"
        )
        busy += bool(run.printed)
        before = now
    assert busy >= KILLS / 2, "the runs were not busy enough to prove anything"
    assert before["done"] >= KILLS


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
