"""Turns old facts into daily totals while the program runs: after its start, and after each midnight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from posture_pal import daily
from posture_pal.clock import Clock
from posture_pal.errors import LogUnusable
from posture_pal.event_log import Log
from posture_pal.model import Fact
from posture_pal.service import Service
from posture_pal.waits import Waits

STEP = 7
"""Days that one step turns into totals at most: tens of milliseconds, in which nothing else is worked on."""

_FIRST = 20.0
"""Seconds after a new day was noticed, or the start: what wakes the program then has its way first."""

_BETWEEN = 0.2
"""Seconds between two steps; prompts, answers and commands go on in between."""


class Retention:
    """Looks after every event whether it is another day. Everything happens on the service's thread."""

    def __init__(self, service: Service, log: Log, clock: Clock, waits: Waits) -> None:
        self._service = service
        self._log = log
        self._clock = clock
        self._waits = waits
        self._seen: tuple[date, int] | None = None
        self._is_waiting = False
        self._reach = STEP

    def look(self, _facts: Sequence[Fact]) -> None:
        """Begins when the day, or what is to be kept, is another than at the last look."""
        seen = self._clock.now().day, self._service.plan.keep_facts_days
        if seen != self._seen:
            self._seen, self._reach = seen, STEP
            self._step_after(_FIRST)

    def _step(self) -> None:
        """Some days of what is too old; another step follows as long as there is any."""
        assert self._seen is not None
        self._is_waiting = False
        today, keep_days = self._seen
        wanted = today - timedelta(days=keep_days)
        try:
            first = daily.first_before(self._log, wanted)
            if first is None:
                return
            upto = min(wanted, first + timedelta(days=self._reach))
            gone = daily.keep_totals(self._log, upto)
        except LogUnusable:  # the service finds that out by itself, and says so; tomorrow it is tried again
            return
        # Where somebody sat at the desk over every midnight there is no cut: it is looked for further on.
        self._reach = STEP if gone else self._reach + STEP
        if gone or upto < wanted:
            self._step_after(_BETWEEN)

    def _step_after(self, seconds: float) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._waits.after(seconds, lambda: self._service.post(self._step))
