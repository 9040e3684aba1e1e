"""A written day run through the real service in a moment: the same engine, on clocks that the file moves."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import count
from typing import Any

from posture_pal.desktop.notify.base import Notice
from posture_pal.errors import BadInput, Problem, Unavailable
from posture_pal.events import (
    Answered,
    Asleep,
    Awake,
    Event,
    HoldBegan,
    HoldEnded,
    Locked,
    Override,
    Pause,
    PresenceUnknown,
    Resume,
    Seen,
    StartNow,
    Tick,
    Unlocked,
)
from posture_pal.model import Answer, Fact, Hold, Moment, Plan
from posture_pal.service import Service
from posture_pal.state import Occurrence, State
from posture_pal.timeline import Step, Timeline


class WrittenClock:
    """Both clocks of the written day: `t` is true elapsed time, the wall clock can be set apart from it."""

    def __init__(self, start: datetime) -> None:
        self.t = 0.0
        self.set_forward = 0.0
        self.slept = 0.0
        self._start = start.astimezone(UTC)
        self._zone = start.tzinfo

    def now(self) -> Moment:
        wall = self._start + timedelta(seconds=self.t + self.set_forward)
        return Moment(wall.astimezone(self._zone), self.t)

    def suspended(self) -> float:
        return self.slept

    def boot_id(self) -> str:
        return "written"

    def real_time_in(self, seconds: float) -> datetime:
        return self._start + timedelta(seconds=self.t + self.set_forward + seconds)


@dataclass
class Desk:
    """The person and the desktop as the file has them at this point of the day."""

    presence: str = "active"
    idle_since: float = 0.0
    locked: bool = False
    holds: frozenset[str] = frozenset()
    asleep_until: float | None = None
    stopped_until: float | None = None
    notifier_fails: bool = False
    always: dict[str, Any] | None = None


class Simulation:
    """Plays a timeline on a plan: at once the log, the screen, the waits and the onlooker of its service."""

    name = "written"

    def __init__(self, plan: Plan, timeline: Timeline) -> None:
        self.plan = plan
        self.timeline = timeline
        self.clock = WrittenClock(timeline.start)
        self.desk = Desk()
        self.facts: list[Fact] = []
        self._saved: str | None = None
        self._wake_at = 0.0
        self._pending: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._missed: list[Step] = []
        self.service: Service

    def run(self) -> Iterator[dict[str, Any]]:
        """Every fact of the day as it comes, then the summary."""
        told = 0
        self._start_service()
        for step in self.timeline.steps:
            self._at(step.t, partial(self._happen, step))
        while True:
            t = self._next_time()
            if t > self.timeline.lasts:
                break
            self.clock.t = max(self.clock.t, t)
            self._play()
            yield from (line(fact) for fact in self.facts[told:])
            told = len(self.facts)
        self.clock.t = self.timeline.lasts
        if self._running:
            self.service.handle(Tick())
        yield from (line(fact) for fact in self.facts[told:])
        yield self._summary()

    # --- what the service needs --------------------------------------------------------------------------

    def append(self, facts: Sequence[Fact], state: str) -> None:
        self.facts += facts
        self._saved = state

    def state(self) -> str | None:
        return self._saved

    def show(self, notice: Notice) -> None:
        if self.desk.notifier_fails:
            raise Unavailable("the notifier fails, as the timeline says")
        if self.desk.always is not None and notice.occurrence is not None:
            respond = partial(self._respond, self.desk.always, notice.occurrence)
            self._at(self.clock.t + self.desk.always.get("after", 0), respond)

    def withdraw(self, occurrence: str) -> None:
        """Nothing is on a screen."""

    def close(self) -> None:
        """Nothing is held."""

    def why_not(self) -> str | None:
        return None

    def wake_after(self, seconds: float) -> None:
        self._wake_at = self.clock.t + seconds

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """The engine asks for these times by itself, too."""

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        self._at(self.clock.t + seconds, run)

    def silence(self, state: State) -> float | None:
        """The file tells every change of presence as it comes."""
        return None

    def notice(self, plan: Plan, occurrence: Occurrence) -> Notice:
        return Notice(occurrence.reminder, "", occurrence.id)

    def looked(self, plan: Plan, state: State, now: Moment, facts: Sequence[Fact]) -> float | None:
        return None

    # --- time --------------------------------------------------------------------------------------------

    def _at(self, t: float, run: Callable[[], None]) -> None:
        heapq.heappush(self._pending, (t, next(self._order), run))

    def _next_time(self) -> float:
        written = self._pending[0][0] if self._pending else float("inf")
        return min(written, self._wake_at) if self._running and self._awake else written

    def _play(self) -> None:
        """What the file has for this moment first, then the wait that ends."""
        if self._pending and self._pending[0][0] <= self.clock.t:
            heapq.heappop(self._pending)[2]()
        elif self._running and self._awake:
            self.service.handle(Tick())

    @property
    def _awake(self) -> bool:
        return self.desk.asleep_until is None

    @property
    def _running(self) -> bool:
        return self.desk.stopped_until is None

    # --- what the file says ------------------------------------------------------------------------------

    def _happen(self, step: Step) -> None:
        if step.what in {"respond", "request"}:
            if self._awake and self._running:
                self.service.handle(self._said(step))
        elif not self._awake and step.what != "clock":
            self._missed.append(step)
        else:
            getattr(self, f"_{step.what}")(step)

    def _tell(self, event: Event) -> None:
        if self._running:
            self.service.handle(event)

    def _said(self, step: Step) -> Event:
        minutes = step.extra.get("minutes")
        if step.what == "respond":
            return Answered(Answer(step.value), snooze=None if minutes is None else minutes * 60.0)
        if step.value == "pause":
            wall = self.clock.now().wall
            until = None if minutes is None else wall.astimezone(UTC) + timedelta(minutes=minutes)
            return Pause(until and until.astimezone(wall.tzinfo))
        if step.value == "start":
            return StartNow(step.extra["reminder"])
        return Resume() if step.value == "resume" else Override()

    def _respond(self, said: dict[str, Any], occurrence: str) -> None:
        if self._running and self._awake:
            minutes = said.get("minutes")
            snooze = None if minutes is None else minutes * 60.0
            self.service.handle(Answered(Answer(said["respond"]), occurrence, snooze=snooze))

    def _always(self, step: Step) -> None:
        self.desk.always = step.value

    def _notifier(self, step: Step) -> None:
        self.desk.notifier_fails = step.value == "fails"

    def _presence(self, step: Step) -> None:
        desk = self.desk
        if step.value == "locked":
            desk.locked = True
            self._tell(Locked())
            return
        if step.value == "unlocked":
            desk.locked = False
            self._tell(Unlocked())
        desk.presence = "active" if step.value == "unlocked" else step.value
        desk.idle_since = self.clock.t
        self._tell(self._seen())

    def _seen(self) -> Event:
        if self.desk.presence == "unknown":
            return PresenceUnknown()
        if self.desk.presence == "active":
            return Seen(0.0, continuous=True)
        return Seen(self.clock.t - self.desk.idle_since)

    def _hold(self, step: Step) -> None:
        self.desk.holds |= {step.value}
        self._tell(HoldBegan(Hold(step.value)))

    def _release(self, step: Step) -> None:
        self.desk.holds -= {step.value}
        self._tell(HoldEnded(Hold(step.value)))

    def _clock(self, step: Step) -> None:
        self.clock.set_forward += step.value
        if self._awake:
            self._tell(Tick())

    def _sleep(self, step: Step) -> None:
        signal = step.extra.get("signal", True)
        if signal:
            self._tell(Asleep())
        self.desk.asleep_until = self.clock.t + step.value
        self._at(self.desk.asleep_until, lambda: self._wake(step.value, Awake() if signal else Tick()))

    def _wake(self, slept: float, event: Event) -> None:
        self.desk.asleep_until = None
        self.clock.slept += slept
        self._tell(event)
        missed, self._missed = self._missed, []
        for step in missed:
            self._happen(step)

    def _restart(self, step: Step) -> None:
        if not self._running:
            return
        self.service.finish()
        self.desk.stopped_until = self.clock.t + step.value
        self._at(self.desk.stopped_until, self._start_service)

    def _start_service(self) -> None:
        if not self._awake:
            self._at(self.desk.asleep_until or self.clock.t, self._start_service)
            return
        self.desk.stopped_until = None
        self.service = Service(
            self.plan, clock=self.clock, log=self, notifier=self, waits=self, onlooker=self
        )
        self.service.start()
        if self.desk.locked:
            self.service.handle(Locked())
        for hold in sorted(self.desk.holds):
            self.service.handle(HoldBegan(Hold(hold)))
        self.service.handle(self._seen())

    # --- what comes out ----------------------------------------------------------------------------------

    def _summary(self) -> dict[str, Any]:
        state, t = self.service.state, self.clock.t
        facts = Counter(fact.name for fact in self.facts)
        prompts = sum(1 for f in self.facts if f.name == "prompted" and f.details.get("showing") == 1)
        return {
            "t": _number(t),
            "at": self.clock.now().wall.isoformat(),
            "fact": "summary",
            "desk_time": _number(state.desk_total),
            "prompts": prompts,
            "facts": dict(sorted(facts.items())),
            "open": [o.id for o in state.occurrences],
        }


def line(fact: Fact) -> dict[str, Any]:
    """A fact as `simulate` prints it."""
    told: dict[str, Any] = {"t": _number(fact.at.elapsed), "at": _wall(fact.at.wall), "fact": fact.name}
    if fact.reminder is not None:
        told["reminder"] = fact.reminder
    if fact.occurrence is not None:
        told["occurrence"] = fact.occurrence
    return {**told, **fact.details}


def check_names(plan: Plan, timeline: Timeline, source: str) -> None:
    """Refuses a timeline that starts a reminder which the config does not have. Raises BadInput."""
    from difflib import get_close_matches

    names = [reminder.name for reminder in plan.reminders]
    problems = tuple(
        Problem(
            step.line,
            "reminder",
            f'"{step.extra["reminder"]}"',
            "expected the name of a reminder in the config: " + (", ".join(names) or "there is none"),
            next(iter(get_close_matches(step.extra["reminder"], names, n=1)), None),
        )
        for step in timeline.steps
        if step.extra.get("reminder", names[:1] and names[0]) not in names and step.what == "request"
    )
    if problems:
        raise BadInput(source, problems)


def _wall(wall: datetime) -> str:
    return wall.isoformat(timespec="milliseconds" if wall.microsecond else "seconds")


def _number(seconds: float) -> float:
    rounded = round(seconds, 3)
    return int(rounded) if rounded == int(rounded) else rounded
