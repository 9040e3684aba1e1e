"""Goes through a session in the terminal: its steps, a clock, a bar and keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from posture_pal import session_progress as progress
from posture_pal.cli import half_blocks
from posture_pal.clock import Clock
from posture_pal.session_parts import ALWAYS, Part, Session
from posture_pal.session_progress import How, Progress

Key = Callable[[float], str]
"""Waits that many seconds at most for a key; blank when none came."""

LOOK = 0.2
"""Seconds between two looks at the clock while no key is pressed."""
BAR = 30
KEYS = "space pause · enter done · p partial · s skip · h it hurt · ← → step"

_GONE = "gone"
"""In place of a key: no more will come."""

_ENDS = {
    _GONE: How.CLOSED,
    "\r": How.DONE,
    "\n": How.DONE,
    "d": How.DONE,
    "p": How.PARTIAL,
    "s": How.SKIPPED,
    "q": How.SKIPPED,
    "\x1b": How.SKIPPED,
    "h": How.HURT,
}
_STEPS = {"\x1b[C": 1, "\x1b[D": -1, "n": 1, "b": -1}
_WORDS = {
    "done": "Done. Well taken.",
    "partial": "Done in part.",
    "skip": "Skipped.",
    "dismiss": "Ended.",
}
_HURT = "Ended because it hurt. Leave it out, and read: posture-pal safety"


def figure_of(part: Part) -> list[str]:
    """The lines of a part's figure; none for a check or a rest."""
    return half_blocks.lines(part.id, part.side) if part.has_figure else []


def has_keys() -> bool:
    """Whether a person sits at this terminal, with keys that can be taken one by one."""
    return sys.platform != "win32" and sys.stdin.isatty() and sys.stdout.isatty()


def print_steps(session: Session) -> None:
    """All of it at once, where nobody can press a key."""
    told = [line for part in session.parts for line in (*lines(part), "")]
    sys.stdout.write("\n".join([*head(session), "", *told]) + ALWAYS + "\n")


def head(session: Session) -> list[str]:
    """What it is called; of a clinic's programme also whose it is, and when to stop."""
    author = [f"From {session.author}"] if session.author else []
    return [session.title, *author, *([session.stop_rule] if session.stop_rule else [])]


def farewell(ended: Progress) -> str:
    """What is said in the end."""
    return _HURT if ended.ended is How.HURT else _WORDS[progress.ending(ended).answer]


def lines(part: Part) -> list[str]:
    """A part as it is read: its name and dose, its steps, and what to take care with."""
    side = f", {part.side} side" if part.side else ""
    dose = f" · {part.dose}" if part.dose else ""
    steps = [f"  {number}. {step}" for number, step in enumerate(part.lines, 1)]
    if part.is_check:
        steps = [f"  {part.lines[0]}"]
    return [f"{part.name}{side}{dose}", *steps, *([f"  {part.note}"] if part.note else [])]


def bar(guided: Progress, width: int = BAR) -> str:
    """The live line: how much of the part is over, what is left of it, and what comes next."""
    part = guided.part
    full = round(width * min(1.0, guided.position / part.seconds))
    minutes, seconds = divmod(int(guided.left + 0.999), 60)
    state = "" if guided.running else "  paused"
    following = guided.next_part
    coming = f"  next: {following.name.partition(' (')[0]}" if following is not None else ""
    return f"  {'█' * full}{'░' * (width - full)}  {minutes}:{seconds:02}{state}{coming}"


def follow(
    session: Session, clock: Clock, key: Key, out: TextIO, drawn: Callable[[Part], list[str]] | None = None
) -> Progress:
    """Runs the clock and takes keys until it is over; Ctrl+C and a terminal that goes away close it.

    drawn: makes the lines of a part's figure, for a terminal that can show one.
    """
    guided = progress.begin(session, clock.now().elapsed)
    heading = "\n".join(head(session))
    out.write(f"{heading}\n{KEYS}\n{ALWAYS}\n")
    shown = -1
    while guided.ended is None:
        if guided.place != shown:
            shown = guided.place
            told = [*(drawn(guided.part) if drawn is not None else []), *lines(guided.part)]
            out.write("\r\x1b[K\n" + "\n".join(told) + "\n")
        out.write(f"\r\x1b[K{bar(guided)}")
        out.flush()
        pressed, now = _pressed(key), clock.now().elapsed
        if pressed == " ":
            guided = progress.toggle(guided, now)
        elif pressed in _STEPS:
            guided = progress.step(guided, _STEPS[pressed], now)
        elif pressed in _ENDS:
            guided = progress.end(guided, _ENDS[pressed], now)
        else:
            guided = progress.look(guided, now)
    return guided


def _pressed(key: Key) -> str:
    try:
        return key(LOOK)
    except (KeyboardInterrupt, EOFError, OSError):
        return _GONE


@contextmanager
def keys(source: TextIO) -> Iterator[Key]:
    """Keys one by one and without echo; an arrow comes as one."""
    import os
    import select
    import termios
    import tty

    if sys.platform == "win32":
        raise NotImplementedError("Windows has other ways for this")
    number = source.fileno()
    before = termios.tcgetattr(number)
    tty.setcbreak(number)

    def key(seconds: float) -> str:
        if not select.select([number], [], [], seconds)[0]:
            return ""
        pressed = os.read(number, 8)
        if not pressed:
            raise EOFError
        return pressed.decode(errors="replace")

    try:
        yield key
    finally:
        with suppress(OSError, termios.error):  # it may be gone
            termios.tcsetattr(number, termios.TCSADRAIN, before)
