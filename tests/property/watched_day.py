"""A played day that is looked at after every event, for whatever must always be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from played import Line, text_of

from posture_pal import saved_state, schedule, timeline
from posture_pal.desktop.notify.base import Notice
from posture_pal.model import Fact, Hold, Hours, Plan, Reminder
from posture_pal.simulation import Simulation
from posture_pal.state import Occurrence, Paused, Phase, State

SLACK = 1e-3
ENDED = (
    "done",
    "partial",
    "skipped",
    "missed",
    "dismissed",
    "natural",
    "auto_credited",
    "unobserved",
    "withheld",
)


class WatchedDay(Simulation):
    """A simulation that asserts, after every event and at every prompt, what may never be otherwise."""

    def __init__(self, plan: Plan, steps: Sequence[Line], **head: str) -> None:
        super().__init__(plan, timeline.parse(text_of(steps, **head).encode(), "a day"))
        self.clock_is_set = any("clock" in step for step in steps)
        self.prompts_of: dict[date, int] = {}
        self.broken: list[AssertionError] = []
        self.showings: set[tuple[str, int]] = set()

    def play(self) -> list[Line]:
        lines = list(self.run())
        for broken in self.broken:
            raise broken
        return lines

    # --- after every event -----------------------------------------------------------------------------

    def wake_after(self, seconds: float) -> None:
        super().wake_after(seconds)
        now, state = self.clock.now(), self.service.state
        assert 0 < seconds <= 30, "the engine wakes in the future, and within 30 s"
        assert 0 <= state.desk_total <= now.elapsed - self.clock.slept + SLACK
        reminders = [occurrence.reminder for occurrence in state.occurrences]
        assert len(set(reminders)) == len(reminders), "a reminder has one unfinished occurrence at most"
        ids = {occurrence.id for occurrence in state.occurrences}
        for name, clock in state.clocks.items():
            assert clock.absorbed_by is None or clock.absorbed_by in ids, f"{name} waits for nobody"
        for reminder in self.plan.reminders:
            if reminder.enabled and self._is_free_to_be_due(state, reminder):
                self._nothing_due_is_forgotten(state, reminder)
        for occurrence in state.occurrences:
            self._waits_for_a_reason(state, occurrence)

    def _is_free_to_be_due(self, state: State, reminder: Reminder) -> bool:
        return state.occurrence_of(reminder.name) is None and state.clocks[reminder.name].absorbed_by is None

    def _nothing_due_is_forgotten(self, state: State, reminder: Reminder) -> None:
        """What is due has an occurrence, or will come with a heavier one within `merge_within`."""
        within = self.plan.prompts.merge_within
        if reminder.every is not None:
            assert state.progress(reminder) <= reminder.every + within + SLACK
            return
        wall, done = self.clock.now().wall, state.clocks[reminder.name].slot
        assert done is not None
        for slot in schedule.passed_slots(reminder, done, wall):
            when = schedule.instant(slot.date(), slot.time(), wall.tzinfo)
            assert -schedule.seconds_until(when, wall) <= within + SLACK, f"{slot} has passed unnoticed"

    def _waits_for_a_reason(self, state: State, occurrence: Occurrence) -> None:
        now = self.clock.t
        if occurrence.phase is not Phase.WAITING:
            assert occurrence.until is not None
            assert occurrence.until >= now - SLACK, "what is over has ended"
        elif occurrence.free_since is not None:
            assert now - occurrence.free_since < self.plan.prompts.settle + SLACK
        else:
            assert self._why_not(state, occurrence), "nothing keeps it off the screen"

    def _why_not(self, state: State, occurrence: Occurrence) -> bool:
        if self.desk.locked or not self.facts or self.facts[-1].name in ("started", "stopped"):
            return True
        back_at = state.presence.back_at
        return not occurrence.requested and bool(
            not state.at_desk
            or state.paused
            or self._holds()
            or open_by_the_dial(self.plan.hours, self.clock.now().wall) is not True
            or (back_at is not None and self.clock.t < back_at + 60)
            or state.open_prompt()
            or (occurrence.showings == 0 and 0 < self.plan.prompts.max_per_day <= state.prompts_today)
        )

    def _holds(self) -> bool:
        return any(Hold(name) in self.plan.respected_holds for name in self.desk.holds)

    # --- at every prompt -------------------------------------------------------------------------------

    def show(self, notice: Notice) -> None:
        # A service goes on whatever its notifier raises, and its log, so what is wrong is kept for later.
        try:
            self._is_a_good_moment(notice)
        except AssertionError as broken:
            self.broken.append(broken)
        super().show(notice)

    def _is_a_good_moment(self, notice: Notice) -> None:
        state, now = self.service.state, self.clock.now()
        (prompt,) = (o for o in state.occurrences if o.id == notice.occurrence)
        assert self.desk.asleep_until is None
        assert self.desk.stopped_until is None
        assert not self.desk.locked, "nothing is ever prompted on a locked screen"
        showing = (prompt.id, prompt.showings)
        again = showing in self.showings
        self.showings.add(showing)
        if prompt.requested or again:  # somebody asked for it, or for it once more
            return
        others = [o for o in state.occurrences if o.is_open and o.id != prompt.id]
        assert not others, "one prompt at a time"
        self._long_enough_at_the_desk(now.elapsed)
        if not any(fact.name == "overridden" for fact in self.facts):
            assert not self._holds()
            assert state.paused is None
            assert open_by_the_dial(self.plan.hours, now.wall) is not False
            self._within_the_day(prompt, now.wall)

    def _within_the_day(self, prompt: Occurrence, wall: datetime) -> None:
        most = self.plan.prompts.max_per_day
        if prompt.showings > 1 or not most or self.clock_is_set:
            return
        self.prompts_of[wall.date()] = self.prompts_of.get(wall.date(), 0) + 1
        assert self.prompts_of[wall.date()] <= most

    def _long_enough_at_the_desk(self, now: float) -> None:
        """At the desk as the facts have it, and for a minute since they came back or the machine woke."""
        came = [f for f in self.facts if f.name in ("away", "back", "awake") or "after" in f.details]
        assert all(f.name != "away" for f in came[-1:]), "away"
        assert all(now - f.at.elapsed >= 60 for f in came if f.name != "away"), "left alone for a minute"

    # --- whenever something is saved -------------------------------------------------------------------

    def append(self, facts: Sequence[Fact], state: str) -> None:
        super().append(facts, state)
        try:
            self._is_read_back(state)
        except (AssertionError, saved_state.Implausible) as broken:
            self.broken.append(AssertionError(broken))

    def _is_read_back(self, text: str) -> None:
        now, kept = self.clock.now(), self.service.state
        read, saved_at = saved_state.loads(text, now, self.clock.boot_id())
        assert saved_at == now.elapsed
        untold = replace(kept.presence, locked=False, asleep=False, continuous=False, back_at=None)
        assert replace(read, paused=in_utc(read.paused)) == replace(
            kept,
            paused=in_utc(kept.paused),
            presence=untold,
            occurrences=tuple(replace(o, free_since=None) for o in kept.occurrences),
            holds={},
            overridden=None,
            counted_to=now.elapsed,
            wake_at=now.elapsed,
            day=min(kept.day, now.day),
        )


def in_utc(paused: Paused | None) -> Paused | None:
    """The same pause; Python finds no two times equal across zones in the hour that comes twice."""
    if paused is None:
        return None
    return Paused(paused.since.astimezone(UTC), paused.until and paused.until.astimezone(UTC))


def open_by_the_dial(hours: Hours | None, wall: datetime) -> bool | None:
    """Whether the local clock shows a time within the hours; None near a change of the clock."""
    if hours is None:
        return True
    if doubtful(wall):
        return None
    at = wall.time().replace(tzinfo=None)
    today, yesterday = wall.isoweekday() in hours.days, (wall - timedelta(days=1)).isoweekday() in hours.days
    spans = [(start, end, start >= end) for start, end in hours.ranges]
    return any(
        (today and at >= start and (over or at < end)) or (yesterday and over and at < end)
        for start, end, over in spans
    )


def doubtful(wall: datetime) -> bool:
    """Whether the clock is changed within the hours around."""
    offsets = {(wall + timedelta(hours=hours)).utcoffset() for hours in (-2, -1, 0, 1, 2)}
    return len(offsets) > 1
