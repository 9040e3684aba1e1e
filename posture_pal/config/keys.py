"""The one table of everything a config may say: the checks, the manual and the schema are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from posture_pal import profiles
from posture_pal.config.values import (
    WEEKDAYS,
    Choice,
    ClockTime,
    Duration,
    Kind,
    ListOf,
    Range,
    Switch,
    Text,
    Whole,
)
from posture_pal.model import Kind as ReminderKind

_HOUR, _DAY = 3_600, 86_400
NAME = r"[a-z0-9][a-z0-9_-]*"
NAME_WORDS = (
    "a name of small letters, digits, - and _, at most 40 characters, beginning with a letter or digit"
)
TAGS = (
    *("neck_load", "overhead", "spinal_flexion", "spinal_extension", "spinal_rotation", "balance"),
    *("knee_load", "wrist_load", "nerve", "breath_hold"),
)
"""The catalogue's tags; its module is not loaded for them."""
MOST_REMINDERS = 1_000
MOST_RANGES = 24


@dataclass(frozen=True, slots=True)
class Key:
    """One row: where it stands, what it may hold, what holds without it, and a sentence about it.

    table: blank for what stands at the head of the file, above all tables.
    default: as written in TOML, None where leaving it out means something of its own, which `without` says.
    example: what to show where there is no default.
    """

    table: str
    name: str
    kind: Kind
    default: Any
    doc: str
    without: str = ""
    example: Any = None
    required: bool = False

    @property
    def path(self) -> tuple[str, str]:
        return self.table, self.name

    @property
    def place(self) -> tuple[str, ...]:
        """Where a file has it."""
        return (self.table, self.name) if self.table else (self.name,)

    @property
    def shown(self) -> Any:
        return self.example if self.default is None else self.default


TABLES = {
    "desk": "When somebody counts as being at the desk.",
    "hours": "Working hours: outside them everything waits. Without any, they come at all hours, all days.",
    "prompts": "How reminders appear, how long they stay, and how they can be put off.",
    "holds": "What keeps reminders quiet for as long as it lasts; they wait, and come when it is over.",
    "reminder": "The reminders. Naming any of your own replaces all others: the default three, or a site's.",
    "exercises": "What is left out of every routine.",
    "window": "The guided break: a window that shows each exercise.",
    "diary": "The optional record of pain and headache, kept on this computer alone.",
    "keep": "How long the record is kept.",
    "safety": "What is shown beside the advice on when to stop and get help.",
    "policy": "For a site's own file alone: what nobody on this computer can change in theirs.",
}

_ROWS = (
    Key("", "profile", Choice(tuple((name, name) for name in profiles.TITLES)), profiles.DEFAULT,
        "The ready-made settings that yours are laid over."),

    Key("desk", "away_after", Duration(1, _DAY), "3 min",
        "Without any input for this long you count as away, from your last input on."),

    Key("hours", "days", ListOf(Choice(tuple((day, n) for n, day in enumerate(WEEKDAYS, 1))), 7), None,
        "The days on which reminders come.", "every day", ["mon", "tue", "wed", "thu", "fri"]),
    Key("hours", "ranges", ListOf(Range(), MOST_RANGES), None,
        "The times of day at which reminders come.", "all day", ["08:30-12:30", "13:15-18:00"]),

    Key("prompts", "settle", Duration(0, _HOUR), "30 s",
        "How long a reminder waits at most for a pause in your typing before it shows."),
    Key("prompts", "expires_after", Duration(1, _DAY), "10 min",
        "A reminder that nobody answers is taken off the screen after this long."),
    Key("prompts", "merge_within", Duration(0, _HOUR), "5 min",
        "Reminders that fall due this close together become one."),
    Key("prompts", "max_per_day", Whole(0, 1_000), 16,
        "At most this many reminders show in a day; 0 is for no limit."),
    Key("prompts", "snooze", ListOf(Duration(1, _DAY), 10), ["5 min", "10 min", "30 min"],
        "The choices for putting a reminder off; the first is the button's."),
    Key("prompts", "discreet", Switch(), False,
        "Name no part of the body and no condition in a notification."),
    Key("prompts", "sound", Switch(), False,
        "Play the desktop's sound with a reminder."),

    Key("holds", "do_not_disturb", Switch(), True,
        "Stay quiet while the desktop is set to do not disturb."),
    Key("holds", "fullscreen", Switch(), True,
        "Stay quiet while something fills the whole screen."),
    Key("holds", "call", Switch(), True,
        "Stay quiet while the microphone or the camera is in use."),
    Key("holds", "while_running", ListOf(Text(60), 40), None,
        "Stay quiet while one of these programs runs.", "no program", ["zoom"]),

    Key("reminder", "name", Text(40, NAME, NAME_WORDS), None,
        "What you call it; no two may have the same name.", "it must be given", "posture", required=True),
    Key("reminder", "kind", Choice(tuple((str(kind), kind) for kind in ReminderKind)), None,
        "What it asks for; of several due together, a break goes before a stretch before a posture check.",
        "it must be given", "posture", required=True),
    Key("reminder", "every", Duration(1, _DAY), None,
        "It comes after this much time at the desk; a reminder has this or `at`.", "by `at`", "30 min"),
    Key("reminder", "at", ListOf(ClockTime(), 96), None,
        "It comes at these clock times; a reminder has this or `every`.", "by `every`", ["10:30", "15:30"]),
    Key("reminder", "lasts", Duration(1, _DAY), "30 s",
        "How long it takes to do."),
    Key("reminder", "routine", Text(40, NAME, NAME_WORDS), None,
        "The list of exercises it goes through.", "a plain reminder", "desk_neck"),
    Key("reminder", "natural_after", Duration(1, _DAY), None,
        "Being away for this long starts its clock anew; for a break it counts as one taken.",
        "as long as it lasts, and never less than `away_after`", "5 min"),
    Key("reminder", "enabled", Switch(), True,
        "Whether it comes at all; false puts it to rest and keeps its settings."),
    Key("reminder", "message", Text(200), None,
        "The words it shows.", "words of its kind", "Time to change position."),

    Key("exercises", "avoid", ListOf(Choice(tuple((tag, tag) for tag in TAGS)), len(TAGS)), None,
        "What no exercise may ask of the body: the ones that carry one of these tags do not come.",
        "nothing", ["overhead", "neck_load"]),

    Key("window", "guided", Switch(), True,
        "Offer the window that guides you through a break."),

    Key("diary", "enabled", Switch(), False,
        "Ask once a day how you feel; only your own file may switch this on."),
    Key("diary", "at", ClockTime(), "16:30",
        "When it asks."),

    Key("keep", "facts", Duration(_DAY, 36_500 * _DAY, _DAY), "400 days",
        "What happened longer ago than this is kept as daily totals alone."),

    Key("safety", "emergency", Text(40), "112",
        "The number to call in an emergency."),

    Key("policy", "locked", ListOf(Text(60), 60), None,
        "The settings that hold as they are here, by name, by table, or all reminders as `reminder`.",
        "nothing", ["prompts.max_per_day", "hours"]),
)  # fmt: skip

KEYS = {row.path: row for row in _ROWS}
"""Every row by its table and name."""


def rows(table: str) -> dict[str, Key]:
    """The rows of one table, by name."""
    return {row.name: row for row in _ROWS if row.table == table}
