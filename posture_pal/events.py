"""What can happen to the program, and what it can decide to do about it: a few frozen shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posture_pal.model import Answer, Fact, Hold

# --- events: what the engine is told -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """A wait has ended; nothing else is known."""


@dataclass(frozen=True, slots=True)
class Started:
    """The program runs from now on; `stopped_at`: since what elapsed time it did not, if it ran before."""

    stopped_at: float | None = None
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The program ends now."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The last input was `silence` seconds ago; `continuous`: and more of it comes until told otherwise."""

    silence: float
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class PresenceUnknown:
    """From now on nothing can tell whether the person is at the desk."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The screen was locked."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The screen was unlocked, which takes a person."""


@dataclass(frozen=True, slots=True)
class Asleep:
    """The machine is about to sleep."""


@dataclass(frozen=True, slots=True)
class Awake:
    """The machine woke up. `slept`: for how many seconds, where the clocks can tell and no signal did."""

    slept: float | None = None


@dataclass(frozen=True, slots=True)
class HoldBegan:
    """A reason to stay quiet began; `reason` says it in words, `until` when it ends where that is known."""

    hold: Hold
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A reason to stay quiet is gone."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class Answered:
    """A person said something to a prompt: to the named occurrence, or to the open one.

    snooze: seconds, with SNOOZE. fraction: how much was done, with PARTIAL. reason: with SKIP.
    evidence: `self_report`, or `timer` when a guided timer ran to its end. items: what of the catalogue it is
    about, where that is not all that was offered.
    """

    answer: Answer
    occurrence: str | None = None
    snooze: float | None = None
    reason: str | None = None
    fraction: float | None = None
    evidence: str = "self_report"
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """What an open prompt offers was chosen: ids of the catalogue, in order."""

    occurrence: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guided:
    """A window guides through an open prompt; `seconds`: what all of it takes."""

    occurrence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class GuideLost:
    """The window is gone and nobody answered in it. how: `killed`, `crashed` or `logout`."""

    occurrence: str
    how: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A person asked for quiet, until a wall time or until they resume."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """A person asked for reminders again."""


@dataclass(frozen=True, slots=True)
class Override:
    """A person asked to be prompted although something holds; it stands until the holds next change."""


@dataclass(frozen=True, slots=True)
class StartNow:
    """A person asked for a reminder at once."""

    reminder: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A prompt could not be put on screen."""

    occurrence: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """The config was read anew; the plan handed in is the new one."""

    source: str = ""


Event = (
    Tick
    | Started
    | Stopped
    | Seen
    | PresenceUnknown
    | Locked
    | Unlocked
    | Asleep
    | Awake
    | HoldBegan
    | HoldEnded
    | Answered
    | Offered
    | Guided
    | GuideLost
    | Pause
    | Resume
    | Override
    | StartNow
    | Undelivered
    | PlanChanged
)

# --- effects: what the engine decides ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """Write this fact to the log, before anything after it is done."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Show:
    """Put this occurrence's prompt on screen."""

    occurrence: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take this occurrence's prompt off the screen."""

    occurrence: str


Effect = Record | Show | Withdraw
