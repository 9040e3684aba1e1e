"""Writes somebody's first config: every default is there to see, and none is set."""

from __future__ import annotations

_ABOVE = """\
#:schema ./config.schema.json

# Your own settings for Posture Pal. Every default stands here after a #: take the # away from a line and
# change what it says. A reminder is the whole block from [[reminder]] on.
"""


def seed_text(builtin: str) -> str:
    """A first user file, made of the built-in config's text.

    Plain table headers stay, so that taking the # away from one line below is enough.
    """
    lines = builtin.splitlines()
    # Above the first bare #, the built-in file speaks of itself.
    rest = lines[lines.index("#") :]
    return _ABOVE + "".join(f"{_put_away(line)}\n" for line in rest)


def _put_away(line: str) -> str:
    is_value = line.strip() and not line.startswith("#")
    is_table = line.startswith("[") and not line.startswith("[[")
    return f"#{line}" if is_value and not is_table else line
