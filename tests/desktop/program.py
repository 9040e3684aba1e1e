"""The real program on a desktop: started, asked, looked at, killed, and its log read from outside."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from desktop.bus import Entry, TrayItem
from desktop.notices import SeenNotice
from desktop.virtual_desktop import VirtualDesktop
from desktop.waiting import wait_for
from posture_pal import event_log
from posture_pal.desktop import instance
from posture_pal.errors import PosturePalError
from posture_pal.model import Fact

COMMAND = (sys.executable, "-m", "posture_pal")

SHORT = """\
[desk]
away_after = "10 min"
[prompts]
settle = "0 s"
expires_after = "5 min"
merge_within = "0 s"
max_per_day = 0
snooze = ["2 s", "5 min"]
[window]
guided = false
"""
"""Settings under which nothing waits longer than a test does; the reminders come after it."""

Seen = TypeVar("Seen")

_numbers = itertools.count(1)


def reminder(name: str, every: str, *, kind: str = "posture", lasts: str = "30 s") -> str:
    """One reminder, as it stands in a config file."""
    return f'[[reminder]]\nname = "{name}"\nkind = "{kind}"\nevery = "{every}"\nlasts = "{lasts}"\n'


class Program:
    """One program with a home of its own on a virtual desktop; it may be ended and started again.

    config: the text of its config file; None for a first start, which finds none.
    without: variables of the desktop that it is not given.
    """

    def __init__(
        self,
        desktop: VirtualDesktop,
        config: str | None,
        *,
        without: Sequence[str] = (),
        home: Path | None = None,
    ) -> None:
        self.desktop = desktop
        self.name = f"program-{next(_numbers)}"
        self.home = home or desktop.folder / self.name
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.config = self.home / "config.toml"
        self.log = self.home / "data" / "facts.sqlite3"
        self.process: subprocess.Popen[bytes] | None = None
        self._before = 0
        self._more_env: dict[str, str] = {}
        self._argv = ["env", *(f"--unset={name}" for name in without), *COMMAND]
        if config is not None:
            self.config.write_text(config)

    # --- its life ---

    def start(self, *arguments: str, **options: Any) -> Program:
        """Starts it, and returns at once. options: as for subprocess.Popen."""
        self._before = len(self.desktop.notices.all())
        self.process = self.desktop.spawn(
            [*self._argv, *arguments], name=self.name, env=self._env(), **options
        )
        return self

    def start_with(self, env: Mapping[str, str]) -> Program:
        """Starts it with other variables too."""
        self._more_env = dict(env)
        return self.start()

    def ready(self) -> Program:
        """Waits until it answers commands."""
        self.wait_for(self._answers, 15, "the program's answer")
        return self

    def kill(self) -> None:
        """As the kernel would when memory runs out."""
        self._living().send_signal(signal.SIGKILL)
        self._living().wait(10)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end and hands back its exit code."""
        self._living().send_signal(number)
        return self.ended()

    def ended(self, patience: float = 10.0) -> int:
        """Waits for its end and hands back its exit code."""
        return self._living().wait(patience)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def said(self) -> str:
        """What it has printed, errors included."""
        return self.desktop.output(self.name)

    # --- asking it, as a person in another shell does ---

    def cli(self, *words: str, check: bool = True, timeout: float = 20.0) -> subprocess.CompletedProcess[str]:
        """Runs one of its commands."""
        return self.desktop.run(*COMMAND, *words, check=check, timeout=timeout, env=self._env())

    def status(self) -> dict[str, Any]:
        """`posture-pal status --json`."""
        told: dict[str, Any] = json.loads(self.cli("status", "--json").stdout)
        return told

    def stats(self) -> dict[str, Any]:
        """`posture-pal stats --json`, of today."""
        told: dict[str, Any] = json.loads(self.cli("stats", "--days", "1", "--json").stdout)
        return told

    def ask(self, *words: str) -> dict[str, Any]:
        """The same without a shell in between, where the command line itself is not what is tested."""
        answer = instance.ask(self.home / "run" / "control.sock", {"do": list(words)})
        assert answer["ok"], answer
        return answer

    # --- its log ---

    def facts(self, *names: str) -> list[Fact]:
        """The facts of its log, or those of these names."""
        return event_log.read(self.log, names=names or None)

    def names(self, *but: str) -> list[str]:
        """The names of its facts in order, without some."""
        return [fact.name for fact in self.facts() if fact.name not in but]

    def fact(self, name: str, count: int = 1, deadline: float = 15.0) -> Fact:
        """The first, second … fact of that name, as soon as it is in the log."""
        self.wait_for(lambda: len(self.facts(name)) >= count, deadline, f"{count} {name!r} in the log")
        return self.facts(name)[count - 1]

    # --- its tray and its notifications ---

    @property
    def item(self) -> TrayItem:
        """Its item in the tray, as soon as the panel lists it."""
        return self.wait_for(self._own_item, 15, "its item in the tray")[0]

    def menu(self) -> Entry:
        """Its menu, as the panel reads it when it is opened."""
        return self.desktop.bus.menu(self.item)

    def choose(self, *labels: str) -> None:
        """Chooses an entry of its menu."""
        self.desktop.bus.choose(self.item, *labels)

    def tooltip(self) -> str:
        """The second line of what stands beside the pointer on its icon."""
        _icon, _pixels, _title, text = self.desktop.bus.look(self.item)["ToolTip"]
        return str(text)

    def notice(self, text: str = "", count: int = 1, deadline: float = 15.0) -> SeenNotice:
        """Its first, second … notification with that text since its start, as soon as it is on screen."""

        def shown() -> SeenNotice | None:
            found = [notice for notice in self.notices(text) if notice.id is not None]
            return found[count - 1] if len(found) >= count else None

        found = self.wait_for(shown, deadline, f"notification {count} with {text!r}")
        assert found
        return found

    def gone(self, notice: SeenNotice) -> None:
        """Waits until a notification has left the screen."""
        self.wait_for(lambda: notice.closed, what=f"the end of {notice.summary!r} on screen")

    def notices(self, text: str = "") -> list[SeenNotice]:
        """Its notifications so far, on screen or not, with that text, since it was started."""
        seen = self.desktop.notices.all()[self._before :]
        return [notice for notice in seen if text in f"{notice.summary}\n{notice.body}"]

    def wait_for(self, condition: Callable[[], Seen], deadline: float = 10.0, what: str = "it") -> Seen:
        """As waiting.wait_for; a failure tells what the program said and wrote down."""
        return wait_for(condition, deadline, what, explain=self.told)

    def told(self) -> str:
        """What is known of it, for the message of a failing test."""
        facts = self.facts() if self.log.exists() else []
        lines = [
            f"{fact.at.wall:%H:%M:%S.%f} {fact.name} {fact.reminder or ''} {fact.details}" for fact in facts
        ]
        return "\n".join([f"--- {self.name} ---", self.said, "--- its log ---", *lines[-40:]])

    def _own_item(self) -> list[TrayItem]:
        """A panel may list for a moment more what a program had that is gone."""
        bus, process = self.desktop.bus, self._living().pid
        items = [item for item in bus.registered_items() if bus.has_name(item.service)]
        return [item for item in items if bus.process_of(item.service) == process]

    def _answers(self) -> bool:
        try:
            return bool(self.ask("hello"))
        except PosturePalError:
            return False

    def _living(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "the program was never started"
        return self.process

    def _env(self) -> dict[str, str]:
        return {"POSTURE_PAL_HOME": str(self.home), "PYTHONUNBUFFERED": "1", **self._more_env}


@contextmanager
def installed(
    desktop: VirtualDesktop, config: str | None = "", *, without: Sequence[str] = (), home: Path | None = None
) -> Iterator[Program]:
    """A program that is not started yet; what the test starts of it is ended, with 0 and no traceback."""
    program = Program(desktop, config, without=without, home=home)
    try:
        yield program
    except BaseException:
        if program.is_running:
            program.kill()
        raise
    if program.is_running:
        assert program.end() == 0, program.told()
    assert "Traceback" not in program.said, program.said


@contextmanager
def running(
    desktop: VirtualDesktop, config: str | None = "", *, without: Sequence[str] = (), home: Path | None = None
) -> Iterator[Program]:
    """As installed, started and answering."""
    with installed(desktop, config, without=without, home=home) as program:
        yield program.start().ready()
