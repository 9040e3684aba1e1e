"""Lets everything that a command prints come out whole, wherever it goes."""

from __future__ import annotations

import codecs
import io
import os
import sys

_PLAINER = "posture_pal.plainer"
_PLAIN = str.maketrans({
    **dict(zip("░▒▓█", ".+x#", strict=True)),
    **dict(zip("─│·•▸→\u2013\u2014“”\u2018\u2019\u00d7", "-|-*>>--\"\"''x", strict=True)),
    "…": "...",
})  # fmt: skip
"""Signs that this program prints, for those who have only the letters of a typewriter."""


def typed(text: str) -> str:
    """What was typed: for `-` the next line of standard input, which nobody else on the computer can see."""
    return sys.stdin.readline().rstrip("\r\n") if text == "-" and sys.stdin is not None else text


def prepare(platform: str = sys.platform) -> None:
    """Pipes and files get UTF-8 on Windows, as everywhere else, and no code page that lacks half the signs.

    Where the person has asked for another encoding, or a terminal has one, what it lacks comes out as the
    plainest sign that looks like it, else as a question mark: a sign less is no reason to fail.
    """
    codecs.register_error(_PLAINER, _plainer)
    asked = bool(os.environ.get("PYTHONIOENCODING"))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # there is none under pythonw
        if platform == "win32" and not asked and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
        if stream is not sys.stdin and (stream.errors == "strict" or _lets_only_bytes_through(stream)):
            stream.reconfigure(errors=_PLAINER)


def _lets_only_bytes_through(stream: io.TextIOWrapper) -> bool:
    """What Python chooses for the language POSIX or C: bytes of odd file names pass, signs do not."""
    return stream.errors == "surrogateescape" and stream.encoding.lower().replace("-", "") != "utf8"


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What stands in for signs that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(letter if letter.isascii() else "?" for letter in text), error.end
