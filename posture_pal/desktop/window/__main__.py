"""Opens the guided window: `python -m posture_pal.desktop.window`, with the request on standard input."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from threading import Event, Thread
from types import FrameType

from posture_pal.clock import Clock, SystemClock
from posture_pal.desktop.window.request import Ended, Request, Shown, line, read
from posture_pal.session_parts import Session


def main() -> int:
    """Guides through one session and says how it ended."""
    args = _arguments()
    request = Request() if args.example else read(sys.stdin.readline())
    if not isinstance(request, Request):
        raise SystemExit("the window wants a request")
    if args.routine:
        request = Request(routine=args.routine)
    return _guide(request, args, SystemClock())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m posture_pal.desktop.window", description=__doc__)
    parser.add_argument("--theme", choices=["light", "dark"], help="in place of the desktop's")
    parser.add_argument("--scale", type=float, help="pixels of a unit, in place of the desktop's")
    parser.add_argument("--still", action="store_true", help="nothing moves by itself")
    parser.add_argument("--example", action="store_true", help="ask for no request: show a break")
    parser.add_argument("--routine", help="ask for no request: show this routine")
    parsed = parser.parse_args()
    parsed.example = parsed.example or bool(parsed.routine)
    return parsed


def _guide(request: Request, args: argparse.Namespace, clock: Clock) -> int:
    import tkinter as tk

    from posture_pal.desktop.window import placing, surroundings, tones
    from posture_pal.desktop.window.stage import WIDE
    from posture_pal.desktop.window.view import View

    session = session_of(request, clock)
    gone = Event()
    if not args.example:
        Thread(target=_until_input_ends, args=[gone], daemon=True).start()
    _end_with_the_desktop()
    wishes = surroundings.wishes()
    dark = args.theme == "dark" if args.theme else wishes.dark
    placing.make_sharp()
    root = tk.Tk(className="Posture Pal")
    placing.put_icon_on(root)
    place = placing.Placing(root, WIDE, shy=not request.clicked, scale=args.scale)
    view = View(
        root,
        session,
        clock,
        place,
        tones.DARK if dark else tones.LIGHT,
        emergency=request.emergency,
        still=args.still or wishes.still,
        shown=lambda: _say(Shown(session.seconds, session.items)),
        gone=gone.is_set,
    )
    root.mainloop()
    ending = view.ended
    if ending is not None:
        _say(Ended(ending.answer, ending.evidence, ending.reason, ending.fraction, ending.items))
    return 0


def session_of(request: Request, clock: Clock) -> Session:
    """What is guided through: what was chosen already, or what the routine's turn is today."""
    from posture_pal import catalogue, session_parts

    if request.programme is not None:
        return _prescribed(request)
    known = catalogue.load()
    routine = known.routines.get(request.routine or "")
    rest = session_parts.rest(request.kind, request.lasts, request.message, request.why)
    if routine is None:
        return rest
    chosen = [entry for entry in map(known.entry, request.offered) if entry is not None]
    if chosen:
        alone = request.lasts if len(chosen) == 1 else None
        parts = tuple(part for entry in chosen for part in session_parts.parts(entry, alone))
        return Session(routine.name, parts, why=request.why)
    composed = session_parts.compose(routine, (), request.avoid, clock.now().day, request.lasts)
    return replace(composed, why=request.why) if composed.parts else rest


def _prescribed(request: Request) -> Session:
    """The session of a clinic's programme; where that is gone, its words for as long as it lasts."""
    from posture_pal import programme, programme_files, session_parts
    from posture_pal.errors import PosturePalError

    try:
        told = programme_files.kept(request.programme or "")
    except PosturePalError:
        return session_parts.rest(request.kind, request.lasts, request.message)
    tasks = told.tasks
    found = programme.session_named(told, request.routine or "")
    chosen = found.tasks if found is not None else [tasks[one] for one in request.offered if one in tasks]
    if not chosen:
        return session_parts.rest(request.kind, request.lasts, request.message)
    return session_parts.prescribed(told, chosen)


def _say(message: Shown | Ended) -> None:
    sys.stdout.write(line(message))
    sys.stdout.flush()


def _until_input_ends(gone: Event) -> None:
    """The program that asked for the window is gone, or wants it gone."""
    sys.stdin.read()
    gone.set()


def _end_with_the_desktop() -> None:
    """A desktop session that ends says so with a signal: that is no answer to the prompt."""

    def ends(_number: int, _frame: FrameType | None) -> None:
        _say(Ended("logout"))
        raise SystemExit(0)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, ends)


if __name__ == "__main__":
    sys.exit(main())
