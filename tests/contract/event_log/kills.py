"""Kills a program that writes the record, at any moment, again and again; says what was lost.

Run as a program: it forks, which a test runner with threads had better not. Arguments: folder, rounds, seed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from posture_pal.event_log import EventLog, open_log
from posture_pal.model import Fact, Moment

NOW = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0)
ROUNDS_A_FILE = 20
LONGEST_LIFE = 0.03


def facts_of(first: int, size: int) -> list[Fact]:
    return [Fact(Moment(NOW.wall, float(n)), "held", details={"n": n}) for n in range(first, first + size)]


def write_on(path: Path, acknowledged: int) -> None:
    """Appends without end; each time that append has returned, its last number goes down the pipe."""
    log, _ = open_log(path, NOW)
    number = log.count()
    while True:
        size = 1 + number % 3
        log.append(facts_of(number, size), state=str(number + size))
        number += size
        os.write(acknowledged, number.to_bytes(4, "big"))


def killed_writer(path: Path, lives: float) -> int:
    """How many facts the writer had been told are kept when it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        write_on(path, writing)
    os.close(writing)
    time.sleep(lives)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    return int.from_bytes(told[-4:], "big") if told else 0


def what_is_wrong(log: EventLog, note: str | None, acknowledged: int) -> list[str]:
    numbers = [fact.details["n"] for fact in log.facts()]
    found = [f"opened with a note: {note}"] if note else []
    found += log.verify()
    if numbers != list(range(len(numbers))):
        found.append(f"facts are missing or doubled: {numbers[-20:]}")
    if len(numbers) < acknowledged:
        found.append(f"{acknowledged} were acknowledged, {len(numbers)} are there")
    if (log.state() or "0") != str(len(numbers)):
        found.append(f"the state is of fact {log.state()}, the last fact is {len(numbers)}")
    return found


def main(folder: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    wrong: list[str] = []
    acknowledged = 0
    for turn in range(rounds):
        path = folder / f"{turn // ROUNDS_A_FILE}.sqlite3"
        least = killed_writer(path, chance.uniform(0, LONGEST_LIFE))
        log, note = open_log(path, NOW)
        wrong += [f"round {turn}: {what}" for what in what_is_wrong(log, note, least)]
        log.close()
        if [file for file in folder.iterdir() if file.suffix != ".sqlite3"]:
            wrong.append(f"round {turn}: side files are left")
        acknowledged += least
    sys.stdout.write(json.dumps({"rounds": rounds, "acknowledged": acknowledged, "wrong": wrong}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
