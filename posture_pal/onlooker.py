"""Keeps what the person sees up to date after every event, and asks the desktop what it does not tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from posture_pal import durations, menu, outlook, stats, status
from posture_pal.desktop.notify.base import Notice
from posture_pal.desktop.source import PresenceSource, Source
from posture_pal.desktop.tray.base import Tray
from posture_pal.login import Login
from posture_pal.menu import Face
from posture_pal.model import Answer, Fact, Moment, Plan
from posture_pal.state import Occurrence, Phase, State
from posture_pal.stats import Figures
from posture_pal.stats.so_far import SoFar

LOOK_WHILE_AWAY = 10.0
"""Seconds between two looks for a person who is away, where the desktop tells no return by itself."""

LATEST = 20
"""How many of the latest facts are kept at hand to explain what happened."""


class DesktopOnlooker:
    """The tray, the presence source and today's facts, seen from the service's loop.

    troubles: what does not work just now, shared with the service.
    watchers: called after every event, with the facts that came of it.
    offer: the words for what a prompt offers, None for the plain ones. opens: what a click on it does.
    """

    def __init__(
        self, tray: Tray, presence: PresenceSource, sources: Sequence[Source], troubles: dict[str, str]
    ) -> None:
        self.tray = tray
        self.presence = presence
        self.troubles = troubles
        self.watchers: list[Callable[[Sequence[Fact]], None]] = []
        self.offer: Callable[[Plan, Occurrence], str | None] = lambda _plan, _occurrence: None
        self.opens: Callable[[Plan, Occurrence], str] = lambda _plan, _occurrence: ""
        self.latest: list[Fact] = []
        self.face: Face | None = None
        self.login = Login()
        self.sources = list(sources)
        self._next_ask: dict[int, float] = {}
        self._so_far = SoFar()

    # --- what the service asks ---------------------------------------------------------------------------

    def silence(self, plan: Plan, state: State, now: Moment) -> float | None:
        """Seconds since the last input; nothing is asked while the answer could change nothing."""
        seen = state.presence
        if seen.locked or seen.asleep:
            return None
        if self.presence.pushes and not _matters(plan, state, now):
            return None
        return self.presence.silence()

    def notice(self, plan: Plan, occurrence: Occurrence) -> Notice:
        """The prompt as a notifier wants it."""
        snooze = f"Snooze {durations.spell(plan.prompts.snooze[0])}"
        return Notice(
            title=outlook.prompt_title(plan, occurrence),
            body=self.offer(plan, occurrence) or outlook.prompt_body(plan, occurrence),
            occurrence=occurrence.id,
            buttons=((Answer.DONE, "Done"), (Answer.SNOOZE, snooze), (Answer.SKIP, "Skip")),
            opens=self.opens(plan, occurrence),
            sound=plan.prompts.sound,
        )

    def looked(self, plan: Plan, state: State, now: Moment, facts: Sequence[Fact]) -> float | None:
        """Takes in what happened, shows it, and says when to look again."""
        self.remember(facts, now)
        self._ask_sources(now)
        today = status.today_line(self.today(plan, now))
        face = menu.face(plan, state, now, today, self.troubles, at_login=self.login.checked)
        if face != self.face:
            self.face = face
            self.tray.show(face)
        for watcher in self.watchers:
            watcher(facts)
        return self._look_again(state, now)

    # --- what is known -----------------------------------------------------------------------------------

    def remember(self, facts: Sequence[Fact], now: Moment) -> None:
        """Counts today's facts for the figures, and keeps the latest ones to explain."""
        self._so_far.take(facts, now.day)
        self.latest = [*self.latest, *facts][-LATEST:]

    def today(self, plan: Plan, now: Moment) -> Figures:
        """Today's figures."""
        workdays = plan.hours.days if plan.hours else frozenset({1, 2, 3, 4, 5})
        return stats.of_days({now.day: self._so_far.day(now)}, workdays, [now.day])

    def status(self, plan: Plan, state: State, now: Moment, around: dict[str, Any]) -> dict[str, Any]:
        """The whole status, for the command line."""
        today = self.today(plan, now)
        presence = {"presence_source": self.presence.name, "today_line": status.today_line(today)}
        login = {"login": self.login.look()}
        return status.status(
            plan, state, now, today, {**presence, **login, **around, "troubles": dict(self.troubles)}
        )

    # --- asking ------------------------------------------------------------------------------------------

    def _ask_sources(self, now: Moment) -> None:
        for source in (self.presence, *self.sources):
            every = source.ask_every
            if every is None:
                self._next_ask.pop(id(source), None)
            elif now.elapsed >= self._next_ask.setdefault(id(source), now.elapsed + every):
                source.ask()
                self._next_ask[id(source)] = now.elapsed + every

    def _look_again(self, state: State, now: Moment) -> float | None:
        moments = [at - now.elapsed for at in self._next_ask.values()]
        away_unasked = not state.at_desk and not state.presence.asleep and not state.presence.locked
        if away_unasked and state.presence.known and not self.presence.pushes:
            moments.append(LOOK_WHILE_AWAY)
        return max(1.0, min(moments)) if moments else None


def _matters(plan: Plan, state: State, now: Moment) -> bool:
    """Whether a lull would let a prompt appear, or the silence would make the person count as away."""
    seen = state.presence
    running_out = not seen.continuous and now.elapsed - seen.last_input >= plan.away_after - 1.0
    lull = any(o.phase is Phase.WAITING and o.free_since is not None for o in state.occurrences)
    return lull or (running_out and state.at_desk)
