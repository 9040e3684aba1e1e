"""The program used without a pause while panel and daemon come and go, with a count of all it holds."""

from __future__ import annotations

import itertools
import random
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from desktop.bus import BusError
from desktop.notices import SeenNotice
from desktop.program import SHORT, Program
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import NeverHappened, wait_for
from posture_pal.desktop import instance
from posture_pal.event_log import EventLog
from posture_pal.model import Fact

NAMES = tuple(f"r{number}" for number in range(8))
KINDS = ("posture", "stretch", "posture", "break")
CONFIG = SHORT.replace('"5 min"\nmerge', '"20 s"\nmerge') + "".join(
    f'[[reminder]]\nname = "{name}"\nkind = "{KINDS[number % 4]}"\nevery = "{3 + number} s"\n'
    f'lasts = "10 s"\nmessage = "sign {name}"\n'
    for number, name in enumerate(NAMES)
)
SAID = {"done": "done", "skip": "skipped", "dismiss": "dismissed", "partial": "partial", "snooze": "snoozed"}
ENDS = ("done", "partial", "skipped", "missed", "dismissed", "natural", "auto_credited", "unobserved")
STATS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Debug.Stats")
MOST_GROWTH = 1024.0
"""KiB by which the program may grow after its warm-up."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the program holds at a quiet moment: memory of its own in KiB, and the rest in pieces."""

    memory: float
    descriptors: int
    threads: int
    windows: int
    files: int
    matches: int


@dataclass
class Soaked:
    """What came of it. samples: memory in KiB after the warm-up, with the seconds at which it was read."""

    seconds: float = 0.0
    facts: int = 0
    prompts: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    panels: int = 0
    daemons: int = 0
    first: Held | None = None
    last: Held | None = None
    samples: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """KiB by which the program has grown after its warm-up: its middle at the end less that at first."""
        memory = [value for _, value in self.samples]
        few = max(1, len(memory) // 10)
        return statistics.median(memory[-few:]) - statistics.median(memory[:few])


class Soak:
    """Uses one program for so many seconds. Whatever goes wrong stands in `result.wrong`."""

    def __init__(
        self,
        desktop: VirtualDesktop,
        pal: Program,
        *,
        seconds: float,
        warm_up: float,
        every: float,
        seed: int,
    ) -> None:
        """warm_up: seconds that do not count for growth. every: seconds between two restarts of a part."""
        self.desktop, self.pal = desktop, pal
        self.result = Soaked(seconds)
        self._chance = random.Random(seed)
        self._warm_up, self._every = warm_up, every
        self._parts = itertools.cycle((self._restart_panel, self._restart_daemon))
        self._hands = itertools.cycle((self._by_command,) * 6 + (self._by_menu, self._by_button))

    def run(self) -> Soaked:
        """Lives through all of it, then counts and reads the record."""
        began = monotonic()
        wait_for(lambda: self.pal.facts("prompted"), 20, "the first prompt")
        next_part, next_sample = monotonic() + self._every, 0.0
        while (now := monotonic()) - began < self.result.seconds:
            if now >= next_part:
                next(self._parts)()
                next_part = monotonic() + self._every
            if self.result.first is None and now - began >= self._warm_up:
                self.result.first = self._held()
            if self.result.first is not None and now >= next_sample:
                self.result.samples.append((now - began, _memory(self._pid)))
                next_sample = now + 5.0
            next(self._hands)()
        self.result.last = self._held()
        self._compare()
        self.pal.end()
        self._read_record()
        return self.result

    # --- a person who answers ---

    def _by_command(self) -> None:
        """Answers what is open over the socket; what is acknowledged must be in the record."""
        if self._shown():
            self._say(self._chance.choice([*SAID, "done", "done"]))

    def _say(self, said: str) -> None:
        """Says it to the open prompt; that it ended a moment before is an answer too."""
        answer = instance.ask(self.pal.home / "run" / "control.sock", {"do": [said]})
        if answer["ok"]:
            self.result.acknowledged[SAID[said]] += 1
        elif "No prompt is open" not in answer["say"]:
            self.result.wrong.append(f"{said}: {answer}")

    def _by_menu(self) -> None:
        """Chooses Done in the menu, as the panel says it; a prompt that ends meanwhile is nobody's fault."""
        if self._shown():
            entry = next((e for e in self.pal.menu().everything() if e.label.startswith("Done")), None)
            if entry is not None:
                self.desktop.bus.click(self.pal.item, entry)
        self.desktop.xdotool("mousemove", self._chance.randrange(200, 900), 400)

    def _by_button(self) -> None:
        """Presses Done on the notification itself, if it is still there."""
        if self._shown() and self.desktop.notices.open():
            try:
                self.desktop.press("Done")
            except (NeverHappened, IndexError, ValueError, AssertionError):
                return  # it went, or another came, under the pointer

    def _shown(self) -> bool:
        """Whether a prompt is open, within a few seconds."""
        try:
            wait_for(lambda: self.pal.ask("status")["status"]["open"], 8, "an open prompt", every=0.1)
        except NeverHappened:
            self.result.wrong.append("no prompt came for 8 s\n" + self.pal.told())
            return False
        return True

    # --- the desktop's parts ---

    def _restart_panel(self) -> None:
        self.desktop.restart_panel()
        self.result.panels += 1
        self._is_well("item", lambda: self.pal.item)

    def _restart_daemon(self) -> None:
        self.desktop.restart_daemon()
        self.result.daemons += 1

    def _is_well(self, what: str, look: Callable[[], Any]) -> None:
        try:
            look()
        except (NeverHappened, BusError) as failure:
            self.result.wrong.append(f"{what}: {failure}")

    # --- what it holds ---

    @property
    def _pid(self) -> int:
        assert self.pal.process is not None
        return self.pal.process.pid

    def _held(self) -> Held:
        """Counted while nothing is on screen: paused, and everything answered."""
        self.pal.ask("pause")
        for _ in range(20):
            if not self.pal.ask("status")["status"]["open"]:
                break
            self._say("dismiss")
        wait_for(lambda: not self.desktop.notices.open(), 10, "an empty screen")
        sleep(2.0)  # what the desktop itself still takes away, such as a tooltip, has no end to wait for
        held = Held(
            _memory(self._pid),
            len(list(Path(f"/proc/{self._pid}/fd").iterdir())),
            len(list(Path(f"/proc/{self._pid}/task").iterdir())),
            self._windows(),
            self._files(),
            self._matches(),
        )
        self.pal.ask("resume")
        return held

    def _windows(self) -> int:
        """All windows, on screen or not, but for those of panel and daemon, which differ at each start."""
        tree = self.desktop.run("xwininfo", "-root", "-tree").stdout.splitlines()
        others = ("xfce4-panel", "wrapper-2.0", "xfce4-notifyd", "Xfwm4", "xfwm4")
        return sum("0x" in line and not any(name in line for name in others) for line in tree)

    def _files(self) -> int:
        folders = (self.pal.home, Path(self.desktop.env["TMPDIR"]), self.desktop.runtime)
        return sum(len(list(folder.rglob("*"))) for folder in folders)

    def _matches(self) -> int:
        """Match rules that the session's bus keeps for the program."""
        (rules,) = self.desktop.bus.call(*STATS, "GetAllMatchRules")
        ours = [name for name in rules if self._is_ours(name)]
        return sum(len(rules[name]) for name in ours)

    def _is_ours(self, name: str) -> bool:
        try:
            return self.desktop.bus.process_of(name) == self._pid
        except BusError:  # it left meanwhile
            return False

    def _compare(self) -> None:
        first, last = self.result.first, self.result.last
        assert first is not None
        assert last is not None
        for what in ("descriptors", "threads", "windows", "files", "matches"):
            before, after = getattr(first, what), getattr(last, what)
            if after > before:
                self.result.wrong.append(f"{what} grew from {before} to {after}")
        if self.result.growth >= MOST_GROWTH:
            self.result.wrong.append(f"memory grew by {self.result.growth:.0f} KiB")

    # --- the record ---

    def _read_record(self) -> None:
        log = EventLog(self.pal.log)
        facts = list(log.facts())
        self.result.wrong += log.verify()
        log.close()
        self.result.facts = len(facts)
        self.result.prompts = sum(fact.name == "prompted" for fact in facts)
        self.result.wrong += lost(facts, self.result.acknowledged, self.pal.notices("sign "))


def lost(facts: list[Fact], acknowledged: Counter[str], notices: list[SeenNotice]) -> list[str]:
    """What was acknowledged or on screen and is not in the record, and what does not end as it should."""
    wrong = []
    noted = Counter(fact.name for fact in facts)
    for name, times in acknowledged.items():
        if noted[name] < times:
            wrong.append(f"{times} {name} were acknowledged, {noted[name]} are in the record")
    prompted = [str(fact.reminder) for fact in facts if fact.name == "prompted"]
    place = 0
    for number, notice in enumerate(notices):
        name = f"{notice.summary} {notice.body}".split("sign ")[1].split()[0]
        # The same prompt may be sent again to a daemon that is new; one that no daemon took leaves a gap.
        while place < len(prompted) and prompted[place] != name:
            place += 1
        if place == len(prompted):
            wrong.append(f"notification {number} of {name} has no fact in its place")
            break
    return wrong + ends(facts)


def ends(facts: list[Fact]) -> list[str]:
    """Occurrences that end twice, or not at all although their reminder has come again since."""
    ended = Counter(fact.occurrence for fact in facts if fact.name in ENDS)
    wrong = [f"{occurrence} ended {times} times" for occurrence, times in ended.items() if times > 1]
    latest: dict[str, str] = {}
    over = {*ended, *(fact.occurrence for fact in facts if fact.name == "undelivered")}
    for fact in facts:
        if fact.name == "prompted" and fact.reminder and fact.occurrence:
            before = latest.get(fact.reminder, fact.occurrence)
            if before not in {fact.occurrence, *over}:
                wrong.append(f"{before} never ended")
            latest[fact.reminder] = fact.occurrence
    return wrong


def _memory(pid: int) -> float:
    """KiB that a process has for itself alone."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return float(sum(int(line.split()[1]) for line in lines if line.startswith("Private")))
