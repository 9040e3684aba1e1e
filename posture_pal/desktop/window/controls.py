"""The window's buttons: soft in look, and real widgets that Tab reaches and Return presses."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageTk

from posture_pal.desktop.window import painting
from posture_pal.desktop.window.tones import Colour, Tones, written

Press = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Faces:
    """A button's pictures: at rest, under the pointer, with the keyboard."""

    rest: Image.Image
    over: Image.Image
    focused: Image.Image


class Button(tk.Label):
    """A picture that can be pressed, with or without words on it."""

    def __init__(
        self, parent: tk.Misc, faces: Faces, press: Press, *, ground: Colour, words: str = "", **look: object
    ) -> None:
        self._press = press
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
        pictures = {"rest": faces.rest, "over": faces.over, "focused": faces.focused}
        self._faces = {name: ImageTk.PhotoImage(picture, master=self) for name, picture in pictures.items()}
        self._show()

    def _is(self, *, over: bool | None = None, focused: bool | None = None) -> None:
        self._over = self._over if over is None else over
        self._focused = self._focused if focused is None else focused
        self._show()

    def _show(self) -> None:
        name = "focused" if self._focused else "over" if self._over else "rest"
        self.configure(image=self._faces[name])

    def _released(self, event: tk.Event[tk.Misc]) -> None:
        if 0 <= event.x < self.winfo_width() and 0 <= event.y < self.winfo_height():
            self._press()

    def _pressed(self, _event: tk.Event[tk.Misc]) -> str:
        self._press()
        return "break"  # Return on a button is that button's, not the window's


def plate_faces(tones: Tones, size: tuple[int, int], scale: float, *, primary: bool) -> Faces:
    """The pictures of a button with words. primary: the one that is expected."""
    ground, radius = tones.ground, size[1] / 2
    rest, over = (tones.primary, tones.primary_over) if primary else (tones.button, tones.button_over)
    edge = tones.text if primary else tones.focus
    line = max(2, round(2 * scale))
    return Faces(
        painting.plate(size, radius, rest, ground),
        painting.plate(size, radius, over, ground),
        painting.plate(size, radius, over, ground, edge=edge, thick=line),
    )


def sign_faces(tones: Tones, name: str, size: int) -> Faces:
    """The pictures of a round button with a sign."""
    ground = tones.ground
    return Faces(
        painting.sign(name, size, tones.text, tones.button, ground),
        painting.sign(name, size, tones.text, tones.button_over, ground),
        painting.sign(name, size, tones.text, tones.button_over, ground, edge=tones.focus),
    )
