"""The drawn figures on the report's page: small, light and dark, and part of the page itself."""

from __future__ import annotations

from base64 import b64encode

from posture_pal import figures

_PIXELS = 128
"""Enough for a centimetre of paper at 300 dots an inch."""

_COLOURS = 48
"""A picture of so many colours looks the same in print and takes a third of the room."""


def picture(exercise_id: str) -> str:
    """The exercise's figure as HTML, in the moment that tells most; nothing where there is no figure of it.

    Its name stands beside it, so it has no words of its own for those who have the page read to them.
    """
    if not figures.has_figure(exercise_id):
        return ""
    light, dark = (_source(exercise_id, theme) for theme in ("light", "dark"))
    return (
        f'<picture><source media="screen and (prefers-color-scheme: dark)" srcset="{dark}">'
        f'<img src="{light}" alt=""></picture>'
    )


def _source(exercise_id: str, theme: str) -> str:
    drawn = figures.draw(exercise_id, figures.best_phase(exercise_id), _PIXELS, theme)
    written = _Written()
    drawn.quantize(_COLOURS).save(written, "PNG", optimize=True)  # type: ignore[arg-type]
    return "data:image/png;base64," + b64encode(written).decode("ascii")


class _Written(bytearray):
    """Takes what would be written to a file; this floor opens none."""

    def write(self, some: bytes) -> int:
        self.extend(some)
        return len(some)
