"""The programme window itself: the sheet, the buttons beneath it, and what they do."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog

from posture_pal import programme_change, programme_files
from posture_pal.clock import Clock
from posture_pal.desktop.programme_window import page
from posture_pal.desktop.programme_window.scrolling import Scrolling
from posture_pal.desktop.window.controls import Button, plate_faces
from posture_pal.desktop.window.placing import Placing
from posture_pal.desktop.window.sheet import Sheet
from posture_pal.desktop.window.tones import Tones, written
from posture_pal.errors import BadInput, PosturePalError
from posture_pal.programme import Programme
from posture_pal.programme.preview import preview

SIZE = (page.WIDE, 640)
_BAR, _HIGH = 76, 42
_BEFORE = "Nothing changes until you choose Use this programme"
_IN_FORCE = "The programme in force"
_WHERE = (
    "The tray menu names it as long as it lasts. A click on its line there shows it again, and can end it."
)

Press = Callable[[], None]


class View:
    """One window. `is_wanted` is False once somebody chose no file and there is nothing to show."""

    def __init__(self, root: tk.Tk, tones: Tones, clock: Clock, scale: float | None) -> None:
        self.root = root
        self.is_wanted = True
        self._tones = tones
        self._clock = clock
        self._placing = Placing(root, SIZE, shy=False, scale=scale)
        root.configure(background=written(tones.ground))
        self._bar = tk.Frame(root, background=written(tones.ground), height=self._px(_BAR))
        self._bar.pack(side="bottom", fill="x")
        self._bar.pack_propagate(False)
        edge = tk.Frame(root, background=written(tones.line), height=max(1, self._px(1)))
        edge.pack(side="bottom", fill="x", padx=self._px(40))
        self._sheet = Sheet(root, tones, self._placing.scale)
        self._scrolling = Scrolling(root, self._sheet, SIZE[1] - _BAR)
        root.bind("<Escape>", lambda _: self._close())

    # --- what is shown -----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Asks for a file, and shows it; where none is chosen and nothing is shown yet, all is over."""
        _tidy_dialog(self.root)
        name = filedialog.askopenfilename(
            parent=self.root if self.root.winfo_viewable() else None,
            title="Load programme",
            initialdir="~",
            filetypes=[("Programmes", "*.toml"), ("All files", "*")],
        )
        if name:
            self.show_file(Path(name))
        elif not self.root.winfo_viewable():
            self.is_wanted = False
            self.root.destroy()

    def show_file(self, path: Path) -> None:
        """Shows everything that the programme in a file would do, or everything that is wrong with it."""
        other = ("Choose another…", self.choose)
        try:
            told = programme_files.read(path)
        except BadInput as bad:
            wrong = bad
            self._show(lambda: page.problems(self._sheet, wrong), ("Close", self._close), other)
            return
        shown = preview(told, programme_change.plan(), self._clock.now().day)
        self._show(
            lambda: page.preview(self._sheet, shown, _BEFORE),
            ("Use this programme", lambda: self._use(told)),
            other,
            ("Not now", self._close),
        )

    def show_in_force(self) -> None:
        """Shows the programme in force, with a way to end it."""
        try:
            now = programme_files.in_force()
            told = programme_files.kept(now.id) if now.id is not None else None
        except PosturePalError as error:
            self._say("The programme cannot be shown", str(error))
            return
        if told is None:
            self._say("No programme is in force", "One is loaded in the tray menu: Settings, Load programme…")
            return
        shown = preview(told, programme_change.plan(), self._clock.now().day)
        self._show(
            lambda: page.preview(self._sheet, shown, _IN_FORCE),
            ("Close", self._close),
            ("Remove it…", self._ask_to_remove),
        )

    # --- what is done ------------------------------------------------------------------------------------

    def _use(self, told: Programme) -> None:
        try:
            words = programme_change.use(told, self._clock.now().day)
        except PosturePalError as error:
            self._say("That did not work", str(error))
        else:
            self._say("The programme is loaded", words, _WHERE)

    def _ask_to_remove(self) -> None:
        words = "Nothing of it comes any more. What was done stays in your record."
        self._show(
            lambda: page.message(self._sheet, "Remove this programme?", [words]),
            ("Keep it", self.show_in_force),
            ("Remove it", self._remove),
        )

    def _remove(self) -> None:
        try:
            words = programme_change.remove(self._clock.now().day)
        except PosturePalError as error:
            self._say("That did not work", str(error))
        else:
            self._say("The programme is removed", words)

    def _close(self) -> None:
        self.root.destroy()

    # --- parts -------------------------------------------------------------------------------------------

    def _say(self, title: str, *words: str) -> None:
        self._show(lambda: page.message(self._sheet, title, words), ("Close", self._close))

    def _show(self, draw: Callable[[], float], *buttons: tuple[str, Press]) -> None:
        """Draws a page anew, from its top, with its buttons; the first is the one that is expected."""
        self._sheet.canvas.delete("all")
        self._scrolling.reach(SIZE[0], draw())
        for child in self._bar.winfo_children():
            child.destroy()
        for place, (words, press) in enumerate(buttons):
            self._button(words, press, primary=place == 0).pack(
                side="left", padx=(self._px(40 if place == 0 else 10), 0), pady=self._px((_BAR - _HIGH) / 2)
            )
        self.root.title("Programme · Posture Pal")
        if not self.root.winfo_viewable():
            self._placing.show(self.root, SIZE)

    def _px(self, units: float) -> int:
        return round(units * self._placing.scale)

    def _button(self, words: str, press: Press, *, primary: bool) -> Button:
        tones, scale = self._tones, self._placing.scale
        size = (self._px(44 + 8.6 * len(words)), self._px(_HIGH))
        return Button(
            self._bar,
            plate_faces(tones, size, scale, primary=primary),
            press,
            ground=tones.ground,
            words=words,
            font=self._sheet.typeface(16, bold=primary),
            foreground=written(tones.on_primary if primary else tones.text),
        )


def _tidy_dialog(root: tk.Tk) -> None:
    """On X11 the file dialog is Tk's own: without the files whose names begin with a dot."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return
    try:
        root.tk.call("tk_getOpenFile", "-nothing")
    except tk.TclError:  # the call only loads what the next lines set
        root.tk.call("set", "::tk::dialog::file::showHiddenBtn", "1")
        root.tk.call("set", "::tk::dialog::file::showHiddenVar", "0")
