"""Ready-made settings to choose from; each is a config file of its own, beneath a site's and a person's.

The names stand here, for the menu and the checks; the files are read when one of them is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from posture_pal import beside

DEFAULT = "office"
"""The built-in config as it is: it has no file here."""

TITLES = {
    "office": "Office",
    "gentle": "Gentle, once an hour",
    "uk_hse": "UK, as the HSE suggests",
    "ccohs": "Canada, as CCOHS suggests",
    "eyes_20_20_20": "Eyes, 20-20-20",
    "clinic": "A clinic's programme alone",
}
"""What each is called in the menu, by its name in the config."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is told about one. sources: ids of the catalogue's list. sure: how strong these are, in words."""

    name: str
    about: str
    sure: str
    sources: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the menu calls it."""
        return TITLES[self.name]


def load() -> dict[str, Profile]:
    """Every profile by its name, in the order of the menu; read anew with each call."""
    import tomllib

    told = tomllib.loads(beside.text(__spec__, "about.toml"))
    return {
        name: Profile(name, told[name]["about"], told[name]["sure"], tuple(told[name]["sources"]))
        for name in TITLES
    }
