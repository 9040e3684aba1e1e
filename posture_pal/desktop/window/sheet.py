"""A canvas that measures in the window's own units, whatever the screen's scale, and knows its typeface."""

from __future__ import annotations

import tkinter as tk
from tkinter import font
from typing import Literal

from PIL import Image, ImageTk

from posture_pal.desktop.window.tones import FAMILIES, Colour, Tones, written

Anchor = Literal["nw", "ne", "w", "e", "center"]


class Sheet:
    """Draws on a canvas at places that are given at 100 %; text wraps, and says where it ends."""

    def __init__(self, root: tk.Tk, tones: Tones, scale: float) -> None:
        self.tones = tones
        self.scale = scale
        self.canvas = tk.Canvas(
            root, background=written(tones.ground), highlightthickness=0, borderwidth=0, takefocus=0
        )
        self.canvas.pack(fill="both", expand=True)
        there = set(font.families(root))
        self.family = next((name for name in FAMILIES if name in there), "TkDefaultFont")
        self._pictures: dict[str, ImageTk.PhotoImage] = {}

    def px(self, units: float) -> int:
        """Pixels of this screen."""
        return round(units * self.scale)

    def typeface(self, size: float, *, bold: bool = False) -> tuple[str, int, str]:
        """As Tk wants it. size: units of height."""
        return self.family, -self.px(size), "bold" if bold else "normal"

    def clear(self, *tags: str) -> None:
        """Takes away what was drawn under these tags."""
        for tag in tags:
            self.canvas.delete(tag)

    def write(
        self,
        words: str,
        at: tuple[float, float],
        size: float,
        *,
        tag: str | tuple[str, ...],
        ink: Colour | None = None,
        bold: bool = False,
        wrap: float = 0.0,
        anchor: Anchor = "nw",
    ) -> float:
        """Writes words and returns the unit of height at which they end. wrap: the width of a line."""
        item = self.canvas.create_text(
            self.px(at[0]),
            self.px(at[1]),
            text=words,
            font=self.typeface(size, bold=bold),
            fill=written(ink or self.tones.text),
            anchor=anchor,
            width=self.px(wrap),
            tags=(tag,) if isinstance(tag, str) else tag,
        )
        box = self.canvas.bbox(item)
        return box[3] / self.scale if box else at[1]

    def picture(self, name: str, image: Image.Image, at: tuple[float, float], tag: str) -> None:
        """Shows a picture with its corner there; one of the same name and size is painted over."""
        shown = self._pictures.get(name)
        if (
            shown is not None
            and (shown.width(), shown.height()) == image.size
            and self.canvas.find_withtag(name)
        ):
            shown.paste(image)
            return
        self._pictures[name] = shown = ImageTk.PhotoImage(image, master=self.canvas)
        self.canvas.delete(name)
        self.canvas.create_image(self.px(at[0]), self.px(at[1]), image=shown, anchor="nw", tags=(tag, name))

    def line(self, start: tuple[float, float], end: tuple[float, float], tag: str) -> None:
        """A thin line between parts of the window."""
        self.canvas.create_line(
            self.px(start[0]),
            self.px(start[1]),
            self.px(end[0]),
            self.px(end[1]),
            fill=written(self.tones.line),
            width=max(1, self.px(1)),
            tags=(tag,),
        )

    def place(self, widget: tk.Widget, at: tuple[float, float], tag: str, anchor: Anchor = "nw") -> None:
        """Puts a widget on the sheet."""
        self.canvas.create_window(
            self.px(at[0]),
            self.px(at[1]),
            window=widget,
            anchor=anchor,
            tags=(tag,),
        )
