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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a text somebody wrote: where it is, what was found, what would do."""

    line: int | None
    key: str
    found: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        hint = f" Did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{where}{self.key}: found {self.found}; {self.expected}.{hint}"


class BadInput(PosturePalError):
    """A config, programme or timeline with every one of its problems listed at once."""

    exit_code = 2

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(f"{source}:{problem}" for problem in problems))
