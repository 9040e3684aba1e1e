"""A written day run through the real service in a moment: the same engine, on clocks that the file moves."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import count
from typing import Any

from posture_pal import events
from posture_pal.desk_time import whole
from posture_pal.desktop.notify.base import Notice
from posture_pal.errors import Unavailable
from posture_pal.model import Answer, Fact, Hold, Moment, Plan
from posture_pal.service import Service
from posture_pal.state import Occurrence, State
from posture_pal.timeline import Step, Timeline
from posture_pal.written_desk import Desk, WrittenClock


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
        self._pending: list[tuple[float, int, int, Callable[[], None]]] = []
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
        if self._running and self._awake:
            self.service.handle(events.Tick())
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
            showing = (notice.occurrence, self._shown_at(notice.occurrence))
            respond = partial(self._respond, self.desk.always, *showing)
            self._at(self.clock.t + self.desk.always.get("after", 0), respond)

    def withdraw(self, occurrence: str) -> None:
        """Nothing is on a screen."""

    def close(self) -> None:
        """Nothing is held."""

    def why_not(self) -> str | None:
        return None

    def wake_after(self, seconds: float) -> None:
        self._wake_at = self.clock.t + seconds

    def work_off(self) -> float | None:
        return None

    def wake_daily(self, times: Iterable[time], zone: tzinfo | None) -> None:
        """The engine asks for these times by itself, too."""

    def after(self, seconds: float, run: Callable[[], None]) -> None:
        self._at(self.clock.t + seconds, run)

    def silence(self, plan: Plan, state: State, now: Moment) -> float | None:
        """The file tells every change of presence as it comes."""
        return None

    def notice(self, plan: Plan, occurrence: Occurrence) -> Notice:
        return Notice(occurrence.reminder, "", occurrence.id)

    def looked(self, plan: Plan, state: State, now: Moment, facts: Sequence[Fact]) -> float | None:
        return None

    # --- time --------------------------------------------------------------------------------------------

    def _at(self, t: float, run: Callable[[], None]) -> None:
        heapq.heappush(self._pending, (t, 1, next(self._order), run))

    def _first_at(self, t: float, run: Callable[[], None]) -> None:
        """As `_at`, and before whatever else happens then: who wakes at a time is awake at that time."""
        heapq.heappush(self._pending, (t, 0, next(self._order), run))

    def _next_time(self) -> float:
        written = self._pending[0][0] if self._pending else float("inf")
        return min(written, self._wake_at) if self._running and self._awake else written

    def _play(self) -> None:
        """What the file has for this moment first, then the wait that ends."""
        if self._pending and self._pending[0][0] <= self.clock.t:
            heapq.heappop(self._pending)[-1]()
        elif self._running and self._awake:
            self.service.handle(events.Tick())

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

    def _tell(self, event: events.Event) -> None:
        if self._running:
            self.service.handle(event)

    def _said(self, step: Step) -> events.Event:
        minutes = step.extra.get("minutes")
        if step.what == "respond":
            return events.Answered(Answer(step.value), snooze=None if minutes is None else minutes * 60.0)
        if step.value == "pause":
            wall = self.clock.now().wall
            until = None if minutes is None else wall.astimezone(UTC) + timedelta(minutes=minutes)
            return events.Pause(until and until.astimezone(wall.tzinfo))
        if step.value == "start":
            return events.StartNow(step.extra["reminder"])
        return events.Resume() if step.value == "resume" else events.Override()

    def _shown_at(self, occurrence: str) -> float | None:
        return next((o.shown_at for o in self.service.state.occurrences if o.id == occurrence), None)

    def _respond(self, said: dict[str, Any], occurrence: str, shown_at: float | None) -> None:
        """Answers one showing of a prompt; a later one of the same occurrence has an answer of its own."""
        if self._running and self._awake and self._shown_at(occurrence) == shown_at:
            minutes = said.get("minutes")
            snooze = None if minutes is None else minutes * 60.0
            self.service.handle(events.Answered(Answer(said["respond"]), occurrence, snooze=snooze))

    def _always(self, step: Step) -> None:
        self.desk.always = step.value

    def _notifier(self, step: Step) -> None:
        self.desk.notifier_fails = step.value == "fails"

    def _presence(self, step: Step) -> None:
        desk = self.desk
        if step.value == "locked":
            desk.locked = True
            self._tell(events.Locked())
            return
        if step.value == "unlocked":
            desk.locked = False
            self._tell(events.Unlocked())
        desk.presence = "active" if step.value == "unlocked" else step.value
        desk.idle_since = self.clock.t
        self._tell(self._seen())

    def _seen(self) -> events.Event:
        if self.desk.presence == "unknown":
            return events.PresenceUnknown()
        if self.desk.presence == "active":
            return events.Seen(0.0, continuous=True)
        return events.Seen(self.clock.t - self.desk.idle_since)

    def _hold(self, step: Step) -> None:
        self.desk.holds |= {step.value}
        self._tell(events.HoldBegan(Hold(step.value)))

    def _release(self, step: Step) -> None:
        self.desk.holds -= {step.value}
        self._tell(events.HoldEnded(Hold(step.value)))

    def _clock(self, step: Step) -> None:
        self.clock.set_forward += step.value
        if self._awake:
            self._tell(events.Tick())

    def _sleep(self, step: Step) -> None:
        signal = step.extra.get("signal", True)
        self._tell(events.Asleep() if signal else events.Tick())
        self.desk.asleep_until = self.clock.t + step.value
        self._first_at(
            self.desk.asleep_until,
            lambda: self._wake(step.value, events.Awake() if signal else events.Tick()),
        )

    def _wake(self, slept: float, event: events.Event) -> None:
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
        self._first_at(self.desk.stopped_until, self._start_service)

    def _start_service(self) -> None:
        if not self._awake:
            self._first_at(self.desk.asleep_until or self.clock.t, self._start_service)
            return
        self.desk.stopped_until = None
        self.service = Service(
            self.plan, clock=self.clock, log=self, notifier=self, waits=self, onlooker=self
        )
        self.service.start()
        if self.desk.locked:
            self.service.handle(events.Locked())
        for hold in sorted(self.desk.holds):
            self.service.handle(events.HoldBegan(Hold(hold)))
        self.service.handle(self._seen())

    # --- what comes out ----------------------------------------------------------------------------------

    def _summary(self) -> dict[str, Any]:
        state, t = self.service.state, self.clock.t
        facts = Counter(fact.name for fact in self.facts)
        prompts = sum(1 for f in self.facts if f.name == "prompted" and f.details.get("showing") == 1)
        return {
            "t": whole(t),
            "at": _wall(self.clock.now().wall),
            "fact": "summary",
            "desk_time": whole(state.desk_total),
            "prompts": prompts,
            "facts": dict(sorted(facts.items())),
            "open": [o.id for o in state.occurrences],
        }


def line(fact: Fact) -> dict[str, Any]:
    """A fact as `simulate` prints it."""
    told: dict[str, Any] = {"t": whole(fact.at.elapsed), "at": _wall(fact.at.wall), "fact": fact.name}
    if fact.reminder is not None:
        told["reminder"] = fact.reminder
    if fact.occurrence is not None:
        told["occurrence"] = fact.occurrence
    return {**told, **fact.details}


def _wall(wall: datetime) -> str:
    return wall.isoformat(timespec="milliseconds" if wall.microsecond else "seconds")
