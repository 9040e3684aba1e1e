"""`posture-pal guide --text`: the open prompt's session in the terminal; how it ends is the prompt's answer.

A screen reader reads a terminal, and nothing of a Tk window but its title: this is the way for who uses one.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from posture_pal import session_progress as progress
from posture_pal.cli import asking, walk
from posture_pal.clock import SystemClock
from posture_pal.desktop.window.request import Ended, Request, Shown, line, read
from posture_pal.errors import PosturePalError
from posture_pal.session_progress import How


def run() -> int:
    """Goes through it and tells the running program how it ended. Raises PosturePalError without a prompt."""
    from posture_pal.desktop.window.__main__ import session_of

    occurrence, _, text = _ask("follow").partition(" ")
    request = read(text)
    if not isinstance(request, Request):
        raise PosturePalError("The running program is of another version; end it and start it again.")
    clock = SystemClock()
    session = session_of(request, clock)
    if not walk.has_keys():
        walk.print_steps(session)
        sys.stdout.write('\nAnswer it with "posture-pal done", "partial" or "skip".\n')
        return 0
    _ask("followed", occurrence, line(Shown(session.seconds, session.items)))
    if hasattr(signal, "SIGHUP"):  # a terminal that is closed is an answer, as a window is
        signal.signal(signal.SIGHUP, _closed)
    with walk.keys(sys.stdin) as key:
        ended = walk.follow(session, clock, key, sys.stdout)
    told = progress.ending(ended)
    answer = Ended(told.answer, told.evidence, told.reason, told.fraction, told.items)
    said = _ask("followed", occurrence, line(answer))
    if ended.ended is not How.CLOSED:
        sys.stdout.write(
            f"\n{walk.farewell(ended)}\n" if said else "\nIt was answered elsewhere meanwhile.\n"
        )
    return 0


def _closed(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ask(*words: str) -> str:
    return str(asking.ask(*words)["say"])
