"""The colours of the figures, light and dark, and how they soften with distance and light."""

from __future__ import annotations

from collections.abc import Mapping

Colour = tuple[int, int, int]

LIGHT: Mapping[str, Colour] = {
    "card": (237, 241, 246),
    "floor": (214, 222, 232),
    "skin": (222, 227, 234),
    "shirt": (146, 168, 198),
    "trousers": (84, 103, 134),
    "shoe": (56, 70, 94),
    "hair": (96, 110, 134),
    "line": (58, 70, 92),
    "lash": (58, 70, 92),
    "brow": (96, 110, 134),
    "shade": (186, 193, 203),
    "nail": (250, 244, 240),
    "eye": (250, 251, 253),
    "wood": (196, 204, 215),
    "metal": (168, 178, 192),
    "wall": (223, 229, 237),
    "glass": (178, 208, 226),
    "leaf": (160, 190, 178),
    "meadow": (188, 208, 198),
    "screen": (112, 126, 148),
    "cloth": (206, 190, 168),
    "band": (196, 128, 150),
    "accent": (238, 133, 88),
    "arrow": (204, 86, 38),
    "closed_lid": (204, 86, 38),
    "label": (122, 60, 30),
}

DARK: Mapping[str, Colour] = {
    "card": (32, 38, 48),
    "floor": (22, 27, 35),
    "skin": (196, 205, 217),
    "shirt": (112, 138, 174),
    "trousers": (72, 90, 122),
    "shoe": (128, 142, 166),
    "hair": (86, 100, 126),
    "line": (38, 46, 60),
    "lash": (38, 46, 60),
    "brow": (74, 86, 108),
    "shade": (156, 166, 180),
    "nail": (236, 232, 232),
    "eye": (244, 247, 250),
    "wood": (84, 95, 112),
    "metal": (98, 109, 127),
    "wall": (46, 54, 67),
    "glass": (112, 158, 186),
    "leaf": (92, 128, 116),
    "meadow": (70, 98, 90),
    "screen": (120, 134, 156),
    "cloth": (160, 144, 122),
    "band": (214, 140, 164),
    "accent": (255, 156, 108),
    "arrow": (255, 176, 132),
    "closed_lid": (198, 84, 40),
    "label": (255, 206, 178),
}

THEMES: Mapping[str, Mapping[str, Colour]] = {"light": LIGHT, "dark": DARK}


def blend(a: Colour, b: Colour, share: float) -> Colour:
    """From a (share 0) to b (share 1)."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def lighter(colour: Colour, share: float) -> Colour:
    """Toward white."""
    return blend(colour, (255, 255, 255), share)


def darker(colour: Colour, share: float) -> Colour:
    """Toward a deep blue black."""
    return blend(colour, (12, 18, 30), share)
