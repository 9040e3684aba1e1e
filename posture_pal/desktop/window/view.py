"""The guided window itself: what is pressed, what time it is, and what it all comes to."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from posture_pal import session_progress as progress
from posture_pal.clock import Clock
from posture_pal.desktop.window import pages, statement
from posture_pal.desktop.window.bar import Bar
from posture_pal.desktop.window.placing import Placing
from posture_pal.desktop.window.sheet import Sheet
from posture_pal.desktop.window.stage import WIDE, Stage
from posture_pal.desktop.window.tones import Tones, written
from posture_pal.session_parts import Session
from posture_pal.session_progress import How

TICK = 1000 // 12
"""Milliseconds between two looks while the clock runs."""
SLOW_TICK = 250
_LINGER = 900
"""Milliseconds for which a finished session stays in sight."""


class View:
    """One window for one session. `ended` is set when somebody ended it.

    shown: called once, when all of it is on screen. gone: asked at every look whether it is to go unasked.
    """

    def __init__(
        self,
        root: tk.Tk,
        session: Session,
        clock: Clock,
        placing: Placing,
        tones: Tones,
        *,
        emergency: str,
        still: bool,
        shown: Callable[[], None],
        gone: Callable[[], bool],
    ) -> None:
        self.root = root
        self.ended: progress.Ending | None = None
        self._clock = clock
        self._placing = placing
        self._emergency = emergency
        self._shown: Callable[[], None] | None = shown
        self._gone = gone
        self._still = still
        self._progress = progress.begin(session, self._now())
        root.configure(background=written(tones.ground))
        self._sheet = Sheet(root, tones, placing.scale)
        self._stage = Stage(self._sheet, self._progress, still=still)
        self._bar = Bar(self._sheet, self)
        self._page: str | None = None
        self._behind: str | None = None
        self._resume = True
        self._keys()
        if statement.was_shown():
            self._show_part()
        else:
            self._open_page(pages.FIRST)
        placing.show(root, self._size())
        root.after(1, self._tick)

    # --- what can be pressed -----------------------------------------------------------------------------

    def answer(self, how: How) -> None:
        """Ends the session."""
        self._progress = progress.end(self._progress, how, self._now())
        self._finish()

    def toggle(self) -> None:
        """Stops the clock, or lets it run."""
        if self._page is None:
            self._progress = progress.toggle(self._progress, self._now())
            self._bar.show_running(self._progress.running)
            self.root.title(_title(self._progress))
            self._stage.clear()
            self._stage.show_part(self._progress)

    def step(self, by: int) -> None:
        """To the next part, or back."""
        if self._page is None:
            self._progress = progress.step(self._progress, by, self._now())
            self._show_part()

    def urgent(self) -> None:
        """Shows the symptoms that need urgent help, in place of the session or of the first time's page."""
        self._behind = self._page
        self._open_page(pages.URGENT)

    def close_page(self) -> None:
        """Back to the session, whose clock runs on if it ran before, or to the page behind this one."""
        if self._page == pages.FIRST:
            statement.mark_shown()
        if self._behind is not None:
            behind, self._behind = self._behind, None
            self._open_page(behind)
            return
        self._page = None
        self._sheet.clear(pages.TAG)
        if self._resume != self._progress.running:
            self._progress = progress.toggle(self._progress, self._now())
        self._placing.resize(self.root, self._size())
        self._show_part()

    # --- the course of it --------------------------------------------------------------------------------

    def _keys(self) -> None:
        root = self.root
        root.protocol("WM_DELETE_WINDOW", lambda: self.answer(How.CLOSED))
        for key, press in (
            ("<space>", self.toggle),
            ("<Return>", self._return),
            ("<KP_Enter>", self._return),
            ("<Escape>", self._escape),
            ("<Left>", lambda: self.step(-1)),
            ("<Right>", lambda: self.step(1)),
        ):
            root.bind(key, lambda _event, press=press: press())  # type: ignore[misc]

    def _return(self) -> None:
        if self._page is None:
            self.answer(How.DONE)
        else:
            self.close_page()

    def _escape(self) -> None:
        if self._page is None:
            self.answer(How.SKIPPED)
        else:
            self.close_page()

    def _tick(self) -> None:
        if self._gone():
            self.root.destroy()
            return
        if self._page is None:
            place, running = self._progress.place, self._progress.running
            self._progress = progress.look(self._progress, self._now())
            if self._progress.ended is not None:
                self._finish()
                return
            if (self._progress.place, self._progress.running) != (place, running):
                self._show_part()
            else:
                self._stage.show_time(self._progress)
        self._tell_shown()
        moving = self._progress.running and not self._still and self._page is None
        waiting = self._shown is not None
        self.root.after(15 if waiting else TICK if moving else SLOW_TICK, self._tick)

    def _tell_shown(self) -> None:
        drawn = self._page is not None or self._stage.has_drawn_figure
        if self._shown is not None and drawn and self.root.winfo_viewable():
            told, self._shown = self._shown, None
            self.root.update()
            self.root.after(1, told)  # by then the buttons, windows of their own, are painted too

    def _finish(self) -> None:
        """Keeps the answer; a clock that ran out is seen to have done so before the window goes."""
        self.ended = progress.ending(self._progress)
        if self._progress.ended is How.FINISHED:
            self._sheet.clear("bar")
            self._stage.show_time(self._progress)
            self._bar.show_finished()
            self.root.after(_LINGER, self.root.destroy)
        else:
            self.root.destroy()

    def _show_part(self) -> None:
        self._stage.show_part(self._progress)
        self._bar.show(self._stage.size, self._progress, compact=self._stage.is_compact)
        self.root.title(_title(self._progress))

    def _open_page(self, page: str) -> None:
        if self._page is None:
            self._resume = self._progress.running
            if self._progress.running:
                self._progress = progress.toggle(self._progress, self._now())
        self._page = page
        self._stage.clear()
        self._sheet.clear("bar")
        self._sheet.clear(pages.TAG)
        self._placing.resize(self.root, WIDE)
        words, at = pages.show(page, self._sheet, self._emergency)
        self._bar.show_page(words, at)
        if page == pages.FIRST:
            self._bar.add_link(at)
        self.root.title(f"{pages.TITLES[page]} · Posture Pal")

    def _size(self) -> tuple[int, int]:
        return WIDE if self._page is not None else self._stage.size

    def _now(self) -> float:
        return self._clock.now().elapsed


def _title(guided: progress.Progress) -> str:
    """All that a screen reader hears of the window: the exercise, its side and dose, which of how many."""
    part, count = guided.part, len(guided.session.parts)
    side = f"{part.side} side" if part.side else ""
    place = f"{guided.place + 1} of {count}" if count > 1 else ""
    state = "" if guided.running else "paused"
    words = ", ".join(word for word in (part.name, side, part.dose.lower(), place, state) if word)
    return f"{words} · Posture Pal"
