"""One command as one line of text, the way desktop entries and the way Windows write it, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_PLAIN = re.compile(r"[\w@%+=:,./-]+", re.ASCII)
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def to_exec(words: Sequence[str]) -> str:
    """The value of a desktop entry's Exec key."""
    line = " ".join(map(_quoted, words)).replace("%", "%%")
    return line.replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")


def from_exec(value: str) -> tuple[str, ...]:
    """The words of an Exec key, without the codes that stand for files."""
    line = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), value)
    words = []
    for quoted, plain in re.findall(r'"((?:\\.|[^"\\])*)"|([^\s"]+)', line, re.DOTALL):
        if not re.fullmatch(r"%[a-zA-Z]", plain):
            words.append((plain or re.sub(r"\\(.)", r"\1", quoted)).replace("%%", "%"))
    return tuple(words)


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    escaped = re.sub(r'(["`$\\])', r"\\\1", word)
    return f'"{escaped}"'


def to_windows(words: Sequence[str]) -> str:
    """The line that Windows takes apart into these words again."""
    from subprocess import list2cmdline

    program, *rest = words
    return " ".join(filter(None, [f'"{program}"', list2cmdline(rest)]))


def from_windows(line: str) -> tuple[str, ...]:
    """The words of a line, as Windows' own CommandLineToArgvW takes it apart."""
    return tuple(_windows_words(line))


def _windows_words(line: str) -> Iterator[str]:
    line = line.strip()
    if line.startswith('"'):  # in the program's name a backslash is nothing special
        program, _, line = line[1:].partition('"')
        yield program
    word: str | None = None
    quoted = False
    for slashes, letter in re.findall(r"(\\*)([^\\]|$)", line):
        if letter == '"':  # two backslashes before it mean one; an odd one makes it a letter
            word = (word or "") + "\\" * (len(slashes) // 2) + ('"' if len(slashes) % 2 else "")
            quoted ^= len(slashes) % 2 == 0
            continue
        if slashes:
            word = (word or "") + slashes
        if letter and (quoted or letter not in " \t"):
            word = (word or "") + letter
        elif word is not None:
            yield word
            word = None
    if word is not None:
        yield word
