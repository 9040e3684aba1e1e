"""Whether a figure can be shown in this terminal, and its lines there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO


def can_show(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal says that it has all colours, and nobody asked for none (https://no-color.org)."""
    rich = environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    return rich and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb" and stream.isatty()


def lines(exercise_id: str, side: str | None = None) -> list[str]:
    """The lines of an exercise's figure; none where there is no figure of it."""
    from posture_pal.figures import letters

    return letters.lines(exercise_id, side)
