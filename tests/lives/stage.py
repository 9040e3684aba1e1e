"""A written life, lived by the real service on written clocks: its loop, waits, record and settings."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from queue import Empty
from typing import Any

from lives.clock import LifeClock, on_this_clock
from lives.desk import LifePresence, LifeScreen, LifeTray, switches
from lives.happenings import answer, happen
from lives.ledger import Ledger
from lives.script import Line
from lives.truth import Broken, Truth
from posture_pal import config_files, events, paths
from posture_pal.config_files import Places
from posture_pal.config_reload import ConfigReload
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.source import Source
from posture_pal.diary_prompt import daily_times
from posture_pal.errors import BadInput
from posture_pal.model import Plan
from posture_pal.onlooker import DesktopOnlooker
from posture_pal.retention import Retention
from posture_pal.service import Service
from posture_pal.waits import ScheduledWaits

DAY = 86400.0


class Killed(BaseException):
    """The program ends in the midst of whatever it did, without a word."""


class Life:
    """Lives the lines of a script in a folder of its own. Raises Broken when something is that may never be.

    lasts: seconds. pushes: whether the desktop tells of comings and goings by itself. make: makes the
    service. at_week: called after each week, with its number.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        folder: Path,
        *,
        lasts: float,
        clock: LifeClock | None = None,
        pushes: bool = True,
        make: Callable[..., Service] = Service,
        at_week: Callable[[int], None] = lambda _week: None,
    ) -> None:
        self.lasts, self._pushes, self._make, self._at_week = lasts, pushes, make, at_week
        self.clock = clock or LifeClock()
        self.service: Service
        self.truth = Truth(self.clock)
        self.screen = LifeScreen(self._look_at, self._failed)
        self.tray = LifeTray()
        self.places = Places(site=None, user=folder / "config.toml", builtin=paths.builtin_config())
        self.ledger = Ledger(folder)
        self.habit: Line | None = None
        self.said_done: set[str] = set()
        self.shows = self.turns = 0
        self.broken: list[Broken] = []
        self._lines = deque(lines)
        self._items: deque[Any] = deque()
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._sleeps: tuple[float, bool] | None = None
        self._down_until: float | None = None
        self._boots = False
        self._seen: set[tuple[str, int]] = set()
        self._week = 0

    def live(self) -> Life:
        """From the first line to the end."""
        while self.clock.t < self.lasts:
            try:
                self._run()
            except Killed:
                self._end()
            if self.broken:
                raise self.broken[0]
            self._stay_down()
        return self

    # --- one run of the program, put together as app.py does ---------------------------------------------

    def _run(self) -> None:
        self._items.clear()
        self.truth.goes(up=True)
        tick = lambda: self.service.tell(events.Tick())  # noqa: E731 - the service is made later
        self.waits = on_this_clock(ScheduledWaits(self.clock, tick, lambda: None, self.clock), self.clock)
        self.presence = LifePresence(self.truth, pushes=self._pushes)
        self.switches = switches(self.truth)
        self.onlooker = DesktopOnlooker(self.tray, self.presence, list(self.switches.values()), {})
        self.service = self._make(
            config_files.load_good(self.places)[0],
            clock=self.clock,
            log=self.ledger,
            notifier=self.screen,
            waits=self.waits,
            onlooker=self.onlooker,
            inbox=self,
        )
        self.onlooker.troubles = self.service.troubles
        self.reload = ConfigReload(self.places, self._plan_changed, self._plan_refused)
        self.service.start("weeks")
        sources: tuple[Source, ...] = (self.presence, *self.switches.values())
        for source in sources:
            source.start(self.service.tell)
        self._daily()
        retention = Retention(self.service, self.ledger, self.clock, self.waits)
        glance = lambda _facts: self.reload.glance(self.clock.now().elapsed)  # noqa: E731
        self.onlooker.watchers += [glance, retention.look, self._watch]
        self.service.refresh()
        self.waits.after(1.0, lambda: self.service.post(self.service.show_left_open))
        self.service.run()
        self.service.finish()
        self._end()

    def _daily(self) -> None:
        self.waits.wake_daily(daily_times(self.service.plan), self.clock.now().wall.tzinfo)

    def _plan_changed(self, plan: Plan) -> None:
        self.service.troubles.pop("config", None)
        if plan != self.service.plan:
            self.service.plan = plan
            self._daily()
            self.service.handle(events.PlanChanged("config.toml"))

    def _plan_refused(self, bad: BadInput) -> None:
        self.service.troubles["config"] = str(bad)

    def _end(self) -> None:
        self._seen = {(o.id, o.showings) for o in self.service.state.occurrences if o.is_open}
        for part in (self.waits, self.ledger, self.screen):
            part.close()
        self._later.clear()
        self._sleeps = None

    def _stay_down(self) -> None:
        """The time in which the program does not run; what happens in it is seen by nobody."""
        self.truth.goes(up=False)
        until = min(self.lasts, self.lasts if self._down_until is None else self._down_until)
        while self._lines and self._lines[0]["t"] < until:
            self._go_to(float(self._lines[0]["t"]))
            happen(self, self._lines.popleft())
        self._go_to(until)
        if self._boots:
            self.clock.boot()
        self._down_until = None

    # --- what a script's line does to it -----------------------------------------------------------------

    def falls_asleep(self, seconds: float, *, with_signal: bool) -> None:
        """The machine sleeps as soon as the service has worked off what it was told."""
        if with_signal:
            self.service.tell(events.Asleep())
        self._sleeps = (seconds, with_signal)

    def ends(self, seconds: float, *, boots: bool, with_a_word: bool) -> None:
        """The program ends, and is started again after so many seconds. Raises Killed."""
        self._down_until, self._boots = self.clock.t + seconds, boots
        if not with_a_word:
            raise Killed
        self.service.stop()

    # --- the service's inbox: to wait is to let the life go on --------------------------------------------

    def put(self, item: Any) -> None:
        """See Inbox."""
        self._items.append(item)

    def get(self, *, timeout: float | None = None) -> Any:
        """See Inbox."""
        self.turns += 1
        if self.broken:
            raise Killed
        left = DAY if timeout is None else max(0.0, timeout)
        while not self._items:
            if self._sleeps is not None:
                self._sleep()  # the rest of the wait goes on afterwards, as it does in a real one
                continue
            began = self.clock.t
            comes = min(
                float(self._lines[0]["t"]) if self._lines else self.lasts,
                self._later[0][0] if self._later else self.lasts,
            )
            if comes > began + left:
                self._go_to(began + left)
                raise Empty
            self._go_to(comes)
            if comes >= self.lasts:
                return None
            left -= self.clock.t - began
            self._next()
        return self._items.popleft()

    def _next(self) -> None:
        if self._later and self._later[0][0] <= self.clock.t:
            heappop(self._later)[-1]()
        else:
            happen(self, self._lines.popleft())

    def _sleep(self) -> None:
        """The script goes on beside a sleeping machine; what it says is told once that is awake."""
        seconds, with_signal = self._sleeps or (0.0, False)
        self._sleeps = None
        until = min(self.clock.t + seconds, self.lasts - 1)
        slept, missed = until - self.clock.t, []
        self.truth.goes(up=False)
        while self._lines and self._lines[0]["t"] < until:
            line = self._lines.popleft()
            if "clock" in line:
                self._go_to(float(line["t"]))
                happen(self, line)
            else:
                missed.append(line)
        self._go_to(until)
        self.clock.slept += max(0.0, slept)
        self.truth.goes(up=True)
        self.truth.wakes(signalled=with_signal)
        if with_signal:
            self.service.tell(events.Awake())
        self._lines.extendleft({**line, "t": until} for line in reversed(missed))

    def _go_to(self, t: float) -> None:
        self.clock.t = max(self.clock.t, t)
        while self.clock.t >= (self._week + 1) * 7 * DAY:
            self._week += 1
            self._at_week(self._week)

    # --- what may never be, looked at as it happens ------------------------------------------------------

    def _look_at(self, notice: Notice) -> None:
        """A prompt goes on screen. What is wrong is kept: a service goes on whatever its notifier raises."""
        self.shows += 1
        state = self.service.state
        prompt = next(o for o in state.occurrences if o.id == notice.occurrence)
        respected = {str(hold) for hold in self.service.plan.respected_holds}
        again = (prompt.id, prompt.showings) in self._seen
        self._seen.add((prompt.id, prompt.showings))
        try:
            self.truth.may_show(
                was_asked_for=prompt.requested,
                may_come_at_once=again,
                respected=set() if state.overridden is not None else respected,
            )
            if not again and not prompt.requested and not self.ledger.fails:
                self._is_written(prompt.id, prompt.showings)
        except Broken as broken:
            self.broken.append(broken)
        if self.habit is not None and not again:
            habit, at = self.habit, self.clock.t + self.habit["after"]
            heappush(self._later, (at, next(self._order), lambda: answer(self, habit, prompt.id)))

    def _is_written(self, occurrence: str, showing: int) -> None:
        told = [f for f in self.ledger.latest if f.name == "prompted" and f.occurrence == occurrence]
        if not any(fact.details["showing"] == showing for fact in told):
            raise Broken("what is shown is in the record first", f"{occurrence}, showing {showing}")

    def _failed(self, occurrence: str, why: str) -> None:
        self.service.tell(events.Undelivered(occurrence, why))

    def _watch(self, _facts: object) -> None:
        """After every event."""
        try:
            self.truth.may_have_counted(self.service.state.desk_total)
        except Broken as broken:
            self.broken.append(broken)
