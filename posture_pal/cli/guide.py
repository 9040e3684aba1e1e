"""`posture-pal guide ROUTINE`: a routine in the terminal, step by step, with a clock, a bar and keys."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, TextIO

from posture_pal import session_progress as progress
from posture_pal.catalogue import Catalogue, load
from posture_pal.clock import Clock, SystemClock
from posture_pal.errors import BadInput, PosturePalError, Problem
from posture_pal.session_parts import ALWAYS, Part, Session, compose
from posture_pal.session_progress import How, Progress

Key = Callable[[float], str]
"""Waits that many seconds at most for a key; blank when none came."""

LOOK = 0.2
"""Seconds between two looks at the clock while no key is pressed."""
BAR = 30
KEYS = "space pause · enter done · p partial · s skip · h it hurt · ← → step"

_ENDS = {
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
_DAYS = 21


def add(subparsers: Any) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "guide",
        help="go through a routine step by step",
        description="Goes through a routine in the terminal. Without a name: opens the window of the prompt.",
    )
    parser.add_argument("routine", nargs="?", metavar="ROUTINE", help="its id, such as desk_neck")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Goes through the routine, or asks the running program for its window. Raises BadInput."""
    if args.routine is None:
        return _ask_for_window()
    return through(args.routine)


def _ask_for_window() -> int:
    from posture_pal import paths
    from posture_pal.desktop import instance

    answer = instance.ask(paths.socket_path(), {"do": ["guide"]})
    if not answer.get("ok"):
        raise PosturePalError(str(answer.get("say") or "The running program did not understand."))
    sys.stdout.write(f"{answer['say']}\n")
    return 0


def is_routine(name: str) -> bool:
    """Whether the catalogue has a routine of that name."""
    return name in load().routines


def through(name: str) -> int:
    """Goes through a routine. Raises BadInput for one that is not there."""
    from posture_pal.desktop.window import statement

    session = _session(load(), name, SystemClock())
    out = sys.stdout
    if not statement.was_shown():
        from textwrap import fill

        from posture_pal import safety

        out.write(fill(safety.STATEMENT, 90) + "\nSymptoms that need urgent help: posture-pal safety\n\n")
        statement.mark_shown()
    if sys.platform == "win32" or not (sys.stdin.isatty() and out.isatty()):
        out.write("\n".join(line for part in session.parts for line in (*lines(part), "")) + ALWAYS + "\n")
        return 0
    with _keys(sys.stdin) as key:
        ended = _follow(session, SystemClock(), key, out)
    ending = progress.ending(ended)
    out.write(f"\n{_HURT if ended.ended is How.HURT else _WORDS[ending.answer]}\n")
    return 0


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


def _session(known: Catalogue, name: str, clock: Clock) -> Session:
    from difflib import get_close_matches

    routine = known.routines.get(name)
    if routine is None:
        near = get_close_matches(name, known.routines, 1, 0.4)
        expected = f"the name of a routine would do: {', '.join(known.routines)}"
        raise BadInput("guide", (Problem(None, "ROUTINE", name, expected, near[0] if near else None),))
    today = clock.now().day
    history = known.history(_offered(today - timedelta(days=_DAYS)))
    session = compose(routine, history, _avoid(), today)
    if not session.parts:
        raise PosturePalError(f"Everything in {name} is left out by your settings: [exercises] avoid.")
    return session


def _avoid() -> tuple[str, ...]:
    from posture_pal import settings

    try:
        return settings.load_plan().avoid
    except BadInput:
        return ()


def _offered(since: date) -> Iterator[tuple[str, date]]:
    """What reminders offered lately; nothing where the record cannot be read."""
    from posture_pal import event_log, paths

    try:
        facts = event_log.read(paths.log_file(), since=since)
    except PosturePalError:
        return
    for fact in facts:
        for item in fact.details.get("items") or () if fact.name != "guided" else ():
            yield str(item), fact.at.day


def _follow(session: Session, clock: Clock, key: Key, out: TextIO) -> Progress:
    """Runs the clock and takes keys until it is over."""
    guided = progress.begin(session, clock.now().elapsed)
    out.write(f"{session.title}\n{KEYS}\n{ALWAYS}\n")
    shown = -1
    while guided.ended is None:
        if guided.place != shown:
            shown = guided.place
            out.write("\r\x1b[K\n" + "\n".join(lines(guided.part)) + "\n")
        out.write(f"\r\x1b[K{bar(guided)}")
        out.flush()
        pressed, now = key(LOOK), clock.now().elapsed
        if pressed == " ":
            guided = progress.toggle(guided, now)
        elif pressed in _STEPS:
            guided = progress.step(guided, _STEPS[pressed], now)
        elif pressed in _ENDS:
            guided = progress.end(guided, _ENDS[pressed], now)
        else:
            guided = progress.look(guided, now)
    return guided


@contextmanager
def _keys(source: TextIO) -> Iterator[Key]:
    """Keys one by one and without echo; an arrow comes as one."""
    import os
    import select
    import termios
    import tty

    number = source.fileno()
    before = termios.tcgetattr(number)
    tty.setcbreak(number)

    def key(seconds: float) -> str:
        if not select.select([number], [], [], seconds)[0]:
            return ""
        return os.read(number, 8).decode(errors="replace")

    try:
        yield key
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
