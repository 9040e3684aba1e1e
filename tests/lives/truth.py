"""What is really so at the desk of a written life, and what may therefore never happen on its screen."""

from __future__ import annotations

from lives.clock import LifeClock
from lives.script import Line
from posture_pal.state import HEARTBEAT

FIRST_MINUTE = 60.0
UNNOTICED = 40.0
"""Seconds of desk time that may be counted before somebody is found to be away: a heartbeat and a little."""


class Broken(AssertionError):
    """Something was so that may never be; `rule` names it, whatever the figures in the sentence."""

    def __init__(self, rule: str, told: str) -> None:
        self.rule = rule
        super().__init__(f"{rule}: {told}")


class Truth:
    """The person and the machine, from the lines alone; it knows nothing of the program's opinion.

    present: seconds in which they were at the desk of a running program, or were silent for less than
    `away_after` there: no more desk time than this can have been counted.
    """

    def __init__(self, clock: LifeClock, away_after: float = 180.0) -> None:
        self.clock = clock
        self.away_after = away_after
        self.presence = "active"
        self.quiet_since = 0.0
        self.locked = False
        self.holds: set[str] = set()
        self.up = False
        self.back_at = -FIRST_MINUTE
        self.present = 0.0
        self._counted_to = 0.0

    # --- what happens ------------------------------------------------------------------------------------

    def happens(self, line: Line) -> None:
        """Takes in a line at its time, before anybody is told of it."""
        self.count()
        if "presence" in line:
            self._presence(str(line["presence"]))
        elif "hold" in line:
            self._sign(line["hold"])
            self.holds.add(line["hold"])
        elif "release" in line:
            self._sign(line["release"])
            self.holds.discard(line["release"])

    def goes(self, *, up: bool) -> None:
        """The program runs on a waking machine from now on, or does not."""
        self.count()
        self.up = up

    def wakes(self, *, signalled: bool) -> None:
        """The machine has slept until now.

        Where no signal came, the program knows how long it slept, and not when within the time since the last
        heartbeat: so much time may be taken for time at the desk.
        """
        self.back_at = self.clock.t
        self.present += 0.0 if signalled else HEARTBEAT

    def count(self) -> None:
        """Counts presence up to now."""
        now = self.clock.t
        if self.up and not self.locked:
            until = now if self.is_busy() else min(now, self.quiet_since + self.away_after)
            self.present += max(0.0, until - self._counted_to)
        self._counted_to = now

    def is_busy(self) -> bool:
        """Whether they count as there without any input."""
        return self.presence in ("active", "unknown") or "call" in self.holds

    def silence(self) -> float:
        return 0.0 if self.presence == "active" else self.clock.t - self.quiet_since

    def _presence(self, value: str) -> None:
        now = self.clock.t
        if value == "locked":
            self.locked = True
            return
        if value == "unlocked":
            self.locked, self.back_at = False, now
        elif value == "active" and not self.is_busy() and now - self.quiet_since > self.away_after + 1:
            self.back_at = now
        self.presence = "active" if value == "unlocked" else value
        self.quiet_since = now

    def _sign(self, hold: str) -> None:
        if hold == "call":
            if not self.is_busy() and self.clock.t - self.quiet_since > self.away_after + 1:
                self.back_at = self.clock.t
            self.quiet_since = self.clock.t

    # --- what may never be -------------------------------------------------------------------------------

    def may_show(self, *, was_asked_for: bool, may_come_at_once: bool, respected: set[str]) -> None:
        """Raises Broken when a prompt may not come now.

        may_come_at_once: it was on screen before the program ended, and is put there again.
        """
        now = self.clock.t
        self._rule("nothing is prompted while the program is not running or the machine asleep", self.up)
        self._rule("nothing is prompted on a locked screen", not self.locked)
        if was_asked_for or may_come_at_once:
            return
        alone = now - self.back_at
        self._rule("nobody is prompted in the first minute", alone >= FIRST_MINUTE, f"{alone:g} s after")
        away = self.presence == "idle" and "call" not in self.holds and self.silence() > self.away_after + 1
        self._rule("nobody is prompted who is away", not away, f"silent for {self.silence():g} s")
        standing = sorted(self.holds & respected)
        self._rule("a hold keeps prompts away", not standing, ", ".join(standing))

    def may_have_counted(self, desk_time: float) -> None:
        """Raises Broken when more desk time was counted than anybody can have been there for."""
        self.count()
        most = self.present + UNNOTICED
        self._rule("desk time is bounded by presence", desk_time <= most, f"{desk_time:g} s of {most:g} s")

    def _rule(self, rule: str, holds: bool, told: str = "") -> None:
        if not holds:
            raise Broken(rule, f"at {self.clock.t:g} s, {self.clock.now().wall:%Y-%m-%d %H:%M:%S} {told}")
