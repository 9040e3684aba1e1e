"""n of N: the one form in which a share is told, and what each share means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "2"
"""The version of the definitions below; it travels with every figure, and changes when one of them does."""

FEWEST = 10
"""The smallest N for which a percentage says anything (design 4.6)."""

ANSWERABLE = ("done", "partial", "skipped", "missed", "dismissed")
_Z = 1.959964
"""Standard deviations on either side within which 95 of 100 draws lie."""

DEFINITIONS = (
    "Completion: done, of all prompts shown while you were at the desk (done, partial, skipped, missed).",
    "Response: done, partial or skipped, of the same prompts.",
    "Break coverage: hours of desk time that held a break, asked for or taken unasked.",
    "Programme adherence: sessions done, of those prescribed; days without data count, days off do not.",
    "What was entered later stands apart.",
    "Days observed: workdays with at least an hour of use.",
    "Self-reported; being shown is never counted as done.",
)


@dataclass(frozen=True, slots=True)
class Share:
    """n of N."""

    n: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole percent, or None where N is too small to say; 0 is none, and 100 is all of them."""
        if self.of < FEWEST:
            return None
        nearest = round(100 * self.n / self.of)
        return nearest if self.n in {0, self.of} else min(99, max(1, nearest))

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share, each end from 0 to 1; None of nothing."""
        if not self.of:
            return None
        share, z = self.n / self.of, _Z
        middle = share + z * z / (2 * self.of)
        reach = z * (share * (1 - share) / self.of + z * z / (4 * self.of * self.of)) ** 0.5
        below = 1 + z * z / self.of
        return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)

    def __str__(self) -> str:
        percent = self.percent
        return f"{self.n}/{self.of}" + ("" if percent is None else f" ({percent} %)")


def completion(outcomes: Mapping[str, int]) -> Share:
    """Done, of what was shown while the person was at the desk."""
    return Share(outcomes.get("done", 0), sum(outcomes.get(name, 0) for name in ANSWERABLE))


def response(outcomes: Mapping[str, int]) -> Share:
    """Answered in whatever way, of the same."""
    answered = sum(outcomes.get(name, 0) for name in ("done", "partial", "skipped"))
    return Share(answered, sum(outcomes.get(name, 0) for name in ANSWERABLE))
