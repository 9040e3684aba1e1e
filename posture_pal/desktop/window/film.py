"""The moving figure: its frames are drawn beside the window's own work and kept small until shown."""

from __future__ import annotations

import zlib
from math import ceil
from threading import Event, Thread

from PIL import Image

from posture_pal.desktop.window.tones import Colour
from posture_pal.session_parts import Part

RATE = 12.0
"""Frames in a second, at most."""
_MOST_FRAMES = 72


class Film:
    """One part's figure. Frames appear as they are drawn; until then the nearest one before stands in."""

    def __init__(self, part: Part, pixels: int, theme: str, ground: Colour, *, still: bool) -> None:
        """still: one frame alone, of the moment that tells most."""
        self.part = part
        self._pixels = pixels
        self._theme = theme
        self._ground = ground
        self._still = still
        self._drawn: list[bytes] = []
        self._count = 1
        self._cycle = 1.0
        self._go_on = Event()
        self._thread = Thread(target=self._draw, name=f"film of {part.id}", daemon=True)

    def start(self) -> None:
        """Begins to draw."""
        self._thread.start()

    def go_on(self) -> None:
        """Draws the other frames too: the first one is seen, and need not wait for them."""
        self._go_on.set()

    def number(self, position: float) -> int | None:
        """The frame to show at that second of the part, None while none is drawn."""
        drawn = len(self._drawn)
        if not drawn:
            return None
        return min(int(position / self._cycle * self._count) % self._count, drawn - 1)

    def frame(self, number: int) -> Image.Image:
        """A frame as a picture without see-through corners."""
        return Image.frombytes("RGB", (self._pixels, self._pixels), zlib.decompress(self._drawn[number]))

    def _draw(self) -> None:
        from posture_pal import figures

        drawn_as = self.part.id
        if self._still:
            phases = [figures.best_phase(drawn_as)]
        else:
            self._cycle = figures.cycle_seconds(drawn_as)
            self._count = max(1, min(_MOST_FRAMES, ceil(self._cycle * RATE)))
            phases = [number / self._count for number in range(self._count)]
        for phase in phases:
            figure = figures.draw(drawn_as, phase, self._pixels, self._theme, self.part.side)
            flat = Image.new("RGB", figure.size, self._ground)
            flat.paste(figure, mask=figure.getchannel("A"))
            self._drawn.append(zlib.compress(flat.tobytes(), 1))
            self._go_on.wait()
