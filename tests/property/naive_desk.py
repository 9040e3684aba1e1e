"""A second desk, built to be plain and not quick: one reminder, looked at second by second.

It shares no code with the engine. It knows design 4.1 to 4.4 for a plan of a single reminder that counts desk
time, within one local day, on whole seconds; it reads the same timelines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from posture_pal.timeline import Step, Timeline

FIRST_MINUTE = 60
LULL = 3


@dataclass
class Wishes:
    """The one reminder and how its prompts behave; seconds."""

    every: int = 1800
    natural_after: int = 180
    away_after: int = 180
    settle: int = 30
    expires_after: int = 600
    snooze: int = 300
    respected: frozenset[str] = frozenset({"do_not_disturb", "fullscreen", "call"})


@dataclass
class NaiveDesk:
    """Plays a timeline second by second; afterwards `prompts`, `desk` and `progress` say what came of it."""

    wishes: Wishes
    prompts: list[int] = field(default_factory=list)
    desk: int = 0
    progress: int = 0

    mode: str = "active"
    locked: bool = False
    holds: set[str] = field(default_factory=set)
    paused: bool = False
    asleep_until: int | None = None
    wakes_signalled: bool = True
    stopped_until: int | None = None
    missed: list[Step] = field(default_factory=list)

    away: bool = False
    away_since: int = 0
    there_since: int = 0
    back_at: int | None = None
    last_sign: int = 0
    idle_line: int = 0

    phase: str = "none"
    free_since: int | None = None
    until: int = 0

    def play(self, day: Timeline) -> NaiveDesk:
        steps = list(day.steps)
        for now in range(int(day.lasts) + 1):
            self._end_sleep_and_stop(now)
            while steps and steps[0].t <= now:
                self._happen(steps.pop(0), now)
                self._end_sleep_and_stop(now)
                self._look(now)
            self._look(now)
            if now < day.lasts:
                self._count_one()
        return self

    # --- one second --------------------------------------------------------------------------------------

    @property
    def up(self) -> bool:
        return self.asleep_until is None and self.stopped_until is None

    def _count_one(self) -> None:
        if not self.away:
            self.desk += 1
            self.progress += 1

    def _end_sleep_and_stop(self, now: int) -> None:
        while True:
            if self.asleep_until is not None and now >= self.asleep_until:
                self._wake(now)
            elif self.asleep_until is None and self.stopped_until is not None and now >= self.stopped_until:
                self._start(now)
            else:
                return

    def _look(self, now: int) -> None:
        """What the program would notice if it looked just now."""
        if not self.up:
            return
        quiet_since = max(self.last_sign, self.there_since)
        silent = self.mode == "idle" and "call" not in self.holds
        if not self.away and silent and now - self.last_sign >= self.wishes.away_after:
            self._leave(now, quiet_since)
        if self.phase == "open" and now >= self.until:
            self._end()
        if self.phase == "snoozed" and now >= self.until:
            self.phase, self.free_since = "waiting", now - self.wishes.settle
        if self.phase == "none" and not self.away and self.progress >= self.wishes.every:
            self.phase, self.free_since = "waiting", None
        if self.phase == "waiting":
            self._show_or_wait(now)

    def _show_or_wait(self, now: int) -> None:
        held = self.paused or bool(self.holds & self.wishes.respected)
        alone = self.back_at is not None and now < self.back_at + FIRST_MINUTE
        if self.away or self.locked or held or alone:
            self.free_since = None
            return
        if self.free_since is None:
            self.free_since = now
        lull = self.mode == "idle" and now - self.last_sign >= LULL
        if lull or now - self.free_since >= self.wishes.settle:
            self.prompts.append(now)
            self.phase, self.until = "open", now + self.wishes.expires_after

    def _end(self) -> None:
        self.phase, self.progress = "none", 0

    def _leave(self, now: int, since: int) -> None:
        if self.away:
            return
        self.away, self.away_since = True, since
        self.desk -= now - since
        self.progress = max(0, self.progress - (now - since))

    def _back(self, now: int) -> None:
        if not self.away or self.locked:
            return
        self.away, self.there_since, self.back_at = False, now, now
        self.last_sign = max(self.last_sign, now)
        if now - self.away_since >= self.wishes.natural_after and self.phase == "none":
            self.progress = 0

    # --- sleep, and the program not running -----------------------------------------------------------------

    def _wake(self, now: int) -> None:
        self.asleep_until = None
        if self.stopped_until is None:
            # A prompt whose time ran out in sleep is over before anybody is back.
            if self.phase == "open" and now > self.until:
                self._end()
            quiet = now - self.last_sign if self.mode == "idle" and "call" not in self.holds else 0
            if quiet < self.wishes.away_after:
                self._back(now)
            self._look(now)
        missed, self.missed = self.missed, []
        for step in missed:
            self._happen(step, now)
            self._look(now)

    def _start(self, now: int) -> None:
        self.stopped_until = None
        if self.phase == "waiting":
            self.free_since = None
        if self.phase == "open" and now >= self.until:
            self._end()
        if "call" in self.holds:
            self._sign(now)
        if self.mode != "idle" or now - self.idle_line < self.wishes.away_after:
            self._back(now)

    # --- what the file says ---------------------------------------------------------------------------------

    def _sign(self, now: int) -> None:
        self.last_sign = now
        self._back(now)

    def _happen(self, step: Step, now: int) -> None:
        if step.what in ("respond", "request"):
            if self.up:
                self._said(step, now)
        elif self.asleep_until is not None and step.what != "clock":
            self.missed.append(step)
        else:
            getattr(self, f"_{step.what}")(step, now)

    def _said(self, step: Step, now: int) -> None:
        self._look_for_away(now)
        if step.what == "request":
            self.paused = step.value == "pause"
        elif self.phase == "open":
            if step.value == "snooze":
                minutes = step.extra.get("minutes")
                self.phase = "snoozed"
                self.until = now + (self.wishes.snooze if minutes is None else round(minutes * 60))
            else:
                self._end()

    def _look_for_away(self, now: int) -> None:
        silent = self.mode == "idle" and "call" not in self.holds
        if not self.away and silent and now - self.last_sign >= self.wishes.away_after:
            self._leave(now, max(self.last_sign, self.there_since))

    def _presence(self, step: Step, now: int) -> None:
        if self.up:
            self._look_for_away(now)
        if step.value == "locked":
            if self.up:
                self._leave(now, now)
            self.locked = True
            return
        if step.value == "unlocked":
            self.locked = False
        self.mode = "active" if step.value == "unlocked" else step.value
        self.idle_line = self.last_sign = now
        if self.up:
            self._back(now)

    def _hold(self, step: Step, now: int) -> None:
        if self.up:
            self._look_for_away(now)
        if step.value == "call" and "call" not in self.holds and self.up:
            self._sign(now)
        self.holds.add(step.value)

    def _release(self, step: Step, now: int) -> None:
        if step.value == "call" and "call" in self.holds and self.up:
            self._sign(now)
        self.holds.discard(step.value)

    def _clock(self, step: Step, now: int) -> None:
        """A clock that is set changes nothing that is counted in seconds."""

    def _sleep(self, step: Step, now: int) -> None:
        if self.up:
            if not step.extra.get("signal", True):
                self._look(now)  # nothing tells the program, which works on until then
            self._look_for_away(now)
            self._leave(now, now)
        self.asleep_until = now + int(step.value)

    def _restart(self, step: Step, now: int) -> None:
        if self.stopped_until is None:
            self._look_for_away(now)
            self._leave(now, now)
            self.stopped_until = now + int(step.value)
