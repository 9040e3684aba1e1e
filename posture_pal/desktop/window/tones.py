"""The window's colours, light and dark, and the letters it is written in."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

FAMILIES = (
    "Inter",
    "Cantarell",
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Noto Sans",
    "Ubuntu",
    "DejaVu Sans",
)
"""Typefaces in the order in which they are wished for."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours by what they are for; text on its ground has a contrast of 4.5 or more."""

    name: str
    ground: Colour
    card: Colour
    text: Colour
    muted: Colour
    line: Colour
    track: Colour
    primary: Colour
    primary_over: Colour
    on_primary: Colour
    button: Colour
    button_over: Colour
    warm: Colour
    urgent: Colour
    focus: Colour


LIGHT = Tones(
    name="light",
    ground=(251, 252, 253),
    card=(237, 241, 246),
    text=(33, 42, 58),
    muted=(92, 104, 124),
    line=(226, 231, 238),
    track=(222, 229, 238),
    primary=(56, 98, 156),
    primary_over=(44, 82, 136),
    on_primary=(255, 255, 255),
    button=(236, 240, 245),
    button_over=(224, 230, 238),
    warm=(168, 74, 30),
    urgent=(176, 38, 38),
    focus=(56, 98, 156),
)

DARK = Tones(
    name="dark",
    ground=(23, 28, 36),
    card=(32, 38, 48),
    text=(232, 237, 244),
    muted=(154, 166, 184),
    line=(44, 52, 64),
    track=(48, 57, 71),
    primary=(124, 168, 226),
    primary_over=(150, 188, 238),
    on_primary=(16, 24, 38),
    button=(42, 50, 62),
    button_over=(54, 63, 78),
    warm=(255, 176, 132),
    urgent=(255, 140, 130),
    focus=(150, 188, 238),
)


def written(colour: Colour) -> str:
    """As Tk wants it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
