"""The row of buttons at the window's foot, and the three beside the ring that stop and step."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import Protocol

from posture_pal.desktop.window.controls import Button, Press, plate_faces, sign_faces
from posture_pal.desktop.window.sheet import Sheet
from posture_pal.desktop.window.stage import WIDE
from posture_pal.desktop.window.tones import written
from posture_pal.session_progress import How, Progress

TAG = "bar"
LINK = "Symptoms that need urgent help"
_HEIGHT = 42
_SIGN = 42
_MARGIN = 32


class Pressed(Protocol):
    """Who is told what was pressed."""

    def answer(self, how: How) -> None: ...
    def toggle(self) -> None: ...
    def step(self, by: int) -> None: ...
    def urgent(self) -> None: ...
    def close_page(self) -> None: ...


class Bar:
    """Draws the buttons that fit what is shown."""

    def __init__(self, sheet: Sheet, pressed: Pressed) -> None:
        self._sheet = sheet
        self._pressed = pressed
        self._widgets: list[tk.Widget] = []
        self._pause: Button | None = None
        self._shown: tuple[bool, int] | None = None

    def show(self, size: tuple[int, int], progress: Progress, *, compact: bool) -> None:
        """The answers, and what stops and steps."""
        shape = (compact, len(progress.session.parts))
        if self._shown != shape:
            self._clear()
            self._shown = shape
            self._answers(size, compact=compact)
            if not compact:
                self._steps(several=len(progress.session.parts) > 1)
        self.show_running(progress.running)

    def show_running(self, running: bool) -> None:
        """Lets the middle button say what it would do."""
        if self._pause is not None:
            name = "pause" if running else "run"
            self._pause.put_on(sign_faces(self._sheet.tones, name, self._sheet.px(_SIGN)))

    def show_page(self, words: str, at: tuple[float, float]) -> None:
        """The one button of a page."""
        self._clear()
        button = self._button(words, self._pressed.close_page, 120, primary=True)
        self._sheet.place(button, at, TAG)

    def add_link(self, at: tuple[float, float]) -> None:
        """The way to the symptoms that need urgent help, beside a page's button at that place."""
        self._sheet.place(self._link(), (WIDE[0] - at[0], at[1] + _HEIGHT / 2), TAG, anchor="e")

    def show_finished(self) -> None:
        """Nothing is left to press: it is over, and that is said."""
        self._clear()
        size = self._sheet
        height = size.canvas.winfo_height() / size.scale
        size.write(
            "Done. Well taken.", (_MARGIN, height - 28 - _HEIGHT / 2), 19, tag=TAG, bold=True, anchor="w"
        )

    # --- rows --------------------------------------------------------------------------------------------

    def _answers(self, size: tuple[int, int], *, compact: bool) -> None:
        y = size[1] - 28 - _HEIGHT
        self._sheet.line((_MARGIN, y - 22), (size[0] - _MARGIN, y - 22), TAG)
        x = float(_MARGIN)
        shown = [("Done", How.DONE, 104), ("Partial", How.PARTIAL, 92), ("Skip", How.SKIPPED, 78)]
        shown = [shown[0], shown[2]] if compact else [*shown, ("It hurt", How.HURT, 90)]
        for words, how, wide in shown:
            button = self._button(words, partial(self._pressed.answer, how), wide, primary=x == _MARGIN)
            self._sheet.place(button, (x, y), TAG)
            x += wide + 10
        self._sheet.place(self._link(), (size[0] - _MARGIN, y + _HEIGHT / 2), TAG, anchor="e")

    def _steps(self, *, several: bool) -> None:
        y, right = 417, WIDE[0] - _MARGIN
        names = ("back", "pause", "on") if several else ("pause",)
        presses: dict[str, Press] = {
            "back": lambda: self._pressed.step(-1),
            "pause": self._pressed.toggle,
            "on": lambda: self._pressed.step(1),
        }
        sheet = self._sheet
        for place, name in enumerate(reversed(names)):
            faces = sign_faces(sheet.tones, name, sheet.px(_SIGN))
            button = Button(sheet.canvas, faces, presses[name], ground=sheet.tones.ground)
            self._widgets.append(button)
            sheet.place(button, (right - place * (_SIGN + 10), y), TAG, anchor="ne")
            if name == "pause":
                self._pause = button

    def _button(self, words: str, press: Press, wide: float, *, primary: bool) -> Button:
        sheet, tones = self._sheet, self._sheet.tones
        faces = plate_faces(tones, (sheet.px(wide), sheet.px(_HEIGHT)), sheet.scale, primary=primary)
        button = Button(
            sheet.canvas,
            faces,
            press,
            ground=tones.ground,
            words=words,
            font=sheet.typeface(16, bold=primary),
            foreground=written(tones.on_primary if primary else tones.text),
        )
        self._widgets.append(button)
        return button

    def _link(self) -> tk.Label:
        sheet, tones = self._sheet, self._sheet.tones
        link = tk.Label(
            sheet.canvas,
            text=LINK,
            font=(*sheet.typeface(14)[:2], "underline"),
            foreground=written(tones.muted),
            background=written(tones.ground),
            cursor="hand2",
            takefocus=1,
            highlightthickness=sheet.px(2),
            highlightbackground=written(tones.ground),
            highlightcolor=written(tones.focus),
        )
        link.bind("<ButtonRelease-1>", lambda _: self._pressed.urgent())
        for key in ("<Return>", "<KP_Enter>"):
            link.bind(key, self._link_pressed)
        self._widgets.append(link)
        return link

    def _link_pressed(self, _event: tk.Event[tk.Misc]) -> str:
        self._pressed.urgent()
        return "break"

    def _clear(self) -> None:
        self._sheet.clear(TAG)
        for widget in self._widgets:
            widget.destroy()
        self._widgets, self._pause, self._shown = [], None, None
