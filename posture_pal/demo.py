"""A working day in a minute: the real program on a fast clock, with a person played from a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from threading import Lock

from posture_pal.clock import FastClock
from posture_pal.desktop.source import Tell
from posture_pal.events import Answered, Event, HoldBegan, HoldEnded, Locked, Seen, Unlocked
from posture_pal.model import Answer, Fact, Hold, Moment

DAY = 8 * 3600.0
"""Seconds of the written day."""

READING = 400.0
"""Seconds of the day that the person takes to answer: most of a real second, so that one can watch."""

SCRIPT: tuple[tuple[float, Event], ...] = (
    (3.0 * 3600, Locked()),
    (3.75 * 3600, Unlocked()),
    (5.0 * 3600, HoldBegan(Hold.CALL, "the demo's meeting")),
    (5.5 * 3600, HoldEnded(Hold.CALL)),
)
"""What happens when, in seconds of the day: lunch with the screen locked, a meeting after it."""

ANSWERS: tuple[Answered | None, ...] = (
    Answered(Answer.DONE),
    Answered(Answer.DONE),
    Answered(Answer.SNOOZE),
    Answered(Answer.DONE),
    Answered(Answer.SKIP, reason="busy"),
    Answered(Answer.DONE),
    Answered(Answer.PARTIAL),
    None,
)
"""What the person says to one prompt after the other; None: nothing, and it expires."""


class UnhurriedClock(FastClock):
    """A fast clock that waits for whoever looks at it late.

    A machine that is busy for the blink of an eye has missed a minute of such a day, and a wake-up that is a
    minute late reads as sleep. So between two looks this clock goes on by less than that.
    """

    _MOST = 45.0

    def __init__(self, factor: float, start: datetime) -> None:
        super().__init__(factor, start)
        self._lag = 0.0
        self._last = 0.0
        self._looking = Lock()

    def now(self) -> Moment:
        with self._looking:
            fast = super().now()
            self._lag = max(self._lag, fast.elapsed - self._last - self._MOST)
            self._last = fast.elapsed - self._lag
            wall = fast.wall.astimezone(UTC) - timedelta(seconds=self._lag)
            return Moment(wall.astimezone(fast.wall.tzinfo), self._last)


class DemoPerson:
    """A person at the desk who leaves, comes back and answers by the script; it is a presence source, too."""

    name = "the demo's script"
    pushes = True
    ask_every = None
    away_after = 180.0

    def __init__(self, after: Callable[[float, Callable[[], None]], None]) -> None:
        self._after = after
        self._answers: Iterator[Answered | None] = cycle(ANSWERS)
        self._tell: Tell = lambda _event: None

    def why_not(self) -> str | None:
        return None

    def start(self, tell: Tell) -> None:
        """Sits down, with the day's events ahead."""
        self._tell = tell
        tell(Seen(0.0, continuous=True))
        for seconds, event in SCRIPT:
            self._after(seconds, lambda event=event: self._tell(event))  # type: ignore[misc]

    def silence(self) -> float | None:
        """There is always a moment between two things."""
        return 5.0

    def ask(self) -> None:
        """Tells everything by itself."""

    def close(self) -> None:
        self._tell = lambda _event: None

    def read(self, facts: Sequence[Fact]) -> None:
        """Answers what was just prompted, after reading it."""
        for fact in facts:
            said = next(self._answers) if fact.name == "prompted" else None
            if said is not None and fact.occurrence is not None:
                answer = Answered(said.answer, fact.occurrence, reason=said.reason)
                self._after(READING, lambda answer=answer: self._tell(answer))  # type: ignore[misc]


def play(seconds: float, out: Callable[[str], None]) -> int:
    """Plays the day where the environment says and ends with its figures; returns the exit code."""
    from posture_pal import app, explaining, figures_table
    from posture_pal.clock import SystemClock

    today = SystemClock().now().wall
    clock = UnhurriedClock(DAY / seconds, today.replace(hour=9, minute=0, second=0, microsecond=0))
    out(f"A working day in {seconds:.0f} seconds. Everything is real but the clock and the person.")
    program = app.Program(clock, person=DemoPerson)
    person = program.onlooker.presence
    assert isinstance(person, DemoPerson)

    def watch(facts: Sequence[Fact]) -> None:
        person.read(facts)
        for fact in facts:
            out(explaining.told(fact))

    program.onlooker.watchers.append(watch)
    program.waits.after(DAY, program.service.stop)
    code = program.run()
    figures = program.onlooker.today(program.service.plan, clock.now())
    out("\n".join(["", *figures_table.lines(figures, [clock.now().day])]))
    return code
