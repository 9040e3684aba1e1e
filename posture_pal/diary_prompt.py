"""Asks for the diary once a day, at the time in the settings, when somebody is there and nothing holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time

from posture_pal import diary, diary_file, paths, quiet
from posture_pal.clock import Clock
from posture_pal.errors import PosturePalError
from posture_pal.model import Fact, Moment, Plan
from posture_pal.service import Service

_WHERE = "It is in the tray menu: Log how I feel…"
_DISCREET = "It is in the tray menu."


def daily_times(plan: Plan) -> set[time]:
    """The local times of day at which something may be due."""
    diary_time = {plan.diary_at} if plan.diary_enabled else set()
    return diary_time | {at for reminder in plan.reminders for at in reminder.at}


class DiaryPrompt:
    """Looks after every event whether it is time. `say` puts a message on screen."""

    def __init__(self, service: Service, clock: Clock, say: Callable[[str, str], None]) -> None:
        self._service = service
        self._clock = clock
        self._say = say
        self._asked: date | None = None

    def look(self, _facts: Sequence[Fact]) -> None:
        """Asks, at most once a day, and not on a day about which something was said already."""
        plan, state, now = self._service.plan, self._service.state, self._clock.now()
        is_due = plan.diary_enabled and now.wall.time() >= plan.diary_at and self._asked != now.day
        if not is_due or not state.at_desk or state.open_prompt() or quiet.holds(plan, state, now):
            return
        self._asked = now.day
        if not self._is_written(now):
            self._say("A moment for your diary", _DISCREET if plan.prompts.discreet else _WHERE)

    def _is_written(self, now: Moment) -> bool:
        try:
            return now.day in diary.by_day(diary_file.read(paths.diary_file()))
        except PosturePalError:
            return False
