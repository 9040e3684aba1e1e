"""Moves a long sheet up and down: by keys, by the wheel, and by a slim bar at its edge."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from posture_pal.desktop.window.sheet import Sheet
from posture_pal.desktop.window.tones import Tones, written

_STYLE = "Slim.Vertical.TScrollbar"
_STEP = 12
"""Units by which the sheet moves at least."""


class Scrolling:
    """The bar, seen only where there is more than fits. high: units of height that are in sight."""

    def __init__(self, root: tk.Tk, sheet: Sheet, high: float) -> None:
        self._sheet = sheet
        self._high = high
        self._bar = ttk.Scrollbar(root, orient="vertical", style=_STYLE, command=sheet.canvas.yview)
        _make_style(root, sheet.tones, sheet.px(8))
        sheet.canvas.configure(yscrollcommand=self._moved, yscrollincrement=sheet.px(_STEP))
        for key, move in self._keys().items():
            root.bind(key, lambda _event, move=move: move())  # type: ignore[misc]
        root.bind("<MouseWheel>", lambda event: self._lines(-4 if event.delta > 0 else 4))

    def reach(self, wide: float, bottom: float) -> None:
        """Says how long the sheet is, and goes to its top."""
        canvas = self._sheet.canvas
        high = bottom if bottom > self._high else self._high - 2
        canvas.configure(scrollregion=(0, 0, self._sheet.px(wide), self._sheet.px(high)))
        canvas.yview_moveto(0.0)

    def _keys(self) -> dict[str, Callable[[], None]]:
        canvas = self._sheet.canvas
        return {
            "<Up>": lambda: self._lines(-4),
            "<Down>": lambda: self._lines(4),
            "<Button-4>": lambda: self._lines(-4),
            "<Button-5>": lambda: self._lines(4),
            "<Prior>": lambda: self._pages(-1),
            "<Next>": lambda: self._pages(1),
            "<space>": lambda: self._pages(1),
            "<Home>": lambda: canvas.yview_moveto(0.0),
            "<End>": lambda: canvas.yview_moveto(1.0),
        }

    def _lines(self, number: int) -> None:
        self._sheet.canvas.yview_scroll(number, "units")

    def _pages(self, number: int) -> None:
        self._sheet.canvas.yview_scroll(number, "pages")

    def _moved(self, first: float, last: float) -> None:
        self._bar.set(float(first), float(last))
        if float(first) <= 0.0 and float(last) >= 1.0:
            self._bar.place_forget()
        else:
            high = self._sheet.px(self._high - 24)
            self._bar.place(relx=1.0, x=-self._sheet.px(8), y=self._sheet.px(12), anchor="ne", height=high)


def _make_style(root: tk.Tk, tones: Tones, wide: int) -> None:
    style = ttk.Style(root)
    style.theme_use("clam")
    thumb_alone = {"expand": "1", "sticky": "ns"}
    inside = {"sticky": "ns", "children": [("Vertical.Scrollbar.thumb", thumb_alone)]}
    style.layout(_STYLE, [("Vertical.Scrollbar.trough", inside)])  # type: ignore[list-item,unused-ignore]
    ground, thumb = written(tones.ground), written(tones.track)
    style.configure(
        _STYLE,
        troughcolor=ground,
        background=thumb,
        bordercolor=ground,
        lightcolor=thumb,
        darkcolor=thumb,
        gripcount=0,
        relief="flat",
        arrowsize=wide,
        width=wide,
    )
    style.map(_STYLE, background=[("active", written(tones.muted))])
