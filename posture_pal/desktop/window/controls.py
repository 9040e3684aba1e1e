"""The window's buttons: soft in look, and real widgets that Tab reaches and Return presses."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from PIL import Image, ImageTk

from posture_pal.desktop.window import painting
from posture_pal.desktop.window.tones import Colour, Tones, written

Press = Callable[[], None]


Faces = Callable[[str], Image.Image]
"""Draws a button `rest`, `over` (under the pointer) or `focused` (with the keyboard), when it is needed."""


class Button(tk.Label):
    """A picture that can be pressed, with or without words on it."""

    def __init__(
        self, parent: tk.Misc, faces: Faces, press: Press, *, ground: Colour, words: str = "", **look: object
    ) -> None:
        self._press = press
        self._draw = faces
        self._faces: dict[str, ImageTk.PhotoImage] = {}
        super().__init__(
            parent,
            text=words,
            compound="center",
            borderwidth=0,
            highlightthickness=0,
            padx=0,
            pady=0,
            takefocus=1,
            cursor="hand2",
            background=written(ground),
            **look,  # type: ignore[arg-type]
        )
        self._over = self._focused = False
        self.put_on(faces)
        self.bind("<Enter>", lambda _: self._is(over=True))
        self.bind("<Leave>", lambda _: self._is(over=False))
        self.bind("<FocusIn>", lambda _: self._is(focused=True))
        self.bind("<FocusOut>", lambda _: self._is(focused=False))
        self.bind("<ButtonRelease-1>", self._released)
        self.bind("<Return>", self._pressed)
        self.bind("<KP_Enter>", self._pressed)

    def put_on(self, faces: Faces) -> None:
        """Shows other pictures."""
        self._draw = faces
        self._faces = {}
        self._show()

    def _is(self, *, over: bool | None = None, focused: bool | None = None) -> None:
        self._over = self._over if over is None else over
        self._focused = self._focused if focused is None else focused
        self._show()

    def _show(self) -> None:
        name = "focused" if self._focused else "over" if self._over else "rest"
        if name not in self._faces:
            self._faces[name] = ImageTk.PhotoImage(self._draw(name), master=self)
        self.configure(image=self._faces[name])

    def _released(self, event: tk.Event[tk.Misc]) -> None:
        if 0 <= event.x < self.winfo_width() and 0 <= event.y < self.winfo_height():
            self._press()

    def _pressed(self, _event: tk.Event[tk.Misc]) -> str:
        self._press()
        return "break"  # Return on a button is that button's, not the window's


def plate_faces(tones: Tones, size: tuple[int, int], scale: float, *, primary: bool) -> Faces:
    """The pictures of a button with words. primary: the one that is expected."""

    def draw(name: str) -> Image.Image:
        rest, over = (tones.primary, tones.primary_over) if primary else (tones.button, tones.button_over)
        fill = rest if name == "rest" else over
        edge = (tones.text if primary else tones.focus) if name == "focused" else None
        line = max(2, round(2 * scale)) if edge else 0
        return painting.plate(size, size[1] / 2, fill, tones.ground, edge=edge, thick=line)

    return draw


def sign_faces(tones: Tones, sign: str, size: int) -> Faces:
    """The pictures of a round button with a sign."""

    def draw(name: str) -> Image.Image:
        fill = tones.button if name == "rest" else tones.button_over
        edge = tones.focus if name == "focused" else None
        return painting.sign(sign, size, tones.text, fill, tones.ground, edge=edge)

    return draw
