"""What a service needs, played by hand: a clock that is set, a log and a screen that fail on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from posture_pal.desktop.notify.base import Notice
from posture_pal.model import Fact, Kind, Moment, Plan, Prompts, Reminder
from posture_pal.service import Service
from posture_pal.state import Occurrence, State

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class HandClock:
    def __init__(self) -> None:
        self.elapsed = 0.0
        self.slept: float | None = 0.0
        self.stepped = 0.0

    def now(self) -> Moment:
        return Moment(START + timedelta(seconds=self.elapsed + self.stepped), self.elapsed)

    def suspended(self) -> float | None:
        return self.slept

    def boot_id(self) -> str:
        return "boot"

    def real_time_in(self, seconds: float) -> datetime:
        return self.now().wall + timedelta(seconds=seconds)


class HandWaits:
    def __init__(self) -> None:
        self.wake_in: float | None = None

    def wake_after(self, seconds: float) -> None:
        self.wake_in = seconds

    def work_off(self) -> float | None:
        return None

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """Nothing waits."""

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing waits."""


class ListLog:
    """Keeps facts in a list; `failure` is raised as long as it is set."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.saved: str | None = None
        self.failure: Exception | None = None

    def append(self, facts: Sequence[Fact], state: str) -> None:
        if self.failure is not None:
            raise self.failure
        self.facts += facts
        self.saved = state

    def state(self) -> str | None:
        return self.saved

    def names(self) -> list[str]:
        return [fact.name for fact in self.facts]


class ListScreen:
    """Keeps notices in a list; `failure` is raised as long as it is set."""

    name = "list"

    def __init__(self, log: ListLog) -> None:
        self.shown: list[str] = []
        self.logged_before: list[bool] = []
        self.failure: Exception | None = None
        self._log = log

    def why_not(self) -> str | None:
        return None

    def show(self, notice: Notice) -> None:
        if self.failure is not None:
            raise self.failure
        self.shown.append(notice.title)
        self.logged_before.append(self._log.names()[-1] == "prompted")

    def withdraw(self, occurrence: str) -> None:
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        """Nothing is held."""


class Onlooker:
    def __init__(self) -> None:
        self.silent_for: float | None = None
        self.told: list[str] = []
        self.failure: Exception | None = None

    def silence(self, plan: Plan, state: State, now: Moment) -> float | None:
        return self.silent_for

    def notice(self, plan: Plan, occurrence: Occurrence) -> Notice:
        return Notice(occurrence.reminder, "", occurrence.id)

    def looked(self, plan: Plan, state: State, now: Moment, facts: Sequence[Fact]) -> float | None:
        self.told += [fact.name for fact in facts]
        if self.failure is not None:
            raise self.failure
        return None


class Stage:
    """A service with everything it needs, and its clock in your hand."""

    def __init__(self, *reminders: Reminder, log: ListLog | None = None) -> None:
        chosen = reminders or (Reminder("posture", Kind.POSTURE, every=1800.0, lasts=30.0),)
        self.plan = Plan(chosen, prompts=Prompts(settle=0.0))
        self.clock, self.waits, self.log = HandClock(), HandWaits(), log or ListLog()
        self.screen, self.onlooker = ListScreen(self.log), Onlooker()
        self.service = self.make()

    def make(self) -> Service:
        return Service(
            self.plan,
            clock=self.clock,
            log=self.log,
            notifier=self.screen,
            waits=self.waits,
            onlooker=self.onlooker,
        )
