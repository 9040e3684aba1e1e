"""What can go wrong, in words for the person, each with the exit code it ends a command with."""

from __future__ import annotations

from dataclasses import dataclass


class PosturePalError(Exception):
    """A failure with a sentence that says what happened, where, and what to do."""

    exit_code = 1


class NotRunning(PosturePalError):
    """A command needed the running program and there is none."""

    exit_code = 3


class Unavailable(PosturePalError):
    """A desktop service cannot serve; the message is the reason `doctor` prints."""

    exit_code = 4


class LogUnusable(PosturePalError):
    """The event log could not be opened or written."""

    exit_code = 5


def printable(text: str) -> str:
    """The text in one line that commands no terminal, whoever wrote what is quoted in it."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a text somebody wrote: where it is, what was found, what would do.

    found: blank where there is nothing to quote. key: blank where it is the text as a whole.
    source: the file, where one reading spans several.
    excerpt, column: the person's own line, and the place in it, counted from 1.
    """

    line: int | None
    key: str
    found: str
    expected: str
    nearest: str | None = None
    source: str | None = None
    column: int | None = None
    excerpt: str | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return where + self.sentence

    @property
    def sentence(self) -> str:
        """What is wrong and what would do, without the place."""
        key = f"{self.key}: " if self.key else ""
        found = f"found {self.found}; " if self.found else ""
        hint = f' Did you mean "{self.nearest}"?' if self.nearest else ""
        return printable(f"{key}{found}{self.expected}.{hint}")

    def pointed(self, source: str) -> str:
        """The whole message: file, line and sentence, the person's own line beneath where known."""
        where = printable(self.source or source)
        place = f"{where}:{self.line}" if self.line else where
        if self.excerpt is None:
            return f"{place}: {self.sentence}"
        before = self.excerpt[: (self.column or 1) - 1]
        caret = "".join("\t" if letter == "\t" else " " for letter in before) + "^"
        return f"{place}: {self.sentence}\n    {self.excerpt}\n    {caret}"


class BadInput(PosturePalError):
    """Configs, a programme or a timeline with every one of their problems listed at once."""

    exit_code = 2

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(problem.pointed(source) for problem in problems))
