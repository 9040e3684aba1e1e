"""The record of a written life: the real one, a list beside it of what it took, and faults on demand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from posture_pal.errors import LogUnusable
from posture_pal.event_log import EventLog
from posture_pal.model import Fact

Entry = list[Any]


def entry_of(fact: Fact) -> Entry:
    """A fact as the list has it."""
    told: Entry = json.loads(json.dumps([fact.at.wall.isoformat(), fact.name, fact.occurrence, fact.details]))
    return [fact.at.elapsed, *told]


class Ledger:
    """Passes facts on to the record and lists them; every fourth failure comes after the writing."""

    def __init__(self, folder: Path) -> None:
        self.fails = False
        self.latest: Sequence[Fact] = ()
        self.record = EventLog(folder / "facts.sqlite3")
        self._list = folder / "listed.jsonl"
        self._turns = 0
        self._listed = 0

    def append(self, facts: Sequence[Fact], state: str | None) -> None:
        if not self.fails:
            self._keep(facts, state)
            self._listed = 0
            return
        self._turns += 1
        if self._turns % 4 == 0:  # it is on the disk, and the disk's answer is lost on the way
            self._keep(facts, state)
            self.record._in_doubt = True
            self._listed = len(facts)
        raise LogUnusable("The record cannot be used: there is no space left on its disk.")

    def _keep(self, facts: Sequence[Fact], state: str | None) -> None:
        self.record.append(facts, state)
        self.latest = facts
        with self._list.open("a") as listed:
            listed.writelines(json.dumps(entry_of(fact)) + "\n" for fact in facts[self._listed :])

    def close(self) -> None:
        """The program ends, and forgets what it could not write."""
        self._listed = 0
        self.record.close()

    def listed(self) -> list[Entry]:
        """Everything that the record ever took, in order."""
        return [json.loads(line) for line in self._list.read_text().splitlines()]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.record, name)
